package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// row is one line of a pop-up list: of a drop-down, a check list or a menu.
type row struct {
	title, note string // note stands at the right, in the secondary colour
	icon        fyne.Resource
	iconColor   fyne.ThemeColorName
	boxed, on   bool   // a tick box stands before the title
	reason      string // why it cannot be chosen; empty: it can
	line        bool   // a separator
}

// rowList is the list inside every pop-up of kit: arrows move, Enter and Space
// choose, letters jump to the next title that begins so.
type rowList struct {
	widget.BaseWidget
	host     *Host
	rows     []row
	current  int // -1: none
	choose   func(i int)
	items    []*rowItem
	pictured bool // a row has an icon or a box: all titles stand behind that
	scroll   *container.Scroll
	box      *fyne.Container
}

// rowsShown is how many rows a pop-up shows before it scrolls.
const rowsShown = 14

// rowHeight is the height of a row at scale 1.
const rowHeight float32 = 26

func newRowList(host *Host, rows []row, current int, choose func(i int)) *rowList {
	l := &rowList{host: host, current: current, choose: choose}
	l.box = container.New(rowLayout{})
	l.scroll = container.NewVScroll(l.box)
	l.ExtendBaseWidget(l)
	l.set(rows)
	return l
}

// set shows other rows; the current one stays if there are enough.
func (l *rowList) set(rows []row) {
	l.rows, l.pictured = rows, false
	for _, r := range rows {
		l.pictured = l.pictured || r.boxed || r.icon != nil
	}
	if len(l.items) != len(rows) {
		l.items = make([]*rowItem, len(rows))
		l.box.Objects = make([]fyne.CanvasObject, len(rows))
		for i := range rows {
			l.items[i] = newRowItem(l, i)
			l.box.Objects[i] = l.items[i]
		}
		l.box.Refresh()
	}
	if l.current >= len(rows) {
		l.current = -1
	}
	l.refreshItems()
}

func (l *rowList) refreshItems() {
	for _, item := range l.items {
		item.Refresh()
	}
}

// FocusGained implements fyne.Focusable.
func (l *rowList) FocusGained() {
	if l.current < 0 {
		l.move(1)
	}
	l.tell()
}

// FocusLost implements fyne.Focusable.
func (l *rowList) FocusLost() { l.host.hint().Unfocus(l) }

// TypedShortcut implements fyne.Shortcutable.
func (l *rowList) TypedShortcut(s fyne.Shortcut) { l.host.shortcut(s) }

// TypedRune jumps to the next title that begins with the letter.
func (l *rowList) TypedRune(r rune) {
	for step := 1; step <= len(l.rows); step++ {
		i := (max(l.current, 0) + step) % len(l.rows)
		if r != ' ' && !l.rows[i].line && strings.HasPrefix(strings.ToLower(l.rows[i].title), strings.ToLower(string(r))) {
			l.setCurrent(i)
			return
		}
	}
}

// TypedKey implements fyne.Focusable.
func (l *rowList) TypedKey(event *fyne.KeyEvent) {
	if !l.key(event) {
		l.host.key(event)
	}
}

// key moves or chooses and reports whether it used the key.
func (l *rowList) key(event *fyne.KeyEvent) bool {
	switch event.Name {
	case fyne.KeyUp:
		l.move(-1)
	case fyne.KeyDown:
		l.move(1)
	case fyne.KeyHome:
		l.current = -1
		l.move(1)
	case fyne.KeyEnd:
		l.current = len(l.rows)
		l.move(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.pick(l.current)
	default:
		return false
	}
	return true
}

// move goes to the next row that is no line, round the ends.
func (l *rowList) move(by int) {
	n := len(l.rows)
	i := l.current
	if i < 0 && by < 0 {
		i = 0
	}
	for range n {
		if i = (i + by + n) % n; !l.rows[i].line {
			l.setCurrent(i)
			return
		}
	}
}

func (l *rowList) setCurrent(i int) {
	l.current = i
	l.refreshItems()
	top, height := float32(i)*Px(rowHeight), l.scroll.Size().Height
	switch {
	case top < l.scroll.Offset.Y:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+Px(rowHeight) > l.scroll.Offset.Y+height:
		l.scroll.ScrollToOffset(fyne.NewPos(0, top+Px(rowHeight)-height))
	}
	l.tell()
}

// tell says in the hint line why the current row cannot be chosen.
func (l *rowList) tell() {
	if l.current >= 0 && l.current < len(l.rows) {
		l.host.hint().Focus(l, func() string { return l.reason(l.current) })
	}
}

// reason is why a row cannot be chosen; empty: it can.
func (l *rowList) reason(i int) string {
	if i < 0 || i >= len(l.rows) {
		return ""
	}
	return l.rows[i].reason
}

func (l *rowList) pick(i int) {
	if i < 0 || i >= len(l.rows) || l.rows[i].line {
		return
	}
	if reason := l.rows[i].reason; reason != "" {
		l.host.hint().Say(reason)
		return
	}
	l.choose(i)
}

// CreateRenderer implements fyne.Widget.
func (l *rowList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.scroll) }

// MinSize is as wide as the widest row and at most rowsShown rows high.
func (l *rowList) MinSize() fyne.Size {
	size := l.box.MinSize()
	size.Height = min(size.Height, Px(rowHeight)*rowsShown)
	return size
}

// rowLayout puts rows of one height below each other; lines are low.
type rowLayout struct{}

func (rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height
	}
	return size
}

func (rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
}

// rowItem draws one row.
type rowItem struct {
	widget.BaseWidget
	list *rowList
	at   int
}

func newRowItem(list *rowList, at int) *rowItem {
	i := &rowItem{list: list, at: at}
	i.ExtendBaseWidget(i)
	return i
}

// Tapped implements fyne.Tappable.
func (i *rowItem) Tapped(*fyne.PointEvent) { i.list.pick(i.at) }

// MouseIn makes the row under the pointer the current one.
func (i *rowItem) MouseIn(*desktop.MouseEvent) {
	if !i.list.rows[i.at].line {
		i.list.current = i.at
		i.list.refreshItems()
		i.list.host.hint().Hover(i, func() string { return i.list.reason(i.at) })
	}
}

// MouseMoved implements desktop.Hoverable.
func (i *rowItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (i *rowItem) MouseOut() { i.list.host.hint().Unhover(i) }

// CreateRenderer implements fyne.Widget.
func (i *rowItem) CreateRenderer() fyne.WidgetRenderer {
	r := &rowRenderer{
		item: i, ground: newRect(), edge: newRect(), icon: newImage(),
		title: newText(), note: newText(), box: newTickBox(), line: newRect(),
	}
	r.note.Alignment = fyne.TextAlignTrailing
	r.Refresh()
	return r
}

type rowRenderer struct {
	item               *rowItem
	ground, edge, line *canvas.Rectangle
	icon               *canvas.Image
	title, note        *canvas.Text
	box                *tickBox
}

func (r *rowRenderer) row() row { return r.item.list.rows[r.item.at] }

// lead is where the title begins.
func (r *rowRenderer) lead() float32 {
	if r.item.list.pictured {
		return Px(10 + 16 + 8)
	}
	return Px(10)
}

func (r *rowRenderer) MinSize() fyne.Size {
	if r.row().line {
		return fyne.NewSize(0, Px(9))
	}
	width := r.lead() + r.title.MinSize().Width + Px(10)
	if r.note.Text != "" {
		width += Px(24) + r.note.MinSize().Width
	}
	return fyne.NewSize(width, Px(rowHeight))
}

func (r *rowRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.edge.Resize(fyne.NewSize(Px(3), size.Height))
	r.line.Move(fyne.NewPos(0, size.Height/2))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	put(r.icon, Px(10), fyne.NewSquareSize(Px(16)), size.Height)
	r.box.place(Px(10), size.Height)
	put(r.title, r.lead(), r.title.MinSize(), size.Height)
	width := r.note.MinSize()
	put(r.note, size.Width-width.Width-Px(10), width, size.Height)
}

func (r *rowRenderer) Refresh() {
	row, list := r.row(), r.item.list
	current := list.current == r.item.at && !row.line
	ink := theme.ColorNameForeground
	if row.reason != "" {
		ink = theme.ColorNameDisabled
	}
	r.ground.FillColor, r.ground.Hidden = Color(theme.ColorNameSelection), !current
	r.edge.FillColor, r.edge.Hidden = Color(theme.ColorNamePrimary), !current
	r.line.FillColor, r.line.Hidden = Color(theme.ColorNameSeparator), !row.line
	r.title.Text, r.title.TextSize, r.title.Color = row.title, themeSize(theme.SizeNameText), Color(ink)
	r.note.Text, r.note.TextSize, r.note.Color = row.note, themeSize(theme.SizeNameCaptionText), Color(theme.ColorNamePlaceHolder)
	r.icon.Hidden = row.icon == nil
	r.icon.Resource = Tinted(row.icon, orColor(row.iconColor, ink))
	if row.reason != "" {
		r.icon.Resource = Tinted(row.icon, ink)
	}
	r.box.paint(row.on, false, row.reason == "")
	r.box.rect.Hidden = !row.boxed
	r.box.mark.Hidden = !row.boxed || !row.on
	r.Layout(r.item.Size())
	for _, o := range []fyne.CanvasObject{r.ground, r.edge, r.line, r.title, r.note} {
		canvas.Refresh(o)
	}
	r.icon.Refresh()
}

func (r *rowRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.ground, r.edge, r.line, r.icon, r.title, r.note}, r.box.objects()...)
}
func (r *rowRenderer) Destroy() {}
