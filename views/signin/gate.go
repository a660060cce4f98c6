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
	byHand bool        // a passphrase is wanted although the keyring may come back
	asleep bool        // the keyring has the keys, only not now
	began  *kit.Button // what is being done began with it; nil: one that does not say so

	title          *kit.Label
	why, price     *kit.Paragraph
	phrase, repeat *field
	entry          *fyne.Container // of a passphrase
	problem        *problem
	submit, retry  *kit.Button
	over, instead  *kit.Button
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
	g.retry = button("signin.gate.retry", theme.ViewRefreshIcon(), func() { g.do(g.retry, g.cfg.App.Unlock) })
	g.over = button("signin.gate.over", theme.DeleteIcon(), g.askOver)
	g.instead = button("signin.gate.instead", assets.Icon("st-suspended"), func() {
		g.byHand = true
		g.show(g.gate)
		g.Focus()
	})
	g.run = button("signin.session.only", theme.MediaPlayIcon(), func() { g.do(nil, g.cfg.App.ChooseThisRun) })
	g.demo = button("signin.demo", assets.Icon("demo"), g.tryDemo)
	g.run.Level, g.demo.Level, g.instead.Level = kit.Low, kit.Low, kit.Low
	g.first = kit.NewBar(28, []fyne.CanvasObject{g.retry, g.over, g.instead}, []fyne.CanvasObject{g.submit})
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
	g.asleep = !gate.WantPassphrase && (code == model.Timeout || code == model.Unauthorized)
	waits := g.asleep && !g.byHand
	g.entry.Hidden, g.submit.Hidden, g.over.Hidden = lost || waits, lost || waits, !gate.MayStartOver
	g.instead.Hidden = !waits
	g.repeat.object.Hidden = gate.WantPassphrase
	g.retry.Hidden = gate.WantPassphrase
	g.retry.Level = kit.Plain
	if lost || waits {
		g.retry.Level = kit.Primary
	}
	g.price.Hidden = gate.WantPassphrase
	g.price.SetText(text.T("signin.passphrase.hint"))
	g.price.SetColor(theme.ColorNamePlaceHolder)
	if g.asleep {
		g.price.SetText(text.T("signin.passphrase.price"))
		g.price.SetColor(theme.ColorNameWarning)
	}
	g.relay()
}

// relay shows anew what can be done now: while something is being done, the
// button that began it says so and the rest waits.
func (g *Gate) relay() {
	busy := g.cfg.Tasks.Running(slotGate)
	g.submit.Action.Title, g.retry.Action.Title = text.T("signin.passphrase.set"), text.T("signin.gate.retry")
	if g.gate.WantPassphrase {
		g.submit.Action.Title = text.T("signin.passphrase.unlock")
	}
	if g.asleep {
		g.retry.Action.Title = text.T("signin.gate.retry.keyring")
	}
	if busy && g.began != nil {
		g.began.Action.Title = text.T("signin.gate.checking")
	}
	for _, f := range []*field{g.phrase, g.repeat} {
		f.entry.SetEnabled(!busy)
	}
	for _, b := range []*kit.Button{g.submit, g.retry, g.over, g.instead, g.run, g.demo} {
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
		g.do(g.submit, func(ctx context.Context) (app.Gate, error) { return g.cfg.App.EnterPassphrase(ctx, phrase) })
	case utf8.RuneCountInString(g.phrase.text()) < leastPassphrase:
		g.wrong(g.phrase, text.T("keyring.short", text.With("Least", leastPassphrase)))
	case g.repeat.text() == "":
		g.cfg.Window.Canvas().Focus(g.repeat.entry.Focusable())
	case g.repeat.text() != g.phrase.text():
		g.wrong(g.repeat, text.T("signin.passphrase.differs"))
	default:
		g.do(g.submit, func(ctx context.Context) (app.Gate, error) { return g.cfg.App.ChoosePassphrase(ctx, phrase) })
	}
}

func (g *Gate) wrong(f *field, words string) {
	f.fail(words)
	g.relay()
	g.cfg.Window.Canvas().Focus(f.entry.Focusable())
}

// do goes one of the ways on; the button that it began with says so as long as
// it lasts. Making a key of a passphrase takes a while on purpose.
func (g *Gate) do(began *kit.Button, how func(context.Context) (app.Gate, error)) {
	g.began = began
	g.cfg.Tasks.Go(slotGate, func(ctx context.Context) (func(), error) {
		gate, err := how(ctx)
		return func() { g.arrived(gate) }, err
	}, g.failed)
	g.relay()
}

func (g *Gate) arrived(gate app.Gate) {
	if gate.Open {
		g.relay()
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
		Run: func() { g.do(nil, g.cfg.App.StartOver) },
	})
}

// tryDemo opens the demo platform for this run only.
func (g *Gate) tryDemo() {
	g.began = nil
	g.cfg.Tasks.Go(slotGate, func(ctx context.Context) (func(), error) {
		_, err := g.cfg.App.ChooseThisRun(ctx)
		return g.cfg.Demo, err
	}, g.failed)
	g.relay()
}
