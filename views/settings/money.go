package settings

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// slotLimits is the reading and storing of limits.
const slotLimits = "settings.limits"

// money is the pane with what bounds money on the platform that is open.
type money struct {
	cfg      Config
	limits   model.Limits
	currency string
	fields   [3]*kit.Entry // operation, run, day
	choice   *kit.Select   // of the currency of the limits
	wait     *kit.Select   // how long a change may wait in the queue
	said     *kit.Paragraph
	object   *fyne.Container
}

// limitNames are the fields in their order.
var limitNames = [3]string{"settings.money.operation", "settings.money.batch", "settings.money.day"}

func newMoney(cfg Config, host *kit.Host) *money {
	m := &money{cfg: cfg, said: kit.NewParagraph("", theme.ColorNameError, false)}
	if cfg.Cluster == nil {
		m.object = kit.Stack(kit.NewParagraph(text.T("settings.money.none"), theme.ColorNamePlaceHolder, false))
		return m
	}
	m.choice = kit.NewSelect(host, nil, m.chooseCurrency)
	m.choice.Hint = text.T("settings.money.currency.hint")
	rows := []fyne.CanvasObject{row("settings.money.currency", m.choice)}
	for i, key := range limitNames {
		e := kit.NewEntry(host, text.T("settings.money.nolimit"))
		e.Hint = text.T(key + ".hint")
		e.OnSubmitted = func(string) { m.store() }
		e.OnLeft = m.store
		m.fields[i] = e
		rows = append(rows, row(key, e))
		if most := limitsIn(cfg.App.Policy().Limits)[i]; most.Given() {
			rows = append(rows, managedNote(true, text.T("policy.atmost", text.With("Amount", text.MoneyCopy(most)+" "+most.Currency()))))
		}
	}
	note := func(key string) fyne.CanvasObject {
		return kit.Margin(kit.NewParagraph(text.T(key), theme.ColorNamePlaceHolder, false), 3, 5)
	}
	m.wait = kit.NewSelect(host, nil, m.storeWait)
	m.wait.Hint = text.T("settings.queuewait.hint")
	rows = append(rows, kit.Margin(m.said, 3, 2), row("settings.queuewait", m.wait), note("settings.money.client"), note("settings.money.reason"), note("settings.money.waiting"))
	m.object = kit.Stack(rows...)
	m.load()
	return m
}

// load reads the limits, and the currency that most customers have.
func (m *money) load() {
	c := m.cfg.Cluster
	m.cfg.Tasks.Go(slotLimits, func(ctx context.Context) (func(), error) {
		limits, err := c.OwnLimits(ctx)
		if err != nil {
			return nil, err
		}
		sums, err := c.Sums(ctx, nil)
		if err != nil {
			return nil, err
		}
		var currencies []string
		for _, sum := range sums {
			currencies = append(currencies, sum.Balance.Currency())
		}
		wait, err := c.QueueWait(ctx)
		return func() {
			m.show(limits, currencies)
			m.showWait(wait)
		}, err
	}, m.failed)
}

// show fills the fields. The limits stand in one currency: theirs, else that of most
// customers.
func (m *money) show(limits model.Limits, currencies []string) {
	m.limits, m.currency = limits, ""
	if len(currencies) > 0 {
		m.currency = currencies[0]
	}
	for i, limit := range limitsIn(limits) {
		m.fields[i].SetText("")
		if limit.Given() {
			m.fields[i].SetText(text.MoneyCopy(limit))
			m.currency = limit.Currency()
		}
	}
	if m.currency != "" && !slices.Contains(currencies, m.currency) {
		currencies = append(currencies, m.currency)
	}
	options := make([]kit.Option, len(currencies))
	for i, c := range currencies {
		options[i] = kit.Option{Key: c, Title: text.Visible(c)}
	}
	m.choice.SetOptions(options)
	m.choice.Set(m.currency)
}

// chooseCurrency makes the limits of another currency; what is typed stays.
func (m *money) chooseCurrency(currency string) {
	m.currency = currency
	m.store()
}

// store takes what stands in the fields; it holds at once.
func (m *money) store() {
	var amounts [3]platform.Money
	for i, e := range m.fields {
		e.SetError("")
		typed := strings.TrimSpace(e.Text())
		if typed == "" {
			continue
		}
		amount, err := model.ParseAmount(typed, m.currency)
		if err != nil {
			m.say(amountProblem(err, typed))
			return
		}
		amounts[i] = amount
	}
	m.say("")
	limits := model.Limits{Operation: amounts[0], Batch: amounts[1], Day: amounts[2]}
	if same(limits, m.limits) {
		return
	}
	m.cfg.Tasks.Go(slotLimits, func(ctx context.Context) (func(), error) {
		return func() { m.limits = limits }, m.cfg.Cluster.PutLimits(ctx, limits)
	}, m.failed)
}

// limitsIn are limits in the order of the fields.
func limitsIn(l model.Limits) [3]platform.Money {
	return [3]platform.Money{l.Operation, l.Batch, l.Day}
}

func same(a, b model.Limits) bool {
	return a.Operation.Equal(b.Operation) && a.Batch.Equal(b.Batch) && a.Day.Equal(b.Day)
}

func amountProblem(err error, typed string) string {
	if errors.Is(err, model.ErrAmountAmbiguous) {
		return text.T("settings.money.ambiguous", text.With("Text", typed))
	}
	return text.T("settings.money.wrong")
}

func (m *money) failed(err error) {
	known := m.cfg.App.Explain(err)
	m.say(text.Error(known.Key, known.Args))
}

func (m *money) say(sentence string) {
	m.said.SetText(sentence)
	m.object.Refresh()
}
