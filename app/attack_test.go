package app

import (
	"net"
	"net/http"
	"strings"
	"testing"
)

// What another page in the same browser could try against the one-time page:
// names that resolve to this computer, other methods, a query, a frame. None of
// it gets the session, and none of it uses the page up.
func TestTheOneTimePageGivesNothingToOtherPages(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	visit, err := d.cluster.SignInAsUser(t.Context(), VisitDraft{UID: customer.UID, Login: customer.Email, Reason: "ticket"})
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(strings.Split(strings.TrimPrefix(visit.URL, "http://"), "/")[0])
	if err != nil {
		t.Fatal(err)
	}
	try := func(method, url, host string, header http.Header) int {
		req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host, req.Header = host, header
		resp, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	own := "127.0.0.1:" + port
	for name, status := range map[string]int{
		"rebound name":   try(http.MethodGet, visit.URL, "evil.example:"+port, http.Header{}),
		"localhost":      try(http.MethodGet, visit.URL, "localhost:"+port, http.Header{}),
		"posted":         try(http.MethodPost, visit.URL, own, http.Header{}),
		"asked for head": try(http.MethodHead, visit.URL, own, http.Header{}),
		"with a query":   try(http.MethodGet, visit.URL+"?a", own, http.Header{}),
		"in a frame":     try(http.MethodGet, visit.URL, own, http.Header{"Sec-Fetch-Dest": {"iframe"}}),
		"ahead of time":  try(http.MethodGet, visit.URL, own, http.Header{"Sec-Purpose": {"prefetch"}}),
		"by a script":    try(http.MethodGet, visit.URL, own, http.Header{"Sec-Fetch-Site": {"cross-site"}, "Sec-Fetch-Mode": {"no-cors"}}),
	} {
		if status == http.StatusOK || status == http.StatusGone {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, _, page := fetch(t, visit.URL, ""); status != http.StatusOK || !strings.Contains(page, "<form") {
		t.Errorf("used up by others: %d", status)
	}
}
