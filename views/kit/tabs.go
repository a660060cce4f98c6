package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
)

// Tab is one tab of a tab bar.
type Tab struct {
	Key    string
	Title  string
	Icon   fyne.Resource // nil: none
	Badge  *Badge        // nil: none
	HintAt string        // its key in words, for the hint line
}

// Tabs is a bar of tabs, the chosen one underlined. Left and Right choose;
// tabs that do not fit go behind "…". It is the bar only: OnChanged shows the
// content.
type Tabs struct {
	control
	OnChanged func(key string)

	height   float32
	pad      float32 // before and after a title, at scale 1
	line     bool
	tabs     []Tab
	chosen   string
	over     int       // index under the pointer, -1: none
	lefts    []float32 // where each tab begins, -1: behind "…"
	overflow float32   // x of "…", 0 if all fit
}

// NewMainTabs returns the bar of 36 at the head of a window.
func NewMainTabs(host *Host, tabs []Tab, changed func(key string)) *Tabs {
	return newTabs(host, HeightMainTabs, 10, false, tabs, changed)
}

// NewTabs returns the bar of 30 above a pane, with a line below.
func NewTabs(host *Host, tabs []Tab, changed func(key string)) *Tabs {
	return newTabs(host, HeightDetailTabs, 7, true, tabs, changed)
}

func newTabs(host *Host, height, pad float32, line bool, tabs []Tab, changed func(key string)) *Tabs {
	t := &Tabs{OnChanged: changed, height: height, pad: pad, line: line, tabs: tabs, over: -1}
	t.host = host
	t.says = t.hintText
	if len(tabs) > 0 {
		t.chosen = tabs[0].Key
	}
	t.ExtendBaseWidget(t)
	return t
}

// Selected is the key of the chosen tab.
func (t *Tabs) Selected() string { return t.chosen }

// Set chooses without calling OnChanged.
func (t *Tabs) Set(key string) {
	t.chosen = key
	t.Refresh()
}

// Choose chooses as a person does.
func (t *Tabs) Choose(key string) {
	if key == t.chosen || t.index(key) < 0 {
		return
	}
	t.Set(key)
	if t.OnChanged != nil {
		t.OnChanged(key)
	}
}

func (t *Tabs) index(key string) int {
	return slices.IndexFunc(t.tabs, func(tab Tab) bool { return tab.Key == key })
}

// Tapped implements fyne.Tappable.
func (t *Tabs) Tapped(event *fyne.PointEvent) {
	if t.overflow > 0 && event.Position.X >= t.overflow {
		t.openRest()
		return
	}
	if i := t.at(event.Position.X); i >= 0 {
		t.Choose(t.tabs[i].Key)
	}
}

// TypedKey chooses with Left, Right, Home and End; Down opens what is behind "…".
func (t *Tabs) TypedKey(event *fyne.KeyEvent) {
	i, last := t.index(t.chosen), len(t.tabs)-1
	switch event.Name {
	case fyne.KeyLeft:
		t.Choose(t.tabs[max(i-1, 0)].Key)
	case fyne.KeyRight:
		t.Choose(t.tabs[min(i+1, last)].Key)
	case fyne.KeyHome:
		t.Choose(t.tabs[0].Key)
	case fyne.KeyEnd:
		t.Choose(t.tabs[last].Key)
	case fyne.KeyDown:
		if t.overflow > 0 {
			t.openRest()
		}
	default:
		t.control.TypedKey(event)
	}
}

// openRest shows the tabs that do not fit.
func (t *Tabs) openRest() {
	var rest []*Action
	for i, tab := range t.tabs {
		if t.lefts[i] < 0 {
			rest = append(rest, &Action{Title: tab.Title, Icon: tab.Icon, Run: func() { t.Choose(tab.Key) }})
		}
	}
	ShowMenu(t.host, rest, t, fyne.NewPos(t.overflow, t.Size().Height))
}

// MouseMoved follows the pointer.
func (t *Tabs) MouseMoved(event *desktop.MouseEvent) {
	if over := t.at(event.Position.X); over != t.over {
		t.over = over
		t.host.hint().Hover(&t.control, t.hintText)
		t.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (t *Tabs) MouseOut() {
	t.over = -1
	t.control.MouseOut()
}

func (t *Tabs) hintText() string {
	switch {
	case t.over >= 0 && t.tabs[t.over].HintAt != "":
		return t.tabs[t.over].Title + "  " + t.tabs[t.over].HintAt
	case t.over < 0 && t.hovered && t.overflow > 0:
		return text.T("kit.more.tabs")
	case t.over < 0 && t.focused:
		return text.T("kit.tabs.keys")
	}
	return ""
}

// at is the tab at x, -1 for none.
func (t *Tabs) at(x float32) int {
	for i, left := range t.lefts {
		if left >= 0 && x >= left && x < left+t.width(i) {
			return i
		}
	}
	return -1
}

// Measures of tabs at scale 1.
const (
	tabIcon float32 = 16
	tabGap  float32 = 6
)

func (t *Tabs) width(i int) float32 {
	tab := t.tabs[i]
	width := 2*Px(t.pad) + fyne.MeasureText(tab.Title, themeSize(theme.SizeNameText), fyne.TextStyle{}).Width
	if tab.Icon != nil {
		width += Px(tabIcon + tabGap)
	}
	if tab.Badge != nil && tab.Badge.Visible() {
		width += tab.Badge.MinSize().Width + Px(tabGap)
	}
	return width
}

// arrange says where each tab stands in a width: those that do not fit are at
// -1, and the chosen one is always shown.
func (t *Tabs) arrange(width float32) {
	t.lefts = make([]float32, len(t.tabs))
	start := Px(4)
	all := start
	for i := range t.tabs {
		all += t.width(i)
	}
	t.overflow = 0
	room := width
	chosen := t.index(t.chosen)
	if all > width {
		room -= Px(28)
	}
	x, hidden := start, false
	for i := range t.tabs {
		reserve := float32(0)
		if chosen > i && all > width {
			reserve = t.width(chosen)
		}
		fits := x+t.width(i)+reserve <= room && !hidden
		if i != chosen && !fits && all > width {
			t.lefts[i], hidden = -1, true
			continue
		}
		t.lefts[i] = x
		x += t.width(i)
	}
	if hidden {
		t.overflow = x
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	r := &tabsRenderer{tabs: t, line: newRect(), under: newRect(),
		hover: newRect(), ring: newRect(), more: newImage()}
	for range t.tabs {
		r.titles = append(r.titles, newText())
		r.icons = append(r.icons, newImage())
	}
	r.Refresh()
	return r
}

type tabsRenderer struct {
	tabs                     *Tabs
	line, under, hover, ring *canvas.Rectangle
	titles                   []*canvas.Text
	icons                    []*canvas.Image
	more                     *canvas.Image
}

func (r *tabsRenderer) MinSize() fyne.Size {
	width := Px(4) + Px(28)
	if i := r.tabs.index(r.tabs.chosen); i >= 0 {
		width += r.tabs.width(i)
	}
	return fyne.NewSize(width, Px(r.tabs.height))
}

func (r *tabsRenderer) Layout(size fyne.Size) {
	t := r.tabs
	t.arrange(size.Width)
	r.line.Move(fyne.NewPos(0, size.Height-1))
	r.line.Resize(fyne.NewSize(size.Width, 1))
	for i := range t.tabs {
		r.layoutTab(i, size.Height)
	}
	r.more.Hidden = t.overflow == 0
	put(r.more, t.overflow+Px(6), fyne.NewSquareSize(Px(16)), size.Height)
	inset(r.ring, fyne.Position{}, size)
	if i := t.index(t.chosen); i >= 0 {
		r.under.Move(fyne.NewPos(t.lefts[i], size.Height-Px(3)))
		r.under.Resize(fyne.NewSize(t.width(i), Px(3)))
		inset(r.ring, fyne.NewPos(t.lefts[i], Px(2)), fyne.NewSize(t.width(i), size.Height-Px(4)))
	}
	if t.over >= 0 {
		r.hover.Move(fyne.NewPos(t.lefts[t.over], Px(2)))
		r.hover.Resize(fyne.NewSize(t.width(t.over), size.Height-Px(4)))
	}
}

func (r *tabsRenderer) layoutTab(i int, height float32) {
	t, x := r.tabs, r.tabs.lefts[i]
	tab := t.tabs[i]
	shown := x >= 0
	r.titles[i].Hidden, r.icons[i].Hidden = !shown, !shown || tab.Icon == nil
	if tab.Badge != nil {
		tab.Badge.Hidden = !shown || tab.Badge.Text() == ""
	}
	if !shown {
		return
	}
	x += Px(t.pad)
	if tab.Icon != nil {
		put(r.icons[i], x, fyne.NewSquareSize(Px(tabIcon)), height)
		x += Px(tabIcon + tabGap)
	}
	put(r.titles[i], x, r.titles[i].MinSize(), height)
	if tab.Badge != nil {
		put(tab.Badge, x+r.titles[i].MinSize().Width+Px(tabGap), tab.Badge.MinSize(), height)
	}
}

func (r *tabsRenderer) Refresh() {
	t := r.tabs
	r.line.FillColor, r.line.Hidden = Color(theme.ColorNameSeparator), !t.line
	r.under.FillColor = Color(theme.ColorNamePrimary)
	r.hover.FillColor, r.hover.Hidden = Color(theme.ColorNameHover), t.over < 0
	r.hover.CornerRadius = themeSize(theme.SizeNameButtonRadius)
	r.ring.FillColor, r.ring.StrokeColor = Color(ColorClear), Color(theme.ColorNamePrimary)
	r.ring.StrokeWidth, r.ring.CornerRadius, r.ring.Hidden = 2, themeSize(theme.SizeNameInputRadius), !t.focused
	r.more.Resource = Tinted(theme.MoreHorizontalIcon(), theme.ColorNameForeground)
	for i, tab := range t.tabs {
		ink := theme.ColorNameForeground
		if tab.Key == t.chosen {
			ink = theme.ColorNamePrimary
		}
		r.titles[i].Text, r.titles[i].TextSize, r.titles[i].Color = tab.Title, themeSize(theme.SizeNameText), Color(ink)
		r.icons[i].Resource = Tinted(tab.Icon, ink)
	}
	r.Layout(t.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *tabsRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.line, r.hover}
	for i := range r.titles {
		objects = append(objects, r.icons[i], r.titles[i])
		if b := r.tabs.tabs[i].Badge; b != nil {
			objects = append(objects, b)
		}
	}
	return append(objects, r.under, r.more, r.ring)
}
func (r *tabsRenderer) Destroy() {}
