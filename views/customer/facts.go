package customer

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// Measures of the field list at scale 1.
const (
	factHeight   float32 = 25
	factLabel    float32 = 102 // labels end here, right-aligned
	factGap      float32 = 8
	factTwoWide  float32 = 520 // from here on the fields stand in two columns
	factRight    float32 = 220 // the second has at least that, whatever the first needs
	factsPadding float32 = 10
)

// fact is one field of a customer: its name, its value, and what a copy gives.
type fact struct {
	label *kit.Label
	value *fyne.Container // an icon, if any, and the text
	text  *kit.Label
	icon  *kit.Icon
	copy  *kit.Button
	// pencil begins to change the value; nil: it cannot be changed here.
	pencil *kit.Button

	content string // for the clipboard
	absent  bool   // an optional field that this customer does not have
	whole   bool   // an amount: never cut
	fixed   bool   // cannot be changed now, whoever asks
}

// facts are fields in one or two columns, every value with a button that copies it.
type facts struct {
	host *kit.Host
	list []*fact
	box  *fyne.Container
	half int // the second column begins with this field

	editing *factEditor // nil: nothing is being changed
}

func newFacts(host *kit.Host) *facts {
	f := &facts{host: host}
	f.box = container.New(f)
	return f
}

// add puts a field at the end. why is what the hint line says about changing it.
func (f *facts) add(key string) *fact {
	it := &fact{label: kit.NewSecondary(text.T(key)), text: kit.NewLabel("")}
	it.label.Align = fyne.TextAlignTrailing
	it.text.Cut = true
	it.icon = kit.NewIcon(nil, theme.ColorNameForeground)
	it.icon.Hide()
	it.value = container.New(valueLayout{}, it.icon, it.text)
	it.copy = kit.NewIconButton(f.host, text.T("customer.copy", text.With("Field", text.T(key))), theme.ContentCopyIcon(), func() {
		fyne.CurrentApp().Clipboard().SetContent(it.content)
		f.host.Hint.Say(text.T("customer.copied", text.With("Field", text.T(key))))
	})
	it.copy.Small, it.copy.Level = true, kit.Quiet
	f.list = append(f.list, it)
	f.box.Objects = append(f.box.Objects, it.label, it.value, it.copy)
	return it
}

// set shows a value; copied is what the clipboard gets, empty: nothing to copy.
func (it *fact) set(shown, copied string) {
	it.absent = false
	it.content = copied
	it.text.SetText(shown)
	it.icon.Hide()
	if copied == "" {
		it.copy.Hide()
	} else {
		it.copy.Show()
	}
}

// mark puts an icon before the value.
func (it *fact) mark(resource fyne.Resource, color fyne.ThemeColorName) {
	it.icon.Set(resource, color)
	it.icon.Show()
}

// leave hides an optional field that this customer does not have.
func (it *fact) leave() { it.absent = true }

// refresh lays the fields out again after their values changed.
func (f *facts) refresh() {
	for _, it := range f.list {
		for _, o := range []fyne.CanvasObject{it.label, it.value} {
			if it.absent {
				o.Hide()
			} else {
				o.Show()
			}
		}
		if it.absent {
			it.copy.Hide()
		}
		if it.pencil != nil {
			visible(it.pencil, !it.absent && !it.fixed)
		}
		if f.editing != nil && f.editing.of == it {
			for _, o := range []fyne.CanvasObject{it.value, it.copy, it.pencil} {
				o.Hide()
			}
		} else if !it.absent {
			visible(it.copy, it.content != "")
		}
	}
	f.box.Refresh()
}

// focus gives the keyboard to the first field that can be copied.
func (f *facts) focus() {
	for _, it := range f.list {
		if !it.absent && it.copy.Visible() {
			if c := fyne.CurrentApp().Driver().CanvasForObject(it.copy); c != nil {
				c.Focus(it.copy)
			}
			return
		}
	}
}

// shown are the fields that this customer has, by column.
func (f *facts) shown() (left, right []*fact) {
	for i, it := range f.list {
		switch {
		case it.absent:
		case i < f.half:
			left = append(left, it)
		default:
			right = append(right, it)
		}
	}
	return left, right
}

// MinSize implements fyne.Layout: room for two columns in a wide frame.
func (f *facts) MinSize([]fyne.CanvasObject) fyne.Size {
	left, right := f.shown()
	rows := max(len(left), len(right))
	if width := f.box.Size().Width; width > 0 && !twoColumns(right, width) {
		rows = len(left) + len(right)
	}
	return fyne.NewSize(kit.Px(300), kit.Px(factHeight)*float32(rows)+2*kit.Px(factsPadding))
}

// Layout implements fyne.Layout.
func (f *facts) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	left, right := f.shown()
	pad := kit.Px(factsPadding)
	if !twoColumns(right, size.Width) {
		f.column(append(left, right...), 0, size.Width, pad)
		return
	}
	half := max(columnNeed(left), min(size.Width*0.6, size.Width-columnNeed(right)))
	half = min(half, size.Width-wholeNeed(right))
	f.column(left, 0, half, pad)
	f.column(right, half, size.Width-half, pad)
}

// wholeNeed is the width of the second column at which no amount is cut.
func wholeNeed(right []*fact) float32 {
	amounts := slices.DeleteFunc(slices.Clone(right), func(it *fact) bool { return !it.whole })
	return max(kit.Px(factRight), columnNeed(amounts))
}

// twoColumns reports whether a width has room for both columns.
func twoColumns(right []*fact, width float32) bool {
	return width >= kit.Px(factTwoWide) && width-wholeNeed(right) >= kit.Px(factRight)
}

// columnNeed is the width at which nothing of a column is cut.
func columnNeed(list []*fact) (width float32) {
	for _, it := range list {
		need := it.text.Whole() + kit.Px(2) + it.copy.MinSize().Width
		if it.icon.Visible() {
			need += kit.Px(valueIcon + valueGap)
		}
		if it.pencil != nil {
			need += it.pencil.MinSize().Width
		}
		width = max(width, need)
	}
	return kit.Px(factLabel+2*factGap) + width
}

func (f *facts) column(list []*fact, x, width, y float32) {
	row, gap := kit.Px(factHeight), kit.Px(factGap)
	name := kit.Px(factLabel)
	for _, it := range list {
		button := it.copy.MinSize()
		left := f.placeEdit(it, x+name+gap, width-name-2*gap, y, row)
		it.label.Move(fyne.NewPos(x, y))
		it.label.Resize(fyne.NewSize(name, row))
		it.value.Move(fyne.NewPos(x+name+gap, y))
		it.value.Resize(fyne.NewSize(max(0, left-button.Width), row))
		it.copy.Move(fyne.NewPos(x+name+gap+left-button.Width, y+(row-button.Height)/2))
		it.copy.Resize(button)
		y += row
	}
}

// Measures of an icon before a value at scale 1.
const (
	valueIcon float32 = 16
	valueGap  float32 = 6
)

// valueLayout puts the text behind the icon, if the icon is there.
type valueLayout struct{}

// MinSize implements fyne.Layout.
func (valueLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[1].MinSize() }

// Layout implements fyne.Layout.
func (valueLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	if o[0].Visible() {
		side := kit.Px(valueIcon)
		o[0].Move(fyne.NewPos(0, (size.Height-side)/2))
		o[0].Resize(fyne.NewSquareSize(side))
		x = side + kit.Px(valueGap)
	}
	o[1].Move(fyne.NewPos(x, 0))
	o[1].Resize(fyne.NewSize(max(0, size.Width-x), size.Height))
}
