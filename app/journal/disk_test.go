package journal

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
)

// TestProofOfPowerCuts is T3: whatever was not synced is lost, in part or
// whole; no intent that was acknowledged is, and nothing that reached the
// platform was not written down before.
func TestProofOfPowerCuts(t *testing.T) {
	cuts := record.Amount(8, 520)
	b := newBench(t, 120)
	b.shut()
	b.cfg.Path = filepath.Join(t.TempDir(), "watched", "journal.db")
	d := watch(filepath.Dir(b.cfg.Path))
	b.open()
	var users []platform.User
	for range 24 {
		users = append(users, b.customer())
	}
	var mu sync.Mutex
	var acked []model.OperationID
	stop := make(chan struct{})
	var working sync.WaitGroup
	for w := range 3 {
		working.Go(func() {
			for i := w; ; i += 3 {
				select {
				case <-stop:
					return
				default:
				}
				if len(b.journal.Open()) > len(users)/2 { // what waits for its customer
					<-time.After(again)
					continue
				}
				u := users[i%len(users)]
				o := refill(u, fmt.Sprintf("1.%02d", i%97+1))
				if i%4 == 0 {
					o = model.NewOperation(model.SetNote, u.UID, model.Change{Was: u.Note, Wanted: fmt.Sprint("note ", i)})
				}
				if _, err := b.journal.Record(b.ctx, Given{}, o); err == nil {
					mu.Lock()
					acked = append(acked, o.ID)
					mu.Unlock()
				}
			}
		})
	}
	lost, early, broken := 0, 0, 0
	image := t.TempDir()
	for cut := range cuts {
		at := rand.IntN(8)
		reached := make(chan struct{})
		d.mu.Lock()
		d.onSync = func() {
			if at--; at == 0 {
				close(reached)
			}
		}
		d.mu.Unlock()
		select {
		case <-reached:
		case <-time.After(20 * time.Millisecond):
		}
		mu.Lock()
		intents := slices.Clone(acked[max(0, len(acked)-latest):]) // older ones were looked for at the cuts before
		mu.Unlock()
		sent := b.sentMarks(users)
		sent = sent[max(0, len(sent)-latest):]
		folder := filepath.Join(image, fmt.Sprint(cut))
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := d.survives(folder, func() bool { return rand.IntN(2) == 0 }); err != nil {
			t.Fatal(err)
		}
		l, e, err := survived(b, filepath.Join(folder, "journal.db"), intents, sent)
		if err != nil {
			broken++
			t.Errorf("cut %d: %v", cut, err)
		}
		lost, early = lost+l, early+e
		_ = os.RemoveAll(folder)
	}
	close(stop)
	working.Wait()
	record.Proven(t, record.Proof{ID: "T3", What: fmt.Sprintf("%d power cuts that drop what was not synced, while %d intents were recorded and sent", cuts, len(acked)),
		Figure: fmt.Sprintf("%d intents lost, %d sent before they were written down, %d files broken", lost, early, broken), Bound: "0",
		OK: lost+early+broken == 0 && len(acked) > cuts/2})
}

// latest is how many intents are looked for after a cut.
const latest = 150

// sentMarks are the operations that the platform has booked, the latest last.
func (b *bench) sentMarks(users []platform.User) []model.OperationID {
	b.t.Helper()
	var rows []demo.Booking
	for _, u := range users {
		of, err := b.demo.Ledger(b.ctx, u.UID)
		if err != nil {
			b.t.Fatal(err)
		}
		rows = append(rows, of...)
	}
	slices.SortFunc(rows, func(a, b demo.Booking) int { return int(a.ID - b.ID) })
	var sent []model.OperationID
	for _, row := range rows {
		if id, _, ours := model.SplitStamp(platform.Funding{Note: row.Note}.Stamp()); ours {
			sent = append(sent, id)
		}
	}
	return sent
}

// survived opens what a cut left and counts intents that are not there, and
// bookings that it does not know to be sent.
func survived(b *bench, path string, intents, sent []model.OperationID) (lost, early int, err error) {
	cfg := b.cfg
	cfg.Path, cfg.Notify = path, func(model.Event) {}
	j, err := Open(b.ctx, cfg)
	if err != nil {
		return 0, 0, err
	}
	defer j.Close()
	if _, err := j.Verify(b.ctx); err != nil {
		return 0, 0, err
	}
	for _, id := range intents {
		if _, err := j.Operation(b.ctx, id); err != nil {
			lost++
		}
	}
	for _, id := range sent {
		if o, err := j.Operation(b.ctx, id); err != nil || o.State == model.StateQueued && o.Attempt == 0 {
			early++
		}
	}
	return lost, early, nil
}

// TestProofOfFullDisks is T6.
func TestProofOfFullDisks(t *testing.T) {
	right := 0
	for name, failure := range map[string]error{"full": errFull, "read-only": sqlite3.READONLY, "broken": sqlite3.IOERR} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 60)
			b.shut()
			b.cfg.Path = filepath.Join(t.TempDir(), "watched", "journal.db")
			d := watch(filepath.Dir(b.cfg.Path))
			b.open()
			u := b.customer()
			first := b.record(refill(u, "1"))
			b.becomes(first, model.StateConfirmed)
			requests := b.demo.Requests(fund)
			d.fill(failure)
			if _, err := b.journal.Record(b.ctx, Given{}, refill(u, "2")); code(err) != model.Internal || b.journal.Why() == nil {
				t.Errorf("recorded: %v, %v", err, b.journal.Why())
			}
			if n := b.demo.Requests(fund); n != requests {
				t.Errorf("%d requests without a journal", n-requests)
			}
			d.fill(nil)
			b.until("it recovers", func() bool { return b.journal.Why() == nil })
			id := b.record(refill(u, "3"))
			b.becomes(id, model.StateConfirmed)
			b.verified()
			if !t.Failed() {
				right++
			}
		})
	}
	t.Run("between sending and the answer", func(t *testing.T) {
		b := newBench(t, 60)
		b.shut()
		b.cfg.Path = filepath.Join(t.TempDir(), "watched", "journal.db")
		d := watch(filepath.Dir(b.cfg.Path))
		b.open()
		u := b.customer()
		requests := b.demo.Requests(fund)
		b.fault(fund, demo.Fault{Latency: 100 * time.Millisecond, Times: 1})
		id := b.record(refill(u, "4"))
		b.until("it was sent", func() bool { return b.demo.Requests(fund) == requests+1 })
		d.fill(errFull)
		b.until("it is said", func() bool { return b.journal.Why() != nil })
		d.fill(nil)
		b.becomes(id, model.StateConfirmed)
		if n := b.booked(u.UID, id); n != 1 {
			t.Errorf("booked %d times", n)
		}
		if !t.Failed() {
			right++
		}
	})
	record.Proven(t, record.Proof{ID: "T6", What: "disk full, read-only or broken, before sending and between sending and the answer",
		Figure: fmt.Sprintf("%d of 4: nothing sent without a journal, said, recovered", right), Bound: "4 of 4", OK: right == 4})
}

// TestProofOfAnOldBackup is T20.
func TestProofOfAnOldBackup(t *testing.T) {
	b := newBench(t, 60)
	u, other := b.customer(), b.customer()
	b.becomes(b.record(refill(u, "1")), model.StateConfirmed)
	b.journal.Connected(false)
	p := b.plan(model.SetNote, 3, model.Change{Wanted: "x"})
	waits := b.record(model.NewOperation(model.Refill, other.UID, model.Change{Amount: euros("7"), Balance: platform.BalanceMain, Reason: "r"}))
	b.shut()
	backup, err := os.ReadFile(b.cfg.Path)
	if err != nil {
		t.Fatal(err)
	}
	b.open()
	b.becomes(waits, model.StateReview)
	if err := b.journal.SendNow(b.ctx, waits); err != nil {
		t.Fatal(err)
	}
	b.becomes(waits, model.StateConfirmed)
	b.start(p)
	b.ends(p.ID, model.BatchDone)
	b.cfg.Seen = b.journal.Sequence()
	b.shut()
	for _, end := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(b.cfg.Path + end)
	}
	if err := os.WriteFile(b.cfg.Path, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	requests := b.demo.Requests(fund)
	b.openQuietly()
	detected := b.journal.Restored() && b.journal.Sequence() > b.cfg.Seen
	if o := b.state(waits); o.State != model.StateQueued {
		t.Errorf("in the backup it is %s", o.State)
	}
	b.journal.Start()
	if err := b.journal.SignedIn(b.boss); err != nil {
		t.Fatal(err)
	}
	b.becomes(waits, model.StateConfirmed)
	b.until("reconciled", func() bool { return !b.journal.Restored() })
	resent := b.demo.Requests(fund) - requests
	b.verified()
	record.Proven(t, record.Proof{ID: "T20", What: "a journal restored from an old backup", Figure: fmt.Sprintf("detected %v, reconciled, %d sent again", detected, resent),
		Bound: "detected, 0 resends", OK: detected && resent == 0 && b.booked(other.UID, waits) == 1 && !t.Failed()})
}

func TestTheChainNoticesWhatIsMissingOrAltered(t *testing.T) {
	for name, damage := range map[string]string{
		"a state":         `UPDATE operation SET state='confirmed' WHERE state='cancelled'`,
		"a step":          `DROP TRIGGER step_stays; DELETE FROM step WHERE seq=2`,
		"a time":          `DROP TRIGGER step_holds; UPDATE step SET at=at+1 WHERE seq=2`,
		"what was sealed": `DROP TRIGGER step_holds; UPDATE step SET sealed=x'00' WHERE seq=1`,
		"an operation":    `DELETE FROM operation WHERE num=1`,
		"a new one":       `INSERT INTO operation SELECT 99,'7K3F9Q2MXA',uid,kind,class,state,attempt,late,waited,tries,rechecks,marked,batch,row,profile,operator,login,role,after,origin,recorded,changed,body FROM operation WHERE num=1`,
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 30)
			users := []platform.User{b.customer(), b.customer()}
			b.offline()
			for _, u := range users {
				id := b.record(change(model.SetNote, u, "x"))
				b.until("at rest", func() bool { return b.may(id, model.ActCancel) })
				if err := b.journal.Cancel(b.ctx, id); err != nil {
					t.Fatal(err)
				}
			}
			b.verified()
			b.shut()
			db, err := sealed.Open(b.ctx, sealed.Options{Path: b.cfg.Path, Key: b.cfg.Key, Migrations: migrations})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Write.Exec(damage); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			b.openQuietly()
			if _, err := b.journal.Verify(b.ctx); err == nil {
				t.Error("not noticed")
			}
		})
	}
}

// may reports whether an operation is offered an action now.
func (b *bench) may(id model.OperationID, act model.OperationAction) bool {
	b.t.Helper()
	story, err := b.journal.Story(b.ctx, id)
	if err != nil {
		b.t.Fatal(err)
	}
	return slices.ContainsFunc(story.Choices, func(c model.OperationChoice) bool { return c.Action == act && c.WhyNot == nil })
}
