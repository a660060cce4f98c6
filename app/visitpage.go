package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"steward/assets/text"
	"steward/client"
)

// visitFetch is how long the one-time page may be fetched.
const visitFetch = 15 * time.Second

// pageEvents are what happens to a one-time page, on any goroutine.
type pageEvents struct {
	fetched, twice, unused func()
}

// visitPage is the page on the loopback address that hands a customer's session
// to the browser: once, within 15 s, to who asks this host for this path.
type visitPage struct {
	url, host string
	dashboard client.Dashboard
	popup     bool
	tell      pageEvents
	server    *http.Server
	listener  net.Listener
	wait      time.Duration

	mu      sync.Mutex
	fetches int
	stop    chan struct{}
	stopped bool
}

// serveVisit prepares the page; serve serves it.
func serveVisit(ctx context.Context, d client.Dashboard, popup bool, tell pageEvents) (*visitPage, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	host := listener.Addr().String()
	p := &visitPage{
		url: "http://" + host + "/" + rand.Text(), host: host, dashboard: d, popup: popup, tell: tell,
		listener: listener, wait: visitFetch, stop: make(chan struct{}),
	}
	p.server = &http.Server{
		Handler: p, ReadHeaderTimeout: visitFetch, ReadTimeout: visitFetch, WriteTimeout: visitFetch, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	p.server.SetKeepAlivesEnabled(false)
	return p, nil
}

// serve serves until close, or until the time is over.
func (p *visitPage) serve() {
	var serving sync.WaitGroup
	serving.Go(func() { _ = p.server.Serve(p.listener) }) // it ends with Close below
	over := time.NewTimer(p.wait)
	defer over.Stop()
	select {
	case <-p.stop:
	case <-over.C:
		p.mu.Lock()
		unused := p.fetches == 0
		p.mu.Unlock()
		if unused {
			p.tell.unused()
		}
	}
	_ = p.server.Close()
	serving.Wait()
}

// close ends serving. It does not wait.
func (p *visitPage) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.stopped {
		p.stopped = true
		close(p.stop)
	}
}

// ServeHTTP gives the page out once. A second fetch is told that there is nothing.
func (p *visitPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	if r.Host != p.host || "http://"+p.host+r.URL.Path != p.url || r.URL.RawQuery != "" || byPage(r.Header) {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	p.mu.Lock()
	p.fetches++
	first := p.fetches == 1 && !p.stopped
	p.mu.Unlock()
	if !first {
		showVisit(w, http.StatusGone, visitForm{Press: text.T("visit.page.gone")}, "'none'")
		_ = http.NewResponseController(w).Flush() // the answer goes before the server
		p.tell.twice()
		return
	}
	p.write(w)
	p.tell.fetched()
}

// byPage reports whether a browser says that it does not ask for a person who
// opened the address: for another page, a frame, or ahead of time.
func byPage(h http.Header) bool {
	dest := h.Get("Sec-Fetch-Dest")
	return dest != "" && dest != "document" || h.Get("Sec-Fetch-Site") == "cross-site" || h.Get("Sec-Purpose") != ""
}

// write writes the form that brings the browser on.
func (p *visitPage) write(w http.ResponseWriter) {
	form := visitForm{Method: "post", Action: p.dashboard.Address, Field: p.dashboard.Field, Value: p.dashboard.Session.Reveal(), Popup: p.popup,
		Press: text.T("visit.page.press"), Open: text.T("visit.page.open"), Wait: text.T("visit.page.wait"), Done: text.T("visit.page.done")}
	if p.popup {
		form.Wait = text.T("visit.page.popup")
	}
	if form.Field == "" {
		form.fromLink(p.dashboard.Link.Reveal())
	}
	target, err := url.Parse(form.Action)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	showVisit(w, http.StatusOK, form, target.Scheme+"://"+target.Host+" https:") // a dashboard may pass the browser on to another host of its platform
}

// showVisit writes a page that loads nothing, may be styled and scripted by its
// own text only, and may send its form to the targets named.
func showVisit(w http.ResponseWriter, status int, form visitForm, target string) {
	form.Title, form.Nonce = text.T("visit.page.title"), rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cross-Origin-Opener-Policy", "same-origin") // the dashboard cannot reach back
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action "+target+
		"; style-src 'nonce-"+form.Nonce+"'; script-src 'nonce-"+form.Nonce+"'")
	var page bytes.Buffer
	_ = visitTemplate.Execute(&page, form) // it is the same for all forms
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(page.Bytes()) // whoever went away gets nothing
}

// visitForm is what the page says.
type visitForm struct {
	Method, Action, Field, Value string // no Action: there is nothing to open
	Nonce, Title, Open           string
	Press, Wait, Done            string // without scripts; with them; once it is open elsewhere
	Popup                        bool
}

// fromLink makes a form of an address that has the session in it.
func (f *visitForm) fromLink(link string) {
	u, err := url.Parse(link)
	if err != nil {
		return
	}
	for name, values := range u.Query() {
		f.Field, f.Value = name, values[0]
	}
	u.RawQuery = ""
	f.Method, f.Action = "get", u.String()
}

// The page submits itself. With a window of its own that needs a click: browsers
// open none without; after two seconds it goes on in its own tab. Without scripts
// its button does.
var visitTemplate = template.Must(template.New("visit").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Title}}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<style nonce="{{.Nonce}}">
:root { color-scheme: light dark; --page: #f2f4f8; --card: #fff; --line: #d5dae3; --text: #1b2028; --press: #1f5fc4; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --page: #14171c; --card: #1c2027; --line: #343b47; --text: #e6e9ef; --press: #8ab4f8; --on: #101418 } }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif }
main { box-sizing: border-box; width: min(28rem, calc(100vw - 2rem)); padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px }
h1 { margin: 0 0 .5rem; font-size: 1.25rem }
p { margin: 0 }
button { margin-top: 1.5rem; padding: .6rem 1.2rem; font: inherit; font-weight: 600; color: var(--on); background: var(--press); border: 0; border-radius: 6px; cursor: pointer }
button:hover { filter: brightness(1.1) }
button:focus-visible { outline: 3px solid var(--press); outline-offset: 3px }
</style></head>
<body><main><h1>{{.Title}}</h1>
<p id="press">{{.Press}}</p>
{{with .Action}}<p id="wait" hidden>{{$.Wait}}</p><p id="done" hidden>{{$.Done}}</p>
<form id="form" method="{{$.Method}}" action="{{.}}" autocomplete="off"><input type="hidden" name="{{$.Field}}" value="{{$.Value}}">
<button type="submit" autofocus>{{$.Open}}</button></form>
<script nonce="{{$.Nonce}}">
(function () {
  var form = document.getElementById("form"), said = "press", sent = false;
  function say(what) { document.getElementById(said).hidden = true; document.getElementById(said = what).hidden = false; }
  function send() { if (!sent) { sent = true; HTMLFormElement.prototype.submit.call(form); form.remove(); } }
  form.addEventListener("submit", function (e) {
    e.preventDefault();
    {{if $.Popup}}if (!sent && window.open("about:blank", "steward-user", "popup,width=1200,height=800")) { form.target = "steward-user"; say("done"); }{{end}}
    send();
  });
  say("wait");
  {{if $.Popup}}setTimeout(send, 2000);{{else}}send();{{end}}
})();
</script>{{end}}</main></body></html>
`))
