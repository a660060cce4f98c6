package demo_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"steward/client/demo"
	"steward/client/platform"
)

const auditPath = "administration/cluster/rest/getuseractivity"

// always is a period that holds everything.
var always = []string{"starttime", "2010-01-01 00:00:00", "endtime", "2030-01-01 00:00:00"}

// logOf is the audit log of a customer.
func logOf(t *testing.T, p *demo.Platform, uid platform.UID, more ...string) []map[string]any {
	t.Helper()
	token := account(t, p, "admin", false).Token.Reveal()
	pairs := append(append([]string{"uid", uidText(uid)}, always...), more...)
	return must(t, p, token, auditPath, pairs...).rows(t, "array")
}

// TestAudit_TellsTheEnvironments holds the log against the environments: each
// was made at the second it says, and what is down or asleep was stopped.
func TestAudit_TellsTheEnvironments(t *testing.T) {
	for _, seed := range []uint64{1, 2} {
		p := start(t, demo.Options{Seed: seed, Customers: 40})
		checked := 0
		for _, row := range everybody(t, p, account(t, p, "admin", false).Token.Reveal()) {
			uid := uidOf(t, row)
			owned := environmentsOf(t, p, uid)
			first := must(t, p, account(t, p, "admin", false).Token.Reveal(), auditPath, append([]string{"uid", uidText(uid), "resultCount", "1"}, always...)...)
			if len(owned) == 0 || number(t, first, "totalCount").IntPart() > 6000 { // the longest logs say no more than the others
				continue
			}
			created, ended := map[string]string{}, map[string]bool{}
			for _, action := range logOf(t, p, uid) {
				id := text(action, "appid")
				switch text(action, "serviceName") {
				case "ControlService.CreateEnvironment":
					if created[id] != "" {
						t.Errorf("environment %s was created twice", id)
					}
					created[id] = text(action, "startDate")
				case "ControlService.StopEnv", "ControlService.SleepEnv", "ClusterService.SetEnvStatus":
					ended[id] = true
				case "ControlService.StartEnv":
					ended[id] = false
				default:
					if id != "" && (created[id] == "" || ended[id]) {
						t.Errorf("customer %d: %s of an environment that is not there", uid, text(action, "serviceName"))
					}
				}
			}
			for _, e := range owned {
				checked++
				if created[text(e, "appid")] != text(e, "createdOn") {
					t.Errorf("customer %d: environment created %s, the log says %q", uid, text(e, "createdOn"), created[text(e, "appid")])
				}
				if status := text(e, "status"); (status == "2" || status == "4") != ended[text(e, "appid")] && uid != p.Notable(demo.NotableEnvironments) {
					t.Errorf("customer %d: environment of status %s, ended in the log: %v", uid, status, ended[text(e, "appid")])
				}
			}
		}
		if checked < 100 {
			t.Errorf("only %d environments", checked)
		}
	}
}

func uidOf(t *testing.T, row map[string]any) platform.UID {
	t.Helper()
	uid, err := strconv.ParseUint(text(row, "uid"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return platform.UID(uid)
}

// TestAudit_AgreesWithActivities: the public actions in the log of an account
// are what Activity History counts.
func TestAudit_AgreesWithActivities(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	if err := p.Act(t.Context(), p.Notable(demo.NotableBilling), "ControlService.StopEnv", "Stop environment"); err != nil {
		t.Fatal(err)
	}
	for _, period := range [][2]string{
		{"2026-04-20 00:00:00", "2026-05-04 23:59:59"}, {"2026-04-29 07:31:07", "2026-04-30 18:00:01"}, {"2019-05-01 00:00:00", "2019-05-31 23:59:59"},
	} {
		counted := counts(t, p, token, period[0], period[1])
		if len(counted) < 20 {
			t.Errorf("%d customers were active", len(counted))
		}
		for _, row := range everybody(t, p, token) {
			uid := text(row, "uid")
			page := must(t, p, token, auditPath, "uid", uid, "starttime", period[0], "endtime", period[1], "actionTypes", "PUBLIC", "resultCount", "1")
			if text(page, "totalCount") != strconv.Itoa(counted[uid]) {
				t.Errorf("customer %s in %v: %s in the log, %d counted", uid, period, text(page, "totalCount"), counted[uid])
			}
		}
	}
}

// TestAudit_AgreesWithActivitiesToTheSecond asks for the very second of an action.
func TestAudit_AgreesWithActivitiesToTheSecond(t *testing.T) {
	p := start(t, demo.Options{Customers: 60})
	token, uid := account(t, p, "admin", false).Token.Reveal(), p.Notable(demo.NotableAudit)
	for _, action := range logOf(t, p, uid, "actionTypes", "PUBLIC", "resultCount", "20", "startRow", "1000") {
		at := text(action, "startDate")
		if n := counts(t, p, token, at, at)[uidText(uid)]; n != 1 {
			t.Errorf("%d actions in the second %s", n, at)
		}
	}
}

func TestAudit_PagesAndFilters(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableShared)
	whole := logOf(t, p, uid)
	if len(whole) < 100 {
		t.Fatalf("%d rows", len(whole))
	}
	ids := map[string]bool{}
	for i, row := range whole {
		ids[text(row, "id")] = true
		if i > 0 && (text(row, "startDate") < text(whole[i-1], "startDate") || number(t, row, "id").LessThan(number(t, whole[i-1], "id"))) {
			t.Fatalf("row %d is out of order", i)
		}
	}
	if len(ids) != len(whole) {
		t.Errorf("%d ids for %d rows", len(ids), len(whole))
	}
	page := logOf(t, p, uid, "startRow", "5", "resultCount", "10", "orderField", "startDate", "orderDirection", "desc")
	if len(page) != 10 || text(page[0], "id") != text(whole[len(whole)-6], "id") {
		t.Errorf("a page of %d begins with %v", len(page), page[0])
	}
	some := whole[len(whole)/2]
	for filter, field := range map[string]string{"serviceName": "serviceName", "actionTypes": "actionType", "targetAppid": "appid"} {
		value := text(some, field)
		if value == "" {
			continue
		}
		want := 0
		for _, row := range whole {
			if text(row, field) == value {
				want++
			}
		}
		if got := len(logOf(t, p, uid, filter, value)); got != want {
			t.Errorf("%s %s: %d rows, want %d", filter, value, got, want)
		}
	}
	failed, partners := 0, 0
	for _, row := range whole {
		if text(row, "result") != "0" && row["result"] != nil {
			failed++
		}
		if row["collaboratorUid"] != nil {
			partners++
			if text(row, "uid") == uidText(uid) {
				t.Errorf("a collaborator with the uid of the owner: %v", row)
			}
		}
	}
	if failed == 0 || partners == 0 {
		t.Errorf("%d failed, %d by collaborators", failed, partners)
	}
	for _, wrong := range [][]string{{"actionTypes", "NONE"}, {"orderField", "email"}, {"orderDirection", "up"}, {"startRow", "-1"}} {
		pairs := append(append([]string{"uid", uidText(uid)}, always...), wrong...)
		if r := ask(t, p, token, auditPath, pairs...); r.result() != 3 {
			t.Errorf("%v: %v", wrong, r.result())
		}
	}
}

func TestAudit_OtherFormAgrees(t *testing.T) {
	p := start(t, demo.Options{Alternatives: demo.Alternatives{Audit: true}})
	first := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableBusy)
	response, _, err := post(t, p.URL()+"/1.0/"+auditPath, fields("appid", "cluster", "session", token, "uid", uidText(uid)))
	if err != nil || response.StatusCode != 404 {
		t.Errorf("the first form: %v %v", response.Status, err)
	}
	other := must(t, p, token, "environment/tracking/rest/searchactions", "search",
		fmt.Sprintf(`{"uid":%d,"startDate":"2010-01-01 00:00:00","endDate":"2030-01-01 00:00:00"}`, uid)).rows(t, "array")
	rows := logOf(t, first, uid)
	if fmt.Sprint(other) != fmt.Sprint(rows) {
		t.Errorf("%d rows in the other form, %d in the first", len(other), len(rows))
	}
	errors := must(t, p, token, "environment/tracking/rest/searchactions", "search", fmt.Sprintf(`{"uid":%d,"onlyErrors":true}`, uid)).rows(t, "array")
	for _, row := range errors {
		if text(row, "result") == "0" || text(row, "error") == "" {
			t.Errorf("no error: %v", row)
		}
	}
}

func TestAudit_OneRunsNow(t *testing.T) {
	now := monday
	p := start(t, demo.Options{Now: func() time.Time { return now }})
	uid := p.Notable(demo.NotableBusy)
	running := func() (found []string) {
		for _, row := range logOf(t, p, uid) {
			if row["endDate"] == nil {
				found = append(found, text(row, "id"))
				if row["result"] != nil {
					t.Errorf("ended while it runs: %v", row)
				}
			}
		}
		return found
	}
	before := running()
	now = now.Add(20 * day)
	after := running()
	if len(before) != 1 || len(after) != 1 || before[0] == after[0] {
		t.Errorf("running %v, later %v", before, after)
	}
}

const day = 24 * time.Hour

func TestAudit_LongLog(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	pairs := append([]string{"uid", uidText(p.Notable(demo.NotableAudit)), "resultCount", "500", "startRow", "150000"}, always...)
	page := must(t, p, token, auditPath, pairs...)
	if total := number(t, page, "totalCount").IntPart(); total < 180_000 || total > 220_000 {
		t.Errorf("%d rows", total)
	}
	if rows := page.rows(t, "array"); len(rows) != 500 {
		t.Errorf("%d rows", len(rows))
	}
	text := must(t, p, token, auditPath, append(pairs, "searchText", "deploy")...)
	if n := number(t, text, "totalCount").IntPart(); n < 1000 {
		t.Errorf("%d found", n)
	}
}

func TestAudit_NothingAndReseller(t *testing.T) {
	p := start(t, demo.Options{})
	if rows := logOf(t, p, p.Notable(demo.NotableNothing)); len(rows) != 0 {
		t.Errorf("%v", rows)
	}
	seller := account(t, p, "reseller", false).Token.Reveal()
	if r := ask(t, p, seller, auditPath, append([]string{"uid", uidText(p.Notable(demo.NotableBusy))}, always...)...); r.result() != 5 {
		t.Errorf("a reseller reads a foreign log: %v", r.result())
	}
	if strings.Count(fmt.Sprint(p.Notable("nonsense")), "0") != 1 {
		t.Error("a kind that does not exist")
	}
}
