package store

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// mixedLog is a log in which everything that can be sorted by differs.
func mixedLog(t testing.TB, s *Store) {
	t.Helper()
	putActionsAt(t, s, tick(1),
		action(1, 0, func(a *platform.Action) { a.Text = "stop environment"; a.Ended = a.Started.Add(9 * time.Second) }),
		action(2, 1, func(a *platform.Action) { a.Text = "Clone"; a.Ended = a.Started.Add(time.Second) }),
		action(3, 2, func(a *platform.Action) { a.Text, a.Key = "", "Backup"; a.Result, a.Error = 1702, "Not enough memory" }),
		action(4, 3, func(a *platform.Action) { a.Text = "Redeploy"; a.Result, a.Error = 99, "internal" }),
		action(5, 4, func(a *platform.Action) { a.Text = "Install"; a.Result, a.Ended = platform.ResultNotTold, time.Time{} }),
		action(6, 5, func(a *platform.Action) { a.Text = "clone"; a.Ended = a.Started.Add(time.Second) }),
	)
}

func TestTheAuditLogIsSorted(t *testing.T) {
	s := withOwner(t)
	mixedLog(t, s)
	by := func(c model.Column, desc bool) [2]model.SortKey { return [2]model.SortKey{{Column: c, Desc: desc}} }
	for name, row := range map[string]struct {
		order [2]model.SortKey
		want  []int64
	}{
		"as it is":       {by("", false), []int64{6, 5, 4, 3, 2, 1}},
		"newest":         {by(model.AuditDate, true), []int64{6, 5, 4, 3, 2, 1}},
		"oldest":         {by(model.AuditDate, false), []int64{1, 2, 3, 4, 5, 6}},
		"action":         {by(model.AuditAction, false), []int64{3, 6, 2, 5, 4, 1}},
		"action, turned": {by(model.AuditAction, true), []int64{1, 4, 5, 6, 2, 3}},
		"action, oldest": {[2]model.SortKey{{Column: model.AuditAction}, {Column: model.AuditDate}}, []int64{3, 2, 6, 5, 4, 1}},
		"short":          {by(model.AuditDuration, false), []int64{6, 2, 1, 4, 3, 5}},
		"long":           {by(model.AuditDuration, true), []int64{4, 3, 1, 6, 2, 5}},
		"result":         {by(model.AuditResult, false), []int64{5, 4, 3, 6, 2, 1}},
		"result, turned": {by(model.AuditResult, true), []int64{6, 2, 1, 3, 4, 5}},
	} {
		f := model.AuditFilter{Order: row.order}
		list, err := s.AuditList(t.Context(), owner, f)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.AuditRows(t.Context(), owner, list.Keys)
		if err != nil {
			t.Fatal(err)
		}
		first, err := s.AuditFirst(t.Context(), owner, f, 4)
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(rows); !slices.Equal(got, row.want) || list.Failed != 2 || list.Running != 1 {
			t.Errorf("%s: %v, want %v; %d failed, %d running", name, got, row.want, list.Failed, list.Running)
		}
		if got := ids(first); !slices.Equal(got, row.want[:4]) {
			t.Errorf("%s: begins with %v, want %v", name, got, row.want[:4])
		}
	}
}

func ids(rows []platform.Action) (list []int64) {
	for _, a := range rows {
		list = append(list, a.ID)
	}
	return list
}

// Days that were not read whole are marked; the others are counted to the end.
func TestTheAuditLogIsCountedByDay(t *testing.T) {
	s := withOwner(t)
	now := s.clock.Now()
	slice := model.SectionAudit.Slice(now)
	today := model.IntervalStart(platform.IntervalDay, now)
	at := func(day, hour int) func(*platform.Action) {
		return func(a *platform.Action) {
			a.Started = today.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour)
			a.Ended = a.Started.Add(time.Second)
		}
	}
	putActionsAt(t, s, tick(1), action(1, 0, at(-1, 0)), action(2, 0, at(-1, 23)), action(4, 0, at(-3, 5)),
		action(3, 0, func(a *platform.Action) { at(-1, 12)(a); a.Result, a.Error = 99, "no" }))
	period := platform.Period{From: today.AddDate(0, 0, -3), To: today.AddDate(0, 0, 1)}
	days, err := s.AuditDays(t.Context(), owner, period)
	if err != nil {
		t.Fatal(err)
	}
	said := func(d model.AuditDay) string { return fmt.Sprintf("%d %d %v", d.Done, d.Failed, d.Unread) }
	var got []string
	for _, d := range days.Days {
		got = append(got, said(d))
	}
	want := []string{"1 0 true", "0 0 true", "2 1 true", "0 0 true"}
	if !now.After(today) { // the clock stands at midnight: today has not begun
		want = want[:3]
	}
	if !slices.Equal(got, want) || days.Done != 3 || days.Failed != 1 {
		t.Fatalf("unread: %q, want %q; %d, %d", got, want, days.Done, days.Failed)
	}
	for _, c := range []platform.Period{slice, model.SectionAudit.Slice(slice.From.Add(-time.Nanosecond))} {
		if _, err := s.CoverAudit(t.Context(), owner, c, tick(90)); err != nil {
			t.Fatal(err)
		}
	}
	if days, err = s.AuditDays(t.Context(), owner, period); err != nil {
		t.Fatal(err)
	}
	for i, d := range days.Days[:3] {
		if d.Unread {
			t.Errorf("day %d of a slice that was read: %+v", i, d)
		}
	}
	if !slices.IsSortedFunc(days.Days, func(a, b model.AuditDay) int { return cmp.Compare(a.Day.Unix(), b.Day.Unix()) }) {
		t.Error("the oldest day does not stand first")
	}
}

// How long a log of 200,000 rows takes to be sorted.
func BenchmarkSortedAuditLog(b *testing.B) {
	s := withOwner(b)
	const n = 200_000
	for from := 0; from < n; from += 10_000 {
		rows := make([]platform.Action, 10_000)
		for i := range rows {
			at := from + i
			rows[i] = action(int64(at+1), at, func(a *platform.Action) {
				a.Text = fmt.Sprintf("Action %d", at%37)
				a.Ended = a.Started.Add(time.Duration(at%977) * time.Second)
			})
		}
		putActionsAt(b, s, tick(1), rows...)
	}
	for _, column := range []model.Column{model.AuditDate, model.AuditAction, model.AuditDuration, model.AuditResult} {
		b.Run(string(column), func(b *testing.B) {
			f := model.AuditFilter{Order: [2]model.SortKey{{Column: column}}}
			for b.Loop() {
				if list, err := s.AuditList(b.Context(), owner, f); err != nil || len(list.Keys) != n {
					b.Fatal(len(list.Keys), err)
				}
			}
		})
	}
}
