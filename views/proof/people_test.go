//go:build linux

package proof

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
	"steward/views/bench/record"
)

// knownPeople is how many customers the search knows.
const knownPeople = 1000

const getAccounts = "billing/account/getaccounts"

// TestProofOfPeople is T13: the real program reads customers, is killed in the
// middle, several times, reads on and searches among them; no file of it says
// who they are.
func TestProofOfPeople(t *testing.T) {
	customers, kills := record.Amount(4_000, 40_000), record.Amount(2, 12)
	f := openFront(t, customers)
	n, emails := f.people(t)
	dir := here.folder(t)
	id := signedIn(t, f, dir)

	var found finds
	look := func(when string) { found.below(t, n, when, here.home, here.temp, here.run) }
	for i := range kills {
		killed(t, f, dir, 3+i%5)
		look(fmt.Sprintf("killed, the %d. time", i+1))
	}
	p := launch(t, nil, "--home", dir)
	p.until("all customers", f.wasRead(customers))
	p.rested(f)
	p.write(strings.Split(emails[0], "@")[0]) // the search has the keyboard
	p.rested(f)
	look("running, its log not yet moved into the database")
	p.quit()
	look("closed")
	killedExports(t, dir, look)

	c := openCore(t, dir)
	cluster, err := c.Offline(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	stored, missing, err := cluster.Find(t.Context(), emails)
	if err != nil || len(stored) < knownPeople {
		t.Errorf("%d known customers are stored, the search would prove nothing: %d missing, %v", len(stored), len(missing), err)
	}
	look("open without the platform")
	leftInExports(t, n, cluster, look)
	c.shut()

	var control finds
	control.below(t, n, "control", f.folder)
	if len(control.hits) < knownPeople {
		t.Errorf("the search finds %d of %d people in the demo platform's own file, which is in the clear", len(control.hits), knownPeople)
	}
	found.say(t)
	record.Proven(t, record.Proof{
		ID:     "T13",
		What:   fmt.Sprintf("e-mails and phones of %d of %d customers that the real program read, killed %d times in the middle, then once in the middle of an export to CSV and one to XLSX; all files of its data folder, home and temporary folder searched, logs of the databases too, as UTF-8, UTF-16, base64 and hex", knownPeople, customers, kills),
		Figure: fmt.Sprintf("%d hits of %d texts in %d files, %.1f MB", len(found.hits), n.texts, found.files, float64(found.bytes)/1e6),
		Bound:  "0 hits", OK: len(found.hits) == 0 && found.bytes > 1_000_000,
	})
}

// people are the e-mails and phones of the first customers, as the platform
// has them.
func (f *front) people(t *testing.T) (*needles, []string) {
	t.Helper()
	c, err := client.New(client.Config{BaseURL: f.Platform.URL(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	owner := f.account(t, "owner@demo.test")
	if _, err := c.SignIn(t.Context(), owner.Login, owner.Password); err != nil {
		t.Fatal(err)
	}
	page, err := c.Accounts(t.Context(), client.AccountsQuery{Count: knownPeople, OrderField: client.FilterUID, OrderDirection: "ASC"})
	if err != nil || len(page.Users) != knownPeople {
		t.Fatalf("%d customers, %v", len(page.Users), err)
	}
	texts, emails := map[string]string{}, []string{}
	for _, u := range page.Users {
		texts[fmt.Sprintf("the e-mail of %d", u.UID)] = u.Email
		emails = append(emails, u.Email)
		for as, phone := range phones(u) {
			texts[fmt.Sprintf("the phone of %d, %s", u.UID, as)] = phone
		}
	}
	return newNeedles(texts), emails
}

// phones are the spellings of a customer's phone; demo customers share some
// very short ones.
func phones(u platform.User) map[string]string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, u.Phone)
	if len(digits) < anchor {
		return nil
	}
	return map[string]string{"as it is": u.Phone, "digits": digits}
}

// signedIn makes a profile whose session is kept, with hardly anything read.
func signedIn(t *testing.T, f *front, dir string) (id string) {
	t.Helper()
	_, over := f.hold(2) // the first one asks whether this operator may look
	defer over()
	c := openCore(t, dir)
	owner := f.account(t, "owner@demo.test")
	profile := model.Profile{Name: "Proof", URL: f.url, Kind: model.Test, Proxy: model.ProxyNone, StaySignedIn: true}
	id = c.password(profile, owner.Login, owner.Password).Profile().ID
	c.shut()
	return id
}

// killed starts the program, which goes on with the kept session, and kills it
// while it waits for its nth page of customers.
func killed(t *testing.T, f *front, dir string, nth int) {
	t.Helper()
	reached, over := f.hold(nth)
	defer over()
	p := launch(t, nil, "--home", dir)
	p.until(fmt.Sprintf("page %d", nth), func() bool {
		select {
		case <-reached:
			return true
		default:
			return false
		}
	})
	p.remove()
}

// hold keeps all pages of customers from the nth on waiting until over is
// called; reached is closed when the nth is asked for.
func (f *front) hold(nth int) (reached chan struct{}, over func()) {
	reached, free := make(chan struct{}), make(chan struct{})
	var pages atomic.Int32
	f.hook(func(a arrival) {
		if a.method != getAccounts {
			return
		}
		n := int(pages.Add(1))
		if n == nth {
			close(reached)
		}
		if n >= nth {
			<-free
		}
	})
	return reached, func() {
		f.hook(nil)
		close(free)
	}
}

// wasRead asks whether the end of the list has been asked for and answered.
func (f *front) wasRead(customers int) func() bool {
	return func() bool { return f.last(getAccounts) >= customers-500 && f.quiet() }
}

// last is where the last page of a list began that was asked for.
func (f *front) last(method string) (start int) {
	for _, a := range f.since(0) {
		if n, err := strconv.Atoi(a.form.Get("startRow")); err == nil && a.method == method {
			start = max(start, n)
		}
	}
	return start
}
