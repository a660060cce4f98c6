package model

import (
	"slices"
	"time"

	"steward/client/platform"
)

// OperationKind is what an operation does.
type OperationKind string

// The operations.
const (
	Activate           OperationKind = "activate"
	Deactivate         OperationKind = "deactivate"
	Suspend            OperationKind = "suspend"
	EndSuspension      OperationKind = "endsuspension"
	Destroy            OperationKind = "destroy"
	DeletePersonalData OperationKind = "deletepersonaldata"
	ChangeGroup        OperationKind = "changegroup"
	ChangeEmail        OperationKind = "changeemail"
	ChangePhone        OperationKind = "changephone"
	Refill             OperationKind = "refill"
	Withdraw           OperationKind = "withdraw"
	SetQuota           OperationKind = "setquota"
	ResetQuota         OperationKind = "resetquota"
	SetNote            OperationKind = "note"
	SetFundingNote     OperationKind = "fundingnote"
	Disable2FA         OperationKind = "disable2fa"
	StartEnvironment   OperationKind = "env.start"
	StopEnvironment    OperationKind = "env.stop"
	SleepEnvironment   OperationKind = "env.sleep"
	RestartEnvironment OperationKind = "env.restart"
	DeleteEnvironment  OperationKind = "env.delete"
	NoteEnvironment    OperationKind = "env.note"
	RenameEnvironment  OperationKind = "env.name"
	ResetSignins       OperationKind = "signins.reset"
	SignOutSessions    OperationKind = "sessions.signout"
	SignInAsUser       OperationKind = "signinas"
)

// OperationKinds are all of them in the order of the filter.
var OperationKinds = []OperationKind{
	Activate, Deactivate, Suspend, EndSuspension, Destroy, DeletePersonalData, ChangeGroup, ChangeEmail, ChangePhone,
	Refill, Withdraw, SetQuota, ResetQuota, SetNote, SetFundingNote, Disable2FA,
	StartEnvironment, StopEnvironment, SleepEnvironment, RestartEnvironment, DeleteEnvironment, NoteEnvironment, RenameEnvironment,
	ResetSignins, SignOutSessions, SignInAsUser,
}

// OperationClass says how careful sending and repeating an operation is.
type OperationClass string

// The classes.
const (
	ClassSet   OperationClass = "set"   // doing it again gives the same
	ClassOnce  OperationClass = "once"  // read back, never repeated by itself
	ClassMoney OperationClass = "money" // sent once, found again by its mark
)

// once are the kinds that are never repeated by themselves.
var once = []OperationKind{
	Destroy, DeletePersonalData, Disable2FA, RestartEnvironment, DeleteEnvironment, SignOutSessions, SignInAsUser,
}

// NeedsPassword reports whether the operator's password goes with the call: the
// operation is never queued and in no plan.
func (k OperationKind) NeedsPassword() bool { return k == Disable2FA || k == DeleteEnvironment }

// OnlineOnly reports whether the operation is never queued for later.
func (k OperationKind) OnlineOnly() bool { return k.NeedsPassword() || k == SignInAsUser }

// Irreversible reports whether nothing brings back what it removes.
func (k OperationKind) Irreversible() bool {
	return k == Destroy || k == DeletePersonalData || k == DeleteEnvironment
}

// Money reports whether it moves money.
func (k OperationKind) Money() bool { return k == Refill || k == Withdraw }

// OfEnvironment reports whether it concerns one environment.
func (k OperationKind) OfEnvironment() bool {
	switch k {
	case StartEnvironment, StopEnvironment, SleepEnvironment, RestartEnvironment, DeleteEnvironment, NoteEnvironment, RenameEnvironment:
		return true
	}
	return false
}

// OfAccountRow reports whether the customer's row of GetAccounts shows that it
// was done.
func (k OperationKind) OfAccountRow() bool {
	switch k {
	case Activate, Deactivate, Suspend, EndSuspension, Destroy, DeletePersonalData, ChangeGroup, ChangeEmail, ChangePhone, SetNote:
		return true
	}
	return false
}

// Change is what an operation does to a customer, as the person wanted it. All
// of it is personal: in the journal it is sealed with the customer's key.
// Values (Was, Wanted) are as Current of the journal words them: a State's
// String, a group's name, an e-mail, a phone, a note, a quota's number.
type Change struct {
	Login  string // the customer's e-mail when this was recorded
	Was    string // the value that the person saw
	Wanted string // the value that it shall have

	Amount      platform.Money       `json:"-"` // Refill, Withdraw: above zero
	Balance     platform.Balance     // Refill, Withdraw: main or bonus
	Before      platform.Money       `json:"-"` // the balance that the person saw; not given: none
	BeforeAt    time.Time            // UTC, when it was read
	WholeSum    bool                 // Withdraw: all that is there, whatever its digits
	Reseller    int64                // whose currency the amounts have; 0: the platform's
	Notify      bool                 // a mail goes out
	Template    string               // ChangeGroup: of that mail
	Mode        platform.RemovalMode // DeletePersonalData
	Quota       string               // its name
	ReferenceID string               // of the quota; empty: none
	FundingID   int64                // SetFundingNote: the row
	AppID       string               // of an environment
	Env         string               // its short name
	Layer       string               // RestartEnvironment: only this one; empty: all
	Node        int64                // RestartEnvironment: only this one; 0: all
	Sessions    []string             // SignOutSessions: their ids

	Reason, Ticket string
	Warnings       []string // sentence keys the person was shown before
}

// Operation is one entry of the journal.
type Operation struct {
	ID       OperationID
	Attempt  int // 1 for the first, 0 while nothing was sent
	Kind     OperationKind
	Class    OperationClass
	State    OperationState
	Late     bool // confirmed after it was unknown
	UID      platform.UID
	Profile  string
	Operator Operator    // who recorded it
	Batch    string      // empty: single
	Row      int         // within the batch, from 0
	After    OperationID // sent when this one is confirmed; empty: none
	Origin   OperationID // what it reverses, repeats or was edited from; empty: nothing
	Change   Change      // empty where Erased
	Erased   bool        // the customer's personal data was removed here

	Recorded time.Time // UTC, this computer's clock
	Changed  time.Time // UTC, of the last transition
	Waited   bool      // it could not be sent when it was recorded: looked at again before it goes
	Refusal  *Refusal  // the platform's no, or why it waits; nil: none
	Theirs   string    // in review: the live value
}

// Refusal is what the platform said instead of yes.
type Refusal struct {
	Result  int    // its code; 0: none
	Status  int    // HTTP; 0: no answer
	Message string // its words, bounded, without secrets
	Key     string // sentence that says what it means; empty: the words are all
}

// NewOperation is an operation that a person intends, before it is recorded.
func NewOperation(kind OperationKind, uid platform.UID, change Change) Operation {
	return Operation{ID: NewOperationID(), Kind: kind, Class: ClassOf(kind, change), State: StateDraft, UID: uid, Change: change}
}

// ClassOf is the class of a change: one that sends a mail is not repeated.
func ClassOf(kind OperationKind, change Change) OperationClass {
	switch {
	case kind.Money():
		return ClassMoney
	case slices.Contains(once, kind), (kind == ChangeGroup || kind == ChangeEmail) && change.Notify:
		return ClassOnce
	}
	return ClassSet
}

// Expected is the row of the funding history that a Refill or Withdraw makes.
func (o Operation) Expected() platform.FundingOperation {
	bonus := o.Change.Balance == platform.BalanceBonus
	switch {
	case o.Kind == Refill && bonus:
		return platform.BonusFunded
	case o.Kind == Refill:
		return platform.Funded
	case o.Kind == Withdraw && bonus:
		return platform.BonusWithdrawn
	case o.Kind == Withdraw:
		return platform.Withdrawn
	}
	return ""
}

// Reverse is the prepared operation that undoes a confirmed one; ok is false
// where there is none.
func (o Operation) Reverse() (back Operation, ok bool) {
	c := o.Change
	c.Was, c.Wanted, c.Before = c.Wanted, c.Was, platform.Money{}
	c.Notify, c.Template, c.Reason = false, "", ""
	kind, known := opposites[o.Kind]
	switch {
	case o.Kind == SetQuota && o.Change.Was == "", o.Kind == ResetQuota && o.Change.Was == "", o.Erased:
		known = false
	case o.Kind.Money():
		c.Was, c.Wanted = "", ""
	}
	if !known {
		return Operation{}, false
	}
	back = NewOperation(kind, o.UID, c)
	back.Profile, back.Origin = o.Profile, o.ID
	return back, true
}

// opposites are the kinds that undo others.
var opposites = map[OperationKind]OperationKind{
	Activate: Deactivate, Deactivate: Activate, Suspend: EndSuspension, EndSuspension: Suspend,
	ChangeGroup: ChangeGroup, ChangeEmail: ChangeEmail, ChangePhone: ChangePhone,
	Refill: Withdraw, Withdraw: Refill, SetQuota: SetQuota, ResetQuota: SetQuota, SetNote: SetNote, SetFundingNote: SetFundingNote,
	StartEnvironment: StopEnvironment, StopEnvironment: StartEnvironment, SleepEnvironment: StartEnvironment,
	NoteEnvironment: NoteEnvironment, RenameEnvironment: RenameEnvironment,
}
