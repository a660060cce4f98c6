package wire

import "steward/client/platform"

// Fundings reads the answer of billing.account.GetFundAccountHistory; amounts
// are signed by their operation (A12) and have no currency.
func Fundings(data []byte) (Page[platform.Funding], Envelope, error) {
	return rowsOf(data, (*reader).funding)
}

var fundingOperations = namesOf(platform.FundingOperations)

// funding reads one row. A row without operation or amount says nothing.
func (r *reader) funding() (f platform.Funding, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			f.ID = r.id()
		case "chargeType":
			f.Operation = platform.FundingOperation(r.scalar().named(r, fundingOperations))
		case "amount":
			f.Amount = r.scalar().money()
		case "operationDate":
			f.At = r.scalar().time()
		case "note":
			f.Note = r.scalar().str(maxNote)
		default:
			return false
		}
		return true
	})
	if f.Operation.TakesOut() && f.Amount.Sign() > 0 {
		f.Amount = platform.NewMoney(f.Amount.Amount().Neg(), "")
	}
	return f, f.Operation != "" && f.Amount.Given()
}
