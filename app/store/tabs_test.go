package store

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

func euro(text string) platform.Money {
	return platform.NewMoney(decimal.RequireFromString(text), "EUR")
}

// owner is a cached customer whose data the tests store.
const owner platform.UID = 4217

func withOwner(t testing.TB) *Store {
	t.Helper()
	s := newStore(t)
	put(t, s, tick(0), platform.User{UID: owner, Email: "nora@example.test", Balance: euro("1"), SignedUp: start.AddDate(-3, 0, 0)})
	return s
}

// replaced puts something three times: new, the same again, and an answer that
// began earlier with other content.
func replaced[T any](t *testing.T, what string, put func(began time.Time, v T) (bool, error), read func() (T, error), value, other T) {
	t.Helper()
	for i, step := range []struct {
		at      int
		value   T
		changed bool
	}{{5, value, true}, {6, value, false}, {4, other, false}} {
		if changed, err := put(tick(step.at), step.value); err != nil || changed != step.changed {
			t.Errorf("%s, step %d: changed %v, %v", what, i, changed, err)
		}
		if got, err := read(); err != nil || !reflect.DeepEqual(got, value) {
			t.Errorf("%s, step %d: read %+v, %v\nwant %+v", what, i, got, err, value)
		}
	}
	if changed, err := put(tick(9), other); err != nil || !changed {
		t.Errorf("%s: a later answer changed %v, %v", what, changed, err)
	}
}

func TestWholeListsOfACustomer(t *testing.T) {
	s := withOwner(t)
	ctx := t.Context()
	env := platform.Environment{AppID: "4f0e", Name: "shop", Domain: "shop.sim.test", Status: platform.EnvironmentRunning, Owner: owner, Created: tick(-9), Region: platform.RegionRef{ID: "eu"}}
	replaced(t, "environments", func(at time.Time, v []platform.Environment) (bool, error) {
		return s.PutEnvironments(ctx, owner, at, v)
	},
		func() ([]platform.Environment, error) { return s.Environments(ctx, owner) }, []platform.Environment{env}, nil)
	layered := env
	layered.Layers = []platform.EnvLayer{{Name: "cp", Nodes: []platform.Node{{ID: 7, ExternalIPs: []string{"192.0.2.1"}, DiskLimit: 1 << 40}}}}
	replaced(t, "topology", func(at time.Time, v platform.Environment) (bool, error) { return s.PutTopology(ctx, owner, at, v) },
		func() (platform.Environment, error) { return s.Topology(ctx, owner, "4f0e") }, layered, env)
	replaced(t, "quotas", func(at time.Time, v []platform.Quota) (bool, error) { return s.PutQuotas(ctx, owner, at, v) },
		func() ([]platform.Quota, error) { return s.Quotas(ctx, owner) },
		[]platform.Quota{{Name: "environment.maxcount", Value: 20, SetBy: platform.QuotaPersonal, GroupValue: 5, GroupTold: true}}, nil)
	replaced(t, "collaboration", func(at time.Time, v model.Collaboration) (bool, error) { return s.PutCollaboration(ctx, owner, at, v) },
		func() (model.Collaboration, error) { return s.Collaboration(ctx, owner) },
		model.Collaboration{SharedBy: []platform.Collaboration{{ID: 77, Member: platform.Person{Email: "dev@agency.test"}, Status: platform.CollaborationPending}}}, model.Collaboration{})
	replaced(t, "subscriptions", func(at time.Time, v []platform.Subscription) (bool, error) {
		return s.PutSubscriptions(ctx, owner, at, v)
	},
		func() ([]platform.Subscription, error) { return s.Subscriptions(ctx, owner) },
		[]platform.Subscription{{ID: 311, Price: euro("19.000000001"), Created: tick(-5), Items: []platform.SubscriptionItem{{Quantity: 2}}}, {ID: 310, Created: tick(-6)}}, nil)
	replaced(t, "invoices", func(at time.Time, v []platform.Invoice) (bool, error) { return s.PutInvoices(ctx, owner, at, v) },
		func() ([]platform.Invoice, error) { return s.Invoices(ctx, owner, 0) },
		[]platform.Invoice{{ID: 8801, Subscription: 311, Amount: euro("38"), Created: tick(-4)}, {ID: 8800, Subscription: 310, Created: tick(-8)}}, []platform.Invoice{{ID: 8801, Subscription: 311}, {ID: 8800, Subscription: 310}})
	if got, err := s.Invoices(ctx, owner, 310); err != nil || len(got) != 1 || got[0].ID != 8800 {
		t.Errorf("invoices of one subscription: %+v, %v", got, err)
	}
}

// Whoever is gone is forgotten in every table, and a late answer brings
// nothing back.
func TestWhatBelongsToACustomerGoesWithThem(t *testing.T) {
	s := withOwner(t)
	ctx := t.Context()
	slice := model.SectionBilling.Slice(start)
	putAll := func() (changed int) {
		t.Helper()
		key := model.SectionKey{Section: model.SectionBilling, UID: owner, Period: slice}
		for _, put := range []func() (bool, error){
			func() (bool, error) {
				return s.PutEnvironments(ctx, owner, tick(1), []platform.Environment{{AppID: "4f0e"}})
			},
			func() (bool, error) { return s.PutInvoices(ctx, owner, tick(1), []platform.Invoice{{ID: 1}}) },
			func() (bool, error) {
				return s.PutFunding(ctx, owner, slice, tick(1), []platform.Funding{{ID: 1, At: start, Amount: euro("5")}})
			},
			func() (bool, error) {
				return s.PutCharges(ctx, key, tick(1), []platform.Charge{{From: start, To: start}})
			},
			func() (bool, error) { return s.CoverAudit(ctx, owner, slice, tick(1)) },
			func() (bool, error) {
				n, err := s.PutActions(ctx, owner, tick(1), []platform.Action{{ID: 1, Email: "nora@example.test", Started: start}})
				return n > 0, err
			},
		} {
			differs, err := put()
			if err != nil {
				t.Fatal(err)
			}
			changed += int(integer(differs))
		}
		return changed
	}
	if n := putAll(); n != 6 {
		t.Fatalf("%d of 6 stored", n)
	}
	if err := s.RemoveUsers(ctx, []platform.UID{owner}); err != nil {
		t.Fatal(err)
	}
	left := func() (tables []string) {
		t.Helper()
		for _, table := range tablesOfCustomers {
			var n int
			if err := s.db.Read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
				t.Fatal(err)
			}
			if n > 0 {
				tables = append(tables, table)
			}
		}
		return tables
	}
	if tables := left(); len(tables) > 0 {
		t.Errorf("left in %v", tables)
	}
	if n := putAll(); n != 0 || len(left()) > 0 {
		t.Errorf("a late answer stored %d, in %v", n, left())
	}
	rows, err := s.db.Read.Query(`SELECT m.name FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type='table' AND p.name='uid'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if name != "activity" && !slices.Contains(tablesOfCustomers, name) {
			t.Errorf("table %s is not emptied of a customer who is gone", name)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestFundingAddsUpByOperationAndInterval(t *testing.T) {
	s := withOwner(t)
	ctx := t.Context()
	slice := model.SectionFunding.Slice(start)
	at := func(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
	rows := []platform.Funding{
		{ID: 1, Operation: platform.Funded, Amount: euro("50.0000000001"), At: at(1), Note: "card"},
		{ID: 2, Operation: platform.BonusFunded, Amount: euro("10"), At: at(2)},
		{ID: 3, Operation: platform.Withdrawn, Amount: euro("-2.5"), At: at(3)},
		{ID: 4, Operation: platform.BonusWithdrawn, Amount: euro("-1"), At: at(3)},
		{ID: 5, Operation: "FUND_ODD", Amount: euro("7"), At: at(9)},
	}
	if changed, err := s.PutFunding(ctx, owner, slice, start, rows); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if changed, err := s.PutFunding(ctx, owner, slice, start.Add(time.Hour), rows); err != nil || changed {
		t.Errorf("the same again: changed %v, %v", changed, err)
	}
	f, err := s.Funding(ctx, owner, platform.Period{From: at(1).Truncate(24 * time.Hour), To: at(8).Truncate(24 * time.Hour)})
	if err != nil || len(f.Rows) != 4 || f.Rows[0].ID != 4 || f.Rows[3].Note != "card" {
		t.Fatalf("%+v, %v", f.Rows, err)
	}
	if !f.Main.Equal(euro("47.5000000001")) || !f.Bonus.Equal(euro("9")) {
		t.Errorf("main %v, bonus %v", f.Main, f.Bonus)
	}
	if len(f.Sums) != 6 || f.Sums[2].Count != 1 || !f.Sums[2].Main.Equal(euro("-2.5")) || f.Sums[2].Bonus.Given() {
		t.Errorf("sums %+v", f.Sums)
	}
	if len(f.Bars) != 7 || !f.Bars[2].Withdrawn.Equal(euro("3.5")) || !f.Bars[0].Funded.Equal(euro("50.0000000001")) || !f.Bars[1].Bonus.Equal(euro("10")) {
		t.Errorf("bars %+v", f.Bars)
	}
	if len(f.State.Missing) != 0 {
		t.Errorf("missing %v", f.State.Missing)
	}
	if f, err = s.Funding(ctx, owner, platform.Period{From: at(1).AddDate(0, 0, -84), To: at(20)}); err != nil || len(f.Rows) != 5 || len(f.Sums) != 7 {
		t.Errorf("%d rows, %d sums, %v", len(f.Rows), len(f.Sums), err)
	}
	if len(f.State.Missing) != 1 || !f.State.Missing[0].To.Equal(slice.From) || !f.Bars[0].Unread || f.Bars[len(f.Bars)-1].Unread {
		t.Errorf("missing %v", f.State.Missing)
	}
}

func TestPeriodsSayWhatOfThemWasNotRead(t *testing.T) {
	now := time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)
	day := func(month, d int) time.Time { return time.Date(2026, time.Month(month), d, 0, 0, 0, 0, time.UTC) }
	third := Cover{Slice: platform.Period{From: day(7, 1), To: day(10, 1)}, Began: now}
	fourth := Cover{Slice: platform.Period{From: day(10, 1), To: day(13, 1)}, Began: now.Add(-time.Minute)}
	early := Cover{Slice: third.Slice, Began: day(9, 1)}
	for name, row := range map[string]struct {
		period platform.Period
		covers []Cover
		want   []platform.Period
	}{
		"all":                 {platform.Period{From: day(8, 1), To: day(11, 20)}, []Cover{third, fourth}, nil},
		"to come is not read": {platform.Period{From: day(11, 1), To: day(12, 20)}, []Cover{fourth}, nil},
		"nothing":             {platform.Period{From: day(11, 1), To: day(11, 20)}, nil, []platform.Period{{From: day(11, 1), To: day(11, 20)}}},
		"nothing, open end":   {platform.Period{From: day(11, 1)}, nil, []platform.Period{{From: day(11, 1), To: now}}},
		"before":              {platform.Period{From: day(8, 1), To: day(11, 20)}, []Cover{fourth}, []platform.Period{{From: day(8, 1), To: day(10, 1)}}},
		"after":               {platform.Period{From: day(8, 1), To: day(11, 20)}, []Cover{third}, []platform.Period{{From: day(10, 1), To: day(11, 20)}}},
		"read too early":      {platform.Period{From: day(8, 1), To: day(11, 20)}, []Cover{early, fourth}, []platform.Period{{From: day(9, 1), To: day(10, 1)}}},
		"everything read":     {platform.Period{}, []Cover{third, fourth}, nil},
	} {
		if got := missing(row.period, row.covers, now); !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", name, got, row.want)
		}
	}
}

func TestAFileOfTheFirstSchemaIsBroughtUpToDate(t *testing.T) {
	path, key := t.TempDir()+"/cache.db", sealed.NewKey()
	db, err := sealed.Open(t.Context(), sealed.Options{Path: path, Key: key, Migrations: migrations[:1]})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Write.Exec(`INSERT INTO reads VALUES (4217, 1, 1, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := openAt(t, path, key)
	defer shut(t, s)
	if changed, err := s.PutEnvironments(t.Context(), owner, tick(1), []platform.Environment{{AppID: "4f0e"}}); err != nil || !changed {
		t.Errorf("stored %v, %v", changed, err)
	}
}
