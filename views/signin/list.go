package signin

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// list is the list of platforms: arrows choose, Enter opens, Del removes.
type list struct {
	widget.BaseWidget
	host    *kit.Host
	chosen  int // -1: none
	focused bool
	rows    []*listRow
	box     *fyne.Container
	scroll  *container.Scroll
	ring    *kit.Ground

	onChosen func(i int) // another row was chosen by a person
	onOpen   func(i int)
	onRemove func(i int)
}

func newList(host *kit.Host) *list {
	l := &list{host: host, chosen: -1, box: kit.Stack(), ring: kit.NewGround(kit.ColorClear, nil)}
	l.scroll = container.NewVScroll(l.box)
	l.ring.Outline = theme.ColorNamePrimary
	l.ring.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// rowText is what a row says.
type rowText struct {
	name, host, note string
	kind             model.Kind
}

// set shows other rows, with one chosen (-1: none).
func (l *list) set(rows []rowText, chosen int) {
	l.rows, l.box.Objects = nil, nil
	for i, r := range rows {
		row := newListRow(l, i, r)
		l.rows = append(l.rows, row)
		l.box.Add(row)
	}
	l.mark(chosen)
}

// mark shows a row as the chosen one without telling anybody.
func (l *list) mark(chosen int) {
	l.chosen = chosen
	for _, r := range l.rows {
		r.Refresh()
	}
	l.show(chosen)
	l.tell()
}

// show scrolls until a row is in view.
func (l *list) show(i int) {
	if i < 0 || i >= len(l.rows) {
		return
	}
	top, height := l.rows[i].Position().Y, l.scroll.Size().Height
	bottom := top + l.rows[i].MinSize().Height
	switch {
	case top < l.scroll.Offset.Y:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case height > 0 && bottom > l.scroll.Offset.Y+height:
		l.scroll.ScrollToOffset(fyne.NewPos(0, bottom-height))
	}
}

// choose is a person who chooses.
func (l *list) choose(i int) {
	if i < 0 || i >= len(l.rows) || i == l.chosen {
		return
	}
	l.mark(i)
	l.onChosen(i)
}

// TypedKey implements fyne.Focusable.
func (l *list) TypedKey(event *fyne.KeyEvent) {
	switch event.Name {
	case fyne.KeyUp:
		l.choose(l.chosen - 1)
	case fyne.KeyDown:
		l.choose(l.chosen + 1)
	case fyne.KeyHome:
		l.choose(0)
	case fyne.KeyEnd:
		l.choose(len(l.rows) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.withChosen(l.onOpen)
	case fyne.KeyDelete:
		l.withChosen(l.onRemove)
	default:
		l.host.Keys.TypedKey(event)
	}
}

func (l *list) withChosen(do func(int)) {
	if l.chosen >= 0 {
		do(l.chosen)
	}
}

// TypedRune implements fyne.Focusable.
func (*list) TypedRune(rune) {}

// TypedShortcut implements fyne.Shortcutable.
func (l *list) TypedShortcut(s fyne.Shortcut) { l.host.Keys.TypedShortcut(s) }

// FocusGained implements fyne.Focusable.
func (l *list) FocusGained() {
	l.focused = true
	l.tell()
	l.Refresh()
}

// FocusLost implements fyne.Focusable.
func (l *list) FocusLost() {
	l.focused = false
	l.host.Hint.Unfocus(l)
	l.Refresh()
}

// tell says the keys of the list in the hint line.
func (l *list) tell() {
	if l.focused {
		l.host.Hint.Focus(l, func() string { return text.T("signin.list.hint") })
	}
}

// AccessibilityLabel is the chosen platform.
func (l *list) AccessibilityLabel() string {
	if l.chosen < 0 {
		return text.T("signin.platforms")
	}
	return l.rows[l.chosen].says.name
}

// AccessibilityRole is a container.
func (*list) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// Refresh shows the focus and paints the rows anew.
func (l *list) Refresh() {
	l.ring.Hidden = !l.focused
	l.ring.Refresh()
	l.box.Refresh()
	l.BaseWidget.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (l *list) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(l.scroll, l.ring))
}

// listRow is one platform.
type listRow struct {
	widget.BaseWidget
	list   *list
	at     int
	says   rowText
	ground *kit.Ground
}

func newListRow(l *list, at int, says rowText) *listRow {
	r := &listRow{list: l, at: at, says: says}
	name := kit.NewBold(says.name)
	name.Cut = true
	head := kit.NewBar(18, []fyne.CanvasObject{name}, []fyne.CanvasObject{kit.NewBadge(string(says.kind), kindTone(says.kind))})
	bars := []*kit.Bar{head}
	for _, words := range []string{says.host, says.note} {
		caption := kit.NewCaption(words)
		caption.Cut = true
		bars = append(bars, kit.NewBar(15, []fyne.CanvasObject{caption}, nil))
	}
	lines := make([]fyne.CanvasObject, len(bars))
	for i, bar := range bars {
		bar.Pad, bar.Ground = 12, kit.ColorClear
		lines[i] = bar
	}
	r.ground = kit.NewGround(kit.ColorClear, kit.Margin(kit.Stack(lines...), 0, 10))
	r.ExtendBaseWidget(r)
	return r
}

// kindTone is the colour of a kind.
func kindTone(k model.Kind) kit.Tone {
	switch k {
	case model.Demo:
		return kit.ToneSuccess
	case model.Test:
		return kit.ToneInfo
	}
	return kit.ToneWarning
}

// Refresh paints the row as chosen or not.
func (r *listRow) Refresh() {
	r.ground.Color, r.ground.Edge = kit.ColorClear, ""
	if r.list.chosen == r.at {
		r.ground.Color, r.ground.Edge = theme.ColorNameSelection, theme.ColorNamePrimary
	}
	r.ground.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *listRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.Stack(r.ground, kit.NewLine(false)))
}

// MouseDown chooses at once and gives the list the keyboard.
func (r *listRow) MouseDown(event *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.list); c != nil {
		c.Focus(r.list)
	}
	r.list.choose(r.at)
	if event.Button == desktop.MouseButtonSecondary {
		kit.ShowMenu(r.list.host, []*kit.Action{
			{Title: text.T("signin.remove"), Icon: theme.DeleteIcon(), Key: kit.Key{Name: fyne.KeyDelete}, Run: func() { r.list.onRemove(r.at) }},
		}, r, event.Position)
	}
}

// MouseUp implements desktop.Mouseable.
func (*listRow) MouseUp(*desktop.MouseEvent) {}

// need is the height of all rows.
func (l *list) need() float32 { return l.box.MinSize().Height }
