package store

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

func TestGroupsResellersCurrencies(t *testing.T) {
	s := newStore(t)
	groups := []platform.Group{{GroupRef: groupNames[0], Description: "pay as you go", Default: true}, {GroupRef: groupNames[1], Reseller: resellerNames[2]}}
	resellers := []platform.Reseller{{ResellerRef: resellerNames[2], Domain: "nord.example", Status: "ACTIVE", OwnerUID: 12}}
	for n, want := range []bool{true, false, false} { // new, the same, an earlier answer
		began := tick([]int{5, 6, 1}[n])
		list := groups
		if n == 2 {
			list = groups[:1]
		}
		if changed, err := s.PutGroups(t.Context(), began, list); err != nil || changed != want {
			t.Errorf("groups, answer %d: changed %v (%v)", n, changed, err)
		}
		if changed, err := s.PutResellers(t.Context(), began, resellers); err != nil || changed != want {
			t.Errorf("resellers, answer %d: changed %v (%v)", n, changed, err)
		}
		if changed, err := s.PutCurrency(t.Context(), began, 7, platform.Currency{Code: "EUR", Name: "Euro"}); err != nil || changed != want {
			t.Errorf("currency, answer %d: changed %v (%v)", n, changed, err)
		}
	}
	if got, err := s.Groups(t.Context()); err != nil || !reflect.DeepEqual(got, groups) {
		t.Errorf("groups %+v, %v", got, err)
	}
	if got, err := s.Resellers(t.Context()); err != nil || !reflect.DeepEqual(got, resellers) {
		t.Errorf("resellers %+v, %v", got, err)
	}
	if got, known, err := s.Currency(t.Context(), 7); err != nil || !known || got.Code != "EUR" {
		t.Errorf("currency %+v, %v", got, err)
	}
	if _, known, err := s.Currency(t.Context(), 0); err != nil || known {
		t.Errorf("a currency that was never stored (%v)", err)
	}
}

func TestIdentity(t *testing.T) {
	s := newStore(t)
	users := someUsers(4, 3)
	put(t, s, tick(0), users...)
	sort := model.Filter{Sort: []model.SortKey{{Column: model.ColumnTwoFactor, Desc: true}}}
	if _, err := s.List(t.Context(), sort); err != nil {
		t.Fatal(err)
	}
	id := platform.Identity{UID: users[0].UID, Email: "a@example.com", Name: "A", Phone: "1", ExternalID: "x", Status: "ENABLED", TwoFactor: platform.TwoFactorOn}
	for n, want := range []bool{true, false, false} {
		other := id
		if n == 2 {
			other.Name = "an earlier answer"
		}
		if changed, err := s.PutIdentity(t.Context(), id.UID, tick([]int{5, 6, 1}[n]), other); err != nil || changed != want {
			t.Errorf("answer %d: changed %v (%v)", n, changed, err)
		}
	}
	if got, known, err := s.Identity(t.Context(), id.UID); err != nil || !known || got != id {
		t.Errorf("%+v, %v", got, err)
	}
	if _, known, err := s.Identity(t.Context(), users[1].UID); err != nil || known {
		t.Errorf("an identity that was never stored (%v)", err)
	}
	if c, _, err := s.Customer(t.Context(), id.UID); err != nil || c.TwoFactor != platform.TwoFactorOn {
		t.Errorf("customer has %v, %v", c.TwoFactor, err)
	}
	if list, err := s.List(t.Context(), sort); err != nil || list.UIDs[0] != id.UID {
		t.Errorf("sorted %v, %v", list.UIDs, err)
	}
	if err := s.RemoveUsers(t.Context(), []platform.UID{id.UID}); err != nil {
		t.Fatal(err)
	}
	if _, known, _ := s.Identity(t.Context(), id.UID); known {
		t.Error("the identity outlived its customer")
	}
}

func TestSectionStates(t *testing.T) {
	s := newStore(t)
	s.clock = fixedClock{tick(100)}
	key := model.SectionKey{Section: model.SectionInfo, UID: 12}
	state := func() model.SectionState {
		t.Helper()
		state, err := s.State(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		return state
	}
	mark := func(began time.Time, failed *model.Error) {
		t.Helper()
		if err := s.Mark(t.Context(), key, began, failed); err != nil {
			t.Fatal(err)
		}
	}
	if got := state(); !reflect.DeepEqual(got, model.SectionState{}) {
		t.Errorf("never read: %+v", got)
	}
	mark(tick(10), nil)
	mark(tick(5), nil) // an earlier one ended later
	if got := state(); !got.ReadAt.Equal(tick(10)) || got.Err != nil || !got.FailedAt.IsZero() {
		t.Errorf("read: %+v", got)
	}
	mark(tick(20), model.NewError(model.Timeout, "pull.timeout", errors.New("no answer")).With("Name", "x"))
	got := state()
	if !got.ReadAt.Equal(tick(10)) || !got.FailedAt.Equal(tick(100)) || got.Err == nil || got.Err.Code != model.Timeout || got.Err.Key != "pull.timeout" ||
		got.Err.Args["Name"] != "x" || got.Err.Cause.Error() != "no answer" {
		t.Errorf("failed: %+v", got)
	}
	mark(tick(30), nil)
	if got := state(); !got.ReadAt.Equal(tick(30)) || got.Err != nil || !got.FailedAt.IsZero() {
		t.Errorf("read again: %+v", got)
	}
	key.UID = 13
	if got := state(); !got.ReadAt.IsZero() {
		t.Errorf("another customer: %+v", got)
	}
}

type fixedClock struct{ at time.Time }

func (c fixedClock) Now() time.Time { return c.at }

func TestActivity(t *testing.T) {
	s := newStore(t)
	users := someUsers(4, 4)
	put(t, s, tick(0), users...)
	week := platform.Period{From: start, To: start.AddDate(0, 0, 7)}
	before := platform.Period{From: start.AddDate(0, 0, -7), To: start}
	rows := []platform.Activity{{UID: users[0].UID, Actions: 3}, {UID: users[1].UID, Actions: 9}, {UID: 99, Actions: 5}}
	for n, want := range []bool{true, false, false} {
		other := rows
		if n == 2 {
			other = rows[:1]
		}
		if changed, err := s.PutActivity(t.Context(), week, tick([]int{5, 6, 1}[n]), other); err != nil || changed != want {
			t.Errorf("answer %d: changed %v (%v)", n, changed, err)
		}
	}
	table, err := s.Activity(t.Context(), week)
	if err != nil || table.Previous || table.Actions != 17 || table.Silent != 2 || len(table.Rows) != 3 {
		t.Fatalf("%+v, %v", table, err)
	}
	if _, err := s.PutActivity(t.Context(), before, tick(7), []platform.Activity{{UID: users[1].UID, Actions: 4}}); err != nil {
		t.Fatal(err)
	}
	if err := s.Mark(t.Context(), model.SectionKey{Section: model.SectionActivity, Period: week}, tick(6), nil); err != nil {
		t.Fatal(err)
	}
	table, err = s.Activity(t.Context(), week)
	if err != nil || !table.Previous || !table.State.ReadAt.Equal(tick(6)) {
		t.Fatalf("%+v, %v", table, err)
	}
	want := []model.ActivityRow{
		{UID: users[1].UID, Login: users[1].Email, Group: users[1].Group.Name, Actions: 9, Previous: 4},
		{UID: 99, Actions: 5},
		{UID: users[0].UID, Login: users[0].Email, Group: users[0].Group.Name, Actions: 3},
	}
	if !reflect.DeepEqual(table.Rows, want) {
		t.Errorf("got  %+v\nwant %+v", table.Rows, want)
	}
	if changed, err := s.PutActivity(t.Context(), week, tick(8), rows[1:2]); err != nil || !changed {
		t.Errorf("changed %v, %v", changed, err)
	}
	if table, err := s.Activity(t.Context(), week); err != nil || table.Actions != 9 || len(table.Rows) != 1 {
		t.Errorf("%+v, %v", table, err)
	}
	if none, err := s.Activity(t.Context(), platform.Period{From: tick(1), To: tick(2)}); err != nil || len(none.Rows) != 0 || none.Silent != 4 {
		t.Errorf("%+v, %v", none, err)
	}
}
