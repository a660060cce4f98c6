package users

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/forms"
	"steward/views/kit"
	"steward/views/screen"
)

// settingVisit is where it is kept whether a customer's dashboard opens in a window
// of its own.
const settingVisit = "users.visit.popup"

// visiting is Sign In as User.
type visiting struct {
	page  *Page
	popup bool // the last choice

	SignIn, Tab, Popup *kit.Action
}

func newVisiting(p *Page) *visiting {
	v := &visiting{page: p}
	key := kit.Key{Name: fyne.KeyS, Mod: kit.Ctrl | fyne.KeyModifierShift}
	v.SignIn = &kit.Action{Title: screen.OperationName(model.SignInAsUser), Icon: theme.LoginIcon(), Key: key, WhyNot: v.whyNot, Run: func() { v.open(v.popup) }}
	v.Tab = &kit.Action{Title: text.T("visit.tab"), Icon: theme.LoginIcon(), WhyNot: v.whyNot, Run: func() { v.open(false) }}
	v.Popup = &kit.Action{Title: text.T("visit.popup"), Icon: assets.Icon("popup"), WhyNot: v.whyNot, Run: func() { v.open(true) }}
	screen.Recall(p.env, settingVisit, false, func(popup bool) { v.popup = popup })
	return v
}

func (v *visiting) items() []*kit.Action { return []*kit.Action{v.Tab, v.Popup} }

// whyNot is why nobody can be signed in as now.
func (v *visiting) whyNot() string {
	p := v.page
	if p.marks.count() > 1 {
		return text.T("visit.one")
	}
	if why := v.cannot(); why != "" {
		return why
	}
	who, ok := p.chosen()
	if !ok {
		return text.T("list.nobody")
	}
	return whyNotState(model.SignInAsUser, who)
}

// open shows the form: it asks for a reason.
func (v *visiting) open(popup bool) {
	if who, ok := v.page.chosen(); ok {
		v.openFor(who, popup)
	}
}

// cannot is why nobody at all can be signed in as now.
func (v *visiting) cannot() string {
	p := v.page
	if why := forms.WhyNotChange(p.env); why != "" {
		return why
	}
	if why := p.env.WhyNotRefresh(); why != "" {
		return text.T("forms.online") + " " + why
	}
	return ""
}

// shown signs in as the customer in the detail, whoever is marked.
func (v *visiting) shown() *kit.Action {
	p := v.page
	return &kit.Action{
		Title: v.SignIn.Title, Icon: v.SignIn.Icon,
		WhyNot: func() string { return cmp.Or(v.cannot(), p.whyNotShown(model.SignInAsUser)) },
		Run: func() {
			if who, ok := p.detail.Customer(); ok {
				v.openFor(who, v.popup)
			}
		},
	}
}

func (v *visiting) openFor(who model.Customer, popup bool) {
	v.remember(popup)
	op := forms.Prepared(model.SignInAsUser, who)
	op.Change.Wanted = ""
	if popup {
		op.Change.Wanted = forms.WantedPopup
	}
	v.page.OpenForm(op)
}

// remember keeps the last choice.
func (v *visiting) remember(popup bool) {
	v.popup = popup
	v.page.env.Keep(settingVisit, popup)
}
