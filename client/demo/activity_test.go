package demo_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"
	"time"

	"steward/client/demo"
	"steward/client/platform"
)

const activitiesPath = "administration/cluster/rest/getusersactivities"

var mayDays = []string{"starttime", "2026-05-01 00:00:00", "endtime", "2026-05-03 23:59:59"}

// counts are the actions by uid in a period.
func counts(t *testing.T, p *demo.Platform, session, from, to string) map[string]int {
	t.Helper()
	rows := must(t, p, session, activitiesPath, "starttime", from, "endtime", to).rows(t, "array")
	found := make(map[string]int, len(rows))
	for _, row := range rows {
		n, err := strconv.Atoi(text(row, "count"))
		if err != nil || n <= 0 {
			t.Fatalf("count in %v: %v", row, err)
		}
		found[text(row, "uid")] = n
	}
	return found
}

func TestActivities_PartsAddUp(t *testing.T) {
	p := start(t, demo.Options{Customers: 400})
	token := account(t, p, "admin", false).Token.Reveal()
	whole := counts(t, p, token, "2026-04-20 00:00:00", "2026-05-02 23:59:59")
	sum := map[string]int{}
	for _, part := range [][2]string{
		{"2026-04-20 00:00:00", "2026-04-20 13:07:11"}, {"2026-04-20 13:07:12", "2026-04-28 23:59:59"},
		{"2026-04-29 00:00:00", "2026-05-02 23:59:58"}, {"2026-05-02 23:59:59", "2026-05-02 23:59:59"},
	} {
		for uid, n := range counts(t, p, token, part[0], part[1]) {
			sum[uid] += n
		}
	}
	if len(whole) < 200 || len(sum) != len(whole) {
		t.Fatalf("%d customers in the parts, %d in the whole", len(sum), len(whole))
	}
	for uid, n := range whole {
		if sum[uid] != n {
			t.Errorf("customer %s: parts %d, whole %d", uid, sum[uid], n)
		}
	}
}

func TestActivities_OnlyWhoCanSignIn(t *testing.T) {
	p := start(t, demo.Options{Customers: 900})
	token := account(t, p, "admin", false).Token.Reveal()
	found := counts(t, p, token, "2026-04-04 00:00:00", "2026-05-03 23:59:59")
	active, busy, most := 0, 0, 0
	for _, row := range everybody(t, p, token) {
		n := found[text(row, "uid")]
		if (row["isEnabled"] == false || text(row, "status") > "1") && text(row, "updatedStatusOn") < "2026-04-04" && n > 0 {
			t.Errorf("customer %v did %d actions", row, n)
		}
		if row["isEnabled"] == true && text(row, "status") == "1" {
			active++
			if n >= 20 {
				busy++
			}
		}
		most = max(most, n)
	}
	if busy*10 < active*6 {
		t.Errorf("%d of %d active customers did 20 actions in 30 days", busy, active)
	}
	if most < 600 {
		t.Errorf("nobody did more than %d actions: no long tail", most)
	}
}

func TestActivities_NobodyBeforeTheSignUp(t *testing.T) {
	p := start(t, demo.Options{Customers: 300})
	token := account(t, p, "admin", false).Token.Reveal()
	found := counts(t, p, token, "2021-01-01 00:00:00", "2021-01-31 23:59:59")
	for _, row := range everybody(t, p, token) {
		if n := found[text(row, "uid")]; n > 0 && text(row, "createdOn") > "2021-01-31" {
			t.Errorf("customer %v did %d actions before", row, n)
		}
	}
	if len(found) == 0 {
		t.Error("nobody was active")
	}
}

func TestActivities_StopsAtNow(t *testing.T) {
	now := monday
	p := start(t, demo.Options{Customers: 200, Now: func() time.Time { return now }})
	token := account(t, p, "admin", false).Token.Reveal()
	if found := counts(t, p, token, "2026-05-05 00:00:00", "2026-05-06 23:59:59"); len(found) != 0 {
		t.Errorf("%d customers were active in the future", len(found))
	}
	total := func() (sum int) {
		for _, n := range counts(t, p, token, "2026-05-04 00:00:00", "2026-05-04 23:59:59") {
			sum += n
		}
		return sum
	}
	morning := total()
	now = now.Add(8 * time.Hour)
	if evening := total(); evening <= morning {
		t.Errorf("%d actions in the morning, %d in the evening", morning, evening)
	}
}

func TestActivities_Pages(t *testing.T) {
	p := start(t, demo.Options{Customers: 300})
	token := account(t, p, "admin", false).Token.Reveal()
	whole := must(t, p, token, activitiesPath, mayDays...)
	rows := whole.rows(t, "array")
	page := must(t, p, token, activitiesPath, append([]string{"startRow", "50", "resultCount", "20"}, mayDays...)...)
	if page["totalCount"].(json.Number) != whole["totalCount"].(json.Number) {
		t.Errorf("total %v, want %v", page["totalCount"], whole["totalCount"])
	}
	same := func(a, b map[string]any) bool {
		return text(a, "uid") == text(b, "uid") && text(a, "count") == text(b, "count")
	}
	if !slices.EqualFunc(page.rows(t, "array"), rows[50:70], same) {
		t.Error("the page is not a part of the whole")
	}
}

func TestActivities_CountWhatReallyHappened(t *testing.T) {
	p := start(t, demo.Options{Customers: 50})
	token := account(t, p, "admin", false).Token.Reveal()
	uid, err := p.AddCustomer(t.Context(), demo.Customer{User: platform.User{Status: platform.AccountInactive, Disabled: true}})
	if err != nil {
		t.Fatal(err)
	}
	before := counts(t, p, token, "2026-05-04 00:00:00", "2026-05-04 23:59:59")
	for range 3 {
		if err := p.Act(t.Context(), uid, "ControlService.StopEnv", "Stop environment"); err != nil {
			t.Fatal(err)
		}
	}
	must(t, p, token, "billing/account/rest/setusernote", "uid", uidText(uid), "note", "an admin's action does not count")
	after := counts(t, p, token, "2026-05-04 00:00:00", "2026-05-04 23:59:59")
	if lately := counts(t, p, token, "2026-05-04 10:15:00", "2026-05-04 10:15:00"); lately[uidText(uid)] != 3 {
		t.Errorf("%d actions in the very second", lately[uidText(uid)])
	}
	if before[uidText(uid)] != 0 || after[uidText(uid)] != 3 || len(after) != len(before)+1 {
		t.Errorf("%d actions, then %d", before[uidText(uid)], after[uidText(uid)])
	}
}

func TestActivities_RefusesWhatIsNoPeriod(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	token := account(t, p, "admin", false).Token.Reveal()
	for _, period := range [][2]string{
		{"2026-05-04", "2026-05-05 00:00:00"}, {"2026-05-04 00:00:00", "2026-05-03 00:00:00"}, {"2026-05-04T00:00:00Z", "2026-05-05 00:00:00"},
	} {
		if r := ask(t, p, token, activitiesPath, "starttime", period[0], "endtime", period[1]); r.result() != 3 {
			t.Errorf("%v: %v", period, r)
		}
	}
	if r := ask(t, p, token, activitiesPath, "startTime", "2026-05-03 00:00:00", "endTime", "2026-05-03 23:59:59"); r.result() != 0 {
		t.Errorf("the other spelling: %v", r)
	}
}
