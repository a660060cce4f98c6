// Package scenario tells what a person does with Steward and sees, story by
// story: the real application over HTTP to the real demo platform, in a window
// without a screen. Act, settle, assert once; nothing sleeps.
package scenario

import (
	"context"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/sirupsen/logrus"

	"steward/app"
	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views"
	"steward/views/kit"
	"steward/views/task"
)

const (
	customers = 300
	patience  = 2 * time.Minute // until a story is given up; nothing waits this long when all is well
)

// story is one person before one window. What it needs of the world stays when
// the window is closed and opened again.
type story struct {
	t        *testing.T
	ctx      context.Context
	clock    *clock
	home     string
	keyring  vault.Keyring
	times    app.JournalTimes // zero: those of the rules
	policy   string           // file with what the organisation has set; empty: none
	crashed  string           // what the program left when it broke
	codeless bool             // nobody wrote the recovery code down yet
	platform *demo.Platform
	fyne     fyne.App

	app     *app.App
	window  *views.Window
	queue   dispatcher
	timers  *timers
	heard   chan struct{} // a token whenever the application may have something new
	cluster *app.Cluster  // whose events are heard
}

// dispatcher is the queue of a window, or one that measures.
type dispatcher interface {
	task.Dispatcher
	Settle(ctx context.Context, r *task.Runner) error
	WaitIdle(ctx context.Context, r *task.Runner) error
	Arrived() <-chan struct{}
}

// clock is the time of platform and application alike. It stands still.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// timers stand still too, and say when one is started: that is how the window
// hears of the application's events.
type timers struct {
	*task.Clock
	started chan<- struct{}
}

func (t *timers) AfterFunc(d time.Duration, f func()) (stop func()) {
	stop = t.Clock.AfterFunc(d, f)
	tell(t.started)
	return stop
}

func tell(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// world is a platform and an empty home; no window is open yet.
func world(t *testing.T, change ...func(*demo.Options)) *story {
	t.Helper()
	s := &story{
		t: t, ctx: t.Context(), home: t.TempDir(), keyring: vault.Temporary(),
		clock: &clock{now: time.Date(2026, 11, 23, 14, 2, 11, 0, time.UTC)},
		heard: make(chan struct{}, 1),
	}
	o := demo.Options{Customers: customers, Seed: 7, Now: s.clock.Now}
	for _, c := range change {
		c(&o)
	}
	var err error
	s.platform, err = demo.Start(s.ctx, o)
	s.must(err)
	s.fyne = test.NewTempApp(t)
	t.Cleanup(func() {
		s.quit()
		if err := s.platform.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func (s *story) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// core starts the application without a window.
func (s *story) core() *app.App {
	s.t.Helper()
	quiet := logrus.New()
	quiet.SetOutput(io.Discard)
	a, err := app.New(s.ctx, app.Config{
		Dir: s.home, Version: "1.0.0", Clock: s.clock, Keyring: s.keyring, Log: quiet, Temporary: true, Journal: s.times, Policy: s.policy,
	})
	s.must(err)
	return a
}

// start opens the window, on the demo platform or on what was used last, and
// leaves it to itself.
func (s *story) start(openDemo bool) *story {
	s.t.Helper()
	s.app = s.core()
	if s.queue == nil {
		s.queue = task.NewQueue()
	}
	s.timers = &timers{Clock: task.NewClock(), started: s.heard}
	s.window = views.New(s.ctx, views.Config{
		App: s.app, Fyne: s.fyne, Dispatcher: s.queue, Timers: s.timers, OpenDemo: openDemo, StartDemo: s.demo, Crashed: s.crashed,
	})
	s.crashed = ""
	s.window.Fyne().Show()
	return s
}

// demo hands the running platform to the window as its demo platform.
func (s *story) demo(context.Context) (views.Demo, error) {
	admin := s.account("admin")
	fault := func(f demo.Fault) func(bool) error {
		return func(on bool) error {
			s.platform.Faults().Clear("*")
			if !on {
				return nil
			}
			return s.platform.Faults().Add("*", f)
		}
	}
	lose := func(drop demo.Drop) func(bool) error {
		return func(on bool) error {
			s.platform.Faults().Clear(demo.EveryChange)
			if !on {
				return nil
			}
			return s.platform.Faults().Add(demo.EveryChange, demo.Fault{Drop: drop})
		}
	}
	return views.Demo{
		Access: app.DemoAccess{ID: "story", URL: s.platform.URL(), Login: admin.Login, Password: admin.Password, Customers: customers},
		Faults: views.DemoFaults{Offline: s.platform.Offline, Slow: fault(demo.Fault{Latency: time.Millisecond}),
			LoseAnswers: lose(demo.DropAfter), LoseChanges: lose(demo.DropBefore)},
		Notable: func(kind string) platform.UID { return s.platform.Notable(demo.Notable(kind)) },
		Close:   func() error { return nil },
	}, nil
}

// account is the operator of a role who has no second step.
func (s *story) account(role string) demo.Account {
	s.t.Helper()
	for _, a := range s.platform.Accounts() {
		if a.Role == role && a.TOTP.IsEmpty() {
			return a
		}
	}
	s.t.Fatalf("the platform has no %s", role)
	return demo.Account{}
}

// missing is how a sentence that does not exist reads.
var missing = regexp.MustCompile(`\[[a-z]+\.[a-z.]+\]`)

// quit closes window and application, as Quit does.
func (s *story) quit() {
	s.t.Helper()
	if s.window == nil {
		return
	}
	for _, words := range strings.Split(s.screen(), " | ") {
		if missing.MatchString(words) {
			s.t.Errorf("a sentence is missing: %s", words)
		}
	}
	s.window.Close()
	s.window.Fyne().Close()
	if err := s.app.Close(); err != nil {
		s.t.Error(err)
	}
	s.window, s.app, s.cluster = nil, nil, nil
}

// open is a window on the demo platform with every customer read.
func open(t *testing.T) *story {
	t.Helper()
	s := world(t).start(true)
	s.everybodyRead()
	return s
}

// again closes Steward and opens it on the same home.
func (s *story) again(openDemo bool) *story {
	s.t.Helper()
	s.quit()
	return s.start(openDemo)
}

// enrolled is a world where somebody signed in to a live platform some time
// ago and stayed signed in; the window is not open. Nobody has been read.
func enrolled(t *testing.T, role string, change ...func(*model.Profile)) *story {
	t.Helper()
	s := world(t)
	a := s.core()
	s.signUp(a, role, change...)
	s.must(a.Close())
	return s
}

// signUp signs in to the platform as a live one that keeps its session, and
// leaves it again without reading anybody.
func (s *story) signUp(a *app.App, role string, change ...func(*model.Profile)) {
	s.t.Helper()
	who := s.account(role)
	p := model.Profile{
		ID: "harbor", Name: "Harbor Cloud EU", URL: s.platform.URL(), Kind: model.Live, StaySignedIn: true,
		Proxy: model.ProxyNone, Auth: model.ByPassword,
	}
	for _, c := range change {
		c(&p)
	}
	_, err := a.Unlock(s.ctx)
	s.must(err)
	attempt, err := a.NewAttempt(p, app.ProfileSecrets{})
	s.must(err)
	_, err = attempt.Password(s.ctx, who.Login, who.Password)
	s.must(err)
	c, err := attempt.Finish(s.ctx)
	s.must(err)
	if c.RecoveryCodeDue() && !s.codeless { // they wrote it down then
		_, err = c.NewRecoveryCode(s.ctx)
		s.must(err)
	}
	s.must(c.Close())
}

// live is a window on a live platform with every customer read.
func live(t *testing.T, role string, change ...func(*model.Profile)) *story {
	t.Helper()
	s := enrolled(t, role, change...).start(false)
	s.everybodyRead()
	return s
}

// settle lets everything happen that the window has begun.
func (s *story) settle() {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	if err := s.queue.Settle(ctx, s.window.Tasks()); err != nil {
		s.t.Fatal(err)
	}
	s.listen()
}

// passes lets time pass, and what falls due happen.
func (s *story) passes(d time.Duration) {
	s.t.Helper()
	s.timers.Advance(d)
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	if err := s.queue.WaitIdle(ctx, s.window.Tasks()); err != nil {
		s.t.Fatal(err)
	}
}

// listen hears of the events of the platform that is open.
func (s *story) listen() {
	if c := s.window.Cluster(); c != s.cluster {
		s.cluster = c
		if c != nil {
			c.Subscribe(func(model.Event) { tell(s.heard) })
		}
	}
}

// until waits for something that the platform's answers bring about.
func (s *story) until(what string, so func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	for {
		s.settle()
		if so() {
			s.settle() // what came with it
			return
		}
		select {
		case <-s.heard:
		case <-s.queue.Arrived():
		case <-ctx.Done():
			s.t.Fatalf("it never came about that %s. On screen:\n%s", what, s.screen())
		}
	}
}

// everybodyRead waits until the list is complete.
func (s *story) everybodyRead() {
	s.t.Helper()
	s.until("everybody is read", func() bool { return s.window.Users() != nil && s.window.Users().Complete() })
}

// readAgain is F5 and what follows: another reading of everybody, to its end.
func (s *story) readAgain() {
	s.t.Helper()
	s.until("nothing is being read", s.nothingRead)
	before := s.listReadAt()
	s.clock.pass(time.Minute)
	s.press("F5")
	s.until("everybody is read again", func() bool { return s.listReadAt().After(before) && s.nothingRead() })
}

// nothingRead reports whether the reading of everybody rests and went well.
func (s *story) nothingRead() bool {
	p := s.cluster.Progress()
	return !p.Running && p.Err == nil
}

func (s *story) listReadAt() time.Time {
	s.t.Helper()
	state, err := s.cluster.State(s.ctx, model.SectionKey{Section: model.SectionUsers})
	s.must(err)
	return state.ReadAt
}

// infoRead waits until the platform has told everything about the customer in
// the detail.
func (s *story) infoRead() {
	s.t.Helper()
	uid := s.window.Users().Detail().UID()
	removed := s.truth(uid).State() == platform.StateDeleted // there is no sign-in side to be read
	s.until("the customer is read", func() bool {
		state, err := s.cluster.State(s.ctx, model.SectionKey{Section: model.SectionInfo, UID: uid})
		s.must(err)
		return !state.ReadAt.IsZero() && !state.Reading && (removed || s.fields()["Two-Factor Auth"] != "not read yet")
	})
}

// add signs a customer up on the platform, past Steward.
func (s *story) add(change func(*demo.Customer)) platform.UID {
	s.t.Helper()
	c := demo.Customer{Name: "Somebody New"}
	c.Email = "somebody.new@elsewhere.example"
	change(&c)
	uid, err := s.platform.AddCustomer(s.ctx, c)
	s.must(err)
	return uid
}

// truth is a customer as the platform itself has it.
func (s *story) truth(uid platform.UID) demo.Customer {
	s.t.Helper()
	c, err := s.platform.Customer(s.ctx, uid)
	s.must(err)
	return c
}

// everyone is what the platform itself has, by User ID; the list shows all.
func (s *story) everyone() []demo.Customer {
	s.t.Helper()
	var all []demo.Customer
	for _, uid := range s.uids() {
		all = append(all, s.truth(uid))
	}
	return all
}

// grid is the list of the tab on screen.
func (s *story) grid() *kit.Grid {
	if s.window.OnBulk() && s.window.Bulk().Grid() != nil {
		return s.window.Bulk().Grid()
	}
	if s.window.OnActivity() {
		return s.window.Activity().Grid()
	}
	if s.window.OnOperations() {
		return s.window.Operations().Grid()
	}
	return s.window.Users().Grid()
}
