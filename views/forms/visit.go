package forms

import (
	"context"
	"net/url"

	"fyne.io/fyne/v2"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// WantedPopup is Change.Wanted of a Sign In as User in a window of its own.
const WantedPopup = "popup"

// visitFields ask why, and where the dashboard opens.
func visitFields(f *form) []*field {
	where, choice := selectField(f, "where", "visit.where", []kit.Option{
		{Key: "", Title: text.T("visit.tab")}, {Key: WantedPopup, Title: text.T("visit.popup")},
	}, func(_ *model.Change, key string) { f.popup = key == WantedPopup }, nil)
	choice.Set(f.op.Change.Wanted)
	where.name = "" // the last choice is kept elsewhere
	fields := []*field{reasonField(f, "forms.reason.status"), ticketField(f), where}
	if !f.panel.env.Cluster.VisitNeedsConsent() {
		return fields
	}
	consent := checkField(f, "", "visit.consent.ask", "", false, func(_ *model.Change, on bool) { f.consents = on })
	consent.problem = func() string {
		if consent.text() != "true" {
			return text.T("visit.consent.missing")
		}
		return ""
	}
	return append(fields, consent)
}

func visitFollows(f *form) []string {
	lines := []string{text.T("visit.follows")}
	return with(lines, f.panel.env.Cluster.VisitNeedsConsent(), text.T("visit.follows.address"))
}

// visit signs in as the customer and hands the session to the browser.
func (f *form) visit() {
	c := f.change()
	env := f.panel.env
	draft := app.VisitDraft{UID: f.op.UID, Login: c.Login, Reason: c.Reason, Ticket: c.Ticket, Popup: f.popup, Consent: f.consents}
	f.sending = true
	f.failure.Set("")
	f.show()
	env.Tasks.Go(f.panel.slot+slotSend, func(ctx context.Context) (func(), error) {
		visit, err := env.Cluster.SignInAsUser(ctx, draft)
		if err != nil {
			return nil, err
		}
		return func() { f.visited(visit) }, nil
	}, func(err error) {
		f.sending = false
		if f.panel.form == f {
			f.fail(env.Sentence(err))
			f.show()
		}
	})
}

// visited opens the one-time page and closes the form.
func (f *form) visited(visit app.Visit) {
	env, p := f.panel.env, f.panel
	if p.Visited != nil {
		p.Visited(f.popup)
	}
	delete(p.drafts, keyOf(f.op))
	if p.form == f {
		f.fields = nil
		p.Close()
	}
	at, err := url.Parse(visit.URL)
	if err == nil {
		err = fyne.CurrentApp().OpenURL(at)
	}
	if err != nil {
		env.Fail(model.NewError(model.Internal, "visit.nobrowser", err))
		return
	}
	env.Toast(text.T("visit.opened", text.With("Email", f.customer.Email)))
}
