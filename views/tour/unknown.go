package tour

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/views"
	"steward/views/customer"
	"steward/views/kit"
)

// throughUnknown walks through a refill of which nobody knows whether it
// arrived: the evidence, the clock, and a person who ends it when it may be
// ended, then sends it again.
var throughUnknown = []step{
	open("customer-to-wonder", "busy", customer.TabFunding).unseen(),
	{name: "refill-gone", do: func(w *views.Window) error {
		return errors.Join(command(w, fyne.KeyB), fill(w, "75", "", "Invoice 2026-1187 paid twice"), w.DemoFaults().LoseChanges(true))
	}},
	{name: "refill-gone-sent", do: func(w *views.Window) error { return command(w, fyne.KeyReturn) }},
	{name: "operations-unknown", picture: true, do: func(w *views.Window) error { return command(w, fyne.Key3) }, until: waits(model.ActNotApplied)},
	themed("dark"),
	{name: "operations-unknown-dark", picture: true, do: nothing},
	resized(1024, 640),
	{name: "operations-unknown-narrow-dark", picture: true, do: nothing},
	themed("light"),
	{name: "operations-unknown-narrow", picture: true, do: nothing},
	resized(1440, 900),
	{name: "operations-unknown-ready", picture: true, do: func(w *views.Window) error { return w.DemoFaults().LoseChanges(false) }, until: may(model.ActNotApplied)},
	{name: "operations-unknown-asked", picture: true, do: func(w *views.Window) error {
		return errors.Join(goesTo(w, text.T("operations.do.notapplied")), press(w, fyne.KeyReturn), fill(w, "Asked the platform's support: it never arrived"))
	}},
	{name: "operations-notbooked", picture: true, do: func(w *views.Window) error { return command(w, fyne.KeyReturn) }, until: may(model.ActSendAgain)},
	themed("dark"),
	{name: "operations-notbooked-dark", picture: true, do: nothing},
	themed("light"),
	{name: "again", do: func(w *views.Window) error {
		return errors.Join(goesTo(w, text.T("operations.do.sendagain", text.With("Attempt", 2))), press(w, fyne.KeyReturn))
	}},
	{name: "operations-again", picture: true, do: func(w *views.Window) error { return command(w, fyne.KeyReturn) }, until: may(model.ActReverse)},
}

// may is when something can be done with the operation on screen.
func may(act model.OperationAction) func(w *views.Window) bool {
	return func(w *views.Window) bool { return w.Operations().WhyNot(act) == "" && toastless(w) }
}

// waits is when something cannot be done yet with the operation on screen.
func waits(act model.OperationAction) func(w *views.Window) bool {
	return func(w *views.Window) bool {
		return w.Operations().Story() && w.Operations().WhyNot(act) != "" && toastless(w)
	}
}

// toastless is when no message covers anything.
func toastless(w *views.Window) bool { return len(w.Toasts()) == 0 }

func resized(width, height float32) step {
	return step{name: "resized", do: func(w *views.Window) error {
		w.Fyne().Resize(fyne.NewSize(width, height))
		return nil
	}}
}

// goesTo gives the keyboard to a button, by Enter in the list and Tab from there.
func goesTo(w *views.Window, title string) error {
	w.Operations().FocusList()
	if err := press(w, fyne.KeyReturn); err != nil {
		return err
	}
	var passed []fyne.Focusable
	for canvas := w.Fyne().Canvas(); ; canvas.FocusNext() {
		at := canvas.Focused()
		if b, is := at.(*kit.Button); is && b.Action.Title == title {
			return nil
		}
		if at == nil || slices.Contains(passed, at) {
			return errors.New("Tab does not lead to " + title)
		}
		passed = append(passed, at)
	}
}
