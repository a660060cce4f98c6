package journal

import (
	"bytes"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
)

func change(kind model.OperationKind, u platform.User, wanted string) model.Operation {
	return model.NewOperation(kind, u.UID, model.Change{Login: u.Email, Was: Value(kind, u), Wanted: wanted, Reason: "asked for"})
}

func TestSetOperationsAreReadBack(t *testing.T) {
	b := newBench(t, 60)
	for _, o := range []model.Operation{
		change(model.SetNote, b.customer(), "call before noon"), change(model.Deactivate, b.customer(), ""),
		change(model.Suspend, b.customer(), ""), change(model.ChangePhone, b.customer(), "+4670001"),
		change(model.ChangeGroup, b.customer(), "beta"), change(model.ChangeEmail, b.customer(), "fresh@post.example"),
	} {
		id := b.record(o)
		if got := b.becomes(id, model.StateConfirmed); got.Late {
			t.Errorf("%s was late", o.Kind)
		}
		if back, err := b.journal.Reverse(b.ctx, id); err != nil || back.Origin != id {
			t.Errorf("%s: reverse %+v, %v", o.Kind, back, err)
		}
	}
	u := b.customer()
	quota := model.NewOperation(model.SetQuota, u.UID, model.Change{Quota: "environment.maxcount", Was: "20", Wanted: "33"})
	b.record(quota)
	b.becomes(quota.ID, model.StateConfirmed)
	reset := model.NewOperation(model.ResetQuota, u.UID, model.Change{Quota: "environment.maxcount", Was: "33"})
	b.record(reset)
	b.becomes(reset.ID, model.StateConfirmed)
	b.verified()
}

func TestALostSetIsReadBackAndGoesAgainByItself(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.fault(note, demo.Lost(demo.LossEOF, demo.ApplyOnce))
	id := b.record(change(model.SetNote, u, "it came"))
	if o := b.becomes(id, model.StateConfirmed); !o.Late || o.Attempt != 1 {
		t.Errorf("applied: %+v", o)
	}
	u = b.customer()
	b.fault(note, demo.Lost(demo.LossEOF, demo.ApplyNever))
	id = b.record(change(model.SetNote, u, "it did not"))
	if o := b.becomes(id, model.StateConfirmed); o.Attempt != 2 {
		t.Errorf("not applied: %+v", o)
	}
	u = b.customer()
	b.fault(note, demo.Fault{Drop: demo.DropBefore, Times: 3})
	id = b.record(change(model.SetNote, u, "three times"))
	if o := b.becomes(id, model.StateReview); o.Attempt != 3 {
		t.Errorf("three tries: %+v", o)
	}
	if err := b.journal.SendNow(b.ctx, id); err != nil {
		t.Errorf("send after all: %v", err)
	}
	b.becomes(id, model.StateConfirmed)
}

func TestWhatWaitedOfflineIsLookedAtAgain(t *testing.T) {
	b := newBench(t, 60)
	kept, changed, money := b.customer(), b.customer(), b.customer()
	if err := b.demo.Offline(true); err != nil {
		t.Fatal(err)
	}
	b.journal.Connected(false)
	same, other := change(model.SetNote, kept, "mine"), change(model.SetNote, changed, "mine")
	b.record(same)
	b.record(other)
	refilled := b.record(refill(money, "5"))
	if o := b.state(refilled); o.State != model.StateQueued || !o.Waited {
		t.Errorf("offline: %+v", o)
	}
	if err := b.demo.ChangeCustomer(b.ctx, changed.UID, func(c *demo.Customer) { c.Note = "theirs" }); err != nil {
		t.Fatal(err)
	}
	if err := b.demo.Offline(false); err != nil {
		t.Fatal(err)
	}
	b.becomes(same.ID, model.StateConfirmed)
	if o := b.becomes(other.ID, model.StateReview); o.Theirs != "theirs" || o.Change.Wanted != "mine" || o.Change.Was != changed.Note {
		t.Errorf("conflict: %+v", o)
	}
	if o := b.becomes(refilled, model.StateReview); o.Theirs == "" || b.booked(money.UID, refilled) != 0 {
		t.Errorf("money: %+v", o)
	}
	if err := b.journal.SendNow(b.ctx, refilled); err != nil {
		t.Errorf("send money after looking: %v", err)
	}
	b.becomes(refilled, model.StateConfirmed)
	if err := b.journal.Cancel(b.ctx, other.ID); err != nil {
		t.Errorf("cancel: %v", err)
	}
	b.becomes(other.ID, model.StateCancelled)
}

func TestAPairGoesOneAfterTheOther(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	first, second := change(model.Suspend, u, ""), change(model.SetNote, u, "suspended for abuse")
	b.record(first, second)
	b.becomes(second.ID, model.StateConfirmed)
	if o := b.state(first.ID); o.State != model.StateConfirmed {
		t.Errorf("the first half is %s", o.State)
	}
	u = b.customer()
	b.fault("billing/account/suspenduser", demo.Fault{Result: client.ResultForbidden, Message: "no", Times: 1})
	first, second = change(model.Suspend, u, ""), change(model.SetNote, u, "never")
	b.record(first, second)
	b.becomes(first.ID, model.StateRejected)
	if o := b.becomes(second.ID, model.StateReview); o.Refusal == nil || o.Refusal.Key != "journal.note.pair" {
		t.Errorf("the second half: %+v", o.Refusal)
	}
	s, err := b.journal.Story(b.ctx, second.ID)
	if err != nil || len(s.Linked) != 1 || s.Linked[0].ID != first.ID {
		t.Errorf("linked %+v, %v", s.Linked, err)
	}
}

func TestAPasswordIsInNoFileAndTheOperationInNoQueue(t *testing.T) {
	b := newBench(t, 60)
	u := b.customer()
	b.offline()
	o := model.NewOperation(model.Disable2FA, u.UID, model.Change{Login: u.Email})
	secret := platform.NewSecret("correct horse battery")
	if _, err := b.journal.Record(b.ctx, Given{Password: secret}, o); code(err) != model.Offline {
		t.Errorf("queued with a password: %v", err)
	}
	b.online()
	b.fault("system/admin/disable2fa", demo.Fault{Drop: demo.DropBefore, Times: 1})
	if _, err := b.journal.Record(b.ctx, Given{Password: secret}, o); err != nil {
		t.Fatal(err)
	}
	b.until("the call is over", func() bool { return b.demo.Requests("system/admin/disable2fa") == 1 })
	b.until("its loss is written down", func() bool { s := b.state(o.ID).State; return s != model.StateQueued && s != model.StateSending })
	rows, err := b.journal.db.Read.QueryContext(b.ctx, `SELECT head, sealed FROM step`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var head, sealed []byte
		if err := rows.Scan(&head, &sealed); err != nil || bytes.Contains(head, []byte("horse")) {
			t.Errorf("%s, %v", head, err)
		}
		var d detail
		if _, err := b.journal.unseal(b.journal.db.Read, u.UID, o.ID, sealed, &d); err == nil && bytes.Contains(encode(d), []byte("horse")) {
			t.Errorf("the password lies in the journal: %+v", d)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestAnErasedCustomerIsNotReadAgainAndTheChainHolds(t *testing.T) {
	b := newBench(t, 60)
	b.cfg.Purge = nil
	u := b.customer()
	id := b.record(change(model.SetNote, u, "knows Mr Nobody"))
	b.becomes(id, model.StateConfirmed)
	gone := change(model.DeletePersonalData, u, "")
	b.record(gone)
	b.until("the person is erased", func() bool { return b.state(id).Erased })
	keys, err := b.journal.Keys(b.ctx, model.OperationFilter{Text: "nobody"})
	if err != nil || len(keys) != 0 {
		t.Errorf("found %v, %v", keys, err)
	}
	if s, err := b.journal.Story(b.ctx, id); err != nil || s.Operation.Change.Wanted != "" || s.Operation.UID != u.UID {
		t.Errorf("story %+v, %v", s.Operation, err)
	}
	b.verified()
	b.shut()
	b.open()
	if o := b.state(id); !o.Erased || o.Change.Login != "" {
		t.Errorf("after a restart %+v", o)
	}
	b.verified()
}

func TestNothingIsChangedWithoutAKeyAtRestOrWhileReadOnly(t *testing.T) {
	b := newBench(t, 40)
	u := b.customer()
	b.shut()
	with := b.cfg
	b.cfg.Path, b.cfg.Key = "", with.Key
	b.open()
	if _, err := b.journal.Record(b.ctx, Given{}, refill(u, "1")); code(err) != model.Forbidden {
		t.Errorf("in memory: %v", err)
	}
	b.shut()
	b.cfg = with
	b.cfg.MayWrite = func() *model.Error { return model.NewError(model.Forbidden, "journal.nokey", nil) }
	b.cfg.Limits = func() model.Limits { return model.Limits{Operation: euros("10"), Day: euros("15")} }
	b.open()
	if _, err := b.journal.Record(b.ctx, Given{}, refill(u, "1")); code(err) != model.Forbidden {
		t.Errorf("read-only: %v", err)
	}
	b.journal.cfg.MayWrite = func() *model.Error { return nil }
	for amount, want := range map[string]model.Code{"11": model.Forbidden, "0": model.Invalid, "-1": model.Invalid, "0.001": model.Invalid} {
		if _, err := b.journal.Record(b.ctx, Given{}, refill(u, amount)); code(err) != want {
			t.Errorf("%s: %v", amount, err)
		}
	}
	b.becomes(b.record(refill(u, "9")), model.StateConfirmed)
	if _, err := b.journal.Record(b.ctx, Given{}, refill(b.customer(), "9")); code(err) != model.Forbidden {
		t.Errorf("above the day's limit: %v", err)
	}
	b.cfg.LockDir = t.TempDir()
	b.journal.cfg.LockDir = b.cfg.LockDir
	if err := b.journal.SignedIn(b.boss); err != nil {
		t.Fatal(err)
	}
	rival := &Journal{cfg: b.cfg, wake: make(chan struct{}, 1)}
	if err := rival.claim(b.boss.UID); code(err) != model.Conflict {
		t.Errorf("a second sender: %v", err)
	}
}

func TestAWrongPasswordIsANoAfterOneReading(t *testing.T) {
	b := newBench(t, 60)
	b.cfg.Times.Unclear = []time.Duration{time.Hour, time.Hour} // not waited for
	b.shut()
	b.open()
	b.fault("system/admin/disable2fa", demo.Fault{Result: client.ResultWrongLogin, Message: "authentication failed", Times: 1})
	for _, said := range []string{"authentication failed", "wrong password"} { // a known no, and a code of the platform's own
		u := b.customer()
		if err := b.demo.ChangeCustomer(b.ctx, u.UID, func(c *demo.Customer) { c.TwoFactor = true }); err != nil {
			t.Fatal(err)
		}
		o := model.NewOperation(model.Disable2FA, u.UID, model.Change{Login: u.Email})
		if _, err := b.journal.Record(b.ctx, Given{Password: platform.NewSecret("mistyped")}, o); err != nil {
			t.Fatal(err)
		}
		sent := b.demo.Requests(disable)
		got := b.becomes(o.ID, model.StateRejected)
		if got.Refusal == nil || got.Refusal.Message != said || got.Refusal.Key != "journal.note.nopassword" {
			t.Errorf("said %+v, want %q", got.Refusal, said)
		}
		b.shut() // nor does a restart repeat it
		b.open()
		if b.journal.Check(o.ID); b.state(o.ID).State != model.StateRejected || b.demo.Requests(disable) > sent+1 {
			t.Errorf("%s, sent %d times", b.state(o.ID).State, b.demo.Requests(disable)-sent+1)
		}
	}
}

// A wrong password for an environment's end leaves it, and is a no.
func TestAWrongPasswordDeletesNoEnvironment(t *testing.T) {
	b := newBench(t, 60)
	owner := b.demo.Notable(demo.NotableEnvironments)
	page, err := b.there.Environments(b.ctx, owner)
	if err != nil || len(page.Rows) == 0 {
		t.Fatalf("%d environments, %v", len(page.Rows), err)
	}
	o := model.NewOperation(model.DeleteEnvironment, owner, model.Change{AppID: page.Rows[0].AppID, Reason: "asked for"})
	if _, err := b.journal.Record(b.ctx, Given{Password: platform.NewSecret("mistyped")}, o); err != nil {
		t.Fatal(err)
	}
	got := b.becomes(o.ID, model.StateRejected)
	if got.Refusal == nil || got.Refusal.Result != 9906 || got.Refusal.Key != "journal.note.nopassword" || got.Attempt != 1 {
		t.Errorf("%+v after %d attempts", got.Refusal, got.Attempt)
	}
	if n := b.demo.Requests("administration/cluster/deleteenv"); n != 1 {
		t.Errorf("sent %d times", n)
	}
}
