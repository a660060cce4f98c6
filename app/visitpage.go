package app

import (
	"context"
	"crypto/rand"
	"html/template"
	"net"
	"net/http"
	"net/url"
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

// ServeHTTP gives the page out once. A second fetch gets nothing.
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
		h.Set("Content-Length", "0")
		w.WriteHeader(http.StatusGone)
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
	form := visitForm{Method: "post", Action: p.dashboard.Address, Field: p.dashboard.Field, Value: p.dashboard.Session.Reveal(), Nonce: rand.Text(), Popup: p.popup,
		Title: text.T("visit.page.title"), Open: text.T("visit.page.open"), Wait: text.T("visit.page.wait")}
	if form.Field == "" {
		form.fromLink(p.dashboard.Link.Reveal())
	}
	target, err := url.Parse(form.Action)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'nonce-"+form.Nonce+"'; form-action "+target.Scheme+"://"+target.Host)
	_ = visitTemplate.Execute(w, form) // whoever went away gets nothing
}

// visitForm is what the page says.
type visitForm struct {
	Method, Action, Field, Value string
	Nonce, Title, Open, Wait     string
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
// open none without; after two seconds it goes on in its own tab.
var visitTemplate = template.Must(template.New("visit").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Title}}</title><meta name="referrer" content="no-referrer"></head>
<body><p>{{.Wait}}</p>
<form id="f" method="{{.Method}}" action="{{.Action}}" autocomplete="off"><input type="hidden" name="{{.Field}}" value="{{.Value}}">
<button id="b" type="submit">{{.Open}}</button></form>
<script nonce="{{.Nonce}}">
(function () {
  var f = document.getElementById("f"), sent = false;
  function send() { if (!sent) { sent = true; HTMLFormElement.prototype.submit.call(f); f.remove(); } }
  f.addEventListener("submit", function (e) {
    e.preventDefault();
    {{if .Popup}}if (!sent && window.open("about:blank", "steward-user", "popup,width=1200,height=800")) { f.target = "steward-user"; }{{end}}
    send();
  });
  {{if .Popup}}setTimeout(send, 2000);{{else}}send();{{end}}
})();
</script></body></html>
`))
