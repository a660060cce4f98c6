package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/client/platform"
)

// moneyWide is the width of the field itself, at scale 1.
const moneyWide float32 = 140

// MoneyEntry is a field for an amount: the digits stand at its right end, the
// currency and what was understood, in words, beside it, what is wrong below.
type MoneyEntry struct {
	widget.BaseWidget
	// OnChanged is called after every change a person makes.
	OnChanged func()

	entry *Entry
	words *Label
	under *Paragraph // the same words, where there is no room beside the field
	read  func(text string) (amount platform.Money, words string, problem string)

	amount  platform.Money
	problem string
}

// NewMoneyEntry returns an empty field. read says what a text means, in words
// too, or what is wrong with it.
func NewMoneyEntry(host *Host, hint string, read func(text string) (platform.Money, string, string)) *MoneyEntry {
	m := &MoneyEntry{read: read, entry: NewEntry(host, ""), words: NewSecondary("")}
	m.entry.trailing, m.entry.Hint = true, hint
	m.words.Cut = true
	m.under = NewParagraph("", theme.ColorNamePlaceHolder, false)
	m.under.Hide()
	m.entry.OnChanged = func(string) {
		m.understand()
		if m.OnChanged != nil {
			m.OnChanged()
		}
	}
	m.ExtendBaseWidget(m)
	m.understand()
	return m
}

// understand reads the text again, after a currency came to be known too.
func (m *MoneyEntry) understand() {
	var words string
	m.amount, words, m.problem = m.read(m.entry.Text())
	m.words.SetText(words)
	m.under.SetText(words)
	m.words.SetColor(theme.ColorNamePlaceHolder)
}

// Reread reads the text again because it may mean something else now.
func (m *MoneyEntry) Reread() { m.understand() }

// Amount is what was understood; not given: nothing.
func (m *MoneyEntry) Amount() platform.Money { return m.amount }

// Problem is what is wrong with the text; empty: nothing.
func (m *MoneyEntry) Problem() string { return m.problem }

// Words is what was understood, in words.
func (m *MoneyEntry) Words() string { return m.words.Text }

// ShowProblem says under the field what is wrong; empty: nothing.
func (m *MoneyEntry) ShowProblem(problem string) { m.entry.SetError(problem) }

// Text is the text of the field.
func (m *MoneyEntry) Text() string { return m.entry.Text() }

// SetText shows another text without calling OnChanged.
func (m *MoneyEntry) SetText(s string) {
	m.entry.SetText(s)
	m.understand()
}

// SetEnabled makes the field take text or not.
func (m *MoneyEntry) SetEnabled(on bool) { m.entry.SetEnabled(on) }

// Focus gives the field the keyboard.
func (m *MoneyEntry) Focus() { m.entry.Focus() }

// Tapped gives the field the keyboard, also left of its digits.
func (m *MoneyEntry) Tapped(*fyne.PointEvent) { m.entry.Focus() }

// CreateRenderer implements fyne.Widget.
func (m *MoneyEntry) CreateRenderer() fyne.WidgetRenderer { return moneyRenderer{m} }

type moneyRenderer struct{ money *MoneyEntry }

func (r moneyRenderer) MinSize() fyne.Size {
	m := r.money
	height := m.entry.MinSize().Height
	if m.below() {
		height += m.under.MinSize().Height
	}
	return fyne.NewSize(Px(moneyWide)+Px(60), height)
}

// below reports whether the words need the line under the field: beside it they
// would be cut, and the last digits with them.
func (m *MoneyEntry) below() bool {
	width := m.Size().Width
	return width > 0 && m.entry.Error() == "" && m.words.Whole() > width-Px(moneyWide+10)
}

func (r moneyRenderer) Layout(size fyne.Size) {
	m := r.money
	wide := Px(moneyWide)
	if m.entry.Error() != "" {
		wide = size.Width // the sentence needs the room
	}
	m.entry.Resize(fyne.NewSize(wide, m.entry.MinSize().Height))
	m.entry.boxWide = Px(moneyWide)
	m.entry.Refresh()
	m.words.Hidden, m.under.Hidden = m.below(), !m.below()
	m.under.Move(fyne.NewPos(0, m.entry.height()+Px(1)))
	m.under.Resize(fyne.NewSize(size.Width, m.under.MinSize().Height))
	m.words.Move(fyne.NewPos(Px(moneyWide+10), 0))
	m.words.Resize(fyne.NewSize(max(size.Width-Px(moneyWide+10), 0), m.entry.height()))
}

func (r moneyRenderer) Refresh() {
	r.Layout(r.money.Size())
	r.money.words.Refresh()
	r.money.under.Refresh()
}

func (r moneyRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.money.entry, r.money.words, r.money.under}
}
func (moneyRenderer) Destroy() {}
