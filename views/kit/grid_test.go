package kit

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const sampleRowsInView = 26 // of 662 px: header, sideways bar, and a part of a row

func wideSample(t testing.TB, rows int) *gridSample {
	return newGridSample(t, rows, fyne.NewSize(700, 680), Light)
}

func (s *gridSample) keys(names ...fyne.KeyName) {
	for _, n := range names {
		s.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

func (s *gridSample) withShift(names ...fyne.KeyName) {
	s.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	s.keys(names...)
	s.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

// at is the middle of a cell in view.
func (s *gridSample) at(row int, column string) fyne.Position {
	for i, c := range s.columns.all {
		if c.ID == column {
			x := s.columns.left(i, s.scroll.left) + min(s.columns.w[i]/2, 40)
			return fyne.NewPos(x, GridHeaderHeight+s.scroll.y(row)+5)
		}
	}
	panic("no column " + column)
}

// head is the middle of a header.
func (s *gridSample) head(column string) fyne.Position {
	p := s.at(0, column)
	return fyne.NewPos(p.X, 10)
}

func (s *gridSample) press(p fyne.Position, mod fyne.KeyModifier) {
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonPrimary, Modifier: mod}
	s.MouseDown(e)
	s.MouseUp(e)
}

func (s *gridSample) drag(from, to fyne.Position) {
	s.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: from}, Button: desktop.MouseButtonPrimary})
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(to.X-from.X, to.Y-from.Y)})
	s.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: to}, Button: desktop.MouseButtonPrimary})
	s.DragEnd()
}

func (s *gridSample) wants(t *testing.T, want ...string) {
	t.Helper()
	if got := s.take(); !reflect.DeepEqual(got, want) && len(got)+len(want) > 0 {
		t.Errorf("told %q, want %q", got, want)
	}
}

// texts are the texts on screen in a line, from left to right.
func (s *gridSample) texts(row int) string {
	r := s.body.slot(row)
	if r.index != row {
		return fmt.Sprintf("row %d not in view", row)
	}
	var words []string
	for _, c := range r.cells {
		if c.text != nil && c.text.Visible() {
			words = append(words, c.text.Text)
		}
	}
	return strings.Join(words, "|")
}

func TestGridKeysMoveTheCurrentRow(t *testing.T) {
	s := wideSample(t, 1000)
	for _, step := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyDown, 0}, {fyne.KeyDown, 1}, {fyne.KeyUp, 0}, {fyne.KeyUp, 0},
		{fyne.KeyPageDown, 24}, {fyne.KeyPageDown, 48}, {fyne.KeyPageUp, 24},
		{fyne.KeyEnd, 999}, {fyne.KeyDown, 999}, {fyne.KeyHome, 0},
	} {
		s.keys(step.key)
		if s.Current() != step.want {
			t.Fatalf("after %s the current row is %d, want %d", step.key, s.Current(), step.want)
		}
		if from, to := s.InView(); s.Current() < from || s.Current() >= to {
			t.Fatalf("after %s row %d is not in view %d-%d", step.key, s.Current(), from, to)
		}
	}
	s.wants(t, "current 0", "current 1", "current 0", "current 24", "current 48", "current 24", "current 999", "current 0")
}

func TestGridKeysAct(t *testing.T) {
	s := wideSample(t, 1000)
	s.OnMarkAll = func() { s.tell("all") }
	s.OnEscape = func() { s.tell("escape") }
	s.OnRune = func(r rune) { s.tell("rune %c", r) }
	s.OnMenu = func(row int, column string, _ fyne.Position) { s.tell("menu %d %s", row, column) }
	s.OnKey = func(e *fyne.KeyEvent) bool { s.tell("key %s", e.Name); return true }
	s.OnShortcut = func(sc fyne.Shortcut) bool { s.tell("shortcut %s", sc.ShortcutName()); return true }
	s.SetCurrent(3)
	s.keys(fyne.KeyReturn, fyne.KeyEscape, desktop.KeyMenu, fyne.KeyF5, fyne.KeyF10)
	s.wants(t, "open 3", "escape", "menu 3 login", "key F5", "key F10")
	s.withShift(fyne.KeyF10)
	s.TypedRune('n')
	s.TypedRune(' ')
	s.wants(t, "menu 3 login", "rune n")
	s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyA, Modifier: Ctrl | fyne.KeyModifierShift})
	s.TypedShortcut(&fyne.ShortcutCopy{})
	s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyB, Modifier: Ctrl})
	s.wants(t, "all", "shortcut Copy", "shortcut CustomDesktop:Control+B")
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.wants(t, fmt.Sprintf("mark 0-%d true", sampleRowsInView))
}

func TestGridForwardsKeysToTheWindow(t *testing.T) {
	s := wideSample(t, 10)
	pressed := ""
	keys := NewKeys(nil)
	keys.Bind(Key{Name: fyne.KeyF5}, &Action{Run: func() { pressed += "F5 " }})
	keys.Bind(Key{Name: fyne.KeyEscape}, &Action{Run: func() { pressed += "Esc " }})
	keys.Bind(Key{Name: fyne.KeyB, Mod: Ctrl}, &Action{Run: func() { pressed += "Ctrl+B" }})
	s.host = &Host{Keys: keys}
	s.keys(fyne.KeyF5, fyne.KeyEscape)
	s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyB, Modifier: Ctrl})
	if pressed != "F5 Esc Ctrl+B" {
		t.Errorf("the window heard %q", pressed)
	}
}

func TestGridMarksByKeys(t *testing.T) {
	s := wideSample(t, 1000)
	s.SetCurrent(5)
	s.keys(fyne.KeySpace)
	s.wants(t, "mark 5-6 true")
	s.keys(fyne.KeySpace)
	s.wants(t, "mark 5-6 false")
	s.withShift(fyne.KeyDown, fyne.KeyDown)
	s.wants(t, "current 6", "mark 5-7 true", "current 7", "mark 5-8 true")
	s.withShift(fyne.KeyUp)
	s.wants(t, "current 6", "mark 7-8 false", "mark 5-7 true")
	s.withShift(fyne.KeyUp, fyne.KeyUp)
	s.wants(t, "current 5", "mark 6-7 false", "mark 5-6 true", "current 4", "mark 4-6 true")
	s.withShift(fyne.KeyEnd)
	s.wants(t, "current 999", "mark 4-5 false", "mark 5-1000 true")
	if len(s.marks) != 995 {
		t.Errorf("%d rows are marked, want 995", len(s.marks))
	}
}

func TestGridMarksRowsThatAreNotRead(t *testing.T) {
	s := wideSample(t, 100)
	s.Fill = func(i int, _ []Column, row *Row) bool {
		row.Key = uint64(10000 + i)
		return false
	}
	s.Refresh()
	s.press(s.at(3, "check"), 0)
	s.press(s.at(4, "login"), fyne.KeyModifierShift)
	s.wants(t, "current 3", "mark 3-4 true", "current 4", "mark 3-5 true")
	s.Fill = func(int, []Column, *Row) bool { return false }
	s.Refresh()
	s.keys(fyne.KeySpace)
	s.wants(t)
}

func TestGridMouseMarks(t *testing.T) {
	s := wideSample(t, 1000)
	s.press(s.at(4, "login"), 0)
	s.wants(t, "current 4")
	s.press(s.at(7, "login"), fyne.KeyModifierShortcutDefault)
	s.wants(t, "current 7", "mark 7-8 true")
	s.press(s.at(10, "group"), fyne.KeyModifierShift)
	s.wants(t, "current 10", "mark 7-11 true")
	s.press(s.at(8, "group"), fyne.KeyModifierShift)
	s.wants(t, "current 8", "mark 9-11 false", "mark 7-9 true")
	s.press(s.at(2, "check"), 0)
	s.wants(t, "current 2", "mark 2-3 true")
	s.press(s.at(2, "check"), 0)
	s.wants(t, "mark 2-3 false")
	if s.window.Canvas().Focused() != fyne.Focusable(s.Grid) {
		t.Error("a click does not give the focus")
	}
}

func TestGridHeaderBoxHasThreeStates(t *testing.T) {
	s := wideSample(t, 1000)
	box := func() string { return s.header.titles[0].cell.shown.Icon.Resource.Name() }
	empty := box()
	s.press(s.at(2, "check"), 0)
	some := box()
	s.take()
	s.press(s.head("check"), 0)
	s.wants(t, fmt.Sprintf("mark 0-%d true", sampleRowsInView))
	all := box()
	if empty == some || some == all || all == empty {
		t.Errorf("the header's box shows %s, %s, %s", empty, some, all)
	}
	s.press(s.head("check"), 0)
	s.wants(t, fmt.Sprintf("mark 0-%d false", sampleRowsInView))
	if box() != empty {
		t.Errorf("after all were unmarked the box shows %s", box())
	}
}

func TestGridDoubleClickNeedsTheSameRow(t *testing.T) {
	s := wideSample(t, 1000)
	double := func(first, second fyne.Position) {
		s.press(first, 0)
		s.press(second, 0)
		s.DoubleTapped(&fyne.PointEvent{Position: second})
	}
	double(s.at(3, "login"), s.at(4, "login"))
	s.wants(t, "current 3", "current 4")
	double(s.at(4, "login"), s.at(4, "group"))
	s.wants(t, "open 4")
	double(s.at(4, "check"), s.at(4, "check"))
	s.wants(t, "mark 4-5 true", "mark 4-5 false")
}

func TestGridSecondaryClickMeansTheCell(t *testing.T) {
	s := wideSample(t, 1000)
	s.OnMenu = func(row int, column string, at fyne.Position) { s.tell("menu %d %s %v", row, column, at) }
	p := s.at(6, "group")
	s.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}, Button: desktop.MouseButtonSecondary})
	s.TappedSecondary(&fyne.PointEvent{Position: p, AbsolutePosition: fyne.NewPos(9, 8)})
	s.wants(t, "current 6", "menu 6 group {9 8}")
	s.TappedSecondary(&fyne.PointEvent{Position: s.head("group")})
	s.wants(t)
}

func TestGridLinks(t *testing.T) {
	s := wideSample(t, 1000)
	s.OnLink = func(row int, column string) { s.tell("link %d %s", row, column) }
	s.press(s.at(1, "uid"), 0) // no link
	s.press(s.at(2, "uid"), 0)
	s.wants(t, "current 1", "current 2", "link 2 uid")
	move := func(p fyne.Position) desktop.Cursor {
		s.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
		return s.Cursor()
	}
	if move(s.at(2, "uid")) != desktop.PointerCursor || move(s.at(1, "uid")) != desktop.DefaultCursor {
		t.Error("the pointer does not tell links from texts")
	}
}

// What the hint line says of the current cell changes with the row.
func TestGridHintChangesWithTheRow(t *testing.T) {
	s := wideSample(t, 30)
	s.host = &Host{Hint: NewHintLine()}
	s.window.Canvas().Focus(s.Grid)
	s.SetCurrent(0)
	before := s.host.Hint.Text
	fill := s.Grid.Fill
	s.Grid.Fill = func(i int, columns []Column, row *Row) bool { return fill(i+1, columns, row) }
	s.RefreshRows(0, 30)
	if got := s.host.Hint.Text; got == before || got == "" {
		t.Errorf("the hint line says %q, and said %q of another row", got, before)
	}
}

func TestGridHoverTellsTheHint(t *testing.T) {
	s := wideSample(t, 1000)
	s.host = &Host{Hint: NewHintLine()}
	s.OnHover = func(row int, column string) { s.tell("hover %d %s", row, column) }
	s.MouseIn(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: s.at(2, "balance")}})
	if got := s.host.Hint.Text; got != "–37.4166 EUR" {
		t.Errorf("the hint line says %q", got)
	}
	s.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: s.at(1, "login")}})
	if got := s.host.Hint.Text; got != "admin@brightwell.example.net, pinned note" {
		t.Errorf("the hint line says %q", got)
	}
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	s.MouseOut()
	s.wants(t, "hover 2 balance", "hover 1 login", "hover 4 login", "hover -1 ")
	if got := s.host.Hint.Text; got != "" {
		t.Errorf("the hint line still says %q", got)
	}
}

func TestGridMessageRow(t *testing.T) {
	s := wideSample(t, 2)
	s.SetMessage(&GridMessage{Text: "The list is not complete.", Action: "Ask the platform", Run: func() { s.tell("ask") }})
	s.keys(fyne.KeyEnd, fyne.KeyReturn)
	s.wants(t, "ask")
	n := s.body.slot(2).notice
	s.press(fyne.NewPos(n.from+5, GridHeaderHeight+2*GridRowHeight+5), 0)
	s.wants(t, "ask")
	s.press(fyne.NewPos(n.to+20, GridHeaderHeight+2*GridRowHeight+5), 0)
	s.wants(t)
	s.withShift(fyne.KeyUp)
	s.wants(t, "current 1", "mark 1-2 true")
	s.SetMessage(nil)
	s.keys(fyne.KeyEnd, fyne.KeyReturn)
	s.wants(t, "open 1")
}

func TestGridEmptyTakesNoKeys(t *testing.T) {
	s := wideSample(t, 0)
	s.SetPlaceholders(GridPlaceholderRows)
	s.keys(fyne.KeyDown, fyne.KeyEnd, fyne.KeySpace, fyne.KeyReturn, desktop.KeyMenu)
	s.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.press(fyne.NewPos(100, 100), 0)
	s.wants(t)
	if s.Current() != -1 {
		t.Errorf("row %d of an empty list is current", s.Current())
	}
}

func TestGridSpeaksTheCurrentRow(t *testing.T) {
	s := wideSample(t, 10)
	s.keys(fyne.KeyDown, fyne.KeyDown)
	want := "st-active, Login admin@brightwell.example.net, pinned note, User ID 10001, Group business, Balance 7.20,"
	if got := s.AccessibilityLabel(); !strings.HasPrefix(got, want) {
		t.Errorf("a screen reader says %q", got)
	}
	s.rows = 0
	s.SetMessage(&GridMessage{Text: "No customers yet."})
	if got := s.AccessibilityLabel(); got != "No customers yet." {
		t.Errorf("a screen reader says %q", got)
	}
}
