package demo_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"steward/client/demo"
	"steward/client/platform"
)

const listPath = "billing/account/rest/getaccounts"

// everybody is the whole list as the platform gives it.
func everybody(t *testing.T, p *demo.Platform, session string, pairs ...string) []map[string]any {
	t.Helper()
	r := must(t, p, session, listPath, pairs...)
	rows := r.rows(t, "array")
	if total := r["totalCount"].(json.Number).String(); total != strconv.Itoa(len(rows)) {
		t.Fatalf("total %s of %d rows", total, len(rows))
	}
	return rows
}

func text(row map[string]any, field string) string {
	switch value := row[field].(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case map[string]any:
		return text(value, "name")
	}
	return ""
}

func TestGetAccounts_PagesAddUpToTheList(t *testing.T) {
	p := start(t, demo.Options{Customers: 700})
	token := account(t, p, "admin", false).Token.Reveal()
	for _, order := range [][]string{nil, {"orderDirection", "DESC"}, {"orderField", "email"}, {"filterField", "group", "filterValue", "billing"}} {
		whole := everybody(t, p, token, order...)
		var paged []map[string]any
		for len(paged) < len(whole) {
			r := must(t, p, token, listPath, append([]string{"startRow", strconv.Itoa(len(paged)), "resultCount", "90"}, order...)...)
			if got := r["totalCount"].(json.Number).String(); got != strconv.Itoa(len(whole)) {
				t.Fatalf("%v: total %s, want %d", order, got, len(whole))
			}
			rows := r.rows(t, "array")
			if len(rows) == 0 || len(rows) > 90 {
				t.Fatalf("%v: a page of %d rows", order, len(rows))
			}
			paged = append(paged, rows...)
		}
		same := func(a, b map[string]any) bool { return text(a, "uid") == text(b, "uid") }
		if !slices.EqualFunc(paged, whole, same) {
			t.Errorf("%v: the pages are not the list", order)
		}
		after := must(t, p, token, listPath, append([]string{"startRow", strconv.Itoa(len(whole)), "resultCount", "90"}, order...)...)
		if rows := after.rows(t, "array"); len(rows) != 0 {
			t.Errorf("%v: %d rows behind the end", order, len(rows))
		}
	}
}

func TestGetAccounts_Order(t *testing.T) {
	p := start(t, demo.Options{Customers: 160})
	for _, email := range []string{"Zoe@upper.test", "åsa@letter.test", "aaron@letter.test"} {
		if _, err := p.AddCustomer(t.Context(), demo.Customer{User: platform.User{Email: email}}); err != nil {
			t.Fatal(err)
		}
	}
	token := account(t, p, "admin", false).Token.Reveal()
	byText := func(field string) func(a, b map[string]any) int {
		return func(a, b map[string]any) int { return strings.Compare(text(a, field), text(b, field)) }
	}
	byNumber := func(field string) func(a, b map[string]any) int {
		return func(a, b map[string]any) int { return number(t, a, field).Cmp(number(t, b, field)) }
	}
	for field, compare := range map[string]func(a, b map[string]any) int{
		"uid": byNumber("uid"), "email": byText("email"), "createdOn": byText("createdOn"), "group": byText("group"),
		"phoneNumber": byText("phoneNumber"), "balance": byNumber("balance"), "bonus": byNumber("bonus"), "status": byNumber("status"),
	} {
		for direction, sign := range map[string]int{"ASC": 1, "asc": 1, "DESC": -1, "desc": -1} {
			rows := everybody(t, p, token, "orderField", field, "orderDirection", direction)
			ordered := slices.IsSortedFunc(rows, func(a, b map[string]any) int {
				return cmp.Or(sign*compare(a, b), boolSign(field != "uid")*byNumber("uid")(a, b))
			})
			if !ordered || len(rows) != 163 {
				t.Errorf("%s %s: %d rows, not in order", field, direction, len(rows))
			}
		}
	}
	if rows := everybody(t, p, token); !slices.IsSortedFunc(rows, byNumber("uid")) {
		t.Error("the default order is not by uid")
	}
}

// boolSign is 1 for true and 0 for false.
func boolSign(b bool) int {
	if b {
		return 1
	}
	return 0
}

func number(t *testing.T, row map[string]any, field string) decimal.Decimal {
	t.Helper()
	d, err := decimal.NewFromString(text(row, field))
	if err != nil {
		t.Fatalf("%s of %v: %v", field, row, err)
	}
	return d
}

func TestGetAccounts_Filters(t *testing.T) {
	p := start(t, demo.Options{Customers: 900})
	token := account(t, p, "admin", false).Token.Reveal()
	all := everybody(t, p, token)
	limit := decimal.RequireFromString("12.345678")
	someone := text(all[17], "uid")
	tests := []struct {
		name  string
		pairs []string
		keep  func(row map[string]any) bool
	}{
		{"group", []string{"filterField", "group", "filterValue", "trial"}, func(r map[string]any) bool { return text(r, "group") == "trial" }},
		{"status", []string{"filterField", "status", "filterValue", "2"}, func(r map[string]any) bool { return text(r, "status") == "2" }},
		{"uid", []string{"filterField", "uid", "filterValue", someone}, func(r map[string]any) bool { return text(r, "uid") == someone }},
		{"email", []string{"filterField", "email", "filterValue", "MAIL.ex"}, func(r map[string]any) bool { return strings.Contains(text(r, "email"), "mail.ex") }},
		{"email is no pattern", []string{"filterField", "email", "filterValue", "a%b_"}, func(map[string]any) bool { return false }},
		{"email with a semicolon", []string{"filterField", "email", "filterValue", "a;b"}, func(map[string]any) bool { return false }},
		{"balance", []string{"lebalance", "12.345678"}, func(r map[string]any) bool { return number(t, r, "balance").LessThanOrEqual(limit) }},
		{"finer balance", []string{"lebalance", "-0.0000001"}, func(r map[string]any) bool { return number(t, r, "balance").IsNegative() }},
		{"several", []string{"filterField", "group;status;email", "filterValue", "billing;1;post.", "lebalance", "100"}, func(r map[string]any) bool {
			return text(r, "group") == "billing" && text(r, "status") == "1" && strings.Contains(text(r, "email"), "post.") &&
				number(t, r, "balance").LessThanOrEqual(decimal.NewFromInt(100))
		}},
		{"unknown group", []string{"filterField", "group", "filterValue", "nobody"}, func(map[string]any) bool { return false }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var want []string
			for _, row := range all {
				if test.keep(row) {
					want = append(want, text(row, "uid"))
				}
			}
			var got []string
			for _, row := range everybody(t, p, token, test.pairs...) {
				got = append(got, text(row, "uid"))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d customers, want %d", len(got), len(want))
			}
		})
	}
}

func TestGetAccounts_RefusesWhatIsNoParameter(t *testing.T) {
	p := start(t, demo.Options{Customers: 20})
	token := account(t, p, "admin", false).Token.Reveal()
	for _, pairs := range [][]string{
		{"startRow", "-1"}, {"startRow", "x"}, {"resultCount", "1.5"}, {"orderField", "password"}, {"orderDirection", "UP"},
		{"filterField", "name", "filterValue", "x"}, {"filterField", "uid", "filterValue", "x"}, {"filterField", "status", "filterValue", "5"},
		{"filterField", "group;status", "filterValue", "billing"}, {"lebalance", "1,5"}, {"lebalance", "NaN"},
	} {
		if r := ask(t, p, token, listPath, pairs...); r.result() != 3 {
			t.Errorf("%v: %v", pairs, r)
		}
	}
}

func TestGetSuspendedAccounts(t *testing.T) {
	p := start(t, demo.Options{Customers: 800})
	token := account(t, p, "admin", false).Token.Reveal()
	var want, got []string
	for _, row := range everybody(t, p, token) {
		if row["isEnabled"] == false && (text(row, "status") == "1" || text(row, "status") == "2") {
			want = append(want, text(row, "uid"))
		}
	}
	for _, row := range must(t, p, token, "billing/account/rest/getsuspendedaccounts").rows(t, "array") {
		got = append(got, text(row, "uid"))
	}
	if len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("%d suspended, want %d", len(got), len(want))
	}
}

func TestReseller_SeesOnlyOwnCustomers(t *testing.T) {
	p := start(t, demo.Options{Customers: 400})
	everyone := everybody(t, p, account(t, p, "admin", false).Token.Reveal())
	token := account(t, p, "reseller", false).Token.Reveal()
	own := map[string]bool{}
	for _, row := range everybody(t, p, token) {
		own[text(row, "uid")] = true
	}
	for _, row := range everyone {
		uid := text(row, "uid")
		seller, _ := row["reseller"].(map[string]any)
		mine := text(seller, "id") == "1"
		if own[uid] != mine {
			t.Errorf("customer %s: listed %v, is own %v", uid, own[uid], mine)
		}
		want := 5
		if mine {
			want = 0
		}
		if got := ask(t, p, token, "system/admin/rest/getuserinfo", "login", text(row, "email")).result(); got != want {
			t.Errorf("customer %s: result %d, want %d", uid, got, want)
		}
	}
	for _, row := range must(t, p, token, activitiesPath, mayDays...).rows(t, "array") {
		if !own[text(row, "uid")] {
			t.Errorf("activity of foreign customer %s", text(row, "uid"))
		}
	}
	if len(own) == 0 {
		t.Error("no own customers")
	}
}

func TestReadingWhileTheWorldChanges(t *testing.T) {
	const writers, each = 4, 5 // who comes and goes: at most so many are missing from a page
	p := start(t, demo.Options{Customers: 60})
	token := account(t, p, "admin", false).Token.Reveal()
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			for n := range each {
				uid, err := p.AddCustomer(t.Context(), demo.Customer{User: platform.User{Email: strconv.Itoa(i*10+n) + "@post.example"}})
				if err != nil {
					t.Error(err)
				}
				ask(t, p, token, notePath, "uid", uidText(uid), "note", "n")
				if err := p.DeleteCustomer(t.Context(), uid); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for _, order := range []string{"uid", "email", "balance", "status"} {
				if r := ask(t, p, token, listPath, "orderField", order, "resultCount", "50"); r.result() != 0 || len(r.rows(t, "array")) < 50-writers*each {
					t.Errorf("by %s: result %d, %d rows", order, r.result(), len(r.rows(t, "array")))
				}
				ask(t, p, token, activitiesPath, mayDays...)
			}
		})
	}
	all.Wait()
	if n := len(everybody(t, p, token, "orderField", "email")); n != 60 {
		t.Errorf("%d customers are left of 60", n)
	}
}
