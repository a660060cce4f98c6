package journal

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

// between puts something between desk and platform that alters what is asked
// for the funding history, and what comes back.
func (b *bench) between(ask func(url.Values), answer func([]byte) []byte) {
	b.t.Helper()
	target, err := url.Parse(b.demo.URL())
	if err != nil {
		b.t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Transport:    &http.Transport{DisableKeepAlives: true},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			if strings.HasSuffix(r.In.URL.Path, "/getfundaccounthistory") {
				body, _ := io.ReadAll(r.In.Body)
				form, _ := url.ParseQuery(string(body))
				ask(form)
				text := form.Encode()
				r.Out.Body, r.Out.ContentLength = io.NopCloser(strings.NewReader(text)), int64(len(text))
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if strings.HasSuffix(r.Request.URL.Path, "/getfundaccounthistory") {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					return err
				}
				body = answer(body)
				r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
				r.Header.Set("Content-Length", strconv.Itoa(len(body)))
			}
			return nil
		},
	}
	server := httptest.NewServer(proxy)
	b.t.Cleanup(server.Close)
	b.shut()
	b.there, err = client.New(client.Config{BaseURL: server.URL, Now: model.SystemClock{}.Now,
		Deadlines: client.Deadlines{Connect: time.Second, Change: quick.Deadline, Long: quick.Long}})
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(b.there.Close)
	b.signIn()
	b.cfg.Client = b.there
	b.open()
}

// readOften reads an unknown operation again until it was read some more times.
func (b *bench) readOften(id model.OperationID, times int) model.OperationStory {
	b.t.Helper()
	var s model.OperationStory
	for range times {
		before, err := b.journal.Story(b.ctx, id)
		if err != nil {
			b.t.Fatal(err)
		}
		b.journal.Check(id)
		b.until("read again", func() bool {
			s, err = b.journal.Story(b.ctx, id)
			return err == nil && len(s.Readings) > len(before.Readings)
		})
	}
	return s
}

func whyNotAbsent(s model.OperationStory) string {
	for _, c := range s.Choices {
		if c.Action == model.ActNotApplied && c.WhyNot != nil {
			return c.WhyNot.Key
		}
	}
	return ""
}

// Rules 7 and 8: a reading is clean only if it was paged to an empty page, no
// page came twice and every row of it could be read.
func TestAnIncompleteHistoryProvesNoAbsence(t *testing.T) {
	for name, c := range map[string]struct {
		ask    func(url.Values)
		answer func([]byte) []byte
		want   string
	}{
		"whole":            {func(url.Values) {}, func(b []byte) []byte { return b }, ""},
		"a page twice":     {func(f url.Values) { f.Set("startRow", "0") }, func(b []byte) []byte { return b }, "journal.why.unclean"},
		"a row unreadable": {func(url.Values) {}, firstRowBroken, "journal.why.unclean"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed) // a mark was read back here
			u := b.customer()
			b.books(u, "1", "one row")
			b.books(u, "1.5", "and another, so that one is left")
			b.between(c.ask, c.answer)
			b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyNever))
			id := b.record(refill(u, "2.22"))
			b.becomes(id, model.StateUnknown)
			b.until("the quarantine is over", func() bool {
				s, err := b.journal.Story(b.ctx, id)
				return err == nil && s.Quarantine == 0
			})
			if why := whyNotAbsent(b.readOften(id, 3)); why != c.want {
				t.Errorf("not booked is refused for %q, want %q", why, c.want)
			}
		})
	}
}

// firstRowBroken makes the first row of a history say nothing.
func firstRowBroken(body []byte) []byte {
	return bytes.Replace(body, []byte(`"chargeType"`), []byte(`"chargeTypo"`), 1)
}

// Rule 7: what was sent is looked for from 26 hours before the newest row seen
// before, whatever the platform's clock did meanwhile.
func TestARowUpTo26HoursBeforeTheNewestIsFound(t *testing.T) {
	b := newBench(t, 60)
	b.shut()
	if err := b.demo.Close(); err != nil {
		t.Fatal(err)
	}
	var ahead atomic.Int64
	var err error
	b.demo, err = demo.Start(b.ctx, demo.Options{Customers: 60, Seed: 7, Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	if err != nil {
		t.Fatal(err)
	}
	b.connect()
	u, v := b.customer(), b.customer()
	for c, by := range map[int]time.Duration{0: 26*time.Hour - time.Minute, 1: 27 * time.Hour} {
		ahead.Store(int64(by))
		b.signIn()
		b.books([]platform.User{u, v}[c], "1", "booked while the platform's clock was ahead")
	}
	ahead.Store(0)
	b.signIn()
	b.open()
	if o := b.becomes(b.record(refill(u, "2")), model.StateConfirmed); o.Late {
		t.Error("late")
	}
	outside := b.record(refill(v, "2"))
	b.becomes(outside, model.StateUnknown) // its row lies where nobody looks: a person decides
	if s := b.readOften(outside, 2); len(s.Readings[0].Witness) != 0 || b.booked(v.UID, outside) != 1 {
		t.Errorf("saw %+v", s.Readings[0].Witness)
	}
}

// Rule 8: a restart in the middle of the quarantine begins it again, and what was
// read before does not count.
func TestARestartBeginsTheQuarantineAgain(t *testing.T) {
	b := newBench(t, 60)
	b.shut()
	var jump atomic.Int64
	since := model.Stopwatch()
	b.cfg.Elapsed = func() time.Duration { return since() + time.Duration(jump.Load()) }
	b.cfg.Times.Quarantine = 15 * time.Minute
	b.open()
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed)
	b.fault(fund, demo.Lost(demo.LossEOF, demo.ApplyNever))
	id := b.record(refill(b.customer(), "2"))
	b.becomes(id, model.StateUnknown)
	jump.Add(int64(14 * time.Minute))
	if s := b.readOften(id, 2); s.Quarantine > 2*time.Minute || s.CleanReads < 2 {
		t.Errorf("before: %v left, %d clean", s.Quarantine, s.CleanReads)
	}
	b.shut()
	b.open()
	jump.Add(int64(14 * time.Minute))
	s := b.readOften(id, 2)
	if s.Quarantine < 30*time.Second || whyNotAbsent(s) != "journal.why.quarantine" {
		t.Errorf("after: %v left, %q", s.Quarantine, whyNotAbsent(s))
	}
	jump.Add(int64(2 * time.Minute))
	b.readOften(id, 1)
	if err := b.journal.NotApplied(b.ctx, id, "nothing there"); err != nil {
		t.Error(err)
	}
}

// Rule 11: a row whose id is in the history already, because another desk ran
// the same plan, is confirmed and not sent.
func TestARowThatAnotherDeskSentIsConfirmedAndNotSent(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 3, five)
	for _, r := range p.Rows[:2] {
		u, _, err := b.there.Account(b.ctx, r.UID)
		if err != nil {
			t.Fatal(err)
		}
		b.books(u, "5", r.Operation.Note(1, "the other desk"))
	}
	sent := b.demo.Requests(fund)
	b.start(p)
	got := b.ends(p.ID, model.BatchDone)
	if n := b.demo.Requests(fund) - sent; got.Counts[model.StateConfirmed] != 3 || got.Late != 2 || n != 1 {
		t.Errorf("%v, %d late, %d sent", got.Counts, got.Late, n)
	}
	if once, twice := b.bookedInAll(p); once != 3 || twice != 0 {
		t.Errorf("booked once %d, twice %d", once, twice)
	}
}

// Rule 2: who has an id in another billing system is warned of.
func TestMoneyOfAnExternallyBilledCustomerIsWarnedOf(t *testing.T) {
	b := newBench(t, 60)
	const warning = "journal.warn.external"
	u := b.customer()
	for _, id := range []string{"", "crm-17"} {
		if err := b.demo.ChangeCustomer(b.ctx, u.UID, func(c *demo.Customer) { c.ExtBillingID = id }); err != nil {
			t.Fatal(err)
		}
		now, _, err := b.there.Account(b.ctx, u.UID)
		if err != nil {
			t.Fatal(err)
		}
		p, err := b.journal.Preview(b.ctx, refill(u, "5"))
		if err != nil || slices.Contains(p.Warnings, warning) != (id != "") {
			t.Errorf("external %q: %v, %v", id, p.Warnings, err)
		}
		plan, err := b.journal.MakePlan(b.ctx, PlanDraft{Kind: model.Refill, Change: five, Users: []model.Customer{{User: now}}})
		if err != nil || slices.Contains(plan.Rows[0].Why, warning) != (id != "") {
			t.Errorf("plan, external %q: %v, %v", id, plan.Rows[0].Why, err)
		}
	}
}
