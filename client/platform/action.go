package platform

import "time"

// ActionType is on whose behalf an action ran. Unknown values keep the
// platform's own text.
type ActionType string

// The documented types, 0 to 4 on the wire. The panel shows PUBLIC, SYSTEM and ADMIN.
const (
	ActionPublic ActionType = "PUBLIC"
	ActionAdmin  ActionType = "ADMIN"
	ActionProxy  ActionType = "PROXY"
	ActionSystem ActionType = "SYSTEM"
	ActionCMP    ActionType = "CMP"
)

// ResultNotTold is the result of an action that has none, mostly because it
// still runs.
const ResultNotTold = -1

// Action is one row of a customer's audit log
// (administration.cluster.GetUserActivity; its fields are documented, the
// names of the dates assumed A9).
type Action struct {
	ID           int64
	Type         ActionType
	Service      string // ControlService.StopEnv
	Key          string // StopEnv; empty: not told
	Text         string // as the platform words it
	AppID        string // the environment concerned; empty: none
	Environment  string // its short name; empty: none
	UID          UID    // who did it; 0: not told
	Email        string // of who did it
	Collaborator UID    // set when a collaborator did it; 0: none
	Arguments    string // of the call, mostly JSON; bounded
	Result       int    // 0: success, ResultNotTold, else the platform's error code
	Error        string // the platform's words; empty: none
	Response     string // raw answer, bounded; empty: not told
	RequestKey   string // ruk of the call that caused it; empty: none
	Source       string // what the call came from; empty: not told
	Started      time.Time
	Ended        time.Time // zero while it runs
}

// Running reports whether the action has neither result nor end.
func (a Action) Running() bool { return a.Result == ResultNotTold && a.Error == "" && a.Ended.IsZero() }

// Failed reports whether the action ended with an error.
func (a Action) Failed() bool { return a.Result > 0 || a.Result < ResultNotTold || a.Error != "" }

// Took is how long the action lasted; ok is false without both ends.
func (a Action) Took() (d time.Duration, ok bool) {
	if a.Started.IsZero() || a.Ended.IsZero() || a.Ended.Before(a.Started) {
		return 0, false
	}
	return a.Ended.Sub(a.Started), true
}

// ByCollaborator reports whether somebody else acted on the customer's account
// without being an administrator or the platform.
func (a Action) ByCollaborator(owner UID) bool {
	return a.Collaborator != 0 || a.Type == ActionPublic && a.UID != 0 && a.UID != owner
}
