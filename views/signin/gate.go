package signin

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

const slotGate = "signin.gate"

// Measures of the gate's card at scale 1.
const (
	gateWidth float32 = 520
	gateInner float32 = gateWidth - 2*formSides
)

// leastPassphrase is the least number of characters of a passphrase.
const leastPassphrase = 8

// Gate is the card that asks how to keep secrets when no keyring can be used.
type Gate struct {
	cfg    Config
	host   *kit.Host
	gate   app.Gate
	passed func(app.Gate)

	title          *kit.Label
	why, price     *kit.Paragraph
	phrase, repeat *field
	entry          *fyne.Container // of a passphrase
	problem        *problem
	submit, retry  *kit.Button
	over           *kit.Button
	run, demo      *kit.Button
	first, second  *kit.Bar // of buttons
	inside         *fyne.Container
	card           *fyne.Container
	object         *fyne.Container
}

// NewGate makes the card; passed is called when the stored data is open.
func NewGate(cfg Config, gate app.Gate, passed func(app.Gate)) *Gate {
	keys := kit.NewKeys(cfg.Host.Hint)
	g := &Gate{cfg: cfg, host: &kit.Host{Keys: keys, Hint: cfg.Host.Hint}, passed: passed}
	keys.Attach(cfg.Window.Canvas())
	g.makeFields()
	g.makeButtons()
	note := kit.NewParagraph(text.T("signin.session.note"), theme.ColorNamePlaceHolder, true)
	note.Width = gateInner
	g.inside = kit.Stack(
		g.title, space(8), g.why, space(14), g.entry, g.problem.object, space(14), g.first, space(10), kit.NewLine(false), space(8), note, g.second)
	card := kit.NewCard(kit.Stack(kit.Margin(mark(), formSides-12, 8), kit.Margin(g.inside, formSides, 14)))
	g.card = container.New(centred{gateWidth, 0, func() float32 { return card.MinSize().Height }}, card)
	g.object = backdrop(cfg, g.card)
	g.show(gate)
	return g
}

// Object is what stands in the window.
func (g *Gate) Object() fyne.CanvasObject { return g.object }

// Focus gives the keyboard to the first field or button.
func (g *Gate) Focus() {
	first := fyne.Focusable(g.retry)
	if !g.entry.Hidden {
		first = g.phrase.entry.Focusable()
	}
	g.cfg.Window.Canvas().Focus(first)
}

func (g *Gate) makeFields() {
	g.title = kit.NewHeading("")
	g.why = kit.NewParagraph("", theme.ColorNameForeground, false)
	g.price = kit.NewParagraph("", theme.ColorNamePlaceHolder, true)
	g.why.Width, g.price.Width = gateInner, gateInner
	hidden := func(key string) *field {
		e := kit.NewPassword(g.host, "")
		e.SetIcon(assets.Icon("st-suspended"))
		f := newField(text.T(key), e, gateInner)
		e.OnSubmitted = func(string) { g.send() }
		e.OnChanged = func(string) {
			g.problem.set("")
			f.fail("")
			g.relay()
		}
		return f
	}
	g.phrase, g.repeat = hidden("signin.passphrase"), hidden("signin.passphrase.again")
	g.entry = kit.Stack(g.phrase.object, g.repeat.object, g.price)
	g.problem = newProblem(gateInner)
}

func (g *Gate) makeButtons() {
	button := func(key string, icon fyne.Resource, run func()) *kit.Button {
		b := kit.NewButton(g.host, text.T(key), icon, run)
		b.Action.WhyNot = g.whyNot
		return b
	}
	g.submit = button("signin.passphrase.set", theme.ConfirmIcon(), g.send)
	g.submit.Level = kit.Primary
	g.retry = button("signin.gate.retry", theme.ViewRefreshIcon(), func() { g.do(g.cfg.App.Unlock) })
	g.over = button("signin.gate.over", theme.DeleteIcon(), g.askOver)
	g.run = button("signin.session.only", theme.MediaPlayIcon(), func() { g.do(g.cfg.App.ChooseThisRun) })
	g.demo = button("signin.demo", assets.Icon("demo"), g.tryDemo)
	g.run.Level, g.demo.Level = kit.Low, kit.Low
	g.first = kit.NewBar(28, []fyne.CanvasObject{g.retry, g.over}, []fyne.CanvasObject{g.submit})
	g.second = kit.NewBar(28, []fyne.CanvasObject{g.run, g.demo}, nil)
	for _, b := range []*kit.Bar{g.first, g.second} {
		b.Pad, b.Ground, b.Gap = 0, kit.ColorClear, 8
	}
}

func (g *Gate) whyNot() string {
	if g.cfg.Tasks.Running(slotGate) {
		return text.T("signin.gate.working")
	}
	return ""
}

// show shows why the gate is closed and what leads on.
func (g *Gate) show(gate app.Gate) {
	if gate.Why == nil {
		gate.Why = g.gate.Why
	}
	g.gate = gate
	words, code := "", model.Code("")
	if gate.Why != nil {
		words, code = text.Error(gate.Why.Key, gate.Why.Args), gate.Why.Code
	}
	g.why.SetText(words)
	g.title.SetText(text.T("signin.gate.title"))
	if gate.Why != nil {
		if own := "signin.gate.title." + strings.TrimPrefix(gate.Why.Key, "keyring."); text.Has(own) {
			g.title.SetText(text.T(own))
		}
	}
	lost := gate.MayStartOver && !gate.WantPassphrase
	g.entry.Hidden, g.submit.Hidden, g.over.Hidden = lost, lost, !gate.MayStartOver
	g.repeat.object.Hidden = gate.WantPassphrase
	g.retry.Hidden = gate.WantPassphrase
	g.retry.Level = kit.Plain
	if lost {
		g.retry.Level = kit.Primary
	}
	g.price.Hidden = gate.WantPassphrase
	g.price.SetText(text.T("signin.passphrase.hint"))
	if code == model.Unauthorized || code == model.Timeout {
		g.price.SetText(text.T("signin.passphrase.price"))
	}
	g.submit.Action.Title = text.T("signin.passphrase.set")
	if gate.WantPassphrase {
		g.submit.Action.Title = text.T("signin.passphrase.unlock")
	}
	g.relay()
}

func (g *Gate) relay() {
	for _, b := range []*kit.Button{g.submit, g.retry, g.over, g.run, g.demo} {
		b.Refresh()
	}
	g.inside.Refresh()
	g.first.Refresh()
	g.second.Refresh()
	g.card.Refresh()
}

// send takes the passphrase: the one that was set, or a new one.
func (g *Gate) send() {
	if g.submit.Hidden || !g.submit.Enabled() {
		return
	}
	phrase := platform.NewSecret(g.phrase.text())
	switch {
	case g.gate.WantPassphrase && g.phrase.text() == "":
		g.wrong(g.phrase, text.T("signin.passphrase.empty"))
	case g.gate.WantPassphrase:
		g.do(func(ctx context.Context) (app.Gate, error) { return g.cfg.App.EnterPassphrase(ctx, phrase) })
	case utf8.RuneCountInString(g.phrase.text()) < leastPassphrase:
		g.wrong(g.phrase, text.T("keyring.short", text.With("Least", leastPassphrase)))
	case g.repeat.text() == "":
		g.cfg.Window.Canvas().Focus(g.repeat.entry.Focusable())
	case g.repeat.text() != g.phrase.text():
		g.wrong(g.repeat, text.T("signin.passphrase.differs"))
	default:
		g.do(func(ctx context.Context) (app.Gate, error) { return g.cfg.App.ChoosePassphrase(ctx, phrase) })
	}
}

func (g *Gate) wrong(f *field, words string) {
	f.fail(words)
	g.relay()
	g.cfg.Window.Canvas().Focus(f.entry.Focusable())
}

// do goes one of the ways on.
func (g *Gate) do(how func(context.Context) (app.Gate, error)) {
	g.cfg.Tasks.Go(slotGate, func(ctx context.Context) (func(), error) {
		gate, err := how(ctx)
		return func() { g.arrived(gate) }, err
	}, g.failed)
	g.relay()
}

func (g *Gate) arrived(gate app.Gate) {
	if gate.Open {
		g.passed(gate)
		return
	}
	g.show(gate)
	g.Focus()
}

func (g *Gate) failed(err error) {
	if keyOf(err) == "keyring.wrong" {
		g.wrong(g.phrase, sentence(err))
		g.phrase.entry.SelectAll()
		return
	}
	g.problem.set(sentence(err))
	g.relay()
}

// askOver asks before everything begins anew.
func (g *Gate) askOver() {
	kit.Confirm(g.host, g.cfg.Window.Canvas(), kit.Question{
		Title: text.T("signin.gate.over.title"), Body: text.T("signin.gate.over.body"), Yes: text.T("signin.gate.over"), Danger: true,
		Run: func() { g.do(g.cfg.App.StartOver) },
	})
}

// tryDemo opens the demo platform for this run only.
func (g *Gate) tryDemo() {
	g.cfg.Tasks.Go(slotGate, func(ctx context.Context) (func(), error) {
		_, err := g.cfg.App.ChooseThisRun(ctx)
		return g.cfg.Demo, err
	}, g.failed)
	g.relay()
}
