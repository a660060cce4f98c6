package journal

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
)

// plan makes a plan for some customers.
func (b *bench) plan(kind model.OperationKind, many int, c model.Change) model.Plan {
	b.t.Helper()
	var users []model.Customer
	for range many {
		users = append(users, model.Customer{User: b.customer(), ReadAt: time.Now()})
	}
	p, err := b.journal.MakePlan(b.ctx, PlanDraft{Kind: kind, Change: c, Users: users})
	if err != nil {
		b.t.Fatalf("plan: %v", err)
	}
	return p
}

func (b *bench) start(p model.Plan) model.Batch {
	b.t.Helper()
	got, err := b.journal.StartPlan(b.ctx, p, p.Confirmation())
	if err != nil {
		b.t.Fatalf("start plan: %v", err)
	}
	return got
}

// ends waits until a batch is in a state.
func (b *bench) ends(id string, want model.BatchState) model.Batch {
	b.t.Helper()
	var last model.Batch
	b.until("batch becomes "+string(want), func() bool {
		var err error
		if last, err = b.journal.Batch(b.ctx, id); err != nil {
			b.t.Fatal(err)
		}
		return last.State == want
	})
	return last
}

// bookedInAll counts what the platform booked for a plan.
func (b *bench) bookedInAll(p model.Plan) (once, twice int) {
	for _, r := range p.Rows {
		switch b.booked(r.UID, r.Operation) {
		case 0:
		case 1:
			once++
		default:
			twice++
		}
	}
	return once, twice
}

var five = model.Change{Amount: euros("5"), Balance: platform.BalanceMain, Reason: "Outage"}

func TestABatchOfMoneyRunsRowByRowAndOnlyOnce(t *testing.T) {
	b := newBench(t, 60)
	b.patient() // an answer that is only slow would pause it
	p := b.plan(model.Refill, 6, five)
	if _, err := b.journal.StartPlan(b.ctx, p, "29"); code(err) != model.Invalid {
		t.Errorf("typed wrongly: %v", err)
	}
	b.start(p)
	got := b.ends(p.ID, model.BatchDone)
	if got.Counts[model.StateConfirmed] != 6 || !got.Amount.Equal(euros("30")) {
		t.Errorf("%+v", got)
	}
	again := b.start(p)
	if again.State != model.BatchDone || b.demo.Requests(fund) != 6 {
		t.Errorf("run again: %+v, %d requests", again.State, b.demo.Requests(fund))
	}
	if once, twice := b.bookedInAll(p); once != 6 || twice != 0 {
		t.Errorf("booked once %d, twice %d", once, twice)
	}
	back, err := b.journal.ReversePlan(b.ctx, p.ID)
	if rows, total, _ := back.Total(); err != nil || back.Kind != model.Withdraw || rows != 6 || !total.Equal(euros("30")) {
		t.Errorf("reverse: %d rows, %s, %v", rows, total, err)
	}
	b.verified()
}

func TestABatchStopsAfterThreeRejectionsAndRetriesOnlyThem(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 6, five)
	b.fault(fund, demo.Fault{Result: 8, Message: "no", Skip: 1, Times: 3})
	b.start(p)
	got := b.ends(p.ID, model.BatchPaused)
	if got.Counts[model.StateRejected] != 3 || got.Why == nil || got.Why.Key != "journal.batch.rejections" {
		t.Errorf("%+v", got)
	}
	if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	b.ends(p.ID, model.BatchDone)
	retry, err := b.journal.RetryFailed(b.ctx, p.ID)
	if err != nil || len(retry.Rows) != 3 || retry.ID == p.ID {
		t.Fatalf("%+v, %v", retry, err)
	}
	b.start(retry)
	if got := b.ends(retry.ID, model.BatchDone); got.Counts[model.StateConfirmed] != 3 || got.Origin != p.ID {
		t.Errorf("%+v", got)
	}
}

// Who switches the rule off goes on past rejections; the run keeps that over a
// restart, and so does the file of a plan.
func TestABatchGoesPastRejectionsWhereThePlanSaysSo(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 8, five)
	p.PastRejections = true
	var file bytes.Buffer
	if err := b.journal.SavePlan(b.ctx, &file, p, ""); err != nil {
		t.Fatal(err)
	}
	p, err := b.journal.OpenPlan(b.ctx, &file)
	if err != nil || !p.PastRejections {
		t.Fatalf("read back: %v, %v", p.PastRejections, err)
	}
	b.fault(fund, demo.Fault{Result: 8, Message: "no", Skip: 1, Times: 4})
	b.start(p)
	b.until("the first is confirmed", func() bool {
		got, err := b.journal.Batch(b.ctx, p.ID)
		return err == nil && got.Counts[model.StateConfirmed] == 1
	})
	b.shut()
	b.open()
	if got := b.ends(p.ID, model.BatchPaused); !got.PastRejections {
		t.Error("forgotten over a restart")
	}
	if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
		t.Fatal(err)
	}
	if got := b.ends(p.ID, model.BatchDone); got.Counts[model.StateRejected] != 4 || got.Counts[model.StateConfirmed] != 4 {
		t.Errorf("%+v", got.Counts)
	}
}

// A file that cannot be read proves not that a plan was never started.
func TestAPlanIsNotTakenForNewWhileTheJournalCannotTell(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.SetNote, 3, model.Change{Wanted: "told"})
	var file bytes.Buffer
	if err := b.journal.SavePlan(b.ctx, &file, p, ""); err != nil {
		t.Fatal(err)
	}
	text := file.Bytes()
	b.start(p)
	b.ends(p.ID, model.BatchDone)
	if _, err := b.journal.db.Write.ExecContext(b.ctx, `ALTER TABLE batch RENAME TO away`); err != nil {
		t.Fatal(err)
	}
	if got, err := b.journal.OpenPlan(b.ctx, bytes.NewReader(text)); code(err) != model.Internal {
		t.Errorf("opened as if it had never run: %v, %v", got.ReadOnly, err)
	}
	if err := b.journal.SavePlan(b.ctx, &file, p, "desk-2"); code(err) != model.Internal {
		t.Errorf("given away: %v", err)
	}
	if _, err := b.journal.StartPlan(b.ctx, p, p.Confirmation()); code(err) != model.Internal {
		t.Errorf("started: %v", err)
	}
	if why := b.journal.Why(); why != nil {
		t.Errorf("the journal calls itself broken: %v", why)
	}
}

// TestProofOfAnExpiredSession is T17.
func TestProofOfAnExpiredSession(t *testing.T) {
	b := newBench(t, 120)
	b.shut()
	b.cfg.Times.BatchWait = enough // a busy computer loses an answer too, and that is not meant here
	b.open()
	twice, rows := 0, 0
	for _, kind := range []model.OperationKind{model.Refill, model.SetNote} {
		c := five
		if kind == model.SetNote {
			c = model.Change{Wanted: "told"}
		}
		p := b.plan(kind, 16, c)
		b.start(p)
		b.until("rows are done", func() bool {
			got, err := b.journal.Batch(b.ctx, p.ID)
			return err == nil && got.Counts[model.StateConfirmed]+got.Counts[model.StateAccepted] > 2
		})
		b.demo.ExpireSessions()
		got := b.ends(p.ID, model.BatchPaused)
		if got.Why == nil || got.Why.Code != model.Unauthorized {
			t.Errorf("paused for %+v", got.Why)
		}
		b.signIn()
		if err := b.journal.SignedIn(model.Operator{UID: 4711}); err != nil {
			t.Fatal(err)
		}
		if err := b.journal.ResumeBatch(b.ctx, p.ID); code(err) != model.Forbidden {
			t.Errorf("somebody else resumes: %v", err)
		}
		if err := b.journal.SignedIn(b.boss); err != nil {
			t.Fatal(err)
		}
		if err := b.journal.ResumeBatch(b.ctx, p.ID); err != nil {
			t.Errorf("resume: %v", err)
		}
		if got := b.ends(p.ID, model.BatchDone); got.Counts[model.StateConfirmed] != 16 {
			t.Errorf("%+v", got)
		}
		if kind == model.Refill {
			_, twice = b.bookedInAll(p)
		}
		rows += 8
	}
	record.Proven(t, record.Proof{ID: "T17", What: "session expires in the middle of a batch: pauses, sign-in in place, resumes",
		Figure: "every row done, " + strings.Repeat("x", twice) + "none twice", Bound: "no row twice", OK: twice == 0 && rows == 16 && !t.Failed()})
}

// TestProofOfBadWeather is T18.
func TestProofOfBadWeather(t *testing.T) {
	b := newBench(t, 80)
	notes := b.plan(model.SetNote, 12, model.Change{Wanted: "told"})
	b.fault(note, demo.Fault{Status: 429, RetryAfter: time.Second, Skip: 3, Times: 2})
	b.fault(note, demo.Fault{Status: 503, Times: 2})
	b.start(notes)
	if got := b.ends(notes.ID, model.BatchDone); got.Counts[model.StateConfirmed] != 12 {
		t.Errorf("notes: %+v", got.Counts)
	}
	money := b.plan(model.Refill, 6, five)
	b.fault(fund, demo.Fault{Status: 429, RetryAfter: time.Second, Skip: 1, Times: 1})
	b.fault(fund, demo.Fault{Status: 502, HTML: true, Skip: 1, Times: 1})
	b.start(money)
	got := b.ends(money.ID, model.BatchPaused)
	if got.Why == nil || got.Why.Key != "journal.batch.unknown" || got.Counts[model.StateUnknown] != 1 {
		t.Errorf("money: %+v %+v", got.Why, got.Counts)
	}
	if err := b.journal.ResumeBatch(b.ctx, money.ID); code(err) != model.Conflict {
		t.Errorf("resumed with an unknown: %v", err)
	}
	keys, err := b.journal.Keys(b.ctx, model.OperationFilter{Batch: money.ID, States: []model.OperationState{model.StateUnknown}})
	if err != nil || len(keys) != 1 {
		t.Fatalf("%v, %v", keys, err)
	}
	ops, err := b.journal.Operations(b.ctx, keys)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.journal.Settle(b.ctx, ops[0].ID, "the gateway's log says no"); err != nil {
		t.Fatal(err)
	}
	if err := b.journal.ResumeBatch(b.ctx, money.ID); err != nil {
		t.Fatal(err)
	}
	got = b.ends(money.ID, model.BatchDone)
	once, twice := b.bookedInAll(money)
	if got.Counts[model.StateConfirmed] != 5 || once != 5 {
		t.Errorf("%+v, booked %d", got.Counts, once)
	}
	record.Proven(t, record.Proof{ID: "T18", What: "429 with Retry-After and 5xx in the middle of a batch: set finishes, money pauses at an unknown and goes on once it is settled",
		Figure: "all rows done, none twice", Bound: "no row twice", OK: twice == 0 && !t.Failed()})
}

func TestAPlanFileBelongsToOneDesk(t *testing.T) {
	b := newBench(t, 60)
	p := b.plan(model.Refill, 4, five)
	p.Rows[3].Unticked = true
	var own, given bytes.Buffer
	if err := b.journal.SavePlan(b.ctx, &own, p, ""); err != nil || !strings.Contains(own.String(), "personal data") {
		t.Fatalf("save: %v", err)
	}
	if err := b.demo.ChangeCustomer(b.ctx, p.Rows[0].UID, func(c *demo.Customer) { c.Email = "another@post.example" }); err != nil {
		t.Fatal(err)
	}
	back, err := b.journal.OpenPlan(b.ctx, bytes.NewReader(own.Bytes()))
	if rows, total, _ := back.Total(); err != nil || back.ReadOnly != nil || rows != 2 || !total.Equal(euros("10")) || back.Rows[0].Check != model.PlanLeftOut {
		t.Errorf("opened: %d rows, %v, %v", rows, back.ReadOnly, err)
	}
	altered := strings.Replace(own.String(), `"Amount": "5"`, `"Amount": "500"`, 1)
	if _, err := b.journal.OpenPlan(b.ctx, strings.NewReader(altered)); code(err) != model.Invalid {
		t.Errorf("altered: %v", err)
	}
	if err := b.journal.SavePlan(b.ctx, noRoom{}, p, "desk-2"); err == nil || b.journal.Why() != nil {
		t.Errorf("saved where nothing can be written: %v; the journal says %v", err, b.journal.Why())
	}
	if _, err := b.journal.Batch(b.ctx, p.ID); code(err) != model.NotFound {
		t.Errorf("the plan that was not written is closed: %v", err)
	}
	if err := b.journal.SavePlan(b.ctx, &given, p, "desk-2"); err != nil {
		t.Fatal(err)
	}
	if _, err := b.journal.StartPlan(b.ctx, p, p.Confirmation()); code(err) != model.Conflict {
		t.Errorf("started after it was given away: %v", err)
	}
	if back, err := b.journal.OpenPlan(b.ctx, bytes.NewReader(own.Bytes())); err != nil || back.ReadOnly == nil {
		t.Errorf("opened after it was given away: %v, %v", back.ReadOnly, err)
	}
	b.cfg.Desk, b.cfg.Cluster = "desk-2", "other.test"
	for _, change := range []func(){func() {}, func() { b.cfg.Cluster = "demo.test" }} {
		b.shut()
		change()
		b.cfg.Path += ".2"
		b.open()
		back, err = b.journal.OpenPlan(b.ctx, bytes.NewReader(given.Bytes()))
		if b.cfg.Cluster == "other.test" && code(err) != model.Invalid || b.cfg.Cluster == "demo.test" && (err != nil || back.ReadOnly != nil) {
			t.Errorf("on %s: %v, %v", b.cfg.Cluster, err, back.ReadOnly)
		}
	}
	if back.Desk != "desk-2" {
		t.Fatalf("belongs to %s", back.Desk)
	}
	b.start(back)
	b.ends(back.ID, model.BatchDone)
	if once, twice := b.bookedInAll(back); once != 2 || twice != 0 {
		t.Errorf("booked once %d, twice %d", once, twice)
	}
}

// noRoom is a file that takes nothing.
type noRoom struct{}

func (noRoom) Write([]byte) (int, error) { return 0, errFull }

// A file of the version before is taken over with its batches.
func TestAFileOfTheVersionBeforeIsTakenOver(t *testing.T) {
	b := newBench(t, 30)
	b.shut()
	b.cfg.Path += ".older"
	db, err := sealed.Open(b.ctx, sealed.Options{Path: b.cfg.Path, Key: b.cfg.Key, Migrations: migrations[:1], Durable: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Write.ExecContext(b.ctx, `INSERT INTO batch (id, kind, state, why, made, operator, login, origin, rows, amount, currency)
		VALUES ('OLDER', 'refill', 'done', '', 1, ?, 'boss', '', 3, '15', 'EUR')`, b.boss.UID)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	b.open()
	if got, err := b.journal.Batch(b.ctx, "OLDER"); err != nil || got.Rows != 3 || !got.Amount.Equal(euros("15")) || got.PastRejections {
		t.Errorf("%+v, %v", got, err)
	}
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed)
}
