package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ fyne.Focusable    = (*Grid)(nil)
	_ fyne.Shortcutable = (*Grid)(nil)
	_ desktop.Keyable   = (*Grid)(nil)
)

// FocusGained implements fyne.Focusable.
func (g *Grid) FocusGained() { g.setFocused(true) }

// FocusLost implements fyne.Focusable.
func (g *Grid) FocusLost() { g.setFocused(false) }

func (g *Grid) setFocused(has bool) {
	g.input.focused, g.input.shift = has, false
	if g.parts != nil {
		g.paintRing()
		g.paintRows()
		g.paintHeader()
	}
	if has {
		g.hintCurrent()
	} else {
		g.host.hint().Unfocus(g)
	}
	if g.OnFocus != nil {
		g.OnFocus(has)
	}
}

func (g *Grid) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(g); c != nil && c.Focused() != fyne.Focusable(g) {
		c.Focus(g)
	}
}

// KeyDown implements desktop.Keyable: typed keys do not say that Shift is held.
func (g *Grid) KeyDown(e *fyne.KeyEvent) { g.holdShift(e, true) }

// KeyUp implements desktop.Keyable.
func (g *Grid) KeyUp(e *fyne.KeyEvent) { g.holdShift(e, false) }

func (g *Grid) holdShift(e *fyne.KeyEvent, held bool) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		g.input.shift = held
	}
}

func (g *Grid) shiftHeld() bool {
	return g.input.shift || heldModifiers()&fyne.KeyModifierShift != 0
}

// TypedRune implements fyne.Focusable.
func (g *Grid) TypedRune(r rune) {
	if r != ' ' && g.OnRune != nil {
		g.OnRune(r)
	}
}

// TypedKey implements fyne.Focusable. Keys that the grid does not use go to the
// window.
func (g *Grid) TypedKey(e *fyne.KeyEvent) {
	if to, ok := g.target(e.Name); ok {
		g.moveTo(to, g.shiftHeld())
		return
	}
	switch {
	case g.folds(e.Name):
	case e.Name == fyne.KeyLeft:
		g.sideways(false, Px(gridKeyboardSideways))
	case e.Name == fyne.KeyRight:
		g.sideways(true, Px(gridKeyboardSideways))
	case e.Name == fyne.KeySpace && g.Current() >= 0:
		g.anchor = g.current
		g.toggleMark(g.current)
	case e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter:
		g.enter()
	case e.Name == fyne.KeyEscape && g.OnEscape != nil:
		g.OnEscape()
	case e.Name == desktop.KeyMenu, e.Name == fyne.KeyF10 && g.shiftHeld():
		g.menuByKey()
	case g.OnKey != nil && g.OnKey(e):
	default:
		g.host.key(e)
	}
}

// folds hands Left and Right to the owner of a tree.
func (g *Grid) folds(key fyne.KeyName) bool {
	sideways := key == fyne.KeyLeft || key == fyne.KeyRight
	return sideways && g.OnFold != nil && g.Current() >= 0 && g.OnFold(g.current, key == fyne.KeyRight)
}

// target is where a key moves the current row to.
func (g *Grid) target(key fyne.KeyName) (row int, ok bool) {
	page := max(1, g.scroll.whole()-1)
	switch key {
	case fyne.KeyUp:
		row = g.current - 1
	case fyne.KeyDown:
		row = g.current + 1
	case fyne.KeyPageUp:
		row = g.current - page
	case fyne.KeyPageDown:
		row = g.current + page
	case fyne.KeyHome:
		row = 0
	case fyne.KeyEnd:
		row = g.reach()
	default:
		return 0, false
	}
	return max(0, min(row, g.reach())), true
}

// moveTo makes a row current and shows it; mark extends the marks to it.
func (g *Grid) moveTo(row int, mark bool) {
	if g.reach() < 0 {
		return
	}
	if mark && row < g.rows() {
		g.markRange(row)
	} else {
		g.makeCurrent(row)
		g.anchor = row
	}
	g.ScrollToRow(row)
	g.rehover()
	g.hintCurrent()
}

// makeCurrent moves the current row because a person wants it.
func (g *Grid) makeCurrent(row int) {
	changed := g.current != row
	g.current = row
	g.paintRows()
	if changed && row < g.rows() && g.OnCurrent != nil {
		g.OnCurrent(row)
	}
}

func (g *Grid) enter() {
	switch {
	case g.message != nil && g.current == g.lines()-1 && g.current >= g.rows():
		g.runMessage()
	case g.Current() >= 0 && g.OnActivate != nil:
		g.OnActivate(g.current)
	}
}

// menuByKey opens the context menu beside the current row.
func (g *Grid) menuByKey() {
	if g.Current() < 0 || g.OnMenu == nil {
		return
	}
	g.ScrollToRow(g.current)
	x := max(0, g.columns.left(min(g.column, len(g.columns.all)-1), g.scroll.left))
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(g)
	y := Px(GridHeaderHeight) + g.scroll.y(g.current) + g.scroll.row
	g.OnMenu(g.current, g.CurrentColumn(), at.AddXY(x, y))
}

// TypedShortcut implements fyne.Shortcutable. Beside the marks: Ctrl+Left and
// Right choose a column, with Shift they move it; Alt+Shift+Left and Right make
// it narrower and wider; Alt+Up sorts by it, with Shift as a further key.
func (g *Grid) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok {
		g.markInView(true)
		return
	}
	if chord, ok := s.(*desktop.CustomShortcut); ok && g.chord(chord.KeyName, chord.Modifier) {
		return
	}
	if g.OnShortcut != nil && g.OnShortcut(s) {
		return
	}
	g.host.shortcut(s)
}

func (g *Grid) chord(key fyne.KeyName, mod fyne.KeyModifier) bool {
	const shift, alt = fyne.KeyModifierShift, fyne.KeyModifierAlt
	switch {
	case key == fyne.KeyLeft:
		return g.columnChord(-1, mod)
	case key == fyne.KeyRight:
		return g.columnChord(1, mod)
	case key == fyne.KeyA && mod == Ctrl|shift && g.OnMarkAll != nil:
		g.OnMarkAll()
	case key == fyne.KeyUp && mod&^shift == alt && g.column < len(g.columns.all) && g.columns.all[g.column].Sortable:
		g.clickHeader(g.column, mod&shift != 0)
	default:
		return false
	}
	return true
}

// columnChord is what Left (-1) and Right (1) do to columns.
func (g *Grid) columnChord(step int, mod fyne.KeyModifier) bool {
	const shift, alt = fyne.KeyModifierShift, fyne.KeyModifierAlt
	switch {
	case mod == Ctrl:
		g.moveColumnCursor(step)
	case mod == Ctrl|shift:
		g.moveColumn(g.column, g.column+step)
	case mod == alt|shift && g.column < len(g.columns.all) && !g.columns.all[g.column].Fixed:
		g.columns.resize(g.column, g.columns.w[g.column]+float32(step)*Px(gridKeyboardResizeBy))
		g.paint()
		g.tellColumns()
	default:
		return false
	}
	return true
}

// moveColumnCursor chooses the next column and scrolls it into view.
func (g *Grid) moveColumnCursor(step int) {
	next := g.column + step
	if next < 0 || next >= len(g.columns.all) {
		return
	}
	g.column = next
	if next >= g.columns.frozen {
		from, to := g.columns.x[next]-g.columns.edge, g.columns.x[next]-g.columns.edge+g.columns.w[next]
		g.scroll.left = min(max(g.scroll.left, to-g.scroll.width), from)
	}
	g.paint()
	g.hintCurrent()
}
