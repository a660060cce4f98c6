package demo_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"steward/client/demo"
	"steward/client/platform"
)

// sectionsOf is everything about one customer, to the byte.
func sectionsOf(t *testing.T, p *demo.Platform, uid platform.UID) string {
	t.Helper()
	token := account(t, p, "admin", false).Token.Reveal()
	id := uidText(uid)
	past := []string{"uid", id, "starttime", "2025-09-01 00:00:00", "endtime", "2026-03-31 23:59:59"}
	var all strings.Builder
	for _, question := range [][]string{
		{searchEnvsPath, "search", `{"uid":` + id + `}`},
		{"administration/cluster/rest/getenvs", "uid", id},
		{subscriptionsPath, "uid", id, "expandFields", everyField},
		{invoicesPath, "search", `{"uid":` + id + `}`},
		append([]string{auditPath}, past...),
		append([]string{fundingPath}, past...),
		append([]string{billingPath, "period", "month"}, past...),
		{quotasPath, "ownerUid", id},
		{membersPath, "login", id},
		{collaborationsPath, "login", id},
	} {
		_, body, err := post(t, p.URL()+"/1.0/"+question[0], fields(append([]string{"appid", "cluster", "session", token}, question[1:]...)...))
		if err != nil {
			t.Fatal(err)
		}
		if decode(t, body).result() != 0 {
			t.Fatalf("%s: %.200s", question[0], body)
		}
		all.Write(body)
	}
	return all.String()
}

// TestSections_SameSeedSameData: two platforms of a seed tell the same of
// everybody, also later on the day and whatever was asked for before.
func TestSections_SameSeedSameData(t *testing.T) {
	first := start(t, demo.Options{Customers: 40, Seed: 5})
	again := start(t, demo.Options{Customers: 40, Seed: 5, Now: func() time.Time { return monday.Add(5 * time.Hour) }})
	other := start(t, demo.Options{Customers: 40, Seed: 6})
	rows := everybody(t, first, account(t, first, "admin", false).Token.Reveal())
	differ := 0
	for i := range rows {
		uid := uidOf(t, rows[len(rows)-1-i])
		if first.Notable(demo.NotableAudit) == uid {
			continue
		}
		if sectionsOf(t, first, uid) != sectionsOf(t, again, uid) {
			t.Errorf("customer %d: two answers", uid)
		}
		if _, err := other.Customer(t.Context(), uid); err == nil && differ == 0 && sectionsOf(t, first, uid) != sectionsOf(t, other, uid) {
			differ++
		}
	}
	if differ == 0 {
		t.Error("another seed gave the same data")
	}
}

func TestNotable_ForEverySeedAndSize(t *testing.T) {
	hash := regexp.MustCompile(`^[0-9a-f]{32}$`)
	for seed := range uint64(6) {
		for _, size := range []int{30, []int{47, 1000}[seed%2]} {
			p := start(t, demo.Options{Seed: seed, Customers: size})
			token := account(t, p, "admin", false).Token.Reveal()
			for kind, want := range map[demo.Notable]int{demo.NotableEnvironments: 400, demo.NotableBilling: 50, demo.NotableNothing: 0, demo.NotableDeleted: 0,
				demo.NotableHostile: 14, demo.NotableAudit: 12, demo.NotableBusy: 8, demo.NotableShared: 6, demo.NotableSubscriber: 24} {
				if got := len(environmentsOf(t, p, p.Notable(kind))); got != want {
					t.Errorf("seed %d size %d: %s owns %d environments", seed, size, kind, got)
				}
			}
			deleted, err := p.Customer(t.Context(), p.Notable(demo.NotableDeleted))
			if err != nil || !hash.MatchString(deleted.Email) || deleted.Status != platform.AccountDeleted {
				t.Errorf("seed %d size %d: the deleted one is %v %v", seed, size, deleted.Email, err)
			}
			log := must(t, p, token, auditPath, append([]string{"uid", uidText(p.Notable(demo.NotableAudit)), "resultCount", "1"}, always...)...)
			if n := number(t, log, "totalCount").IntPart(); n < 180_000 || n > 220_000 {
				t.Errorf("seed %d size %d: %d actions", seed, size, n)
			}
			running := logOf(t, p, p.Notable(demo.NotableBusy), "resultCount", "5", "orderDirection", "DESC")
			if !strings.Contains(fmt.Sprint(running), "endDate:<nil>") {
				t.Errorf("seed %d size %d: nothing runs", seed, size)
			}
			hostile := 0
			for _, row := range environmentsOf(t, p, p.Notable(demo.NotableHostile)) {
				if strings.ContainsFunc(text(row, "displayName")+text(row, "note"), unicode.IsControl) {
					hostile++
				}
			}
			if hostile == 0 {
				t.Errorf("seed %d size %d: no hostile names", seed, size)
			}
		}
	}
	if few := start(t, demo.Options{Customers: 20}); few.Notable(demo.NotableAudit) != 0 {
		t.Error("a notable customer of a small platform")
	}
}
