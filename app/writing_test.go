package app

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/app/vault"
	"steward/client"
	"steward/client/platform"
)

// writingCalls calls every method of the client that changes something and
// returns what became of each.
func writingCalls(t *testing.T, p *client.Client) map[string]client.Outcome {
	t.Helper()
	found := map[string]client.Outcome{}
	of, outcome := reflect.ValueOf(p), reflect.TypeFor[client.Outcome]()
	for i := range of.NumMethod() {
		m := of.Type().Method(i)
		for n := range m.Type.NumOut() {
			if m.Type.Out(n) != outcome {
				continue
			}
			args := []reflect.Value{reflect.ValueOf(t.Context()), reflect.ValueOf(platform.RequestKey("7K3F9Q2MXA", 1))}
			for at := 3; at < m.Type.NumIn(); at++ {
				args = append(args, meant(m.Type.In(at)))
			}
			found[m.Name] = of.Method(i).Call(args)[n].Interface().(client.Outcome)
		}
	}
	return found
}

// meant is a value of a type that a call can mean.
func meant(t reflect.Type) reflect.Value {
	switch t {
	case reflect.TypeFor[platform.Money]():
		return reflect.ValueOf(platform.MicrosMoney(1_000_000, "EUR"))
	case reflect.TypeFor[platform.Secret]():
		return reflect.ValueOf(platform.NewSecret("secret"))
	case reflect.TypeFor[platform.Balance]():
		return reflect.ValueOf(platform.BalanceMain)
	case reflect.TypeFor[platform.AccountStatus]():
		return reflect.ValueOf(platform.AccountInactive)
	case reflect.TypeFor[platform.RemovalMode]():
		return reflect.ValueOf(platform.RemovalDefault)
	case reflect.TypeFor[client.Restart]():
		return reflect.ValueOf(client.Restart{AppID: "abc", Layer: "cp"})
	case reflect.TypeFor[time.Duration]():
		return reflect.Zero(t)
	}
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			v.Field(i).Set(meant(t.Field(i).Type))
		}
	case reflect.Slice:
		v.Set(reflect.Append(v, meant(t.Elem())))
	case reflect.String:
		v.SetString("x@example.test")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(999_999)
	case reflect.Uint, reflect.Uint32, reflect.Uint64:
		v.SetUint(999_999)
	}
	return v
}

// wantWriting compares what the transport does with every writing call.
func wantWriting(t *testing.T, p *client.Client, may bool) {
	t.Helper()
	calls := writingCalls(t, p)
	if len(calls) < 24 {
		t.Errorf("only %d writing calls found", len(calls))
	}
	for name, o := range calls {
		if refused := errors.Is(o.Err, client.ErrReadOnly); refused == may || o.Written != may {
			t.Errorf("%s: %v, written %v; may %v", name, o.Err, o.Written, may)
		}
	}
}

// Read-only is held below the menus, for every method that changes something,
// and ends with the unlock by the application's clock.
func TestWritingIsUnlockedForHalfAnHourInTheTransport(t *testing.T) {
	d := startDesk(t, func(p *model.Profile) { p.ReadOnly = true })
	c := d.cluster
	refused := func(when string) {
		t.Helper()
		if why := c.MayWrite(); why == nil || why.Key != "readonly.profile" || !c.MayUnlock() || !c.WritingUntil().IsZero() {
			t.Errorf("%s: %v, may unlock %v, until %v", when, why, c.MayUnlock(), c.WritingUntil())
		}
		wantWriting(t, c.conn.client, false)
	}
	refused("at the start")
	customer := d.customer()
	if _, err := c.Record(t.Context(), Given{}, refill(customer, 1_000_000)); model.CodeOf(err) != model.Forbidden {
		t.Errorf("recorded: %v", err)
	}
	if err := c.UnlockWriting(); err != nil {
		t.Fatal(err)
	}
	if why := c.MayWrite(); why != nil || c.MayUnlock() || c.WritingUntil().IsZero() {
		t.Errorf("unlocked: %v until %v", why, c.WritingUntil())
	}
	wantWriting(t, c.conn.client, true)
	d.reaches(d.record(refill(customer, 1_000_000)), model.StateConfirmed)
	d.clock.forward(WritingTime - time.Minute)
	if why := c.MayWrite(); why != nil {
		t.Errorf("locked before its time: %v", why)
	}
	d.clock.forward(2 * time.Minute)
	refused("after half an hour")
	if err := c.UnlockWriting(); err != nil {
		t.Fatal(err)
	}
	d.clock.forward(-24 * time.Hour)
	refused("a clock that was put back")
	if err := c.UnlockWriting(); err != nil {
		t.Fatal(err)
	}
	c.LockWriting()
	refused("locked by hand")
}

// Nobody unlocks what role, window or missing key forbid.
func TestWhatNoUnlockHelps(t *testing.T) {
	d := startDesk(t, nil)
	attempt, err := d.cluster.SignInAgain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	wantWriting(t, d.cluster.conn.client, true)
	d.signIn(attempt, "viewer@demo.test")
	barred := func(c *Cluster, want string) {
		t.Helper()
		why := c.UnlockWriting()
		if may := c.MayWrite(); may == nil || !strings.Contains(may.Key, want) || model.CodeOf(why) == "" || c.MayUnlock() {
			t.Errorf("%v, unlocking %v; want %s", may, why, want)
		}
		wantWriting(t, c.conn.client, false)
	}
	barred(d.cluster, "error.roleview")
	second := again(t, opened(t, d.dir, d.ring), d.cluster.Profile().ID)
	barred(second, "readonly.secondwindow")
	if _, err := second.Counts(t.Context()); model.CodeOf(err) != model.Conflict {
		t.Errorf("the journal of the other window: %v", err)
	}
	run := operator(t, d.platform, t.TempDir(), vault.Temporary(), "owner@demo.test", func(a *App, _ *model.Profile) { a.vault.UseThisRun() })
	barred(run, "readonly.thisrun")
	if _, err := run.Counts(t.Context()); err != nil {
		t.Errorf("the journal of this run cannot be asked: %v", err)
	}
}

// A batch goes on with the unlock it was started with, and nothing else does.
func TestABatchKeepsItsUnlock(t *testing.T) {
	d := startDesk(t, func(p *model.Profile) { p.ReadOnly = true })
	d.read()
	list, err := d.cluster.FirstPage(t.Context(), model.Filter{States: []platform.State{platform.StateActive}}, 6)
	if err != nil || len(list) < 3 {
		t.Fatal(len(list), err)
	}
	draft := PlanDraft{Kind: model.SetNote, Change: model.Change{Wanted: "seen", Reason: "audit"}}
	for _, c := range list {
		draft.UIDs = append(draft.UIDs, c.UID)
	}
	draft.UIDs = append(draft.UIDs, 4_000_000)
	plan, err := d.cluster.MakePlan(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	if last := plan.Rows[len(plan.Rows)-1]; last.Check != model.PlanLeftOut || last.UID != 4_000_000 {
		t.Errorf("%+v", last)
	}
	if _, err := d.cluster.StartPlan(t.Context(), plan, plan.Confirmation()); model.CodeOf(err) != model.Forbidden {
		t.Fatalf("started without an unlock: %v", err)
	}
	if err := d.cluster.UnlockWriting(); err != nil {
		t.Fatal(err)
	}
	if err := d.platform.Offline(true); err != nil {
		t.Fatal(err)
	}
	_, _ = d.cluster.Ask(t.Context(), "x@y")
	d.until("known to the journal", func() bool { return model.CodeOf(d.cluster.JournalWhy()) == model.Offline })
	batch, err := d.cluster.StartPlan(t.Context(), plan, plan.Confirmation())
	if err != nil {
		t.Fatal(err)
	}
	d.clock.forward(WritingTime + time.Second)
	if why := d.cluster.MayWrite(); why == nil {
		t.Error("everything may be changed while a batch runs")
	}
	if err := d.platform.Offline(false); err != nil {
		t.Fatal(err)
	}
	d.until("done", func() bool {
		b, err := d.cluster.Batch(t.Context(), batch.ID)
		if err != nil {
			t.Fatal(err)
		}
		if b.State == model.BatchPaused {
			if err := d.cluster.ResumeBatch(t.Context(), batch.ID); err != nil {
				t.Log(err)
			}
		}
		return b.State == model.BatchDone && b.Counts[model.StateConfirmed] == len(list)
	})
	d.until("locked again", func() bool { return d.cluster.conn.client.ReadOnly() })
}
