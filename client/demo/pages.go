package demo

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"steward/client/platform"
)

// The pages that a browser sees: the dashboard of a customer and the mails
// that went out. They are no part of the contract.
const (
	dashboardPath = "/"
	leavePath     = "/signout"
	outboxPath    = "/outbox"
	cookieName    = "demo-dashboard"
)

// OutboxURL is the page with the mails that the platform sent.
func (p *Platform) OutboxURL() string { return p.URL() + outboxPath }

// Mail is a mail that the platform sent.
type Mail struct {
	UID      platform.UID
	To       string
	Template string // empty: none
	Subject  string
	Body     string
	At       time.Time // UTC
}

// Mails are the mails that the platform sent, the newest first.
func (p *Platform) Mails(ctx context.Context) ([]Mail, error) {
	var m Mail
	var at int64
	var found []Mail
	err := scanAll(ctx, p.store.db, `SELECT uid, recipient, template, subject, body, at FROM mails ORDER BY id DESC`,
		[]any{&m.UID, &m.To, &m.Template, &m.Subject, &m.Body, &at}, func() {
			m.At = moment(at)
			found = append(found, m)
		})
	if err != nil {
		return nil, fmt.Errorf("read the outbox: %w", err)
	}
	return found, nil
}

// page serves what is for browsers and reports whether it was that.
func (p *Platform) page(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case r.URL.Path == outboxPath && r.Method == http.MethodGet:
		p.outbox(w, r)
	case r.URL.Path == leavePath && r.Method == http.MethodPost:
		p.leave(w, r)
	case r.URL.Path == dashboardPath && r.Method == http.MethodPost && !p.alternatives.Dashboard:
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
		p.enter(w, r, r.PostFormValue("session"))
	case r.URL.Path == dashboardPath && r.Method == http.MethodGet && r.URL.Query().Has("session") && p.alternatives.Dashboard:
		p.enter(w, r, r.URL.Query().Get("session"))
	case r.URL.Path == dashboardPath && r.Method == http.MethodGet:
		p.dashboard(w, r)
	default:
		return false
	}
	return true
}

// enter takes a customer's session into a cookie.
func (p *Platform) enter(w http.ResponseWriter, r *http.Request, secret string) {
	who, found := p.sessions.get(secret, p.now())
	if !found || who.owner.role != roleCustomer {
		show(w, http.StatusForbidden, pageRefused, nil)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, dashboardPath, http.StatusSeeOther)
}

// leave ends the session of the browser.
func (p *Platform) leave(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie(cookieName); err == nil {
		p.sessions.end(cookie.Value)
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	show(w, http.StatusOK, pageLeft, nil)
}

// dashboard shows whose dashboard it is.
func (p *Platform) dashboard(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		show(w, http.StatusForbidden, pageRefused, nil)
		return
	}
	who, found := p.sessions.get(cookie.Value, p.now())
	if !found || who.owner.role != roleCustomer {
		show(w, http.StatusForbidden, pageRefused, nil)
		return
	}
	customer, err := p.Customer(r.Context(), platform.UID(who.owner.uid))
	if err != nil {
		show(w, http.StatusForbidden, pageRefused, nil)
		return
	}
	environments, err := p.store.environmentsOf(r.Context(), who.owner.uid, false)
	if err != nil {
		p.log.WithError(err).Warn("demo platform failed to show a dashboard")
		show(w, http.StatusInternalServerError, pageRefused, nil)
		return
	}
	var names []string
	for i := range environments {
		names = append(names, environments[i].domain())
	}
	show(w, http.StatusOK, pageDashboard, map[string]any{"Customer": customer, "Operator": who.visitor, "Environments": names})
}

func (p *Platform) outbox(w http.ResponseWriter, r *http.Request) {
	mails, err := p.Mails(r.Context())
	if err != nil {
		p.log.WithError(err).Warn("demo platform failed to show its outbox")
		show(w, http.StatusInternalServerError, pageOutbox, nil)
		return
	}
	show(w, http.StatusOK, pageOutbox, mails)
}

func show(w http.ResponseWriter, status int, page *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
	w.WriteHeader(status)
	_ = page.Execute(w, data) // nobody is left to tell when the other side is gone
}

const pageHead = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{template "title" .}}</title><style>
body{font:16px sans-serif;margin:2em auto;max-width:50em;padding:0 1em}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ccc;padding:.4em;text-align:left;vertical-align:top}.by{background:#fff3cd;padding:.6em}
</style></head><body>{{template "body" .}}</body></html>`

func pageOf(name, title, body string) *template.Template {
	return template.Must(template.New(name).Parse(pageHead + `{{define "title"}}` + title + `{{end}}{{define "body"}}` + body + `{{end}}`))
}

var (
	pageDashboard = pageOf("dashboard", "Demo dashboard", `<h1>Dashboard of {{.Customer.Email}}</h1>
<p class="by">Opened by {{.Operator}} as this customer.</p>
<table><tr><th>Name<td>{{.Customer.Name}}<tr><th>User ID<td>{{.Customer.UID}}<tr><th>Group<td>{{.Customer.Group.Name}}
<tr><th>Balance<td>{{.Customer.Balance}}<tr><th>Bonus<td>{{.Customer.Bonus}}</table>
<h2>Environments</h2><ul>{{range .Environments}}<li>{{.}}{{else}}<li>none{{end}}</ul>
<form method="post" action="/signout"><button type="submit">Sign out</button></form>`)
	pageRefused = pageOf("refused", "Demo dashboard", `<h1>Not signed in</h1><p>The session is not known here, or it has ended.</p>`)
	pageLeft    = pageOf("left", "Demo dashboard", `<h1>Signed out</h1><p>The session of this customer has ended.</p>`)
	pageOutbox  = pageOf("outbox", "Demo outbox", `<h1>Outbox</h1><table><tr><th>When (UTC)<th>To<th>Template<th>Subject
{{range .}}<tr><td>{{.At.Format "2006-01-02 15:04:05"}}<td>{{.To}} ({{.UID}})<td>{{.Template}}<td><b>{{.Subject}}</b><br>{{.Body}}{{else}}<tr><td colspan="4">No mail went out yet.{{end}}</table>`)
)
