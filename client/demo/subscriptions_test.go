package demo_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"steward/client/demo"
)

const (
	subscriptionsPath = "administration/subscription/rest/getsubscriptions"
	invoicesPath      = "billing/invoice/rest/searchinvoices"
	everyField        = "account,product,items.servicePlan,items.tariffPlan,items.resources"
)

func subscriptionsOf(t *testing.T, p *demo.Platform, uid string, more ...string) []map[string]any {
	t.Helper()
	pairs := append([]string{"uid", uid, "expandFields", everyField}, more...)
	return must(t, p, account(t, p, "admin", false).Token.Reveal(), subscriptionsPath, pairs...).rows(t, "array")
}

func itemOf(sub map[string]any) map[string]any { return sub["items"].([]any)[0].(map[string]any) }

// TestSubscriptions_AgreeWithEnvironmentsAndInvoices walks over everybody.
func TestSubscriptions_AgreeWithEnvironmentsAndInvoices(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	active, subscribers, invoices := 0, 0, 0
	ids := map[string]bool{}
	for _, row := range everybody(t, p, token) {
		uid := text(row, "uid")
		if row["isEnabled"] == true && text(row, "status") == "1" {
			active++
		}
		created := map[string]string{}
		for _, e := range environmentsOf(t, p, uidOf(t, row)) {
			created[text(e, "appid")] = text(e, "createdOn")
		}
		subscriptions := subscriptionsOf(t, p, uid)
		if len(subscriptions) > 0 {
			subscribers++
		}
		for _, sub := range subscriptions {
			item := itemOf(sub)
			resources := reply(item).rows(t, "resources")
			quantity := number(t, item, "quantity")
			if len(resources) == 0 || quantity.LessThan(decimal.NewFromInt(int64(len(resources)))) || text(sub, "endsOn") <= text(sub, "createdOn") {
				t.Errorf("customer %s: %d of %s installed, %s to %s", uid, len(resources), quantity, text(sub, "createdOn"), text(sub, "endsOn"))
			}
			for _, resource := range resources {
				if at := created[text(resource, "appid")]; at == "" || at != text(resource, "createdOn") || at < text(sub, "createdOn") {
					t.Errorf("customer %s: resource %v of an environment made %q", uid, resource, at)
				}
			}
			for _, v := range must(t, p, token, invoicesPath, "search", fmt.Sprintf(`{"subscriptionId":%s}`, text(sub, "id"))).rows(t, "array") {
				invoices++
				if text(v, "uid") != uid || text(v, "subscriptionId") != text(sub, "id") || ids[text(v, "id")] || text(v, "createdOn") < text(sub, "createdOn") {
					t.Errorf("customer %s: invoice %v", uid, v)
				}
				ids[text(v, "id")] = true
				if want := number(t, sub, "price").Mul(quantity); text(v, "type") == "SUBSCRIPTION" && !want.Equal(number(t, v, "amount")) {
					t.Errorf("invoice over %s, want %s", text(v, "amount"), want)
				}
				if paid := text(v, "status") == "PAID" || text(v, "status") == "PAID_EXPIRED"; paid != (v["paidOn"] != nil) {
					t.Errorf("invoice %v", v)
				}
			}
		}
		all := number(t, must(t, p, token, invoicesPath, "search", fmt.Sprintf(`{"uid":%s,"resultCount":1}`, uid)), "totalCount")
		other := must(t, p, token, "billing/invoice/rest/getinvoices", "uid", uid).rows(t, "array")
		if !all.Equal(decimal.NewFromInt(int64(len(other)))) {
			t.Errorf("customer %s: %s invoices, %d in the other form", uid, all, len(other))
		}
	}
	if share := percent(subscribers, active); share < 12 || share > 30 || invoices < 300 {
		t.Errorf("%d %% subscribe, %d invoices", share, invoices)
	}
}

func TestSubscriptions_StatusesFiltersAndFields(t *testing.T) {
	p := start(t, demo.Options{})
	token, uid := account(t, p, "admin", false).Token.Reveal(), uidText(p.Notable(demo.NotableSubscriber))
	whole := subscriptionsOf(t, p, uid)
	statuses, paid := map[string]bool{}, map[string]bool{}
	for _, sub := range whole {
		statuses[text(sub, "status")] = true
		for _, v := range must(t, p, token, invoicesPath, "search", fmt.Sprintf(`{"subscriptionId":%s}`, text(sub, "id"))).rows(t, "array") {
			paid[text(v, "status")] = true
		}
	}
	if len(statuses) != 9 || len(paid) != 7 {
		t.Errorf("statuses %v, of invoices %v", statuses, paid)
	}
	if one := subscriptionsOf(t, p, uid, "status", "UNPAID,TRIAL"); len(one) != 2 {
		t.Errorf("%d of two statuses", len(one))
	}
	if one := must(t, p, token, subscriptionsPath, "id", text(whole[2], "id")).rows(t, "array"); len(one) != 1 || one[0]["items"] != nil || one[0]["product"] != nil {
		t.Errorf("by id, without fields: %v", one)
	}
	page := must(t, p, token, subscriptionsPath, "uid", uid, "startRow", "7", "resultCount", "5", "orderField", "id", "orderDirection", "DESC")
	if rows := page.rows(t, "array"); len(rows) != 2 || text(page, "totalCount") != "9" || text(rows[1], "id") != text(whole[0], "id") {
		t.Errorf("a page: %v", page)
	}
	for _, wrong := range [][]string{{"status", "OLD"}, {"orderField", "x"}, {"expandFields", "owner"}, {"productId", "x"}} {
		if r := ask(t, p, token, subscriptionsPath, append([]string{"uid", uid}, wrong...)...); r.result() != 3 {
			t.Errorf("%v: %v", wrong, r)
		}
	}
	if seller := account(t, p, "reseller", false).Token.Reveal(); len(must(t, p, seller, subscriptionsPath, "id", text(whole[0], "id")).rows(t, "array")) != 0 {
		t.Error("a reseller reads a foreign subscription")
	}
}

func TestSubscriptions_OtherForms(t *testing.T) {
	p := start(t, demo.Options{Alternatives: demo.Alternatives{Invoices: true, ExpandFields: true, Regions: true}})
	token, uid := account(t, p, "admin", false).Token.Reveal(), uidText(p.Notable(demo.NotableSubscriber))
	for _, path := range []string{invoicesPath, "administration/cluster/rest/getregions"} {
		response, _, err := post(t, p.URL()+"/1.0/"+path, fields("appid", "cluster", "session", token, "search", "{}"))
		if err != nil || response.StatusCode != 404 {
			t.Errorf("%s: %v %v", path, response.Status, err)
		}
	}
	if r := ask(t, p, token, subscriptionsPath, "uid", uid, "expandFields", "product"); r.result() != 3 {
		t.Errorf("expandFields: %v", r)
	}
	rows := must(t, p, token, subscriptionsPath, "uid", uid).rows(t, "array")
	invoices := must(t, p, token, "billing/invoice/rest/getinvoices", "subscriptionId", text(rows[0], "id"), "status", "PAID;PAID_EXPIRED", "orderFields", "createdOn").rows(t, "array")
	if len(itemOf(rows[0])["resources"].([]any)) == 0 || len(invoices) == 0 || text(invoices[0], "subscriptionId") != text(rows[0], "id") {
		t.Errorf("%v %v", rows[0], invoices)
	}
	if len(must(t, p, token, "environment/control/rest/getregionsinner", "groupName", "trial").rows(t, "array")) != 3 {
		t.Error("regions")
	}
}

// Without a customer all of them are listed that the operator sees, each once.
func TestSubscriptionsAndInvoicesOfAll(t *testing.T) {
	p := start(t, demo.Options{Customers: 400})
	for _, role := range []string{"admin", "reseller"} {
		token := account(t, p, role, false).Token.Reveal()
		var subscriptions, invoices int
		for _, row := range must(t, p, token, listPath).rows(t, "array") {
			uid := text(row, "uid")
			subscriptions += len(must(t, p, token, subscriptionsPath, "uid", uid).rows(t, "array"))
			invoices += len(must(t, p, token, invoicesPath, "search", `{"uid":`+uid+`}`).rows(t, "array"))
		}
		if all := must(t, p, token, subscriptionsPath).rows(t, "array"); len(all) != subscriptions || role == "admin" && subscriptions == 0 {
			t.Errorf("%s: %d subscriptions, of the customers one by one %d", role, len(all), subscriptions)
		}
		for path, form := range map[string][]string{invoicesPath: {"search", `{}`}, "billing/invoice/rest/getinvoices": nil} {
			if all := must(t, p, token, path, form...).rows(t, "array"); len(all) != invoices || role == "admin" && invoices == 0 {
				t.Errorf("%s: %s: %d invoices, of the customers one by one %d", role, path, len(all), invoices)
			}
		}
	}
	token := account(t, p, "admin", false).Token.Reveal()
	page := must(t, p, token, subscriptionsPath, "status", "ACTIVE", "startRow", "1", "resultCount", "2")
	for _, row := range page.rows(t, "array") {
		if text(row, "status") != "ACTIVE" {
			t.Errorf("%v", row)
		}
	}
	if n := len(page.rows(t, "array")); n != 2 {
		t.Errorf("a page of 2 has %d", n)
	}
}
