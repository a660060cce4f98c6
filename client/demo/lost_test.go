package demo_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"steward/client/demo"
	"steward/client/platform"
)

// sent posts a refill of one and returns how often it is booked when the
// answer, if any, is there.
func sent(ctx context.Context, t *testing.T, p *demo.Platform, uid platform.UID) (*http.Response, error) {
	t.Helper()
	form := fields("appid", "cluster", "uid", uidText(uid), "amount", "1", "session", account(t, p, "admin", false).Token.Reveal())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL()+"/1.0/"+fundPath, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err == nil {
		t.Cleanup(func() { _ = response.Body.Close() })
	}
	return response, err
}

func booked(t *testing.T, p *demo.Platform, uid platform.UID) int {
	t.Helper()
	ledger, err := p.Ledger(t.Context(), uid)
	if err != nil {
		t.Fatal(err)
	}
	return len(ledger)
}

const fundMethod = "billing/account/fundaccount"

func TestLost_OnTheWire(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	uid := parseUID(t, freshCustomer(t, p))
	addFault(t, p, fundMethod, demo.Lost(demo.LossReset, demo.ApplyOnce))
	if _, err := sent(t.Context(), t, p, uid); !errors.Is(err, syscall.ECONNRESET) || booked(t, p, uid) != 1 {
		t.Errorf("reset: %v, %d booked", err, booked(t, p, uid))
	}
	addFault(t, p, fundMethod, demo.Lost(demo.LossRedirect, demo.ApplyNever))
	response, err := sent(t.Context(), t, p, uid)
	if err != nil || response.StatusCode != 307 || response.Header.Get("Location") != p.URL()+"/1.0/"+fundPath || booked(t, p, uid) != 1 {
		t.Errorf("307: %v %v", response, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	addFault(t, p, fundMethod, demo.Lost(demo.LossTimeout, demo.ApplyOnce))
	gone := make(chan error, 1)
	go func() {
		response, err := http.DefaultClient.Do(hangingRequest(ctx, p, uid))
		if err == nil {
			_ = response.Body.Close()
		}
		gone <- err
	}()
	for booked(t, p, uid) < 2 { // applied, and still nobody has an answer
	}
	select {
	case err := <-gone:
		t.Errorf("an answer came: %v", err)
	default:
	}
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func hangingRequest(ctx context.Context, p *demo.Platform, uid platform.UID) *http.Request {
	form := fields("appid", "cluster", "uid", uidText(uid), "amount", "1", "session", p.Accounts()[1].Token.Reveal())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL()+"/1.0/"+fundPath, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return request
}

// Who hangs does not keep the platform from closing.
func TestLost_HangingEndsWithThePlatform(t *testing.T) {
	p, err := demo.Start(t.Context(), demo.Options{Customers: 5, Now: fixed})
	if err != nil {
		t.Fatal(err)
	}
	addFault(t, p, fundMethod, demo.Lost(demo.LossTimeout, demo.ApplyNever))
	addFault(t, p, fundMethod, demo.Fault{Apply: demo.ApplyLate, Late: time.Hour})
	uid := p.Notable(demo.NotableBilling)
	gone := make(chan error, 1)
	go func() {
		_, err := http.DefaultClient.Do(hangingRequest(t.Context(), p, uid)) // there is no answer
		gone <- err
	}()
	for p.Requests(fundMethod) == 0 {
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if err := <-gone; err == nil {
		t.Error("an answer came")
	}
}

// What is applied late happens at its time, or at once when it is released,
// and only once.
func TestLost_AppliedLate(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	uid := parseUID(t, freshCustomer(t, p))
	addFault(t, p, fundMethod, demo.Fault{Apply: demo.ApplyLate, Late: time.Millisecond, Times: 1})
	if response, err := sent(t.Context(), t, p, uid); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", response, err)
	}
	for booked(t, p, uid) == 0 {
	}
	if p.Faults().Release(); booked(t, p, uid) != 1 {
		t.Errorf("%d booked", booked(t, p, uid))
	}
	addFault(t, p, fundMethod, demo.Fault{Apply: demo.ApplyLate, Times: 2})
	for range 2 {
		if _, err := sent(t.Context(), t, p, uid); err != nil {
			t.Fatal(err)
		}
	}
	if booked(t, p, uid) != 1 || p.Faults().Release() != 2 || booked(t, p, uid) != 3 || p.Faults().Release() != 0 {
		t.Errorf("%d booked", booked(t, p, uid))
	}
}

func TestFaults_BeginLater(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	uid := parseUID(t, freshCustomer(t, p))
	addFault(t, p, fundMethod, demo.Fault{Status: 503, Skip: 2, Times: 2})
	addFault(t, p, "*", demo.Fault{Status: 502, Skip: 3, Times: 1})
	var got []int
	for range 7 {
		response, err := sent(t.Context(), t, p, uid)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, response.StatusCode)
	}
	// while the fault of the method waits, the one for all counts the requests too
	if want := []int{200, 200, 503, 503, 200, 502, 200}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
