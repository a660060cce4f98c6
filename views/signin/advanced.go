package signin

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// Measures at scale 1.
const (
	advancedName float32 = 140
)

// Path styles, as a profile names them.
const (
	pathPlain  = "1.0"
	pathModule = "module"
)

// advanced is the fold with what only some networks and platforms need.
type advanced struct {
	fold               *kit.Button
	path, proxy        *kit.Select
	url, user          *kit.Entry
	password           *kit.Entry
	explicit           *fyne.Container
	bundle, cert, key  *pemField
	inside             *fyne.Container
	object             *fyne.Container
	stored             app.ProfileSecrets
	changed, reconnect func() // the layout; how the platform is reached
}

// newAdvanced makes the closed fold. changed is called when it needs another
// height, reconnect when the platform is reached in another way.
func newAdvanced(host *kit.Host, width float32, changed, reconnect func()) *advanced {
	a := &advanced{changed: changed, reconnect: reconnect}
	a.fold = kit.NewLowButton(host, text.T("signin.advanced"), theme.MenuExpandIcon(), a.turn)
	a.fold.Small = true
	a.path = kit.NewSelect(host, []kit.Option{
		{Key: pathPlain, Title: text.T("signin.path.plain")}, {Key: pathModule, Title: text.T("signin.path.module")},
	}, func(string) { reconnect() })
	a.proxy = kit.NewSelect(host, []kit.Option{
		{Key: string(model.ProxySystem), Title: text.T("signin.proxy.system")},
		{Key: string(model.ProxyNone), Title: text.T("signin.proxy.none")},
		{Key: string(model.ProxyExplicit), Title: text.T("signin.proxy.explicit")},
	}, func(mode string) {
		a.explicit.Hidden = mode != string(model.ProxyExplicit)
		changed()
		reconnect()
	})
	a.path.Small, a.proxy.Small = true, true
	entry := func(e *kit.Entry) *kit.Entry {
		e.OnChanged = func(string) { reconnect() }
		return e
	}
	a.url = entry(kit.NewEntry(host, text.T("signin.proxy.url.placeholder")))
	a.user = entry(kit.NewEntry(host, ""))
	a.password = entry(kit.NewPassword(host, ""))
	a.explicit = kit.Stack(
		advancedLine("signin.proxy.url", a.url), advancedLine("signin.proxy.user", a.user), advancedLine("signin.proxy.password", a.password))
	pasted := func() {
		changed()
		reconnect()
	}
	a.bundle = newPEMField(host, text.T("signin.ca"), false, width, pasted)
	a.cert = newPEMField(host, text.T("signin.clientcert"), false, width, pasted)
	a.key = newPEMField(host, text.T("signin.clientkey"), true, width, pasted)
	a.inside = kit.Stack(advancedLine("signin.path", a.path), advancedLine("signin.proxy", a.proxy), a.explicit,
		a.bundle.object, a.cert.object, a.key.object)
	a.inside.Hide()
	head := kit.NewBar(26, []fyne.CanvasObject{a.fold}, nil)
	head.Pad = 0
	a.object = kit.Stack(head, a.inside)
	return a
}

// advancedLine is a named control.
func advancedLine(key string, control fyne.CanvasObject) fyne.CanvasObject {
	name := kit.NewBar(control.MinSize().Height/kit.Px(1), []fyne.CanvasObject{kit.NewLabel(text.T(key))}, nil)
	name.Pad = 0
	return kit.Stack(container.New(besideLayout{}, kit.Wide(advancedName-10, name), control), space(4))
}

// turn opens or closes the fold.
func (a *advanced) turn() {
	a.open(a.inside.Hidden)
	a.changed()
}

func (a *advanced) open(on bool) {
	a.inside.Hidden = !on
	a.fold.Action.Icon = theme.MenuExpandIcon()
	if on {
		a.fold.Action.Icon = theme.MenuDropDownIcon()
	}
	a.fold.Refresh()
}

// set fills in what is stored of a platform; the fold is open if there is
// anything unusual.
func (a *advanced) set(p model.Profile) {
	path := p.PathStyle
	if path != pathModule {
		path = pathPlain
	}
	a.path.Set(path)
	a.proxy.Set(string(p.Proxy))
	a.url.SetText(p.ProxyURL)
	a.user.SetText(p.ProxyUser)
	a.password.SetText("")
	a.bundle.set(p.CABundle)
	a.cert.set(p.ClientCert)
	a.setStored(app.ProfileSecrets{})
	a.explicit.Hidden = p.Proxy != model.ProxyExplicit
	a.open(path == pathModule || p.Proxy != model.ProxySystem || p.CABundle != "" || p.ClientCert != "")
}

// setStored takes the secrets that the vault has of the platform.
func (a *advanced) setStored(s app.ProfileSecrets) {
	a.stored = s
	words := ""
	if !s.ProxyPassword.IsEmpty() {
		words = text.T("signin.proxy.password.stored")
	}
	a.password.SetPlaceHolder(words)
	a.key.set(s.ClientKey.Reveal())
}

// apply writes what is set here into a profile.
func (a *advanced) apply(p *model.Profile) {
	p.PathStyle, p.Proxy = a.path.Selected(), model.ProxyMode(a.proxy.Selected())
	p.ProxyURL, p.ProxyUser = "", ""
	if p.Proxy == model.ProxyExplicit {
		p.ProxyURL, p.ProxyUser = a.url.Text(), a.user.Text()
	}
	p.CABundle, p.ClientCert = a.bundle.content, a.cert.content
}

// secrets are the secrets of the connection.
func (a *advanced) secrets() app.ProfileSecrets {
	s := app.ProfileSecrets{ClientKey: platform.NewSecret(a.key.content)}
	if a.proxy.Selected() != string(model.ProxyExplicit) {
		return s
	}
	s.ProxyPassword = a.stored.ProxyPassword
	if typed := a.password.Text(); typed != "" {
		s.ProxyPassword = platform.NewSecret(typed)
	}
	return s
}
