package app

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"steward/app/model"
)

// fetch gets the one-time page as a browser does; host overrides the Host header.
func fetch(t *testing.T, address, host string) (status int, header http.Header, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		req.Host = host
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() // it was read
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(text)
}

var (
	formOf  = regexp.MustCompile(`method="(\w+)" action="([^"]+)"`)
	fieldOf = regexp.MustCompile(`name="(\w+)" value="([^"]+)"`)
)

// follow submits the form of a page as a browser does and returns what it sees.
func follow(t *testing.T, page string) string {
	t.Helper()
	form, field := formOf.FindStringSubmatch(page), fieldOf.FindStringSubmatch(page)
	if form == nil || field == nil || form[1] != "post" {
		t.Fatalf("no form in %s", page)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := http.Client{Jar: jar}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, form[2], strings.NewReader(url.Values{field[1]: {field[2]}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := browser.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() // it was read
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.Status + string(text)
}

// The session of a customer is handed over once, to who asks the right host; it
// is an operation with a reason, and ends with the program.
func TestSignInAsUserHandsTheSessionOverOnce(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	if _, err := d.cluster.SignInAsUser(t.Context(), VisitDraft{UID: customer.UID, Login: customer.Email}); model.CodeOf(err) != model.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	visit, err := d.cluster.SignInAsUser(t.Context(), VisitDraft{UID: customer.UID, Login: customer.Email, Reason: "ticket"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(visit.URL, "http://127.0.0.1:") {
		t.Errorf("served at %s", visit.URL)
	}
	for _, wrong := range []string{"evil.example", "localhost:1"} {
		if status, _, body := fetch(t, visit.URL, wrong); status != http.StatusNotFound || strings.Contains(body, "<form") {
			t.Errorf("host %s: %d", wrong, status)
		}
	}
	if status, _, _ := fetch(t, visit.URL+"x", ""); status != http.StatusNotFound {
		t.Errorf("another path: %d", status)
	}
	status, header, page := fetch(t, visit.URL, "")
	if status != http.StatusOK || header.Get("Cache-Control") != "no-store" || header.Get("Referrer-Policy") != "no-referrer" ||
		!strings.Contains(header.Get("Content-Security-Policy"), "form-action "+d.platform.URL()+" https:;") {
		t.Errorf("%d %v", status, header)
	}
	if seen := follow(t, page); !strings.HasPrefix(seen, "200") || !strings.Contains(seen, customer.Email) {
		t.Errorf("the dashboard shows %s", seen)
	}
	open := d.cluster.Visits()
	if len(open) != 1 || !open[0].Fetched || open[0].Warning != nil {
		t.Errorf("%+v", open)
	}
	d.reaches(visit.Operation, model.StateConfirmed)
	status, header, again := fetch(t, visit.URL, "")
	if status != http.StatusGone || strings.Contains(again, "<form") || !strings.Contains(again, "works once") || header.Get("Cache-Control") != "no-store" ||
		!strings.Contains(header.Get("Content-Security-Policy"), "form-action 'none'") {
		t.Errorf("fetched again: %d %v %s", status, header, again)
	}
	d.until("warned", func() bool { v := d.cluster.Visits(); return len(v) == 1 && v[0].Warning != nil })
	if seen := follow(t, page); !strings.HasPrefix(seen, "403") {
		t.Errorf("the session lives on: %s", seen)
	}
	if err := d.cluster.EndVisit(t.Context(), visit.Operation); err != nil || len(d.cluster.Visits()) != 0 {
		t.Error(err, d.cluster.Visits())
	}
	last, err := d.cluster.SignInAsUser(t.Context(), VisitDraft{UID: customer.UID, Reason: "ticket", Popup: true})
	if err != nil {
		t.Fatal(err)
	}
	_, _, page = fetch(t, last.URL, "")
	if !strings.Contains(page, "width=1200,height=800") || !strings.Contains(page, "2000") {
		t.Errorf("no window of its own: %s", page)
	}
	if err := d.cluster.Close(); err != nil {
		t.Fatal(err)
	}
	if seen := follow(t, page); !strings.HasPrefix(seen, "403") {
		t.Errorf("the session outlives the program: %s", seen)
	}
}

// The page loads nothing from anywhere, says nothing of the customer but the
// session, and its button is there without scripts.
func TestTheOneTimePageStandsAlone(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	for _, popup := range []bool{false, true} {
		visit, err := d.cluster.SignInAsUser(t.Context(), VisitDraft{UID: customer.UID, Login: customer.Email, Reason: "ticket", Popup: popup})
		if err != nil {
			t.Fatal(err)
		}
		_, header, page := fetch(t, visit.URL, "")
		policy := header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") || header.Get("Cross-Origin-Opener-Policy") != "same-origin" {
			t.Errorf("%v", header)
		}
		for _, foreign := range []string{"src=", "<link", "@import", "url(", customer.Email} {
			if strings.Contains(page, foreign) {
				t.Errorf("the page has %s:\n%s", foreign, page)
			}
		}
		plain, _, _ := strings.Cut(page, "<script")
		if !strings.Contains(plain, `<button type="submit"`) || !strings.Contains(plain, `id="wait" hidden`) || !strings.Contains(plain, "prefers-color-scheme: dark") {
			t.Errorf("without scripts: %s", plain)
		}
		_ = follow(t, plain)
	}
}

// A page that nobody fetched takes its session with it.
func TestAnUnusedPageEndsItsSession(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	visit, err := d.cluster.SignInAsUser(t.Context(), VisitDraft{UID: customer.UID, Reason: "ticket"})
	if err != nil {
		t.Fatal(err)
	}
	d.cluster.visits.mu.Lock()
	page := d.cluster.visits.open[visit.Operation].page
	d.cluster.visits.mu.Unlock()
	page.tell.unused() // what serve does when its time is over
	if v := d.cluster.Visits(); len(v) != 1 || v[0].Warning == nil || v[0].Warning.Key != "visit.unused" {
		t.Errorf("%+v", v)
	}
	resp, err := http.Get(visit.URL) // it is refused at once
	if err == nil {
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			t.Error("the page is still there")
		}
	}
}
