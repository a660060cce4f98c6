package tour

import (
	"errors"

	"fyne.io/fyne/v2"

	"steward/views"
	"steward/views/customer"
)

// throughCustomers walks through the tabs of customers who have something to show.
var throughCustomers = []step{
	open("users-environments", "billing", customer.TabEnvironments, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn),
	open("users-subscriptions", "subscriber", customer.TabSubscriptions, fyne.KeyDown, fyne.KeyDown),
	open("users-audit", "busy", customer.TabAudit, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn),
	open("users-billing", "billing", customer.TabBilling, fyne.KeyDown),
	open("users-quotas", "busy", customer.TabQuotas, fyne.KeyDown, fyne.KeyDown),
	open("users-funding", "billing", customer.TabFunding, fyne.KeyDown),
	open("users-info", "subscriber", customer.TabInfo),
	open("users-collaboration", "shared", customer.TabCollaboration, fyne.KeyDown),
	themed("dark"),
	open("users-info-dark", "subscriber", customer.TabInfo),
	open("users-billing-dark", "billing", customer.TabBilling, fyne.KeyDown),
	open("users-funding-dark", "billing", customer.TabFunding, fyne.KeyDown),
	themed("light"),
	{name: "users-arabic", picture: true, do: shown("arabic", customer.TabEnvironments), until: tabComplete},
	{name: "users-chinese", picture: true, do: shown("chinese", customer.TabInfo), until: tabComplete},
	{name: "users-nothing", picture: true, do: shown("nothing", customer.TabBilling), until: tabComplete},
}

// throughActivity walks through Activity History, both themes and a narrow window.
var throughActivity = []step{
	{name: "activity", picture: true, do: func(w *views.Window) error {
		w.ShowActivity()
		return nil
	}, until: func(w *views.Window) bool { return !w.Activity().ReadAt().IsZero() }},
	{name: "activity-chosen", picture: true, do: func(w *views.Window) error {
		w.Activity().FocusList()
		return press(w, fyne.KeyDown, fyne.KeyDown)
	}},
	themed("dark"),
	{name: "activity-dark", picture: true, do: nothing},
	themed("light"),
	{name: "narrow", picture: true, do: func(w *views.Window) error {
		w.ShowUsers()
		w.Fyne().Resize(fyne.NewSize(1024, 640))
		return nil
	}},
}

// open shows a tab of a notable customer, then types keys into it.
func open(name, notable, tab string, keys ...fyne.KeyName) step {
	var typed bool
	return step{name: name, picture: true, do: func(w *views.Window) error {
		typed = false
		return shown(notable, tab)(w)
	}, until: func(w *views.Window) bool {
		if !tabComplete(w) || typed {
			return typed
		}
		typed = true
		if len(keys) == 0 {
			return true
		}
		w.Users().Detail().FocusBody()
		return press(w, keys...) == nil
	}}
}

// shown shows a tab of a notable customer of the demo platform.
func shown(notable, tab string) func(w *views.Window) error {
	return func(w *views.Window) error {
		uid := w.Notable(notable)
		if uid == 0 {
			return errors.New("the demo platform has no customer of the kind " + notable)
		}
		if !w.OnUsers() {
			w.ShowUsers()
		}
		w.Users().Find(uid)
		w.Users().Detail().ChooseTab(tab)
		return nil
	}
}

func themed(name string) step {
	return step{name: name, do: func(w *views.Window) error {
		w.SetTheme(name)
		return nil
	}}
}

func tabComplete(w *views.Window) bool { return w.Users().Detail().Complete() }
