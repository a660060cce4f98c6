package signin

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// Page is the sign-in page: the platforms on this computer at the left, the
// form at the right.
type Page struct {
	cfg  Config
	host *kit.Host // its own keys: those of a platform that was open are not wanted here
	flow *flow

	platforms []platformEntry
	profile   model.Profile     // the chosen one as it is stored; zero: a new one
	pins      map[string]string // accepted certificates by address
	keeping   string            // how secrets are kept, see app.Keeping
	onceGone  func()            // what to do again once a certificate is trusted

	list      *list
	none      *fyne.Container
	add       *kit.Button
	title     *kit.Label
	url       *field
	name      *field
	kind      *kit.Select
	fresh     *fyne.Container // name and kind of a new platform
	card      *fyne.Container
	untrusted *certificateCard
	creds     *credentials
	code      *codeStep
	stay      *kit.Check
	readOnly  *kit.Check
	advanced  *advanced
	rest      *fyne.Container // all but URL and certificate
	real      *fyne.Container // all that the demo platform does not need
	invented  *kit.Paragraph
	problem   *problem
	form      *fyne.Container
	scroll    *container.Scroll
	foot      *kit.Bar
	object    *fyne.Container

	demo, offline, cancel, submit *kit.Button
}

// New makes the page; Start fills it.
func New(cfg Config) *Page {
	keys := kit.NewKeys(cfg.Host.Hint)
	p := &Page{cfg: cfg, host: &kit.Host{Keys: keys, Hint: cfg.Host.Hint}, pins: map[string]string{}, keeping: "keyring"}
	keys.Bind(kit.Key{Name: fyne.KeyEscape}, &kit.Action{Run: p.giveUp})
	p.flow = &flow{cfg: cfg, changed: p.showState, asked: p.askCode, failed: p.failed, opened: p.opened}
	p.makeLeft()
	p.makeForm()
	p.makeButtons()
	p.lay()
	p.fill(model.Profile{})
	return p
}

// Object is what stands in the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Start reads the platforms on this computer, chooses one (the one used last
// if profileID is empty) and focuses the first empty field.
func (p *Page) Start(profileID string) {
	p.host.Keys.Attach(p.cfg.Window.Canvas())
	p.load(profileID)
}

func (p *Page) makeLeft() {
	p.list = newList(p.host)
	p.list.onChosen, p.list.onOpen, p.list.onRemove = p.chosen, p.openPlatform, p.askRemove
	none := kit.NewParagraph(text.T("signin.platforms.none"), theme.ColorNamePlaceHolder, false)
	none.Width = leftWidth - 24
	p.none = kit.Margin(none, 12, 10)
	p.none.Hide()
	p.add = kit.NewLowButton(p.host, text.T("signin.add"), theme.ContentAddIcon(), p.addPlatform)
}

func (p *Page) makeForm() {
	p.title = kit.NewHeading("")
	p.title.Cut = true
	address := kit.NewEntry(p.host, text.T("signin.url.placeholder"))
	address.SetIcon(theme.ComputerIcon())
	address.OnChanged = p.addressEdited
	address.OnSubmitted = func(string) { p.submitForm() }
	p.url = newField(text.T("signin.url"), address, formWidth)
	p.makeFresh()
	p.untrusted = newCertificateCard(p.host, formWidth)
	p.untrusted.changed, p.untrusted.trusted = p.relay, p.trusted
	p.creds = newCredentials(p.host, formWidth, p.submitForm, p.relay, p.edited)
	p.code = newCodeStep(p.host, p.cfg.Tasks, p.cfg.App.Now, formWidth)
	p.code.send, p.code.changed = p.flow.code, p.relay
	p.stay = kit.NewCheck(p.host, "", nil)
	p.stay.WhyNot = p.whyNotStay
	p.readOnly = kit.NewCheck(p.host, text.T("signin.readonly"), nil)
	p.readOnly.WhyNot = p.whyNotStay
	p.advanced = newAdvanced(p.host, formWidth, p.relay, p.reconnect)
	p.invented = kit.NewParagraph("", "", false)
	p.invented.Width = formWidth
	p.problem = newProblem(formWidth)
	p.rest = kit.Stack(p.creds.object, p.code.object, p.stay, p.readOnly, p.advanced.object)
	p.real = kit.Stack(p.url.object, p.fresh, p.untrusted.object, p.rest)
	head := kit.NewBar(24, []fyne.CanvasObject{p.title}, nil)
	head.Pad, head.Ground = 0, kit.ColorClear
	p.form = kit.Stack(head, space(5), p.real, p.invented, p.problem.object)
}

// makeFresh makes the fields that only a new platform has.
func (p *Page) makeFresh() {
	name := kit.NewEntry(p.host, text.T("signin.name.placeholder"))
	name.OnSubmitted = func(string) { p.submitForm() }
	p.name = newField(text.T("signin.name"), name, formWidth)
	p.kind = kit.NewSelect(p.host, []kit.Option{
		{Key: string(model.Live), Title: text.T("signin.kind.live")}, {Key: string(model.Test), Title: text.T("signin.kind.test")},
	}, func(kind string) { p.readOnly.Set(model.Kind(kind) == model.Live) })
	label := kit.NewBar(labelSize, []fyne.CanvasObject{kit.NewLabel(text.T("signin.kind"))}, nil)
	label.Pad, label.Ground = 0, kit.ColorClear
	p.fresh = container.New(halves{}, p.name.object, kit.Stack(label, p.kind))
}

func (p *Page) makeButtons() {
	p.demo = kit.NewButton(p.host, text.T("signin.demo"), assets.Icon("demo"), p.tryDemo)
	p.offline = kit.NewLowButton(p.host, text.T("signin.offline"), assets.Icon("offline"), p.workOffline)
	p.cancel = kit.NewButton(p.host, text.T("signin.cancel"), theme.CancelIcon(), p.giveUp)
	p.submit = kit.NewPrimaryButton(p.host, text.T("signin.submit"), theme.LoginIcon(), p.submitForm)
	p.submit.Action.WhyNot = func() string {
		if p.flow.busy() {
			return text.T("signin.submitting")
		}
		return ""
	}
}

// fill shows what is stored of a platform; the zero profile is a new one.
func (p *Page) fill(profile model.Profile) {
	p.flow.cancel()
	p.flow.forget()
	p.code.hide()
	p.cfg.Tasks.Cancel(slotProbe)
	fresh := profile.ID == ""
	p.profile = profile
	if profile.PinFingerprint != "" {
		p.pins[profile.URL] = profile.PinFingerprint
	}
	p.url.entry.SetText(profile.URL)
	p.url.say("", false)
	p.url.fail("")
	p.name.entry.SetText(profile.Name)
	p.kind.Set(string(model.Live))
	p.creds.set(profile.Auth, profile.Login)
	p.advanced.set(profile)
	p.stay.Set(p.keeping != "thisrun" && (fresh || profile.StaySignedIn))
	p.readOnly.Set(p.keeping == "thisrun" || fresh || profile.ReadOnly)
	p.untrusted.hide()
	p.rest.Show()
	p.problem.set("")
	p.showProfile()
}

// showProfile shows which platform the form is about, and which parts it needs.
func (p *Page) showProfile() {
	demo, fresh := p.profile.Kind == model.Demo, p.profile.ID == ""
	name := text.Visible(p.profile.Name)
	p.title.SetText(text.T("signin.title", text.With("Name", p.profile.Name)))
	switch {
	case fresh:
		p.title.SetText(text.T("signin.title.new"))
	case demo:
		p.title.SetText(name)
	}
	p.fresh.Hidden, p.real.Hidden, p.invented.Hidden = !fresh, demo, !demo
	p.invented.SetText(text.T("signin.demo.about", text.N(p.profile.Customers)))
	p.stay.Title = text.T("signin.stay." + p.keeping)
	p.stay.Refresh()
	p.readOnly.Refresh()
	p.showState()
}

// showState shows what can be done now: while a step runs, only giving up.
func (p *Page) showState() {
	busy, demo := p.flow.busy(), p.profile.Kind == model.Demo
	p.cancel.Hidden, p.demo.Hidden = !busy, busy || demo
	p.offline.Hidden = busy || !p.isStored()
	p.submit.Action.Icon, p.submit.Action.Title = theme.LoginIcon(), submitTitle(p.flow)
	switch {
	case busy:
		p.submit.Action.Icon = assets.Icon("pending")
	case demo:
		p.submit.Action.Icon, p.submit.Action.Title = assets.Icon("demo"), text.T("signin.demo")
	}
	p.submit.Refresh()
	p.foot.Refresh()
	p.relay()
}

// isStored reports whether customers of the chosen platform are on this computer.
func (p *Page) isStored() bool {
	i := p.index()
	return i >= 0 && p.platforms[i].stored
}

func (p *Page) whyNotStay() string {
	if p.keeping == "thisrun" {
		return text.T("signin.stay.not")
	}
	return ""
}

// focus gives the keyboard to the first empty field.
func (p *Page) focus() {
	first := fyne.Focusable(p.submit)
	switch {
	case p.profile.Kind == model.Demo:
	case p.untrusted.shown():
		first = p.untrusted.typed.entry.Focusable()
	case p.url.text() == "":
		first = p.url.entry.Focusable()
	case p.code.shown():
		first = p.code.entry.Focusable()
	default:
		first = p.creds.empty().entry.Focusable()
	}
	p.cfg.Window.Canvas().Focus(first)
}

// opened leaves the page for an open platform.
func (p *Page) opened(c *app.Cluster) {
	p.leave()
	p.cfg.Opened(c)
}

// leave ends what still waits or ticks here.
func (p *Page) leave() {
	p.flow.cancel()
	p.code.hide()
	p.cfg.Tasks.Cancel(slotProbe)
	p.cfg.Tasks.Cancel(slotKept)
}

// halves puts two objects side by side, each in half of the width.
type halves struct{}

// MinSize implements fyne.Layout.
func (halves) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().Max(objects[1].MinSize())
}

// Layout implements fyne.Layout.
func (halves) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	half := fyne.NewSize((size.Width-kit.Px(12))/2, size.Height)
	for i, o := range objects {
		o.Resize(half)
		o.Move(fyne.NewPos(float32(i)*(half.Width+kit.Px(12)), 0))
	}
}
