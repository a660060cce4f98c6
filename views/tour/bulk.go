package tour

import (
	"errors"

	"fyne.io/fyne/v2"

	"steward/views"
	"steward/views/kit"
)

// throughBulk walks through one operation on many customers: a refill as far as
// its plan, and another group from the list to the report.
var throughBulk = []step{
	marked(4),
	{name: "bulk", do: func(w *views.Window) error { return command(w, fyne.KeyB) }},
	{name: "bulk-review", picture: true, do: func(w *views.Window) error { return fill(w, "20", "", "Outage on 20 Nov") }},
	{name: "bulk-left", do: backToList},
	marked(20),
	{name: "bulk-group", do: func(w *views.Window) error { return command(w, fyne.KeyG) }},
	{name: "bulk-group-chosen", do: func(w *views.Window) error {
		return press(w, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	}},
	{name: "bulk-group-review", picture: true, do: func(w *views.Window) error {
		w.Fyne().Canvas().FocusNext() // past the mail
		return fill(w, "", "Contract H-3381, all sites")
	}, until: toastless},
	{name: "bulk-running", picture: true, do: func(w *views.Window) error {
		return errors.Join(w.DemoFaults().Slow(true), command(w, fyne.KeyReturn))
	}, until: func(w *views.Window) bool {
		done, _ := w.Bulk().Ran()
		return done > 0
	}},
	{name: "bulk-answers-come", do: func(w *views.Window) error { return w.DemoFaults().Slow(false) }},
	{name: "bulk-report", picture: true, do: nothing, until: func(w *views.Window) bool {
		done, rows := w.Bulk().Ran()
		return rows > 0 && done == rows && w.Banner() == ""
	}},
	themed("dark"),
	{name: "bulk-report-dark", picture: true, do: nothing},
	themed("light"),
	{name: "bulk-report-left", do: backToList},
}

// marked marks so many active customers from the top of the list.
func marked(many int) step {
	return step{name: "bulk-marked", do: func(w *views.Window) error {
		w.ShowUsers()
		w.Users().FilterStates("active")
		w.Users().FocusList()
		keys := []fyne.KeyName{fyne.KeyHome}
		for range many {
			keys = append(keys, fyne.KeySpace, fyne.KeyDown)
		}
		return press(w, keys...)
	}}
}

// backToList leaves the page of bulk work, and nobody is marked any more.
func backToList(w *views.Window) error {
	w.Fyne().Canvas().Unfocus()
	if !w.Press(kit.Key{Name: fyne.KeyEscape}) {
		return errors.New("go back to the list: Esc does not lead there")
	}
	w.Users().Actions().ClearMarks.Start(nil)
	w.Users().FilterStates()
	return nil
}
