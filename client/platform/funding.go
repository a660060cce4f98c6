package platform

import (
	"regexp"
	"time"
)

// FundingOperation is what moved money in or out of a balance. Unknown values
// keep the platform's own text.
type FundingOperation string

// The six operations. FUND, FUND_BONUS and REFUND_BONUS are seen in clients,
// the others assumed (A12).
const (
	Funded            FundingOperation = "FUND"             // main, in
	BonusFunded       FundingOperation = "FUND_BONUS"       // bonus, in
	Withdrawn         FundingOperation = "REFUND"           // main, out
	BonusWithdrawn    FundingOperation = "REFUND_BONUS"     // bonus, out
	RegistrationBonus FundingOperation = "FUND_BONUS_TRIAL" // bonus, in
	ExtraBonus        FundingOperation = "FUND_BONUS_AUTO"  // bonus, in
)

// FundingOperations are the known operations in display order.
var FundingOperations = []FundingOperation{
	Funded, BonusFunded, Withdrawn, BonusWithdrawn, RegistrationBonus, ExtraBonus,
}

// Balance is which balance the operation moves.
func (o FundingOperation) Balance() Balance {
	switch o {
	case Funded, Withdrawn:
		return BalanceMain
	case BonusFunded, BonusWithdrawn, RegistrationBonus, ExtraBonus:
		return BalanceBonus
	}
	return BalanceUnknown
}

// TakesOut reports whether the operation lowers the balance.
func (o FundingOperation) TakesOut() bool { return o == Withdrawn || o == BonusWithdrawn }

// Funding is one row of a customer's funding history
// (billing.account.GetFundAccountHistory, seen in clients).
type Funding struct {
	ID        int64 // 0: not told
	Operation FundingOperation
	Amount    Money // signed: negative when the operation takes out, or was sent so
	Note      string
	At        time.Time // UTC
}

// Balance is which balance the row moved.
func (f Funding) Balance() Balance { return f.Operation.Balance() }

// stamp is the mark that Steward puts first into the note of what it sends.
var stamp = regexp.MustCompile(`^\s*\[st:([0-9A-Za-z]{1,32})/([0-9]{1,4})\]`)

// Stamp is Steward's own mark in the note, such as 7K3F9Q2MXA/1; empty for a
// row that did not come from Steward.
func (f Funding) Stamp() string {
	found := stamp.FindStringSubmatch(f.Note)
	if found == nil {
		return ""
	}
	return found[1] + "/" + found[2]
}
