package bulk

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// column makes a column of a list.
func column(id, title string, width float32, align fyne.TextAlign) kit.Column {
	return kit.Column{ID: id, Title: title, Width: width, Align: align}
}

// flexible makes a column take the room that is left.
func flexible(c kit.Column) kit.Column {
	c.Flex = true
	return c
}

// identity makes a column grow rather than cut.
func identity(c kit.Column) kit.Column {
	c.Identity = true
	return c
}

// stateOf is the state that a plan wrote down by its word.
func stateOf(word string) platform.State {
	for _, s := range platform.States {
		if s.String() == word {
			return s
		}
	}
	return platform.StateUnknown
}

// stateCell is the shape of a state, its word in the hint line.
func stateCell(state platform.State) kit.Cell {
	s := kit.StatusOf(state)
	return kit.Cell{Icon: kit.CellIcon{Resource: s.Icon, Color: s.Color, Hint: s.Word}}
}

func uidCell(uid platform.UID) kit.Cell { return kit.Cell{Text: strconv.FormatUint(uint64(uid), 10)} }

// balanceCell is an amount that somebody has: two decimals and the exact one in
// the hint line.
func balanceCell(m platform.Money) kit.Cell {
	a := text.Money(m, text.List)
	cell := kit.Cell{Text: a.Digits, More: a.More, Hint: text.MoneyFull(m)}
	if a.Negative {
		cell.Color = theme.ColorNameError
	}
	return cell
}

// signed is an exact amount with its sign and without its currency.
func signed(m platform.Money) string {
	digits := text.Money(m, text.Exact).Digits
	if m.Sign() > 0 {
		return "+" + digits
	}
	return digits
}

// captioned is a value below its name, for the foot of a page.
type captioned struct {
	object fyne.CanvasObject
	name   *kit.Label
	value  *kit.Label
}

func newCaptioned(name string, heading bool) *captioned {
	c := &captioned{name: kit.NewCaption(name), value: kit.NewBold("")}
	if heading {
		c.value = kit.NewHeading("")
	}
	c.object = kit.Stack(c.name, c.value)
	return c
}

// set writes the value; an empty one hides both.
func (c *captioned) set(value string) {
	c.value.SetText(value)
	c.object.Refresh()
	if value == "" {
		c.object.Hide()
		return
	}
	c.object.Show()
}
