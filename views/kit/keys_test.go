package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func TestKeysInWords(t *testing.T) {
	for want, key := range map[string]Key{
		"F5":       {Name: fyne.KeyF5},
		"Esc":      {Name: fyne.KeyEscape},
		"Shift+F6": {Name: fyne.KeyF6, Mod: fyne.KeyModifierShift},
		"Alt+3":    {Name: fyne.Key3, Mod: fyne.KeyModifierAlt},
		"Ctrl+Shift+D": {Name: fyne.KeyD,
			Mod: fyne.KeyModifierControl | fyne.KeyModifierShift},
		"": {},
	} {
		if got := key.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestOnlyChordsAreShortcuts(t *testing.T) {
	for _, key := range []Key{{}, {Name: fyne.KeyF5}, {Name: fyne.KeyF5, Mod: fyne.KeyModifierShift}} {
		if key.Shortcut() != nil {
			t.Errorf("%v is never a shortcut for the toolkit", key)
		}
	}
	if got := (Key{Name: fyne.KeyA, Mod: Ctrl}).Shortcut(); got.ShortcutName() != (&fyne.ShortcutSelectAll{}).ShortcutName() {
		t.Errorf("Ctrl+A is %s, but the driver sends SelectAll", got.ShortcutName())
	}
}

func TestKeysAskTheReasonWhenTheyRun(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	hint := NewHintLine()
	keys := NewKeys(hint)
	ran, reason := 0, "Needs the platform"
	action := &Action{Title: "Refresh", Key: Key{Name: fyne.KeyF5}, WhyNot: func() string { return reason }, Run: func() { ran++ }}
	keys.BindAction(action, &Action{Title: "without a key"})
	if !keys.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF5}) || ran != 0 || hint.Text != reason {
		t.Errorf("ran %d, hint %q", ran, hint.Text)
	}
	reason = ""
	if !keys.Press(action.Key) || ran != 1 {
		t.Errorf("ran %d", ran)
	}
	if keys.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF6}) {
		t.Error("F6 is bound to nothing")
	}
	keys.Bind(action.Key, nil)
	if keys.Press(action.Key) {
		t.Error("the key was freed")
	}
}

func TestMenuItemAsksTheReasonToo(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	ran := 0
	a := &Action{Title: "Columns", Key: Key{Name: fyne.KeyL, Mod: Ctrl}, WhyNot: func() string { return "no" }, Run: func() { ran++ }}
	items := MenuItems(nil, []*Action{a, Separator})
	items[0].Action() // a disabled item still fires by its key
	if !items[0].Disabled || items[0].Shortcut == nil || ran != 0 || !items[1].IsSeparator {
		t.Errorf("%+v, ran %d", items[0], ran)
	}
}

func TestFocusedEntryHandsItsKeysOn(t *testing.T) {
	var entry *Entry
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		entry = NewEntry(h, "Email")
		return entry
	})
	var pressed []string
	for _, key := range []Key{{Name: fyne.KeyF5}, {Name: fyne.KeyEscape}, {Name: fyne.KeyK, Mod: Ctrl}, {Name: fyne.KeyReturn}} {
		d.host.Keys.Bind(key, &Action{Run: func() { pressed = append(pressed, key.String()) }})
	}
	entry.Focus()
	focused := d.window.Canvas().Focused()
	for _, name := range []fyne.KeyName{fyne.KeyF5, fyne.KeyEscape, fyne.KeyReturn} {
		focused.TypedKey(&fyne.KeyEvent{Name: name})
	}
	focused.(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: Ctrl})
	if len(pressed) != 4 {
		t.Errorf("the window got %v", pressed)
	}
	for _, r := range "a b" {
		focused.TypedRune(r)
	}
	focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if entry.Text() != "a " {
		t.Errorf("the field has %q", entry.Text())
	}
}

func TestHintLineSaysTheNearest(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	h, a, b := NewHintLine(), 1, 2
	h.SetRest("rest")
	h.Focus(&a, func() string { return "focus" })
	h.Hover(&b, func() string { return "hover" })
	expect := func(want string) {
		t.Helper()
		if h.Text != want {
			t.Errorf("%q, want %q", h.Text, want)
		}
	}
	expect("hover")
	h.Say("why not")
	expect("why not")
	h.Unhover(&a) // somebody else's
	expect("why not")
	h.Unhover(&b)
	expect("focus")
	h.Unfocus(&a)
	expect("rest")
	h.Focus(&a, func() string { return "focus" })
	h.Hover(&b, func() string { return "hover" })
	h.Turn() // another page came under the pointer
	expect("focus")
}
