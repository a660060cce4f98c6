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
	outboxShows   = 200 // mails
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
		show(w, http.StatusInternalServerError, pageRefused, nil)
		return
	}
	shown := mails[:min(len(mails), outboxShows)]
	show(w, http.StatusOK, pageOutbox, map[string]any{"Mails": shown, "Older": len(mails) - len(shown)})
}

func show(w http.ResponseWriter, status int, page *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.WriteHeader(status)
	_ = page.Execute(w, data) // nobody is left to tell when the other side is gone
}

const pageHead = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{template "title" .}}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>
:root{color-scheme:light dark;--page:#f2f4f8;--card:#fff;--line:#d5dae3;--text:#1b2028;--faint:#5a6372;--press:#1f5fc4;--on:#fff;--by:#fff3cd;--bytext:#4d3b00}
@media (prefers-color-scheme:dark){:root{--page:#14171c;--card:#1c2027;--line:#343b47;--text:#e6e9ef;--faint:#9aa4b4;--press:#8ab4f8;--on:#101418;--by:#3a3110;--bytext:#f5e3a6}}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,main{box-sizing:border-box;max-width:60rem;margin:0 auto;padding:1rem}
header{display:flex;gap:1.5rem;color:var(--faint)}header b{flex:1}a{color:var(--press)}
main{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.5rem 2rem 2rem}
h1{margin:0 0 1rem;font-size:1.5rem}h2{margin:1.5rem 0 .5rem;font-size:1.1rem}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:.5rem 1rem .5rem 0;text-align:left;vertical-align:top}
th{color:var(--faint);font-weight:600;white-space:nowrap}.by{background:var(--by);color:var(--bytext);border-radius:6px;padding:.6rem 1rem}
article{border-top:1px solid var(--line);margin-top:1rem}article h2{margin:1rem 0 0}article p{margin:0 0 .5rem}.mail{white-space:pre-wrap}.faint{color:var(--faint)}
button{margin-top:1.5rem;padding:.5rem 1.1rem;font:inherit;font-weight:600;color:var(--on);background:var(--press);border:0;border-radius:6px;cursor:pointer}
</style></head><body><header><b>Demo platform</b><a href="/">Dashboard</a><a href="/outbox">Outbox</a></header><main>{{template "body" .}}</main></body></html>`

func pageOf(name, title, body string) *template.Template {
	return template.Must(template.New(name).Parse(pageHead + `{{define "title"}}` + title + `{{end}}{{define "body"}}` + body + `{{end}}`))
}

var (
	pageDashboard = pageOf("dashboard", "Demo dashboard", `<h1 dir="auto">Dashboard of {{.Customer.Email}}</h1>
<p class="by">Opened by {{.Operator}} as this customer.</p>
<table><tr><th>Name<td><bdi>{{.Customer.Name}}</bdi><tr><th>User ID<td>{{.Customer.UID}}<tr><th>Group<td>{{.Customer.Group.Name}}
<tr><th>Balance<td>{{.Customer.Balance}}<tr><th>Bonus<td>{{.Customer.Bonus}}</table>
<h2>Environments</h2><ul>{{range .Environments}}<li>{{.}}{{else}}<li class="faint">none{{end}}</ul>
<form method="post" action="/signout"><button type="submit">Sign out</button></form>`)
	pageRefused = pageOf("refused", "Demo dashboard", `<h1>Not signed in</h1><p>The session is not known here, or it has ended.</p>
<p class="faint">A customer's dashboard opens here with a session from system/admin/rest/signinasclient, sent as the field session of a form.
The API itself answers below /1.0/.</p>`)
	pageLeft   = pageOf("left", "Demo dashboard", `<h1>Signed out</h1><p>The session of this customer has ended.</p>`)
	pageOutbox = pageOf("outbox", "Demo outbox", `<h1>Outbox</h1><p class="faint">Mails that this platform would have sent, newest first{{if .Older}}; {{.Older}} older ones are not shown{{end}}.</p>
{{range .Mails}}<article><h2 dir="auto">{{.Subject}}</h2><p class="faint">{{.At.Format "2006-01-02 15:04:05"}} UTC to {{.To}}, User ID {{.UID}}{{with .Template}}, {{.}}{{end}}</p>
<div class="mail" dir="auto">{{.Body}}</div></article>{{else}}<p>No mail went out yet.</p>{{end}}`)
)
