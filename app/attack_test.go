package app

import (
	"errors"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"steward/app/model"
	"steward/client/platform"
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

// One platform has one sender on this computer, and its plans are its own, with
// whatever spelling of its address a profile was made.
func TestAPlatformIsTheSameHoweverItsAddressIsSpelled(t *testing.T) {
	for _, same := range [][]string{
		{"https://app.host.example", "https://APP.Host.example", "https://app.host.example:443", "https://app.host.example.", "https://app.host.example/"},
		{"https://app.host.example:8443", "https://App.host.example:8443/"},
		{"http://127.0.0.1", "http://127.0.0.1:80"},
		{"http://[::1]:8080", "http://[::1]:8080/"},
	} {
		for _, address := range same {
			if got := clusterOf(address); got != clusterOf(same[0]) {
				t.Errorf("%s is %s, %s is %s", address, got, same[0], clusterOf(same[0]))
			}
		}
	}
	if clusterOf("https://app.host.example") == clusterOf("https://app.host.example:8443") || clusterOf("http://127.0.0.1:443") == clusterOf("http://127.0.0.1") {
		t.Error("two platforms are one")
	}
}

// Two profiles of one platform and one operator do not both send.
func TestTwoProfilesOfOnePlatformDoNotBothSend(t *testing.T) {
	d := startDesk(t, func(p *model.Profile) { p.URL = strings.Replace(p.URL, "127.0.0.1", "localhost", 1) })
	profile := model.Profile{Name: "Again", URL: strings.Replace(d.cluster.Profile().URL, "localhost", "LocalHost", 1), Kind: model.Test, Proxy: model.ProxyNone}
	attempt, err := d.app.NewAttempt(profile, ProfileSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	second := d.signIn(attempt, "owner@demo.test")
	if second.Profile().ID == d.cluster.Profile().ID {
		t.Fatal("one profile")
	}
	if why := second.JournalTrouble(); why == nil || why.Key != "journal.other" {
		t.Errorf("both send: %v", why)
	}
	customer := d.customer()
	d.reaches(d.record(refill(customer, 1_000_000)), model.StateConfirmed) // the first goes on
}

// The file of a plan of money runs under one profile of a desk only: the journal
// of another does not know what was sent.
func TestAPlanOfMoneyRunsUnderOneProfile(t *testing.T) {
	d := startDesk(t, nil)
	customer, path := d.customer(), filepath.Join(t.TempDir(), "plan.json")
	plan, err := d.cluster.MakePlan(t.Context(), PlanDraft{Kind: model.Refill, Change: refill(customer, 1_000_000).Change, UIDs: []platform.UID{customer.UID}})
	if err == nil {
		err = d.cluster.SavePlan(t.Context(), path, plan, "", false)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.cluster.StartPlan(t.Context(), plan, "nonsense"); model.CodeOf(err) != model.Invalid {
		t.Errorf("typed wrongly: %v", err)
	}
	if _, err := d.cluster.StartPlan(t.Context(), plan, plan.Confirmation()); err != nil {
		t.Fatal(err)
	}
	d.until("done", func() bool {
		b, err := d.cluster.Batch(t.Context(), plan.ID)
		return err == nil && b.State == model.BatchDone
	})
	attempt, err := d.app.NewAttempt(model.Profile{Name: "Again", URL: d.platform.URL(), Kind: model.Test, Proxy: model.ProxyNone}, ProfileSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cluster.Close(); err != nil {
		t.Fatal(err)
	}
	second := d.signIn(attempt, "owner@demo.test")
	read, err := second.OpenPlan(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var told *model.Error
	if b, err := second.StartPlan(t.Context(), read, read.Confirmation()); !errors.As(err, &told) || told.Key != "plan.profile" {
		t.Errorf("runs again: %s, %v", b.State, err)
	}
}
