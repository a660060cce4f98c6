package journal

import "steward/app/model"

// SignInDue says who works here while nobody is signed in: changes can be
// recorded and wait, nothing is sent before SignedIn.
func (j *Journal) SignInDue(operator model.Operator) {
	j.unlock()
	j.mu.Lock()
	changed := !j.expired || j.operator != operator
	j.operator, j.expired = operator, true
	j.mu.Unlock()
	if changed {
		j.emit(model.Event{Kind: model.JournalChanged})
	}
}
