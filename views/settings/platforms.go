package settings

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// Slots of the platforms' jobs.
const (
	slotPlatforms = "settings.platforms"
	slotPlatform  = "settings.platform"
)

// platformsHeight is how high the list of platforms is, at scale 1.
const platformsHeight = kit.GridHeaderHeight + 5*kit.GridRowHeight

// platforms is the pane with the platforms on this computer: a list, and below
// it what can be set of the chosen one.
type platforms struct {
	cfg   Config
	host  *kit.Host
	close func() // the settings

	list    []model.Profile
	grid    *kit.Grid
	problem *kit.ErrorLine
	form    *platformForm
	object  *fyne.Container
}

func newPlatforms(cfg Config, host *kit.Host, closeIt func()) *platforms {
	p := &platforms{cfg: cfg, host: host, close: closeIt, problem: kit.NewErrorLine(host)}
	p.grid = kit.NewGrid(host,
		kit.Column{ID: "name", Title: text.T("settings.platform.column"), Width: 240, Flex: true, Fixed: true},
		kit.Column{ID: "kind", Title: text.T("settings.platform.kind"), Width: 60, Fixed: true},
		kit.Column{ID: "here", Title: text.T("settings.platform.here"), Width: 130, Align: fyne.TextAlignTrailing, Fixed: true},
		kit.Column{ID: "used", Title: text.T("settings.platform.used"), Width: 110, Fixed: true},
	)
	p.grid.Length = func() int { return len(p.list) }
	p.grid.Fill = p.fill
	p.grid.OnCurrent = func(int) { p.show() }
	p.grid.OnEscape = closeIt
	room := kit.NewGround(kit.ColorClear, nil)
	room.Least = fyne.NewSize(0, platformsHeight)
	p.form = newPlatformForm(p)
	p.object = kit.Stack(container.NewStack(room, p.grid), p.problem, p.form.object)
	return p
}

// load reads the platforms anew; the one named is chosen, else the first.
func (p *platforms) load(id string) {
	p.cfg.Tasks.Go(slotPlatforms, func(ctx context.Context) (func(), error) {
		list, err := p.cfg.App.Profiles(ctx)
		return func() { p.loaded(list, id) }, err
	}, p.fail)
}

func (p *platforms) loaded(list []model.Profile, id string) {
	p.list = list
	at := slices.IndexFunc(list, func(m model.Profile) bool { return m.ID == id })
	if at < 0 && len(list) > 0 {
		at = 0
	}
	p.grid.SetMessage(nil)
	if len(list) == 0 {
		p.grid.SetMessage(&kit.GridMessage{Text: text.T("settings.platforms.none")})
	}
	p.grid.Refresh()
	p.grid.RefreshRows(0, len(list))
	p.grid.SetCurrent(at)
	p.show()
}

// chosen is the platform of the current row.
func (p *platforms) chosen() (model.Profile, bool) {
	at := p.grid.Current()
	if at < 0 || at >= len(p.list) {
		return model.Profile{}, false
	}
	return p.list[at], true
}

func (p *platforms) fill(i int, _ []kit.Column, row *kit.Row) bool {
	m := p.list[i]
	used := text.T("settings.platform.never")
	if !m.LastUsed.IsZero() {
		used = text.Date(m.LastUsed, nil)
	}
	here := text.T("settings.platform.nothing")
	switch {
	case m.ID == p.cfg.Open: // they are counted when it is closed
		here = text.T("settings.platform.isopen")
	case m.Customers > 0:
		here = text.T("settings.platform.customers", text.N(m.Customers))
	}
	row.Key = uint64(i)
	row.Cells[0] = kit.Cell{Text: text.Visible(m.Name), Bold: m.ID == p.cfg.Open}
	row.Cells[1] = kit.Cell{Text: string(m.Kind)}
	row.Cells[2] = kit.Cell{Text: here}
	row.Cells[3] = kit.Cell{Text: used, Mono: true}
	return true
}

// show shows what is set of the chosen platform.
func (p *platforms) show() {
	m, ok := p.chosen()
	p.form.object.Hidden = !ok
	if ok {
		p.form.show(m)
	}
	p.object.Refresh()
}

// change stores a change of the chosen platform.
func (p *platforms) change(id string, change func(*model.Profile)) {
	p.fail(nil)
	p.cfg.Tasks.Go(slotPlatform, func(ctx context.Context) (func(), error) {
		_, err := p.cfg.App.ChangeProfile(ctx, id, change)
		return func() { p.changed(id) }, err
	}, func(err error) {
		p.load(id)
		p.fail(err)
	})
}

func (p *platforms) changed(id string) {
	p.load(id)
	p.cfg.PlatformsChanged()
}

// askRemove says what goes before a platform is removed from this computer.
func (p *platforms) askRemove() {
	m, ok := p.chosen()
	if !ok {
		return
	}
	kit.Confirm(p.host, p.cfg.Window.Canvas(), kit.Question{
		Title: text.T("settings.platform.remove.title", text.With("Name", text.Visible(m.Name))),
		Body:  text.T("settings.platform.remove.body", text.N(m.Customers)),
		Yes:   text.T("settings.platform.remove.yes"), Danger: true, Run: func() { p.remove(m.ID) },
	})
}

func (p *platforms) remove(id string) {
	p.fail(nil)
	p.cfg.Tasks.Go(slotPlatform, func(ctx context.Context) (func(), error) {
		err := p.cfg.App.RemoveProfile(ctx, id)
		return func() { p.changed("") }, err
	}, p.fail)
}

// askForget asks before the fingerprint of a trusted certificate is forgotten.
func (p *platforms) askForget() {
	m, ok := p.chosen()
	if !ok {
		return
	}
	kit.Confirm(p.host, p.cfg.Window.Canvas(), kit.Question{
		Title: text.T("settings.platform.forget.title", text.With("Name", text.Visible(m.Name))),
		Body:  text.T("settings.platform.forget.body"),
		Yes:   text.T("settings.platform.forget.yes"), Danger: true,
		Run: func() { p.change(m.ID, func(m *model.Profile) { m.PinFingerprint = "" }) },
	})
}

// fail says under the list what failed; nil takes it away.
func (p *platforms) fail(err error) {
	words := ""
	if err != nil {
		known := p.cfg.App.Explain(err)
		words = text.Error(known.Key, known.Args)
	}
	p.problem.Set(words)
	p.object.Refresh()
}

// facts are what is known of a platform and set elsewhere, in words.
func facts(m model.Profile) string {
	parts := []string{text.Visible(m.URL)}
	if m.Operator.Login != "" {
		parts = append(parts, text.T("settings.platform.role",
			text.With("Login", text.Visible(m.Operator.Login)), text.With("Role", text.Visible(string(m.Operator.Role)))))
	}
	switch m.Proxy {
	case model.ProxyExplicit:
		parts = append(parts, text.T("settings.platform.proxy", text.With("URL", text.Visible(m.ProxyURL))))
	case model.ProxyNone:
		parts = append(parts, text.T("settings.platform.proxy.none"))
	}
	if m.CABundle != "" {
		parts = append(parts, text.T("settings.platform.ca"))
	}
	if m.ClientCert != "" {
		parts = append(parts, text.T("settings.platform.clientcert"))
	}
	if pin := m.PinFingerprint; pin != "" {
		parts = append(parts, text.T("settings.platform.pin", text.With("End", pin[max(len(pin)-8, 0):])))
	}
	return strings.Join(parts, "  ·  ")
}

// platformForm is what can be set of one platform.
type platformForm struct {
	pane           *platforms
	id, was        string // of the platform shown, and its stored name
	name           *kit.Entry
	kind           *kit.Select
	readOnly, stay *kit.Check
	facts          *kit.Paragraph
	forget         *kit.Button
	real           *fyne.Container // all that the demo platform does not have
	object         *fyne.Container
	buttons        *kit.Bar
	remove, others *kit.Button
}

func newPlatformForm(p *platforms) *platformForm {
	f := &platformForm{pane: p}
	f.name = kit.NewEntry(p.host, text.T("settings.platform.name"))
	f.name.OnSubmitted = func(string) { f.rename() }
	f.name.OnLeft = f.rename
	f.kind = kit.NewSelect(p.host, []kit.Option{
		{Key: string(model.Live), Title: text.T("signin.kind.live")}, {Key: string(model.Test), Title: text.T("signin.kind.test")},
	}, func(key string) { p.change(f.id, func(m *model.Profile) { m.Kind = model.Kind(key) }) })
	f.readOnly = f.check("settings.platform.readonly", func(m *model.Profile, on bool) { m.ReadOnly = on })
	f.readOnly.WhyNot = f.whyReadOnlySet
	f.stay = f.check("settings.platform.stay", func(m *model.Profile, on bool) { m.StaySignedIn = on })
	f.facts = kit.NewParagraph("", theme.ColorNamePlaceHolder, false)
	f.facts.Width = width - 28
	f.forget = kit.NewLowButton(p.host, text.T("settings.platform.forget"), theme.CancelIcon(), p.askForget)
	f.forget.Action.WhyNot = f.whyNot
	f.others = kit.NewLowButton(p.host, text.T("settings.platform.connect"), theme.SettingsIcon(), func() {
		p.close()
		p.cfg.SignInTo(f.id)
	})
	f.remove = kit.NewLowButton(p.host, text.T("settings.platform.remove"), theme.DeleteIcon(), p.askRemove)
	f.remove.Action.WhyNot = func() string {
		if f.id == p.cfg.Open {
			return text.T("settings.platform.open.remove")
		}
		return ""
	}
	f.real = kit.Stack(row("settings.platform.name", f.name), row("settings.platform.kind", f.kind),
		locked(f.managedReadOnly(), kit.Margin(f.readOnly, 0, 4)), kit.Margin(f.stay, 0, 4))
	f.buttons = kit.NewBar(40, []fyne.CanvasObject{f.others, f.forget}, []fyne.CanvasObject{f.remove})
	f.buttons.Pad = 0
	f.object = kit.Stack(f.real, kit.Margin(f.facts, 3, 6), f.buttons)
	return f
}

// check is a setting of the platform that is on or off.
func (f *platformForm) check(key string, set func(m *model.Profile, on bool)) *kit.Check {
	c := kit.NewCheck(f.pane.host, text.T(key), func(on bool) {
		f.pane.change(f.id, func(m *model.Profile) { set(m, on) })
	})
	c.WhyNot = f.whyNot
	return c
}

// whyNot is why what is decided at opening cannot be changed now.
func (f *platformForm) whyNot() string {
	if f.id == f.pane.cfg.Open {
		return text.T("settings.platform.open")
	}
	return ""
}

// whyReadOnlySet is why the person does not decide whether a platform is read-only.
func (f *platformForm) whyReadOnlySet() string {
	if f.managedReadOnly() {
		return text.T("policy.set")
	}
	return f.whyNot()
}

func (f *platformForm) managedReadOnly() bool {
	return f.pane.cfg.App.Policy().ReadOnly
}

func (f *platformForm) show(m model.Profile) {
	demo := m.Kind == model.Demo
	if f.id != m.ID || !f.name.Focused() {
		f.name.SetText(m.Name)
	}
	f.name.SetError("")
	f.id, f.was = m.ID, m.Name
	f.kind.Set(string(m.Kind))
	f.readOnly.Set(m.ReadOnly || f.managedReadOnly())
	f.stay.Set(m.StaySignedIn)
	f.facts.SetText(facts(m))
	if demo {
		f.facts.SetText(text.T("settings.platform.demo"))
	}
	f.real.Hidden, f.others.Hidden, f.forget.Hidden = demo, demo, demo || m.PinFingerprint == ""
	for _, b := range []*kit.Button{f.others, f.forget, f.remove} {
		b.Refresh()
	}
	f.buttons.Refresh()
	f.object.Refresh()
}

// rename stores another name; an empty one is refused.
func (f *platformForm) rename() {
	name := strings.TrimSpace(f.name.Text())
	switch {
	case name == f.was:
	case name == "":
		f.name.SetError(text.T("settings.platform.name.empty"))
		f.name.SetText(f.was)
		f.object.Refresh()
	default:
		f.was = name
		f.pane.change(f.id, func(m *model.Profile) { m.Name = name })
	}
}
