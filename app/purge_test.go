package app

import (
	"os"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

// knows finds where something of a person is still kept.
func knows(t *testing.T, c *Cluster, who model.Customer) (where []string) {
	t.Helper()
	for _, word := range []string{who.Email, who.Phone, who.Note} {
		if len(strings.TrimSpace(word)) < 4 {
			continue
		}
		list, err := c.List(t.Context(), model.Filter{Text: word})
		if err != nil {
			t.Fatal(err)
		}
		for _, uid := range list.UIDs {
			if uid == who.UID {
				where = append(where, "index: "+word)
			}
		}
	}
	if id, known, err := c.Identity(t.Context(), who.UID); err != nil || known && id.Email == who.Email {
		where = append(where, "identity")
	}
	now := c.app.Now()
	funding, err := c.Funding(t.Context(), who.UID, platform.Period{From: now.AddDate(-1, 0, 0), To: now.Add(time.Hour)})
	if err != nil || len(funding.Rows) > 0 {
		where = append(where, "funding")
	}
	if envs, err := c.Environments(t.Context(), who.UID); err != nil || len(envs.Rows) > 0 {
		where = append(where, "environments")
	}
	keys, err := c.OperationKeys(t.Context(), model.OperationFilter{UID: who.UID})
	if err != nil {
		t.Fatal(err)
	}
	ops, err := c.Operations(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range ops {
		if !o.Erased || o.Change.Login != "" || o.Change.Reason != "" {
			where = append(where, "journal: "+string(o.Kind))
		}
	}
	if len(ops) == 0 {
		t.Error("the journal forgot that there were operations")
	}
	return where
}

// After Delete Personal Data nothing of the person is found in cache, index and
// journal; the journal keeps the numbers and still verifies (T14).
func TestDeletedPersonalDataIsGoneHereToo(t *testing.T) {
	d := startDesk(t, nil)
	d.read()
	uid := d.platform.Notable(demo.NotableShared)
	customer, _, err := d.cluster.Customer(t.Context(), uid)
	if err != nil || customer.Email == "" {
		t.Fatal(customer, err)
	}
	now := d.app.Now()
	for _, key := range []model.SectionKey{
		{Section: model.SectionInfo, UID: uid}, {Section: model.SectionEnvironments, UID: uid},
		{Section: model.SectionFunding, UID: uid, Period: platform.Period{From: now.AddDate(-1, 0, 0), To: now}},
	} {
		d.cluster.Show(key)
		d.until("read "+string(key.Section), func() bool {
			s, err := d.cluster.State(t.Context(), key)
			return err == nil && !s.ReadAt.IsZero() && !s.Reading
		})
	}
	d.reaches(d.record(refill(customer, 1_000_000)), model.StateConfirmed)
	if len(knows(t, d.cluster, customer)) < 4 {
		t.Fatal("the person is not known before: the test looks for nothing")
	}
	id := d.record(model.NewOperation(model.DeletePersonalData, uid, model.Change{
		Login: customer.Email, Was: customer.State().String(), Mode: platform.RemovalDefault, Reason: "asked for",
	}))
	d.reaches(id, model.StateConfirmed)
	d.until("forgotten", func() bool {
		o, err := d.cluster.Operation(t.Context(), id)
		return err == nil && o.Erased
	})
	d.gone(customer)
	if steps, err := d.cluster.VerifyJournal(t.Context()); err != nil || steps == 0 {
		t.Errorf("%d steps, %v", steps, err)
	}
	d.restart()
	d.gone(customer)
}

// gone wants nothing of a person to be found, in any file as it lies either.
func (d *testDesk) gone(who model.Customer) {
	d.t.Helper()
	if where := knows(d.t, d.cluster, who); len(where) > 0 {
		d.t.Errorf("still known: %v", where)
	}
	for _, file := range []string{"cache.db", "cache.db-wal", journalFile, journalFile + "-wal"} {
		text, err := os.ReadFile(d.cluster.journalPath(file))
		if err == nil && strings.Contains(string(text), who.Email) {
			d.t.Errorf("%s names the person", file)
		}
	}
}

// A purge that was cut by a stop is done after the next start.
func TestAPurgeIsRepeatedUntilItIsDone(t *testing.T) {
	d := startDesk(t, nil)
	customer := d.customer()
	d.reaches(d.record(refill(customer, 1_000_000)), model.StateConfirmed)
	d.cluster.keeper.mu.Lock()
	d.cluster.keeper.in++ // a row is on its way into the cache, and the purge waits for it
	d.cluster.keeper.mu.Unlock()
	id := d.record(model.NewOperation(model.DeletePersonalData, customer.UID, model.Change{
		Login: customer.Email, Was: customer.State().String(), Mode: platform.RemovalDefault, Reason: "asked for",
	}))
	d.reaches(id, model.StateConfirmed)
	if o, err := d.cluster.Operation(t.Context(), id); err != nil || o.Erased {
		t.Fatalf("erased although the cache was not: %+v %v", o.Erased, err)
	}
	d.restart()
	d.until("forgotten", func() bool {
		o, err := d.cluster.Operation(t.Context(), id)
		return err == nil && o.Erased
	})
	d.gone(customer)
}
