package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
)

// Option is one choice of a drop-down.
type Option struct {
	Key   string
	Title string
	Note  string // at the right: a count
	Icon  fyne.Resource
	Color fyne.ThemeColorName // of the icon
}

// searchFrom is from how many options a drop-down has a search field.
const searchFrom = 13

// dropDown is the look and the keys that both drop-downs share.
type dropDown struct {
	control
	Small bool
	Width float32 // at scale 1; 0: as wide as the title needs
	Hint  string

	options []Option
	title   string
	open    func()
	pop     *popup
}

// Tapped implements fyne.Tappable.
func (d *dropDown) Tapped(*fyne.PointEvent) { d.open() }

// TypedKey opens with Space, Enter and Down.
func (d *dropDown) TypedKey(event *fyne.KeyEvent) {
	if isPress(event) || event.Name == fyne.KeyDown {
		d.open()
		return
	}
	d.control.TypedKey(event)
}

// Title is what the closed drop-down says.
func (d *dropDown) Title() string { return d.title }

func (d *dropDown) hintText() string {
	if d.Hint != "" {
		return d.Hint
	}
	return d.title
}

// show opens a list below the drop-down, with a search field if it is long.
// rows says what stands in the list for the options that match.
func (d *dropDown) show(opener fyne.CanvasObject, current int, rows func([]Option) []row, choose func(Option), foot fyne.CanvasObject) {
	inner := d.host.modal(func() { d.pop.close() })
	matching := d.options
	list := newRowList(inner, rows(matching), current, nil)
	list.choose = func(i int) {
		choose(matching[i])
		list.set(rows(matching))
	}
	var content fyne.CanvasObject = list
	var search *Entry
	if len(d.options) >= searchFrom {
		search = NewSearch(inner, text.T("kit.search"))
		search.OnKey = func(event *fyne.KeyEvent) bool {
			return event.Name != fyne.KeySpace && event.Name != fyne.KeyHome && event.Name != fyne.KeyEnd && list.key(event)
		}
		search.OnChanged = func(s string) {
			matching = matchOptions(d.options, s)
			list.current = min(0, len(matching)-1)
			list.set(rows(matching))
		}
		content = container.NewBorder(Margin(search, 6, 2), nil, nil, nil, list)
	}
	if foot != nil {
		content = container.NewBorder(nil, foot, nil, nil, content)
	}
	d.pop = showPopup(d.host, opener, fyne.NewPos(0, d.Size().Height+2), d.Size().Width, content)
	switch {
	case d.pop == nil:
	case search != nil:
		d.pop.over.Canvas.Focus(search.field)
	default:
		d.pop.over.Canvas.Focus(list)
	}
}

func matchOptions(options []Option, part string) []Option {
	part = strings.ToLower(strings.TrimSpace(part))
	var matching []Option
	for _, o := range options {
		if strings.Contains(strings.ToLower(o.Title), part) {
			matching = append(matching, o)
		}
	}
	return matching
}

// CreateRenderer implements fyne.Widget.
func (d *dropDown) CreateRenderer() fyne.WidgetRenderer {
	r := &dropRenderer{drop: d, frame: newFrame(), hover: newRect(), title: newText(), arrow: newImage()}
	r.Refresh()
	return r
}

type dropRenderer struct {
	drop  *dropDown
	frame frame
	hover *canvas.Rectangle
	title *canvas.Text
	arrow *canvas.Image
}

func (r *dropRenderer) MinSize() fyne.Size {
	height := HeightControl
	if r.drop.Small {
		height = HeightSmallControl
	}
	width := Px(r.drop.Width)
	if width == 0 {
		width = Px(9) + fyne.MeasureText(r.drop.title, r.title.TextSize, r.title.TextStyle).Width + Px(30)
	}
	return fyne.NewSize(width, Px(height))
}

func (r *dropRenderer) Layout(size fyne.Size) {
	r.frame.place(fyne.Position{}, size)
	inset(r.hover, fyne.Position{}, size)
	r.title.Text = cut(r.drop.title, size.Width-Px(9+26), r.title.TextSize, r.title.TextStyle)
	put(r.title, Px(9), r.title.MinSize(), size.Height)
	put(r.arrow, size.Width-Px(6+16), fyne.NewSquareSize(Px(16)), size.Height)
}

func (r *dropRenderer) Refresh() {
	r.frame.paint(r.drop.focused, false, false)
	r.hover.FillColor, r.hover.Hidden = Color(theme.ColorNameHover), !r.drop.hovered
	r.hover.CornerRadius = themeSize(theme.SizeNameInputRadius)
	r.title.TextSize, r.title.Color = themeSize(theme.SizeNameText), Color(theme.ColorNameForeground)
	r.arrow.Resource = Tinted(theme.MenuDropDownIcon(), theme.ColorNameForeground)
	r.Layout(r.drop.Size())
	canvas.Refresh(r.frame.rect)
	canvas.Refresh(r.hover)
	canvas.Refresh(r.title)
	r.arrow.Refresh()
}

func (r *dropRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.frame.rect, r.hover, r.title, r.arrow}
}
func (r *dropRenderer) Destroy() {}

// Select is a drop-down with one choice.
type Select struct {
	dropDown
	OnChanged func(key string)
	selected  string
}

// NewSelect returns a drop-down whose first option is chosen.
func NewSelect(host *Host, options []Option, changed func(key string)) *Select {
	s := &Select{OnChanged: changed}
	s.host, s.says, s.open = host, s.hintText, s.openList
	s.ExtendBaseWidget(s)
	keepClear(host, s)
	s.SetOptions(options)
	return s
}

// SetOptions shows other choices. The chosen one stays if it is among them, else
// the first is chosen; OnChanged is not called.
func (s *Select) SetOptions(options []Option) {
	s.options = options
	if s.index() < 0 && len(options) > 0 {
		s.selected = options[0].Key
	}
	s.Set(s.selected)
}

// Selected is the key of the choice.
func (s *Select) Selected() string { return s.selected }

// Set chooses without calling OnChanged.
func (s *Select) Set(key string) {
	s.selected = key
	if i := s.index(); i >= 0 {
		s.title = s.options[i].Title
	}
	s.Refresh()
}

func (s *Select) index() int {
	return slices.IndexFunc(s.options, func(o Option) bool { return o.Key == s.selected })
}

func (s *Select) openList() {
	s.show(s, s.index(), func(options []Option) []row {
		rows := make([]row, len(options))
		for i, o := range options {
			rows[i] = row{title: o.Title, note: o.Note, icon: o.Icon, iconColor: o.Color}
		}
		return rows
	}, func(o Option) {
		s.pop.close()
		s.Set(o.Key)
		if s.OnChanged != nil {
			s.OnChanged(o.Key)
		}
	}, nil)
}

// CheckList is a drop-down with any number of choices, each with a tick box and
// a count. It stays open while boxes are ticked.
type CheckList struct {
	dropDown
	// OnChanged is called after every tick with the chosen keys, in the order of
	// the options, and whether they are meant the other way round.
	OnChanged func(keys []string, not bool)
	// AllowNot adds the switch "is not" at the foot.
	AllowNot bool

	all    string // said when nothing is chosen
	chosen map[string]bool
	not    bool
}

// NewCheckList returns a drop-down with nothing chosen; all is what it says
// then, such as "All groups".
func NewCheckList(host *Host, all string, options []Option, changed func(keys []string, not bool)) *CheckList {
	c := &CheckList{OnChanged: changed, all: all, chosen: map[string]bool{}}
	c.host, c.says, c.open = host, c.hintText, c.openList
	c.ExtendBaseWidget(c)
	keepClear(host, c)
	c.SetOptions(options)
	return c
}

// SetOptions shows other choices; what was chosen stays chosen, also when it is
// not among them now.
func (c *CheckList) SetOptions(options []Option) {
	c.options = options
	c.retitle()
}

// Chosen are the chosen keys in the order of the options, then those that are
// no option now; and whether they are meant the other way round.
func (c *CheckList) Chosen() (keys []string, not bool) {
	known := map[string]bool{}
	for _, o := range c.options {
		known[o.Key] = true
		if c.chosen[o.Key] {
			keys = append(keys, o.Key)
		}
	}
	first := len(keys)
	for key := range c.chosen {
		if !known[key] {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys[first:])
	return keys, c.not
}

// Set chooses without calling OnChanged.
func (c *CheckList) Set(keys []string, not bool) {
	c.chosen = map[string]bool{}
	for _, key := range keys {
		c.chosen[key] = true
	}
	c.not = not
	c.retitle()
}

// retitle sums the choice up: "billing, business +1", or "not billing".
func (c *CheckList) retitle() {
	keys, not := c.Chosen()
	titles := make([]string, len(keys))
	for i, key := range keys {
		titles[i] = key
		if at := slices.IndexFunc(c.options, func(o Option) bool { return o.Key == key }); at >= 0 {
			titles[i] = c.options[at].Title
		}
	}
	c.title, c.Hint = c.all, ""
	if len(titles) > 0 {
		c.Hint = strings.Join(titles, ", ")
		c.title = strings.Join(titles[:min(2, len(titles))], ", ")
		if len(titles) > 2 {
			c.title += " +" + text.Count(len(titles)-2)
		}
		if not {
			c.title, c.Hint = text.T("kit.not", text.With("What", c.title)), text.T("kit.not", text.With("What", c.Hint))
		}
	}
	c.Refresh()
}

func (c *CheckList) changed() {
	c.retitle()
	if c.OnChanged != nil {
		c.OnChanged(c.Chosen())
	}
}

func (c *CheckList) openList() {
	c.show(c, -1, func(options []Option) []row {
		rows := make([]row, len(options))
		for i, o := range options {
			rows[i] = row{title: o.Title, note: o.Note, boxed: true, on: c.chosen[o.Key]}
		}
		return rows
	}, func(o Option) {
		if c.chosen[o.Key] {
			delete(c.chosen, o.Key)
		} else {
			c.chosen[o.Key] = true
		}
		c.changed()
	}, c.foot())
}

// foot holds the switch "is not" and a button that chooses nothing.
func (c *CheckList) foot() fyne.CanvasObject {
	inner := c.host.modal(func() { c.pop.close() })
	none := NewLowButton(inner, text.T("kit.choose.none"), nil, func() {
		c.Set(nil, false)
		c.changed()
		c.pop.close()
	})
	none.Small = true
	var left []fyne.CanvasObject
	if c.AllowNot {
		not := NewCheck(inner, text.T("kit.is.not"), func(on bool) {
			c.not = on
			c.changed()
		})
		not.Set(c.not)
		left = append(left, not)
	}
	bar := NewBar(32, left, []fyne.CanvasObject{none})
	bar.Line = LineAbove
	return bar
}
