package demo_test

import (
	"strconv"
	"strings"
	"testing"

	"steward/client/demo"
	"steward/client/platform"
)

func parseUID(t *testing.T, text string) platform.UID {
	t.Helper()
	n, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return platform.UID(n)
}

// situation is an account in a state, as the table of transitions names it.
type situation struct {
	status   platform.AccountStatus
	disabled bool
}

var situations = map[string]situation{
	"active":             {platform.AccountActive, false},
	"inactive":           {platform.AccountInactive, false},
	"suspended active":   {platform.AccountActive, true},
	"suspended inactive": {platform.AccountInactive, true},
	"destroyed":          {platform.AccountDestroyed, false},
	"deleted":            {platform.AccountDeleted, false},
}

func TestTransitions(t *testing.T) {
	const no = "no"
	changes := map[string][]string{
		"activate":   {"billing/account/rest/setaccountstatus", "status", "1"},
		"deactivate": {"billing/account/rest/setaccountstatus", "status", "2"},
		"destroy":    {"billing/account/rest/setaccountstatus", "status", "3"},
		"suspend":    {"billing/account/rest/suspenduser"},
		"enable":     {"billing/account/rest/enableuser"},
	}
	destroyedSuspended := situation{platform.AccountDestroyed, true}
	table := map[string]map[string]any{
		"active":             {"activate": "active", "deactivate": "inactive", "destroy": "destroyed", "suspend": "suspended active", "enable": "active"},
		"inactive":           {"activate": "active", "deactivate": "inactive", "destroy": "destroyed", "suspend": "suspended inactive", "enable": "inactive"},
		"suspended active":   {"activate": no, "deactivate": "suspended inactive", "destroy": destroyedSuspended, "suspend": "suspended active", "enable": "active"},
		"suspended inactive": {"activate": no, "deactivate": "suspended inactive", "destroy": destroyedSuspended, "suspend": "suspended inactive", "enable": "inactive"},
		"destroyed":          {"activate": no, "deactivate": no, "destroy": "destroyed", "suspend": no, "enable": no},
		"deleted":            {"activate": no, "deactivate": no, "destroy": no, "suspend": no, "enable": no},
	}
	p := start(t, demo.Options{Customers: 5})
	token := account(t, p, "admin", false).Token.Reveal()
	for from, outcomes := range table {
		for change, outcome := range outcomes {
			before := situations[from]
			uid, err := p.AddCustomer(t.Context(), demo.Customer{User: platform.User{Status: before.status, Disabled: before.disabled}})
			if err != nil {
				t.Fatal(err)
			}
			wantResult, want := 0, before
			switch outcome := outcome.(type) {
			case situation:
				want = outcome
			case string:
				if outcome == no {
					wantResult = 9903
				} else {
					want = situations[outcome]
				}
			}
			call := changes[change]
			got := ask(t, p, token, call[0], append([]string{"uid", uidText(uid)}, call[1:]...)...).result()
			after, err := p.Customer(t.Context(), uid)
			if err != nil {
				t.Fatal(err)
			}
			if got != wantResult || after.Status != want.status || after.Disabled != want.disabled {
				t.Errorf("%s %s: result %d and %s disabled %v, want %d and %v", change, from, got, after.Status, after.Disabled, wantResult, want)
			}
		}
	}
}

func TestStatus_RefusesWhatIsNone(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	token, uid := account(t, p, "admin", false).Token.Reveal(), freshCustomer(t, p)
	for _, status := range []string{"0", "4", "5", "x", "-1"} {
		if got := ask(t, p, token, "billing/account/rest/setaccountstatus", "uid", uid, "status", status).result(); got != 3 {
			t.Errorf("status %s: result %d", status, got)
		}
	}
	if got := ask(t, p, token, "billing/account/rest/setaccountstatus", "uid", "2000000000", "status", "1").result(); got != 5 {
		t.Errorf("unknown customer: result %d", got)
	}
}

// TestStatus_Environments follows one owner's environments through the states.
func TestStatus_Environments(t *testing.T) {
	p := start(t, demo.Options{Customers: 300})
	token := account(t, p, "admin", false).Token.Reveal()
	read := func(query string, args ...any) int {
		n, err := p.Count(t.Context(), query, args...)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	owner := read(`SELECT uid FROM environments JOIN users USING (uid) WHERE users.status = 1 AND enabled GROUP BY uid
		HAVING count(*) > 3 AND sum(environments.status = 1) > 1 AND sum(environments.status = 2) > 0 LIMIT 1`)
	uid := strconv.Itoa(owner)
	running := func() int { return read(`SELECT count(*) FROM environments WHERE uid = ? AND status <> 2`, owner) }
	set := func(status string) {
		must(t, p, token, "billing/account/rest/setaccountstatus", "uid", uid, "status", status)
	}
	before, all := running(), read(`SELECT count(*) FROM environments WHERE uid = ?`, owner)
	steps := []struct {
		name string
		do   func()
		want int
	}{
		{"deactivate", func() { set("2") }, 0},
		{"activate", func() { set("1") }, before},
		{"suspend", func() { must(t, p, token, "billing/account/rest/suspenduser", "uid", uid) }, 0},
		{"enable", func() { must(t, p, token, "billing/account/rest/enableuser", "uid", uid) }, before},
	}
	for _, step := range steps {
		step.do()
		if got := running(); got != step.want {
			t.Errorf("%s: %d run, want %d", step.name, got, step.want)
		}
		if got := read(`SELECT count(*) FROM environments WHERE uid = ?`, owner); got != all {
			t.Errorf("%s: %d environments, want %d", step.name, got, all)
		}
	}
	set("3")
	if got := read(`SELECT count(*) FROM environments WHERE uid = ?`, owner); got != 0 {
		t.Errorf("destroyed, but %d environments are left", got)
	}
	if got := read(`SELECT count(*) FROM actions WHERE uid = ? AND type = 'ADMIN' AND email = 'admin@demo.test'`, owner); got != 5 {
		t.Errorf("%d actions written down, want 5", got)
	}
}

func TestNote_AnyText(t *testing.T) {
	p := start(t, demo.Options{Customers: 5})
	token, uid := account(t, p, "admin", false).Token.Reveal(), freshCustomer(t, p)
	for _, note := range []string{
		"plain", "", "line one\nline two", `quote " back \ slash /`, "\u202ereversed\u2028", "\x01\x07\x1b[31m\x7f", "日本語 🇧🇷 عربي", strings.Repeat("x", 20_000),
	} {
		must(t, p, token, notePath, "uid", uid, "note", note)
		row := everybody(t, p, token, "filterField", "uid", "filterValue", uid)[0]
		if text(row, "note") != note || note == "" && row["note"] != nil {
			t.Errorf("%.40q came back as %.40q", note, text(row, "note"))
		}
	}
	must(t, p, token, notePath, "uid", uid, "note", "bad \xff\xfe bytes")
	if row := everybody(t, p, token, "filterField", "uid", "filterValue", uid)[0]; text(row, "note") != "bad \ufffd\ufffd bytes" {
		t.Errorf("bad bytes came back as %q", text(row, "note"))
	}
}
