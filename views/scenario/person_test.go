package scenario

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"steward/views/kit"
)

var keyNames = map[string]fyne.KeyName{
	"Esc": fyne.KeyEscape, "Enter": fyne.KeyReturn, "Space": fyne.KeySpace, "PgDn": fyne.KeyPageDown, "PgUp": fyne.KeyPageUp,
	"Menu": desktop.KeyMenu, ",": fyne.KeyComma, "=": fyne.KeyEqual, "-": fyne.KeyMinus,
}

var modNames = map[string]fyne.KeyModifier{
	"Ctrl": kit.Ctrl, "Shift": fyne.KeyModifierShift, "Alt": fyne.KeyModifierAlt,
}

// parseKey reads a chord such as Ctrl+Shift+A.
func parseKey(chord string) kit.Key {
	var k kit.Key
	parts := strings.Split(chord, "+")
	for _, p := range parts[:len(parts)-1] {
		k.Mod |= modNames[p]
	}
	last := parts[len(parts)-1]
	k.Name = fyne.KeyName(last)
	if name, ok := keyNames[last]; ok {
		k.Name = name
	}
	return k
}

// press presses keys, one after the other.
func (s *story) press(chords ...string) {
	s.t.Helper()
	for _, c := range chords {
		s.key(parseKey(c))
		s.settle()
	}
}

// key hands a key on as Fyne's desktop driver does: chords to the menu bar,
// then to what has the focus, then to the window.
func (s *story) key(k kit.Key) {
	c := s.window.Fyne().Canvas()
	focused := c.Focused()
	shift := k.Mod&fyne.KeyModifierShift != 0
	holder, hears := focused.(desktop.Keyable)
	if shift && hears {
		holder.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		defer holder.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	if chord := k.Shortcut(); chord != nil {
		switch chord.(type) { // the driver brings the clipboard along
		case *fyne.ShortcutCopy:
			chord = &fyne.ShortcutCopy{Clipboard: s.fyne.Clipboard()}
		case *fyne.ShortcutPaste:
			chord = &fyne.ShortcutPaste{Clipboard: s.fyne.Clipboard()}
		}
		s.chord(chord, focused)
		return
	}
	switch event := (&fyne.KeyEvent{Name: k.Name}); {
	case focused == nil, shift && (!hears || strings.HasPrefix(string(k.Name), "F")): // the test driver cannot tell that Shift is held
		s.window.Press(k)
	default:
		focused.TypedKey(event)
		if k.Name == fyne.KeySpace && c.Focused() == focused {
			focused.TypedRune(' ')
		}
	}
}

func (s *story) chord(chord fyne.Shortcut, focused fyne.Focusable) {
	if menu := s.window.Fyne().MainMenu(); menu != nil {
		for _, m := range menu.Items {
			if menuTakes(m, chord) {
				return
			}
		}
	}
	if f, ok := focused.(fyne.Shortcutable); ok {
		f.TypedShortcut(chord)
		return
	}
	if c, ok := s.window.Fyne().Canvas().(fyne.Shortcutable); ok {
		c.TypedShortcut(chord)
	}
}

// menuTakes runs the item of a menu that has a chord, disabled or not.
func menuTakes(m *fyne.Menu, chord fyne.Shortcut) bool {
	for _, i := range m.Items {
		if i.Shortcut != nil && i.Shortcut.ShortcutName() == chord.ShortcutName() && i.Action != nil {
			i.Action()
			return true
		}
		if i.ChildMenu != nil && menuTakes(i.ChildMenu, chord) {
			return true
		}
	}
	return false
}

// types types a text into what has the focus.
func (s *story) types(words string) {
	s.t.Helper()
	for _, r := range words {
		focused := s.window.Fyne().Canvas().Focused()
		if focused == nil {
			s.t.Fatal("nothing has the focus")
		}
		focused.TypedRune(r)
	}
	s.settle()
}

// searches replaces the text of the search field.
func (s *story) searches(words string) {
	s.t.Helper()
	s.press("Ctrl+F")
	for range s.window.Users().Search().Text() {
		s.window.Fyne().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
		s.window.Fyne().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	}
	s.types(words)
}

// clicks clicks on what says this.
func (s *story) clicks(words string) {
	s.t.Helper()
	p := s.find(words)
	for i := len(p.in) - 1; i >= 0; i-- {
		in := p.in[i]
		if g, ok := in.CanvasObject.(*kit.Grid); ok {
			s.mouse(g, p.at.Subtract(in.at).AddXY(4, 4), desktop.MouseButtonPrimary, 0)
			s.settle()
			return
		}
		if tap, ok := in.CanvasObject.(fyne.Tappable); ok {
			tap.Tapped(&fyne.PointEvent{Position: p.at.Subtract(in.at), AbsolutePosition: p.at})
			s.settle()
			return
		}
	}
	s.t.Fatalf("%q cannot be clicked", words)
}

// drops opens the drop-down that says this.
func (s *story) drops(title string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if d, ok := p.CanvasObject.(interface {
			fyne.Tappable
			Title() string
		}); ok && d.Title() == title {
			d.Tapped(&fyne.PointEvent{AbsolutePosition: p.at})
			s.settle()
			return
		}
	}
	s.t.Fatalf("no drop-down says %q. On screen:\n%s", title, s.screen())
}

func (s *story) mouse(g *kit.Grid, at fyne.Position, button desktop.MouseButton, mod fyne.KeyModifier) {
	e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: button, Modifier: mod}
	g.MouseDown(e)
	g.MouseUp(e)
	if button == desktop.MouseButtonSecondary {
		g.TappedSecondary(&e.PointEvent)
	}
}

// clicksRow clicks on a cell of the list, or on a header.
func (s *story) clicksRow(words string, mods ...string) {
	s.t.Helper()
	g, at := s.inGrid(words)
	s.mouse(g, at, desktop.MouseButtonPrimary, modifiers(mods))
	s.settle()
}

func (s *story) rightClicksRow(words string) {
	s.t.Helper()
	g, at := s.inGrid(words)
	s.mouse(g, at, desktop.MouseButtonSecondary, 0)
	s.settle()
}

func (s *story) doubleClicksRow(words string) {
	s.t.Helper()
	g, at := s.inGrid(words)
	s.mouse(g, at, desktop.MouseButtonPrimary, 0)
	s.mouse(g, at, desktop.MouseButtonPrimary, 0)
	g.DoubleTapped(&fyne.PointEvent{Position: at})
	s.settle()
}

// clicksBox clicks on the box of the row that says this, or of the header.
func (s *story) clicksBox(words string) {
	s.t.Helper()
	g, at := s.inGrid(words)
	at.X = 14
	s.mouse(g, at, desktop.MouseButtonPrimary, 0)
	s.settle()
}

// drags drags in the list from the middle of some words, or from the left
// border of the column they are the title of, by a distance.
func (s *story) drags(words string, border bool, by float32) {
	s.t.Helper()
	g, at := s.inGrid(words)
	if border {
		at.X = s.find(words).at.X - kit.Px(6) // the padding of a cell
	}
	to := at.AddXY(by, 0)
	g.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
	g.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}, Dragged: fyne.NewDelta(by, 0)})
	g.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: to}, Button: desktop.MouseButtonPrimary})
	g.DragEnd()
	s.settle()
}

func modifiers(names []string) (mod fyne.KeyModifier) {
	for _, n := range names {
		mod |= modNames[n]
	}
	return mod
}

// focused is what has the keyboard.
func (s *story) focused() fyne.Focusable { return s.window.Fyne().Canvas().Focused() }
