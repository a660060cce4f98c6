package tour

import (
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"steward/views"
	"steward/views/kit"
)

// step is one thing that the tour does.
type step struct {
	name    string
	picture bool
	do      func(*views.Window) error
	until   func(*views.Window) bool // nil: until nothing runs
}

// steps are the whole walk.
var steps = slices.Concat(throughUsers, throughCustomers, throughOperations, throughUnknown, throughBulk, throughActivity)

// throughUsers walks from the sign-in page through the list.
var throughUsers = []step{
	{name: "start", do: nothing, until: func(w *views.Window) bool { return w.SignIn() != nil }},
	{name: "sign-in", picture: true, do: func(w *views.Window) error {
		w.SetTheme("light")
		return nil
	}},
	{name: "open the demo platform", do: func(w *views.Window) error {
		w.TryDemo()
		return nil
	}, until: listComplete},
	{name: "users", picture: true, do: func(w *views.Window) error {
		w.Users().FocusList()
		return press(w, fyne.KeyDown, fyne.KeyDown)
	}, until: detailShown},
	{name: "search", picture: true, do: func(w *views.Window) error {
		w.Users().FocusSearch()
		return typed(w, "ana")
	}},
	{name: "nobody", picture: true, do: func(w *views.Window) error { return typed(w, "zzqx") }},
	{name: "search-cleared", do: func(w *views.Window) error {
		w.Users().Search().Clear()
		return nil
	}},
	{name: "filter", picture: true, do: func(w *views.Window) error {
		w.Users().FilterStates("suspended", "inactive")
		return nil
	}},
	{name: "selection", picture: true, do: func(w *views.Window) error {
		w.Users().FocusList()
		return press(w, fyne.KeyHome, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	}},
	{name: "columns", picture: true, do: func(w *views.Window) error {
		w.Users().Actions().Columns.Start(nil)
		return nil
	}},
	{name: "columns-closed", do: func(w *views.Window) error {
		w.Users().Actions().ClearMarks.Start(nil)
		w.Users().FilterStates()
		return press(w, fyne.KeyEscape)
	}},
}

func nothing(*views.Window) error { return nil }

// listComplete is when every customer has been read.
func listComplete(w *views.Window) bool { return w.Users() != nil && w.Users().Complete() }

func detailShown(w *views.Window) bool { return w.Users().Detail().UID() != 0 }

// press types keys into what has the focus.
func press(w *views.Window, keys ...fyne.KeyName) error {
	for _, k := range keys {
		focused := w.Fyne().Canvas().Focused()
		if focused == nil {
			if !w.Press(kit.Key{Name: k}) {
				return errors.New("nothing has the focus and the window does not know " + string(k))
			}
			continue
		}
		focused.TypedKey(&fyne.KeyEvent{Name: k})
	}
	return nil
}

// typed types a text into what has the focus.
func typed(w *views.Window, s string) error {
	focused := w.Fyne().Canvas().Focused()
	if focused == nil {
		return errors.New("nothing has the focus")
	}
	for _, r := range s {
		focused.TypedRune(r)
	}
	return nil
}
