package app

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/demo"
	"steward/client/platform"
)

// Every tab of a customer is read when it is shown, and then answered by the
// cache, also without the platform.
func TestATabIsReadWhenShownAndAnsweredOffline(t *testing.T) {
	p, err := demo.Start(t.Context(), demo.Options{Customers: 60, Seed: 3, Now: model.SystemClock{}.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	dir, ring := t.TempDir(), vault.Temporary()
	c := operator(t, p, dir, ring, "owner@demo.test", nil)
	uid := p.Notable(demo.NotableShared)
	if _, err := c.Ask(t.Context(), "@"); err != nil {
		t.Fatal(err)
	}
	now := c.app.Now()
	period := platform.Period{From: now.AddDate(0, 0, -30), To: now}
	key := func(section model.Section) model.SectionKey {
		k := model.SectionKey{Section: section, UID: uid}
		if section.Sliced() {
			k.Period = period
		}
		return k
	}
	sections := []model.Section{
		model.SectionEnvironments, model.SectionSubscriptions, model.SectionInvoices, model.SectionAudit, model.SectionBilling,
		model.SectionHours, model.SectionQuotas, model.SectionFunding, model.SectionInfo, model.SectionCollaboration,
	}
	moved := make(chan struct{}, 1)
	cancel := c.Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})
	defer cancel()
	for _, section := range sections {
		c.Show(key(section))
	}
	late := time.After(30 * time.Second)
	for _, section := range sections {
		for {
			state, err := c.State(t.Context(), key(section))
			if err != nil || state.Err != nil {
				t.Fatal(section, state.Err, err)
			}
			if !state.ReadAt.IsZero() && len(state.Missing) == 0 && !state.Reading {
				break
			}
			select {
			case <-moved:
			case <-late:
				t.Fatalf("%s was not read: %+v", section, state)
			}
		}
	}
	id := c.Profile().ID
	tabsAnswer(t, c, uid, period)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	a := opened(t, dir, ring)
	if gate, err := a.Unlock(t.Context()); err != nil || !gate.Open {
		t.Fatal(gate.Why, err)
	}
	offline, err := a.Offline(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	tabsAnswer(t, offline, uid, period)
}

func tabsAnswer(t *testing.T, c *Cluster, uid platform.UID, period platform.Period) {
	t.Helper()
	ctx := t.Context()
	envs, err := c.Environments(ctx, uid)
	if err != nil || len(envs.Rows) == 0 || envs.State.ReadAt.IsZero() {
		t.Errorf("environments %+v, %v", envs, err)
	}
	if topology, err := c.Topology(ctx, uid, envs.Rows[0].AppID); err != nil || !topology.State.ReadAt.IsZero() || topology.Environment.AppID != "" {
		t.Errorf("topology that was not read: %+v, %v", topology, err)
	}
	if quotas, err := c.Quotas(ctx, uid); err != nil || len(quotas.Rows) == 0 || quotas.State.ReadAt.IsZero() {
		t.Errorf("quotas %+v, %v", quotas, err)
	}
	if found, err := c.Subscriptions(ctx, uid); err != nil || found.State.ReadAt.IsZero() {
		t.Errorf("subscriptions %+v, %v", found, err)
	}
	if found, err := c.Invoices(ctx, uid, 0); err != nil || found.State.ReadAt.IsZero() {
		t.Errorf("invoices %+v, %v", found, err)
	}
	if found, err := c.Collaboration(ctx, uid); err != nil || len(found.SharedBy) == 0 || found.State.ReadAt.IsZero() {
		t.Errorf("collaboration %+v, %v", found, err)
	}
	if found, err := c.Funding(ctx, uid, period); err != nil || len(found.Sums) < 6 || found.State.ReadAt.IsZero() {
		t.Errorf("funding %+v, %v", found, err)
	}
	bill, err := c.Billing(ctx, uid, model.BillingQuery{Period: period, Interval: platform.IntervalDay})
	if err != nil || len(bill.Rows) == 0 || len(bill.Inside(0)) == 0 || !bill.Cost.Given() || bill.State.ReadAt.IsZero() {
		t.Errorf("billing %+v, %v", bill, err)
	}
	if spent, err := c.Spending(ctx, uid); err != nil || spent.Days != model.SpendingDays {
		t.Errorf("spending %+v, %v", spent, err)
	}
	f := model.AuditFilter{From: period.From, To: period.To}
	list, err := c.AuditList(ctx, uid, f)
	if err != nil || len(list.Keys) == 0 || list.State.ReadAt.IsZero() {
		t.Fatalf("audit %+v, %v", list, err)
	}
	rows, err := c.AuditRows(ctx, uid, list.Keys[:1])
	first, firstErr := c.AuditFirst(ctx, uid, f, 1)
	if err != nil || firstErr != nil || len(first) != 1 || rows[0] != first[0] {
		t.Errorf("the first action is %+v, %v and %+v, %v", rows, err, first, firstErr)
	}
	older, ok, err := c.Older(ctx, model.SectionKey{Section: model.SectionAudit, UID: uid, Period: period})
	if err != nil || !ok || !older.Period.From.Before(period.From) {
		t.Errorf("older %+v %v, %v", older, ok, err)
	}
}
