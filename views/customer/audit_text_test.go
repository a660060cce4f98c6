package customer

import (
	"strings"
	"testing"
	"time"

	"steward/client/platform"
)

var (
	auditNow  = time.Date(2026, 11, 23, 14, 2, 11, 0, time.UTC)
	auditSeen = auditLook{owner: 12203, zone: time.UTC, now: auditNow}
)

// action is one that went well, with what a test changes.
func action(change func(*platform.Action)) platform.Action {
	a := platform.Action{
		ID: 7, Type: platform.ActionPublic, Service: "ControlService.RestartNodes", Text: "Restart nodes", Environment: "web-prod", AppID: "a1b2",
		UID: 12203, Email: "hello@greenpost.example.com", Arguments: `{"nodeGroup":"cp","nodes":[1,2]}`,
		Started: auditNow.Add(-time.Minute), Ended: auditNow.Add(-42 * time.Second),
	}
	change(&a)
	return a
}

func TestOutcomeOfActions(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*platform.Action)
		want   string
	}{
		"well":    {func(*platform.Action) {}, "Success"},
		"error":   {func(a *platform.Action) { a.Result, a.Error = 99, "internal error" }, "internal error (code 99)"},
		"code":    {func(a *platform.Action) { a.Result = 2330 }, "error 2330"},
		"words":   {func(a *platform.Action) { a.Result, a.Error = platform.ResultNotTold, "lost" }, "lost"},
		"hostile": {func(a *platform.Action) { a.Result, a.Error = 4, "a\x1b[0m\nb\u202ec" }, "a<U+001B>[0m / b<U+202E>c (code 4)"},
		"running": {func(a *platform.Action) {
			a.Result, a.Ended, a.Started = platform.ResultNotTold, time.Time{}, auditNow.Add(-42*time.Second-500*time.Millisecond)
		}, "in progress, 42 s"},
		"just begun": {func(a *platform.Action) { a.Result, a.Ended, a.Started = platform.ResultNotTold, time.Time{}, auditNow }, "in progress, 0 s"},
		"no start": {func(a *platform.Action) {
			a.Result, a.Ended, a.Started = platform.ResultNotTold, time.Time{}, time.Time{}
		}, "in progress"},
		"not told": {func(a *platform.Action) { a.Result = platform.ResultNotTold }, ""},
	} {
		a := action(c.change)
		if got := auditSeen.outcome(&a); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestOnlyCollaboratorsAreLinks(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*platform.Action)
		want   platform.UID
	}{
		"owner":          {func(*platform.Action) {}, 0},
		"collaborator":   {func(a *platform.Action) { a.Collaborator = 700 }, 700},
		"somebody else":  {func(a *platform.Action) { a.UID = 701 }, 701},
		"administrator":  {func(a *platform.Action) { a.UID, a.Type = 3, platform.ActionAdmin }, 0},
		"the platform":   {func(a *platform.Action) { a.UID, a.Type = 0, platform.ActionSystem }, 0},
		"nobody is told": {func(a *platform.Action) { a.UID = 0 }, 0},
	} {
		a := action(c.change)
		if got := collaboratorOf(&a, auditSeen.owner); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
		if cell := auditSeen.who(&a); cell.Text != uidWords(c.want) {
			t.Errorf("%s: shown %q", name, cell.Text)
		}
	}
}

func TestDetailsAreLaidOut(t *testing.T) {
	a := action(func(a *platform.Action) { a.Response = "no JSON\r\n" + strings.Repeat("word ", 30) })
	fields := map[string][]string{}
	field := ""
	for _, line := range detailsOf(&a, auditSeen) {
		if line.field != "" {
			field = line.field
		}
		fields[field] = append(fields[field], line.value)
	}
	want := []string{"{", `  "nodeGroup": "cp",`, `  "nodes": [`, "    1,", "    2", "  ]", "}"}
	if got := fields["Arguments"]; strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("arguments: %q", got)
	}
	if got := fields["Full result"]; len(got) != 3 || got[0] != "no JSON" || len(got[1]) > detailWide {
		t.Errorf("result: %q", got)
	}
	if got := fields["Date"]; len(got) != 1 || got[0] != "2026-11-23 14:01:11 UTC" {
		t.Errorf("date: %q", got)
	}
	a.Arguments = " "
	if lines := foreignLines("Arguments", a.Arguments); len(lines) != 1 || lines[0].value != "none told" {
		t.Errorf("no arguments: %+v", lines)
	}
	if lines := foreignLines("Arguments", strings.Repeat("x\n", detailLines+50)); len(lines) != detailLines+1 {
		t.Errorf("%d lines of very long arguments", len(lines))
	}
}

// What is copied for a reply has no arguments, and nothing that breaks its lines.
func TestActionAsText(t *testing.T) {
	a := action(func(a *platform.Action) { a.Result, a.Error = 99, "node is not reachable\nafter 300 s" })
	want := "Action: Restart nodes\nDate: 2026-11-23 14:01:11 UTC\nEnvironment: web-prod\n" +
		"Done by: hello@greenpost.example.com (UID 12203)\nDuration: 18 s\nResult: node is not reachable after 300 s\n"
	if got := actionText(&a, auditSeen); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
