package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

func action(id int64, minutes int, change func(*platform.Action)) platform.Action {
	a := platform.Action{
		ID: id, Type: platform.ActionPublic, Service: "ControlService.StopEnv", Key: "StopEnv", Text: "Stop environment",
		AppID: "4f0e", Environment: "shop", UID: owner, Email: "nora@example.test", Arguments: `{"envName":"shop"}`,
		Started: start.Add(time.Duration(minutes) * time.Minute),
	}
	a.Ended = a.Started.Add(30 * time.Second)
	if change != nil {
		change(&a)
	}
	return a
}

func putActionsAt(t testing.TB, s *Store, began time.Time, rows ...platform.Action) int {
	t.Helper()
	n, err := s.PutActions(t.Context(), owner, began, rows)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAnActionIsReplacedByALaterAnswerOnly(t *testing.T) {
	s := withOwner(t)
	running := action(1, 0, func(a *platform.Action) { a.Ended, a.Result = time.Time{}, platform.ResultNotTold })
	ended := action(1, 0, nil)
	if n := putActionsAt(t, s, tick(5), running, action(2, 1, nil)); n != 2 {
		t.Errorf("%d new, want 2", n)
	}
	read := func() platform.Action {
		t.Helper()
		list, err := s.AuditFirst(t.Context(), owner, model.AuditFilter{To: start.Add(time.Second)}, 9)
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return list[0]
	}
	if got := read(); got != running {
		t.Errorf("read %+v\nwant %+v", got, running)
	}
	if n := putActionsAt(t, s, tick(4), ended); n != 0 || read() != running {
		t.Errorf("an earlier answer changed %d", n)
	}
	if n := putActionsAt(t, s, tick(6), ended, action(2, 1, nil)); n != 1 || read() != ended {
		t.Errorf("a later answer changed %d", n)
	}
	if list, err := s.RunningActions(t.Context(), owner, start, 9); err != nil || len(list) != 0 {
		t.Errorf("running %v, %v", list, err)
	}
	// Without a number of its own an action is known by what does not change.
	unnumbered := func(a *platform.Action) { a.ID = 0 }
	if n := putActionsAt(t, s, tick(7), action(0, 3, unnumbered)); n != 1 {
		t.Errorf("%d new, want 1", n)
	}
	if n := putActionsAt(t, s, tick(8), action(0, 3, func(a *platform.Action) { a.Result, a.Error = 99, "no" })); n != 1 {
		t.Errorf("%d changed, want 1", n)
	}
	if list, err := s.AuditList(t.Context(), owner, model.AuditFilter{}); err != nil || len(list.Keys) != 3 || list.Failed != 1 || list.Running != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestTheAuditLogIsFiltered(t *testing.T) {
	s := withOwner(t)
	putActionsAt(t, s, tick(1),
		action(1, 0, nil),
		action(2, 1, func(a *platform.Action) {
			a.Type, a.Email, a.Text = platform.ActionAdmin, "Ops@harbor.test", "Ändere Gruppe"
		}),
		action(3, 2, func(a *platform.Action) { a.Result, a.Error = 1702, "Not enough memory" }),
		action(4, 3, func(a *platform.Action) { a.Environment, a.AppID = "blog", "77aa" }),
		action(5, 4, func(a *platform.Action) { a.Result, a.Ended = platform.ResultNotTold, time.Time{} }),
	)
	for name, row := range map[string]struct {
		filter model.AuditFilter
		want   []int64
	}{
		"all":            {model.AuditFilter{}, []int64{5, 4, 3, 2, 1}},
		"from":           {model.AuditFilter{From: start.Add(3 * time.Minute)}, []int64{5, 4}},
		"to":             {model.AuditFilter{To: start.Add(2 * time.Minute)}, []int64{2, 1}},
		"errors":         {model.AuditFilter{OnlyErrors: true}, []int64{3}},
		"type":           {model.AuditFilter{Type: platform.ActionAdmin}, []int64{2}},
		"environment":    {model.AuditFilter{Environment: "blog"}, []int64{4}},
		"appid":          {model.AuditFilter{Environment: "77aa"}, []int64{4}},
		"text of mail":   {model.AuditFilter{Text: " ops@HARBOR "}, []int64{2}},
		"text of action": {model.AuditFilter{Text: "ändere"}, []int64{2}},
		"text of error":  {model.AuditFilter{Text: "enough MEM"}, []int64{3}},
		"text of args":   {model.AuditFilter{Text: `{"envname"`, OnlyErrors: true}, []int64{3}},
		"nothing":        {model.AuditFilter{Text: "withdraw"}, nil},
	} {
		list, err := s.AuditList(t.Context(), owner, row.filter)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.AuditRows(t.Context(), owner, list.Keys)
		if err != nil {
			t.Fatal(err)
		}
		first, err := s.AuditFirst(t.Context(), owner, row.filter, 9)
		if err != nil {
			t.Fatal(err)
		}
		for what, rows := range map[string][]platform.Action{"list": rows, "first": first} {
			var got []int64
			for _, a := range rows {
				got = append(got, a.ID)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("%s, %s: %v, want %v", name, what, got, row.want)
			}
		}
	}
	if first, err := s.AuditFirst(t.Context(), owner, model.AuditFilter{}, 2); err != nil || len(first) != 2 || first[1].ID != 4 {
		t.Errorf("the first two: %v, %v", first, err)
	}
	if rows, err := s.AuditRows(t.Context(), owner+1, []int64{1}); err != nil || rows[0] != (platform.Action{}) {
		t.Errorf("another customer got %+v, %v", rows, err)
	}
}

func TestOlderSlicesEndWithTheSignUp(t *testing.T) {
	s := withOwner(t)
	key := model.SectionKey{Section: model.SectionAudit, UID: owner}
	var n int
	for ok := true; ok; n++ {
		if n > 40 {
			t.Fatal("no end")
		}
		next, more, err := s.Older(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if ok = more; ok {
			if due, err := s.Due(t.Context(), next, false); err != nil || len(due) != n+1 {
				t.Errorf("step %d: %d slices are due, %v", n, len(due), err)
			}
			key = next
		}
	}
	if first := model.SectionAudit.Slice(start.AddDate(-3, 0, -1)).From; !key.Period.From.Equal(first) {
		t.Errorf("the oldest slice begins %v, want %v", key.Period.From, first)
	}
}

func auditLog(t testing.TB, rows int) *Store {
	t.Helper()
	s := withOwner(t)
	page := make([]platform.Action, 0, 500)
	for i := range rows {
		page = append(page, action(int64(i+1), -i*2, func(a *platform.Action) {
			a.Text = [...]string{"Start environment", "Stop environment", "Change topology", "Sign in"}[i%4]
			a.Arguments = fmt.Sprintf(`{"envName":"shop-%d","nodeGroup":"cp","delay":30,"ruk":"%032x"}`, i%50, i*7919)
			if i%17 == 0 {
				a.Result, a.Error = 1702, "Not enough memory on the host"
			}
		}))
		if len(page) == cap(page) || i == rows-1 {
			putActionsAt(t, s, tick(1), page...)
			page = page[:0]
		}
	}
	return s
}

// BenchmarkAudit measures scrolling over 200,000 rows, and what opening and
// filtering cost.
func BenchmarkAudit(b *testing.B) {
	s := auditLog(b, 200_000)
	list, err := s.AuditList(b.Context(), owner, model.AuditFilter{})
	if err != nil || len(list.Keys) != 200_000 {
		b.Fatal(len(list.Keys), err)
	}
	const screen = 30
	for name, step := range map[string]int{"step": screen, "jump": 7919} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				at := i * step % (len(list.Keys) - screen)
				begin := time.Now()
				if _, err := s.AuditRows(b.Context(), owner, list.Keys[at:at+screen]); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begin))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "p95-µs")
		})
	}
	for name, f := range map[string]model.AuditFilter{"list": {}, "errors": {OnlyErrors: true}, "text": {Text: "shop-31"}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.AuditList(b.Context(), owner, f); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.AuditFirst(b.Context(), owner, model.AuditFilter{}, 60); err != nil {
				b.Fatal(err)
			}
		}
	})
}
