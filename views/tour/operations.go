package tour

import (
	"errors"

	"fyne.io/fyne/v2"

	"steward/views"
	"steward/views/customer"
	"steward/views/kit"
)

// throughOperations walks through a refill, one whose answer is lost and comes
// late, and the journal of both.
var throughOperations = []step{
	open("users-funding-before", "busy", customer.TabFunding).unseen(),
	{name: "refill", picture: true, do: func(w *views.Window) error {
		return errors.Join(command(w, fyne.KeyB), fill(w, "40", "", "Outage on 20 Nov"))
	}},
	{name: "refill-sent", do: func(w *views.Window) error { return command(w, fyne.KeyReturn) }},
	open("users-funding-refilled", "busy", customer.TabFunding, fyne.KeyDown),
	open("users-quota-edit", "busy", customer.TabQuotas, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn),
	open("customer-to-lose", "subscriber", customer.TabFunding).unseen(),
	{name: "refill-lost", do: func(w *views.Window) error {
		return errors.Join(command(w, fyne.KeyB), fill(w, "250", "", "Credit note 4711"), w.DemoFaults().LoseAnswers(true))
	}},
	{name: "refill-lost-sent", do: func(w *views.Window) error { return command(w, fyne.KeyReturn) }},
	{name: "operations", picture: true, do: func(w *views.Window) error { return command(w, fyne.Key3) }, until: toastless},
	themed("dark"),
	{name: "operations-dark", picture: true, do: nothing},
	themed("light"),
	{name: "answers-come", do: func(w *views.Window) error { return w.DemoFaults().LoseAnswers(false) }},
}

// unseen is the step without a picture.
func (s step) unseen() step {
	s.picture = false
	return s
}

// command presses a key with Ctrl, as the window's key table knows it.
func command(w *views.Window, name fyne.KeyName) error {
	if !w.Press(kit.Key{Name: name, Mod: kit.Ctrl}) {
		return errors.New("the window does not know Ctrl+" + string(name))
	}
	return nil
}

// fill types texts into the field that has the focus and those after it.
func fill(w *views.Window, texts ...string) error {
	for i, s := range texts {
		if i > 0 {
			w.Fyne().Canvas().FocusNext()
		}
		if err := typed(w, s); err != nil {
			return err
		}
	}
	return nil
}
