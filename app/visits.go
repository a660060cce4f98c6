package app

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"steward/app/journal"
	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// VisitTime is after how long the session of a Sign In as User is signed out.
const VisitTime = 30 * time.Minute

// VisitDraft says as whom to sign in and why.
type VisitDraft struct {
	UID            platform.UID
	Login          string // the customer's e-mail
	Reason, Ticket string
	Popup          bool // in a window of its own
	Consent        bool // the person agreed to the session in the address, where VisitNeedsConsent
}

// Visit is a customer's dashboard that was opened here.
type Visit struct {
	Operation model.OperationID
	UID       platform.UID
	URL       string    // of the one-time page; to be opened in the browser within 15 s
	Since     time.Time // UTC
	Until     time.Time // UTC, when the session is signed out
	Fetched   bool      // the page was fetched
	Warning   *model.Error
}

// visits are the open dashboards of customers.
type visits struct {
	mu    sync.Mutex
	open  map[model.OperationID]*visit
	watch map[model.OperationID]chan struct{} // whoever waits for an operation to move
}

// visit is an open dashboard with its session and page.
type visit struct {
	Visit
	session platform.Secret
	page    *visitPage
	timer   *time.Timer
	over    bool
}

// moved wakes who waits for an operation.
func (v *visits) moved(id model.OperationID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if wake, waits := v.watch[id]; waits {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// VisitNeedsConsent tells whether the platform takes a customer's session only
// in the address, where it stays in the browser's history. It does not wait.
func (c *Cluster) VisitNeedsConsent() bool {
	return c.link().client.DashboardOf(client.Visit{}).Field == ""
}

// SignInAsUser records and sends a Sign In as User and returns the page that
// brings a browser to the customer's dashboard. It waits for the network.
func (c *Cluster) SignInAsUser(ctx context.Context, d VisitDraft) (Visit, error) {
	if d.Reason == "" {
		return Visit{}, model.NewError(model.Invalid, "visit.reason", nil)
	}
	if c.VisitNeedsConsent() && !d.Consent {
		return Visit{}, model.NewError(model.Invalid, "visit.consent", nil)
	}
	j, err := c.writable()
	if err != nil {
		return Visit{}, err
	}
	hand := &handover{got: make(chan platform.Secret, 1)}
	given := journal.Given{Session: func(_ platform.UID, s platform.Secret) {
		if !hand.give(s) {
			_ = c.signOutVisit(s) // nobody waits for it any more
		}
	}}
	op := model.NewOperation(model.SignInAsUser, d.UID, model.Change{Login: d.Login, Reason: d.Reason, Ticket: d.Ticket})
	wake := c.visits.wait(op.ID)
	defer c.visits.unwait(op.ID)
	if _, err := j.Record(ctx, given, op); err != nil {
		return Visit{}, err
	}
	session, err := answered(ctx, j, op.ID, hand.got, wake)
	if err != nil {
		if late, came := hand.abandon(); came {
			_ = c.signOutVisit(late)
		}
		return Visit{}, err
	}
	return c.openVisit(op.ID, d, session)
}

// handover carries a session from who sends to who waits, if somebody does.
type handover struct {
	got chan platform.Secret

	mu   sync.Mutex
	left bool
}

func (h *handover) give(s platform.Secret) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.left {
		return false
	}
	h.got <- s
	return true
}

// abandon says that nobody waits any more, and gives what came before that.
func (h *handover) abandon() (s platform.Secret, came bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.left = true
	select {
	case s = <-h.got:
		return s, true
	default:
		return s, false
	}
}

// answered waits for the session of an operation, or its end without one.
func answered(ctx context.Context, j *journal.Journal, id model.OperationID, got <-chan platform.Secret, wake <-chan struct{}) (platform.Secret, error) {
	for {
		select {
		case session := <-got:
			return session, nil
		case <-ctx.Done():
			return platform.Secret{}, ctx.Err()
		case <-wake:
		}
		o, err := j.Operation(ctx, id)
		if err != nil {
			return platform.Secret{}, err
		}
		switch o.State {
		case model.StateQueued, model.StateSending, model.StateAccepted:
			continue
		}
		select {
		case session := <-got:
			return session, nil
		default:
		}
		return platform.Secret{}, model.NewError(model.Rejected, "visit.refused", errors.New(string(o.State))).With("Message", refusalText(o))
	}
}

func refusalText(o model.Operation) string {
	if o.Refusal == nil {
		return ""
	}
	return o.Refusal.Message
}

func (v *visits) wait(id model.OperationID) <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.watch == nil {
		v.watch, v.open = map[model.OperationID]chan struct{}{}, map[model.OperationID]*visit{}
	}
	v.watch[id] = make(chan struct{}, 1)
	return v.watch[id]
}

func (v *visits) unwait(id model.OperationID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.watch, id)
}

// openVisit serves the page of a session.
func (c *Cluster) openVisit(id model.OperationID, d VisitDraft, session platform.Secret) (Visit, error) {
	now := c.app.Now()
	v := &visit{
		Visit:   Visit{Operation: id, UID: d.UID, Since: now, Until: now.Add(VisitTime)},
		session: session,
	}
	dashboard := c.link().client.DashboardOf(client.Visit{UID: d.UID, Session: session})
	page, err := serveVisit(c.run, dashboard, d.Popup, pageEvents{
		fetched: func() { c.visitFetched(v) },
		twice:   func() { _ = c.endVisit(v, model.NewError(model.Conflict, "visit.twice", nil)) },
		unused:  func() { _ = c.endVisit(v, model.NewError(model.Timeout, "visit.unused", nil)) },
	})
	if err != nil {
		_ = c.signOutVisit(session)
		return Visit{}, model.NewError(model.Internal, "visit.page", err)
	}
	v.page, v.URL = page, page.url
	if !c.background(page.serve) {
		_ = page.listener.Close()
		_ = c.signOutVisit(session)
		return Visit{}, model.NewError(model.Conflict, "journalfile.closed", nil)
	}
	v.timer = time.AfterFunc(VisitTime, func() { _ = c.endVisit(v, nil) })
	c.visits.mu.Lock()
	c.visits.open[id] = v
	told := v.Visit
	c.visits.mu.Unlock()
	return told, nil
}

func (c *Cluster) visitFetched(v *visit) {
	c.visits.mu.Lock()
	v.Fetched = true
	c.visits.mu.Unlock()
	c.visitChanged(v)
}

func (c *Cluster) visitChanged(v *visit) {
	c.publish(model.Event{Kind: model.OperationChanged, Operation: v.Operation, Key: model.SectionKey{UID: v.UID}})
}

// Visits are the open dashboards of customers, and those that were closed with
// a warning, newest first. It does not wait.
func (c *Cluster) Visits() []Visit {
	c.visits.mu.Lock()
	defer c.visits.mu.Unlock()
	list := make([]Visit, 0, len(c.visits.open))
	for _, v := range c.visits.open {
		list = append(list, v.Visit)
	}
	slices.SortFunc(list, func(a, b Visit) int { return b.Since.Compare(a.Since) })
	return list
}

// EndVisit signs the session of a customer's dashboard out now, and forgets its
// warning. One that is not open is fine.
func (c *Cluster) EndVisit(_ context.Context, id model.OperationID) error {
	c.visits.mu.Lock()
	v := c.visits.open[id]
	c.visits.mu.Unlock()
	if v == nil {
		return nil
	}
	err := c.endVisit(v, nil)
	c.visits.mu.Lock()
	delete(c.visits.open, id)
	c.visits.mu.Unlock()
	if err != nil {
		return model.NewError(model.Offline, "visit.stays", err)
	}
	return nil
}

// endVisit signs a visit out, once; with a warning it stays in the list.
func (c *Cluster) endVisit(v *visit, warning *model.Error) error {
	c.visits.mu.Lock()
	over := v.over
	v.over = true
	if v.Warning == nil {
		v.Warning = warning
	}
	if v.Warning == nil {
		delete(c.visits.open, v.Operation)
	}
	c.visits.mu.Unlock()
	if over {
		return nil
	}
	v.timer.Stop()
	v.page.close()
	err := c.signOutVisit(v.session)
	c.visitChanged(v)
	return err
}

// signOutVisit ends a customer's session on the platform.
func (c *Cluster) signOutVisit(session platform.Secret) error {
	ctx, cancel := context.WithTimeout(client.Interactive(c.app.base), partingCap)
	defer cancel()
	err := c.link().client.SignOutVisit(ctx, session)
	if err != nil {
		c.log.WithError(err).Warn("a customer's session was not signed out")
	}
	return err
}

// endVisits signs all customers' sessions out, at the same time.
func (c *Cluster) endVisits() {
	c.visits.mu.Lock()
	var open []*visit
	for _, v := range c.visits.open {
		open = append(open, v)
	}
	c.visits.mu.Unlock()
	var all sync.WaitGroup
	for _, v := range open {
		all.Go(func() { _ = c.endVisit(v, nil) })
	}
	all.Wait()
}
