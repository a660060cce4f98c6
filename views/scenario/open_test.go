package scenario

import "testing"

// Somebody starts `steward --demo`: no question, and the list is there.
func TestTheDemoOpensWithoutAQuestion(t *testing.T) {
	s := open(t)
	same(t, "rows", s.grid().Length(), customers)
	s.sees("300 customers")
	s.sees(s.truth(s.uids()[0]).Email)
}
