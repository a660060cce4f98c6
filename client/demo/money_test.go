package demo_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/shopspring/decimal"

	"steward/client/demo"
	"steward/client/platform"
)

const (
	billingPath = "billing/account/rest/getaccountbillinghistorybyperiodinner"
	fundingPath = "billing/account/rest/getfundaccounthistory"
)

// charges are the rows of the billing history of a customer.
func charges(t *testing.T, p *demo.Platform, uid, period string, more ...string) []map[string]any {
	t.Helper()
	pairs := append([]string{"uid", uid, "period", period}, more...)
	if len(more) == 0 {
		pairs = append(pairs, always...)
	}
	return must(t, p, account(t, p, "admin", false).Token.Reveal(), billingPath, pairs...).rows(t, "array")
}

// sums adds costs up: on the main balance and on the bonus.
func sums(t *testing.T, rows []map[string]any) (main, bonus decimal.Decimal) {
	t.Helper()
	for _, row := range rows {
		if row["isBonus"] == true {
			bonus = bonus.Add(number(t, row, "cost"))
		} else {
			main = main.Add(number(t, row, "cost"))
		}
	}
	return main, bonus
}

// holdsTogether checks that what came less what was charged is what is there.
func holdsTogether(t *testing.T, p *demo.Platform, row map[string]any) {
	t.Helper()
	uid := text(row, "uid")
	main, bonus := sums(t, charges(t, p, uid, "AGE"))
	main, bonus = main.Neg(), bonus.Neg()
	fundings := must(t, p, account(t, p, "admin", false).Token.Reveal(), fundingPath, append([]string{"uid", uid}, always...)...).rows(t, "responses")
	for _, f := range fundings {
		amount := number(t, f, "amount")
		if !amount.IsPositive() {
			t.Errorf("customer %s: a funding of %s", uid, amount)
		}
		switch text(f, "chargeType") {
		case "FUND":
			main = main.Add(amount)
		case "REFUND":
			main = main.Sub(amount)
		case "FUND_BONUS", "FUND_BONUS_TRIAL", "FUND_BONUS_AUTO":
			bonus = bonus.Add(amount)
		case "REFUND_BONUS":
			bonus = bonus.Sub(amount)
		default:
			t.Errorf("a funding %v", f)
		}
	}
	if balance := number(t, row, "balance"); !balance.Equal(main) {
		t.Errorf("customer %s (%s): balance %s, charges and fundings make %s", uid, text(row, "group"), balance, main)
	}
	if left := number(t, row, "bonus"); !left.Equal(bonus) {
		t.Errorf("customer %s (%s): bonus %s, charges and fundings make %s", uid, text(row, "group"), left, bonus)
	}
}

func TestMoney_AddsUp(t *testing.T) {
	for _, seed := range []uint64{1, 2, 3} {
		p := start(t, demo.Options{Seed: seed, Customers: 100})
		for _, row := range everybody(t, p, account(t, p, "admin", false).Token.Reveal()) {
			holdsTogether(t, p, row)
		}
	}
}

func TestMoney_AddsUpAfterChanges(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableBilling)
	before := must(t, p, token, fundingPath, append([]string{"uid", uidText(uid)}, always...)...).rows(t, "responses")
	err := p.ChangeCustomer(t.Context(), uid, func(c *demo.Customer) {
		c.Balance, c.Bonus = platform.MicrosMoney(-12_345_678, ""), platform.MicrosMoney(1, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	must(t, p, token, "billing/account/rest/setaccountstatus", "uid", uidText(uid), "status", "3")
	holdsTogether(t, p, everybody(t, p, token, "filterField", "uid", "filterValue", uidText(uid))[0])
	after := must(t, p, token, fundingPath, append([]string{"uid", uidText(uid)}, always...)...).rows(t, "responses")
	if len(after) < len(before)+1 || fmt.Sprint(after[:len(before)]) != fmt.Sprint(before) {
		t.Errorf("the past changed: %d fundings, then %d", len(before), len(after))
	}
}

// TestBilling_PeriodsHaveTheSameSum: hours make days, days weeks, months and years.
func TestBilling_PeriodsHaveTheSameSum(t *testing.T) {
	p := start(t, demo.Options{})
	uid := uidText(p.Notable(demo.NotableShared))
	for _, in := range [][]string{
		{"starttime", "2026-02-27 00:00:00", "endtime", "2026-03-11 23:59:59"}, {"starttime", "2026-03-10 07:30:00", "endtime", "2026-03-19 19:00:00"},
		{"starttime", "2025-12-20 00:00:00", "endtime", "2026-01-12 23:59:59", "timeOffset", "120"},
	} {
		var main, bonus decimal.Decimal
		for i, period := range []string{"hour", "DAY", "week", "Month", "YEAR", "AGE"} {
			for _, grouped := range []string{"false", "true"} {
				rows := charges(t, p, uid, period, append([]string{"groupNodes", grouped}, in...)...)
				m, b := sums(t, rows)
				if i == 0 && grouped == "false" {
					main, bonus = m, b
					if main.Add(bonus).IsZero() {
						t.Fatal("nothing was charged")
					}
				}
				if !m.Equal(main) || !b.Equal(bonus) {
					t.Errorf("%s grouped %s: %s and %s, hours make %s and %s", period, grouped, m, b, main, bonus)
				}
				keys := map[string]bool{}
				for _, row := range rows {
					key := fmt.Sprint(row["dateTime"], row["appid"], row["nodeid"], row["type"], row["isBonus"])
					if keys[key] {
						t.Errorf("%s grouped %s: two rows of %s", period, grouped, key)
					}
					keys[key] = true
				}
			}
		}
	}
}

func TestBilling_RowsAddUpWithin(t *testing.T) {
	p := start(t, demo.Options{})
	for _, row := range charges(t, p, uidText(p.Notable(demo.NotableBilling)), "day", "starttime", "2026-04-01 00:00:00", "endtime", "2026-04-07 23:59:59") {
		sum := number(t, row, "resourceCost")
		if text(row, "type") != "ip" {
			sum = number(t, row, "fixedCloudletsCost").Add(number(t, row, "flexibleCloudletsCost")).Add(number(t, row, "storageCost"))
		}
		if !sum.Equal(number(t, row, "cost")) || !sum.IsPositive() {
			t.Fatalf("%v: the parts make %s", row, sum)
		}
	}
}

func TestBilling_OneEnvironmentAndTree(t *testing.T) {
	p := start(t, demo.Options{})
	uid := uidText(p.Notable(demo.NotableBilling))
	in := []string{"starttime", "2026-04-01 00:00:00", "endtime", "2026-04-07 23:59:59"}
	rows := charges(t, p, uid, "day", in...)
	id, want := text(rows[0], "appid"), 0
	for _, row := range rows {
		if text(row, "appid") == id {
			want++
		}
	}
	if one := charges(t, p, uid, "day", append([]string{"targetAppid", id}, in...)...); len(one) != want || want == 0 {
		t.Errorf("%d rows of one environment, want %d", len(one), want)
	}
	tree := charges(t, start(t, demo.Options{Alternatives: demo.Alternatives{Billing: true}}), uid, "day", in...)
	var leaves []map[string]any
	for _, parent := range tree {
		children := reply(parent).rows(t, "children")
		main, bonus := sums(t, children)
		if !main.Add(bonus).Equal(number(t, parent, "cost")) {
			t.Errorf("the children make %s of %v", main.Add(bonus), parent["cost"])
		}
		leaves = append(leaves, children...)
	}
	if fmt.Sprint(leaves) != fmt.Sprint(rows) {
		t.Errorf("%d leaves, %d rows", len(leaves), len(rows))
	}
}

func TestBilling_RefusesWhatIsNone(t *testing.T) {
	p := start(t, demo.Options{})
	token, uid := account(t, p, "admin", false).Token.Reveal(), freshCustomer(t, p)
	for _, wrong := range [][]string{{"period", "decade"}, {"groupNodes", "1"}, {"timeOffset", "many"}, {"endtime", "2001-01-01 00:00:00"}} {
		form := append(append([]string{"uid", uid, "period", "day"}, always...), wrong...)
		if r := ask(t, p, token, billingPath, form...); r.result() != 3 {
			t.Errorf("%v: %v", wrong, r)
		}
	}
}

// BenchmarkBilling_Week reads a week of 50 environments.
func BenchmarkBilling_Week(b *testing.B) {
	p, err := demo.Start(b.Context(), demo.Options{Customers: 300, Now: fixed})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	form := fields("appid", "cluster", "session", p.Accounts()[1].Token.Reveal(), "uid", uidText(p.Notable(demo.NotableBilling)),
		"starttime", "2026-04-01 00:00:00", "endtime", "2026-04-07 23:59:59")
	for _, period := range []string{"day", "hour"} {
		b.Run(period, func(b *testing.B) {
			form.Set("period", period)
			for b.Loop() {
				response, err := http.PostForm(p.URL()+"/1.0/"+billingPath, form)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, response.Body); err != nil {
					b.Fatal(err)
				}
				_ = response.Body.Close()
			}
		})
	}
}

func TestFunding_PagesAndNotes(t *testing.T) {
	p := start(t, demo.Options{})
	token, uid := account(t, p, "admin", false).Token.Reveal(), uidText(p.Notable(demo.NotableBilling))
	pairs := append([]string{"uid", uid}, always...)
	whole := must(t, p, token, fundingPath, pairs...).rows(t, "responses")
	if len(whole) < 10 {
		t.Fatalf("%d fundings", len(whole))
	}
	for i := range whole[1:] {
		if number(t, whole[i+1], "operationDate").LessThan(number(t, whole[i], "operationDate")) {
			t.Error("out of order")
		}
	}
	page := must(t, p, token, fundingPath, append(pairs, "startRow", "3", "resultCount", "4")...).rows(t, "responses")
	if fmt.Sprint(page) != fmt.Sprint(whole[3:7]) {
		t.Errorf("the page is not a part of the whole: %v", page)
	}
	id := text(whole[5], "id")
	must(t, p, token, "billing/account/rest/setfundnote", "id", id, "note", "looked at")
	again := must(t, p, token, fundingPath, pairs...).rows(t, "responses")
	if text(again[5], "note") != "looked at" || text(again[5], "id") != id {
		t.Errorf("the note: %v", again[5])
	}
	if r := ask(t, p, token, "billing/account/rest/setfundnote", "id", "999999999999999", "note", "x"); r.result() != 5 {
		t.Errorf("an unknown funding: %v", r)
	}
	said := 0
	for _, action := range logOf(t, p, p.Notable(demo.NotableBilling)) {
		if s := text(action, "serviceName"); s == "AccountService.FundAccount" || s == "AccountService.UnfundAccount" {
			said++
		}
	}
	if said != len(whole) {
		t.Errorf("%d fundings, %d in the log", len(whole), said)
	}
}

func TestMoney_NothingHasNothing(t *testing.T) {
	p := start(t, demo.Options{})
	uid := uidText(p.Notable(demo.NotableNothing))
	token := account(t, p, "admin", false).Token.Reveal()
	fundings := must(t, p, token, fundingPath, append([]string{"uid", uid}, always...)...).rows(t, "responses")
	if rows := charges(t, p, uid, "year"); len(rows)+len(fundings) != 0 {
		t.Errorf("%v %v", rows, fundings)
	}
}
