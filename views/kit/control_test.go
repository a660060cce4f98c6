package kit

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func press(o fyne.Focusable, names ...fyne.KeyName) {
	for _, name := range names {
		o.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// top is what has the keyboard, in the window or in what is open over it.
func (d *desk) top() fyne.Focusable { return d.window.Canvas().Focused() }

func (d *desk) popups() int { return len(d.window.Canvas().Overlays().List()) }

func TestButtonAnswersClickEnterAndSpace(t *testing.T) {
	pressed, reason := 0, ""
	var b *Button
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		b = NewActionButton(h, &Action{Title: "Go", WhyNot: func() string { return reason }, Run: func() { pressed++ }})
		return b
	})
	test.Tap(b)
	press(b, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace)
	if pressed != 4 {
		t.Errorf("pressed %d", pressed)
	}
	reason = "Role view"
	test.Tap(b)
	if pressed != 4 || d.host.Hint.Text != reason || b.Enabled() {
		t.Errorf("pressed %d, hint %q", pressed, d.host.Hint.Text)
	}
	d.window.Canvas().Focus(b)
	if d.host.Hint.Text != reason {
		t.Errorf("focus on a disabled button says %q", d.host.Hint.Text)
	}
}

func TestButtonShowsItsKeyInTheHintLine(t *testing.T) {
	var b *Button
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		b = NewActionButton(h, &Action{Title: "Refresh", Key: Key{Name: fyne.KeyF5}})
		return b
	})
	b.MouseIn(nil)
	if d.host.Hint.Text != "Refresh  F5" {
		t.Errorf("hint %q", d.host.Hint.Text)
	}
	b.MouseOut()
	if d.host.Hint.Text != "" {
		t.Errorf("hint %q", d.host.Hint.Text)
	}
}

func TestFocusIsSeen(t *testing.T) {
	var b *Button
	var e *Entry
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		b, e = NewButton(h, "Go", nil, nil), NewEntry(h, "")
		return Stack(b, e)
	})
	ring := test.WidgetRenderer(b).(*buttonRenderer).ring
	if !ring.Hidden {
		t.Error("a ring without focus")
	}
	d.window.Canvas().Focus(b)
	if ring.Hidden || ring.StrokeWidth != 2 || ring.StrokeColor != Color(theme.ColorNamePrimary) {
		t.Error("no 2 px ring in the primary colour")
	}
	e.Focus()
	if !ring.Hidden || e.frame.rect.StrokeWidth != 2 || e.frame.rect.StrokeColor != Color(theme.ColorNamePrimary) {
		t.Error("the ring did not move to the field")
	}
}

func TestMenuChoosesByKeysAndSaysWhyNot(t *testing.T) {
	var b *Button
	ran := ""
	run := func(name string) func() { return func() { ran = name } }
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		b = NewSplitButton(h, &Action{Title: "Sign In as User", Run: run("default")}, func() []*Action {
			return []*Action{
				{Title: "New tab", Run: run("tab")}, Separator,
				{Title: "Popup", WhyNot: func() string { return "Needs the platform" }, Run: run("popup")},
			}
		})
		return Stack(b)
	})
	d.window.Canvas().Focus(b)
	press(b, fyne.KeyReturn)
	if ran != "default" || d.popups() != 0 {
		t.Fatalf("ran %q", ran)
	}
	press(b, fyne.KeyDown)
	press(d.top(), fyne.KeyDown, fyne.KeyReturn) // the line is jumped over
	if ran != "default" || d.host.Hint.Text != "Needs the platform" || d.popups() != 1 {
		t.Errorf("ran %q, hint %q", ran, d.host.Hint.Text)
	}
	press(d.top(), fyne.KeyHome, fyne.KeyReturn)
	if ran != "tab" || d.popups() != 0 || d.top() != fyne.Focusable(b) {
		t.Errorf("ran %q, %d open, focus %T", ran, d.popups(), d.top())
	}
	test.TapAt(b, fyne.NewPos(b.Size().Width-4, 10))
	press(d.top(), fyne.KeyEscape)
	if d.popups() != 0 {
		t.Error("Esc leaves the menu open")
	}
}

func TestSelectByKeys(t *testing.T) {
	var s *Select
	var heard []string
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		s = NewSelect(h, galleryOptions(4), func(key string) { heard = append(heard, key) })
		return Stack(s)
	})
	d.window.Canvas().Focus(s)
	press(s, fyne.KeySpace)
	press(d.top(), fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if s.Selected() != "beta" || s.Title() != "beta" || !slices.Equal(heard, []string{"beta"}) || d.popups() != 0 {
		t.Errorf("%q, heard %v", s.Selected(), heard)
	}
	press(s, fyne.KeyReturn)
	d.top().TypedRune('t')
	press(d.top(), fyne.KeyReturn)
	if s.Selected() != "trial" {
		t.Errorf("the letter t chose %q", s.Selected())
	}
	s.Set("billing")
	s.SetOptions(galleryOptions(2))
	if s.Selected() != "billing" || len(heard) != 2 {
		t.Errorf("%q, heard %v", s.Selected(), heard)
	}
}

func TestCheckListSumsUpAndSearches(t *testing.T) {
	var c *CheckList
	var heard []string
	var turned bool
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		c = NewCheckList(h, "All groups", galleryOptions(14), func(keys []string, not bool) { heard, turned = keys, not })
		c.AllowNot = true
		return Stack(c)
	})
	if c.Title() != "All groups" {
		t.Errorf("says %q", c.Title())
	}
	d.window.Canvas().Focus(c)
	press(c, fyne.KeyDown)
	for _, r := range " hool" { // the space that opened the list comes too
		d.top().TypedRune(r)
	}
	press(d.top(), fyne.KeyReturn)
	if found := d.top().(*field).Text; found != "hool" {
		t.Errorf("searched for %q", found)
	}
	if !slices.Equal(heard, []string{"schools"}) || c.Title() != "schools" || d.popups() != 1 {
		t.Errorf("heard %v, says %q, %d open", heard, c.Title(), d.popups())
	}
	press(d.top(), fyne.KeyEscape, fyne.KeyEscape) // the first clears the search
	if d.popups() != 0 {
		t.Error("Esc leaves the list open")
	}
	c.Set([]string{"trial", "billing", "business"}, true)
	if c.Title() != "not billing, business +1" {
		t.Errorf("says %q", c.Title())
	}
	c.Set([]string{"gone-group"}, false)
	if keys, _ := c.Chosen(); !slices.Equal(keys, []string{"gone-group"}) || turned {
		t.Errorf("a group that is no option now was lost: %v", keys)
	}
}

func TestCheckTurns(t *testing.T) {
	var c *Check
	on := false
	reason := ""
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		c = NewCheck(h, "Stay signed in", func(v bool) { on = v })
		c.WhyNot = func() string { return reason }
		return c
	})
	press(c, fyne.KeySpace)
	if !on || !c.On() {
		t.Error("Space does not tick")
	}
	reason = "No keyring"
	test.Tap(c)
	if !on {
		t.Error("turned against a reason")
	}
}

func TestSearchClears(t *testing.T) {
	var e *Entry
	var heard []string
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		e = NewSearch(h, "Email or UID")
		e.OnChanged = func(s string) { heard = append(heard, s) }
		return Stack(e)
	})
	e.Focus()
	d.top().TypedRune('n')
	if !e.action.Visible() {
		t.Error("no cross while there is text")
	}
	press(d.top(), fyne.KeyEscape)
	if e.Text() != "" || e.action.Visible() || !slices.Equal(heard, []string{"n", ""}) {
		t.Errorf("text %q, heard %v", e.Text(), heard)
	}
	e.SetText("by program")
	if len(heard) != 2 {
		t.Error("SetText is no change by a person")
	}
}

func TestPasswordIsHiddenUntilTheEye(t *testing.T) {
	var e *Entry
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		e = NewPassword(h, "Password")
		return Stack(e)
	})
	if !e.field.Password {
		t.Error("the text is seen")
	}
	test.Tap(e.action)
	if e.field.Password {
		t.Error("the eye does not show it")
	}
}

func TestEntryErrorStandsBelow(t *testing.T) {
	var e *Entry
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		e = NewEntry(h, "Email")
		return Stack(e)
	})
	before := e.MinSize().Height
	e.SetError("This is no email address.")
	if e.MinSize().Height <= before || e.frame.rect.StrokeColor != Color(theme.ColorNameError) {
		t.Error("the error has no room or no colour")
	}
	e.SetError("")
	if e.MinSize().Height != before {
		t.Error("the room stays")
	}
	room := NewEntry(nil, "").KeepErrorRoom()
	kept := room.MinSize().Height
	room.SetError("x")
	if room.MinSize().Height != kept {
		t.Error("the form moves when an error comes")
	}
}

func TestDateEntry(t *testing.T) {
	var e *DateEntry
	var heard []string
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		e = NewDateEntry(h, func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) })
		e.OnPicked = func(day time.Time) { heard = append(heard, day.Format(time.DateOnly)) }
		return Stack(e)
	})
	e.Focus()
	test.Type(e.field, "2026-02-30")
	press(d.top(), fyne.KeyReturn)
	if !strings.Contains(e.Error(), "2026-11-23") || len(heard) != 0 {
		t.Errorf("30 February: %q, heard %v", e.Error(), heard)
	}
	e.field.SetText("2026-01-31")
	press(d.top(), fyne.KeyReturn, fyne.KeyReturn)
	press(d.top(), fyne.KeyDown)                                    // the calendar
	press(d.top(), fyne.KeyPageDown, fyne.KeyRight, fyne.KeyReturn) // 28 Feb, 1 Mar
	if !slices.Equal(heard, []string{"2026-01-31", "2026-03-01"}) || e.Error() != "" || d.popups() != 0 {
		t.Errorf("heard %v, %q", heard, e.Error())
	}
	press(d.top(), fyne.KeyDown)
	press(d.top(), fyne.KeyEscape)
	if d.popups() != 0 || !e.Focused() {
		t.Error("Esc leaves the calendar open or loses the focus")
	}
}

func TestControlsHaveNamesForScreenReaders(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	check, entry := NewCheck(nil, "Stay signed in", nil), NewEntry(nil, "Email")
	entry.SetError("Needs one @.")
	for want, control := range map[string]fyne.Accessible{
		"Show":                       NewIconButton(nil, "Show", theme.VisibilityIcon(), nil),
		"Stay signed in, not ticked": check,
		"Email, Needs one @.":        entry,
		"billing":                    NewSelect(nil, galleryOptions(2), nil),
		"All groups":                 NewCheckList(nil, "All groups", nil, nil),
		"Info":                       NewTabs(nil, []Tab{{Title: "Info"}}, nil),
		"LIVE":                       NewBadge("LIVE", ToneWarning),
	} {
		if got := control.AccessibilityLabel(); got != want || control.AccessibilityRole() == "" {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
