package demo_test

import (
	"testing"

	"steward/client/demo"
)

const quotasPath = "billing/account/rest/getcollaborationquotas"

func quotaOf(t *testing.T, rows []map[string]any, name string) (kind, value string) {
	t.Helper()
	for _, row := range rows {
		if row["quota"].(map[string]any)["name"] == name {
			return text(row, "type"), text(row, "value")
		}
	}
	t.Fatalf("no quota %s", name)
	return "", ""
}

func TestQuotas_DifferFromTheGroupForSome(t *testing.T) {
	p := start(t, demo.Options{Customers: 150})
	token := account(t, p, "admin", false).Token.Reveal()
	personal, customers := 0, 0
	for _, row := range everybody(t, p, token) {
		group := must(t, p, token, "billing/groupquota/rest/getgroupquotas", "name", text(row, "group")).rows(t, "array")
		rows := must(t, p, token, quotasPath, "ownerUid", text(row, "uid")).rows(t, "array")
		set := 0
		for _, action := range logOf(t, p, uidOf(t, row), "serviceName", "AccountService.SetQuota") {
			if text(action, "actionType") == "ADMIN" {
				set++
			}
		}
		own := 0
		for i, quota := range rows {
			if text(quota, "type") == "PERSONAL" {
				own++
			}
			if (text(quota, "type") == "PERSONAL") == (text(quota, "value") == text(group[i], "value")) {
				t.Errorf("customer %s: %v, the group has %s", text(row, "uid"), quota, text(group[i], "value"))
			}
		}
		if own != set {
			t.Errorf("customer %s: %d own values, %d were set", text(row, "uid"), own, set)
		}
		personal += own
		customers++
	}
	if personal < customers/20 {
		t.Errorf("%d own values of %d customers", personal, customers)
	}
}

func TestQuotas_SetAndReset(t *testing.T) {
	p := start(t, demo.Options{})
	token, uid := account(t, p, "admin", false).Token.Reveal(), freshCustomer(t, p)
	const name = "environment.maxcount"
	read := func() (string, string) {
		return quotaOf(t, must(t, p, token, quotasPath, "ownerUid", uid, "quotaNames", "firewall.enabled;"+name).rows(t, "array"), name)
	}
	if kind, value := read(); kind != "GROUP" || value != "3" {
		t.Errorf("of the trial: %s %s", kind, value)
	}
	must(t, p, token, "billing/account/rest/setquota", "uid", uid, "name", name, "value", "17")
	if kind, value := read(); kind != "PERSONAL" || value != "17" {
		t.Errorf("set: %s %s", kind, value)
	}
	must(t, p, token, "billing/account/rest/removequota", "uid", uid, "name", name)
	if kind, value := read(); kind != "GROUP" || value != "3" {
		t.Errorf("reset: %s %s", kind, value)
	}
	for want, pairs := range map[int][]string{
		9905: {"uid", uid, "name", "no.such.quota", "value", "1"}, 3: {"uid", uid, "name", name, "value", "1.5"}, 5: {"uid", "2000000000", "name", name, "value", "1"},
	} {
		if r := ask(t, p, token, "billing/account/rest/setquota", pairs...); r.result() != want {
			t.Errorf("%v: result %d", pairs, r.result())
		}
	}
	for want, pairs := range map[int][]string{9905: {"ownerUid", uid, "quotaNames", "x"}, 3: {"ownerUid", uid, "collaborationId", "7"}, 5: {"ownerUid", "2000000000"}} {
		if r := ask(t, p, token, quotasPath, pairs...); r.result() != want {
			t.Errorf("%v: result %d", pairs, r.result())
		}
	}
	if r := ask(t, p, token, "billing/groupquota/rest/getgroupquotas", "name", "nobody"); r.result() != 9904 {
		t.Errorf("an unknown group: %v", r)
	}
}

func TestQuotas_OtherForm(t *testing.T) {
	p := start(t, demo.Options{Alternatives: demo.Alternatives{Quotas: true}})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableShared)
	if r := ask(t, p, token, quotasPath, "ownerUid", uidText(uid)); r.result() != 8 {
		t.Errorf("the first form: %v", r)
	}
	rows := must(t, p, token, "billing/account/rest/getownerquotas", "appid", text(environmentsOf(t, p, uid)[0], "appid")).rows(t, "array")
	if kind, value := quotaOf(t, rows, "environment.maxcount"); kind == "" || value == "0" {
		t.Errorf("%s %s", kind, value)
	}
}
