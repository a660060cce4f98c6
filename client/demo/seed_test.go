package demo_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"steward/client/demo"
	"steward/client/platform"
)

// wholeAnswer is the answer with all customers, to the byte.
func wholeAnswer(t *testing.T, p *demo.Platform) []byte {
	t.Helper()
	form := fields("appid", "cluster", "session", account(t, p, "admin", false).Token.Reveal())
	_, body, err := post(t, p.URL()+"/1.0/"+listPath, form)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestSeed_SameSeedSameCluster(t *testing.T) {
	first, again := start(t, demo.Options{Seed: 7}), start(t, demo.Options{Seed: 7, Now: func() time.Time { return monday.Add(5 * time.Hour) }})
	other := start(t, demo.Options{Seed: 8})
	if !bytes.Equal(wholeAnswer(t, first), wholeAnswer(t, again)) {
		t.Error("the same seed gave other customers")
	}
	if !reflect.DeepEqual(first.Accounts(), again.Accounts()) {
		t.Error("the same seed gave other operators")
	}
	if bytes.Equal(wholeAnswer(t, first), wholeAnswer(t, other)) || reflect.DeepEqual(first.Accounts(), other.Accounts()) {
		t.Error("another seed gave the same cluster")
	}
	admin := account(t, first, "admin", false).Token.Reveal()
	const period, end = "2026-05-01 00:00:00", "2026-05-03 23:59:59"
	if !reflect.DeepEqual(counts(t, first, admin, period, end), counts(t, again, admin, period, end)) {
		t.Error("the same seed gave other activity")
	}
}

// percent is how many of a hundred.
func percent(part, whole int) int { return (200*part + whole) / (2 * whole) }

func near(t *testing.T, what string, got, want, off int) {
	t.Helper()
	if got < want-off || got > want+off {
		t.Errorf("%s: %d %%, want %d ± %d %%", what, got, want, off)
	}
}

func TestSeed_Proportions(t *testing.T) {
	const size = 3000
	p := start(t, demo.Options{Customers: size})
	token := account(t, p, "admin", false).Token.Reveal()
	states, groups, languages, sellers := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	var notes, hostile, upgrading, phones, negative, fine int
	hash := regexp.MustCompile(`^[0-9a-f]{32}$`)
	gaps, last := 0, 999
	for _, row := range everybody(t, p, token) {
		status := text(row, "status")
		if row["isEnabled"] == false && status < "3" {
			status = "suspended"
		}
		states[status]++
		group := text(row, "group")
		groups[group]++
		languages[text(row, "language")]++
		if seller, ok := row["reseller"].(map[string]any); ok {
			sellers[text(seller, "name")]++
		}
		uid := number(t, row, "uid")
		if int(uid.IntPart()) > last+1 {
			gaps++
		}
		last = int(uid.IntPart())
		note, phone := text(row, "note"), text(row, "phoneNumber")
		if note != "" {
			notes++
		}
		if strings.ContainsFunc(note, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }) {
			hostile++
		}
		if status == "4" && (!hash.MatchString(text(row, "email")) || phone != "" && !hash.MatchString(phone) || note != "") {
			t.Errorf("deleted customer %v keeps personal data", row)
		}
		if status != "4" && !strings.HasSuffix(text(row, "email"), ".example") && !strings.HasSuffix(text(row, "email"), ".test") {
			t.Errorf("the address %q could be somebody's", text(row, "email"))
		}
		if row["isCommerial"] == true && (group == "trial" || group == "beta") {
			upgrading++
		}
		if (group == "trial" || group == "beta") && text(row, "ebsUserId") != "" {
			t.Errorf("customer %v of a trial has an external id", row)
		}
		if phone != "" {
			phones++
		}
		balance := number(t, row, "balance")
		if balance.IsNegative() {
			negative++
		}
		if balance.Exponent() < -2 {
			fine++
		}
		if balance.Exponent() < -6 {
			t.Errorf("the balance %s has more than six digits after the point", balance)
		}
	}
	for state, want := range map[string]int{"1": 70, "2": 15, "suspended": 5, "3": 7, "4": 3} {
		near(t, "state "+state, percent(states[state], size), want, 2)
	}
	for _, group := range strings.Fields("beta trial billing post billing_vip partners_eu collaborators") {
		if percent(groups[group], size) < 1 {
			t.Errorf("group %s: %d customers", group, groups[group])
		}
	}
	if len(languages) < 10 || len(sellers) != 4 || hostile < 3 || upgrading < 20 || gaps < size/5 || negative < size/20 || fine < size/10 || notes < size/10 || phones < size/2 {
		t.Errorf("%d languages, %d resellers, %d hostile notes, %d upgrading, %d gaps, %d negative, %d fine amounts, %d notes, %d phones",
			len(languages), len(sellers), hostile, upgrading, gaps, negative, fine, notes, phones)
	}
}

func TestSeed_WhatCustomersOwn(t *testing.T) {
	p := start(t, demo.Options{Customers: 3000})
	read := func(query string, args ...any) int {
		n, err := p.Count(t.Context(), query, args...)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	active := read(`SELECT count(*) FROM users WHERE status = 1 AND enabled`)
	owners := read(`SELECT count(DISTINCT uid) FROM environments JOIN users USING (uid) WHERE users.status = 1 AND enabled`)
	if percent(owners, active) < 80 {
		t.Errorf("%d of %d active customers own an environment", owners, active)
	}
	if n := read(`SELECT count(*) FROM environments JOIN users USING (uid) WHERE users.status > 2`); n != 0 {
		t.Errorf("%d environments of destroyed customers", n)
	}
	if n := read(`SELECT count(*) FROM environments JOIN users USING (uid) WHERE environments.status <> 2 AND (users.status = 2 OR NOT enabled)`); n != 0 {
		t.Errorf("%d environments of stopped customers run", n)
	}
	most := read(`SELECT max(n) FROM (SELECT count(*) AS n FROM environments GROUP BY uid)`)
	few := read(`SELECT count(*) FROM (SELECT count(*) AS n FROM environments GROUP BY uid HAVING n <= 3)`)
	all := read(`SELECT count(DISTINCT uid) FROM environments`)
	if most < 100 || percent(few, all) < 60 {
		t.Errorf("the largest owns %d, %d of %d own at most three", most, few, all)
	}
	if n := read(`SELECT count(*) - count(DISTINCT appid) + count(*) - count(DISTINCT name) FROM environments`); n != 0 {
		t.Errorf("%d environments share a name or an appid", n)
	}
	if n := read(`SELECT count(*) FROM users WHERE created >= unixepoch('2026-05-04') OR status_at < created OR group_at < created`); n != 0 {
		t.Errorf("%d customers with dates out of order", n)
	}
}

func TestDir_KeepsEverything(t *testing.T) {
	dir := t.TempDir()
	o := demo.Options{Dir: dir, Seed: 3, Customers: 100, Now: fixed}
	first, err := demo.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	token := account(t, first, "admin", false).Token.Reveal()
	uid := text(everybody(t, first, token)[5], "uid")
	must(t, first, token, "billing/account/rest/setusernote", "uid", uid, "note", "kept over the restart")
	added, err := first.AddCustomer(t.Context(), demo.Customer{User: platform.User{Email: "late@post.example"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Start(t.Context(), o); !errors.Is(err, demo.ErrInUse) {
		t.Errorf("a second platform on the folder: %v", err)
	}
	before := wholeAnswer(t, first)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	o.Seed, o.Customers = 99, 5 // what is kept counts
	again := start(t, o)
	if !bytes.Equal(wholeAnswer(t, again), before) || account(t, again, "admin", false).Token.Reveal() != token {
		t.Error("the restart changed the platform")
	}
	if c, err := again.Customer(t.Context(), added); err != nil || c.Email != "late@post.example" {
		t.Errorf("the customer added before: %v %v", c, err)
	}
}

func TestDir_BrokenOffSeedingLeavesNoPlatform(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if p, err := demo.Start(ctx, demo.Options{Dir: dir, Customers: 2000, Now: fixed}); !errors.Is(err, context.Canceled) || p != nil {
		t.Fatalf("a cancelled start: %v", err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "*.db*"))
	if err != nil || len(found) != 1 || !strings.HasSuffix(found[0], ".lock") {
		t.Errorf("left behind: %v %v", found, err)
	}
	if p := start(t, demo.Options{Dir: dir, Customers: 30}); p.Customers() != 30 {
		t.Errorf("%d customers", p.Customers())
	}
}

func TestTemporaryFolderGoes(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	p, err := demo.Start(t.Context(), demo.Options{Customers: 10, Now: fixed})
	if err != nil {
		t.Fatal(err)
	}
	folders := func() int {
		found, err := os.ReadDir(os.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	if folders() != 1 {
		t.Error("no folder while it runs")
	}
	if err := errors.Join(p.Close(), p.Close()); err != nil || folders() != 0 {
		t.Errorf("%d folders are left, %v", folders(), err)
	}
}
