package demo_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"steward/client/demo"
	"steward/client/platform"
)

const searchEnvsPath = "administration/cluster/rest/searchenvs"

// environmentsOf are the rows of a customer's environments.
func environmentsOf(t *testing.T, p *demo.Platform, uid platform.UID) []map[string]any {
	t.Helper()
	token := account(t, p, "admin", false).Token.Reveal()
	return must(t, p, token, searchEnvsPath, "search", fmt.Sprintf(`{"uid":%d}`, uid)).rows(t, "array")
}

func TestEnvironments_ListAndDetailAgree(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableShared)
	rows := environmentsOf(t, p, uid)
	infos := must(t, p, token, "administration/cluster/rest/getenvs", "uid", uidText(uid)).rows(t, "infos")
	if len(rows) != 6 || len(infos) != len(rows) {
		t.Fatalf("%d rows, %d in the other form", len(rows), len(infos))
	}
	for i, row := range rows {
		info := must(t, p, token, "administration/cluster/rest/getenvinfo", "targetAppid", text(row, "appid"))
		env, nodes := info["env"].(map[string]any), info.rows(t, "nodes")
		other := infos[i]["env"].(map[string]any)
		for _, field := range strings.Fields("appid envName domain status uid createdOn hardwareNodeGroup displayName note") {
			if text(row, field) != text(env, field) || text(row, field) != text(other, field) {
				t.Errorf("%s: %q in the list, %q in the detail, %q in the other form", field, text(row, field), text(env, field), text(other, field))
			}
		}
		least, most := int64(0), int64(0)
		for _, node := range nodes {
			least += number(t, node, "fixedCloudlets").IntPart()
			most += number(t, node, "flexibleCloudlets").IntPart() // the reserved ones included
		}
		if text(row, "status") != "1" { // what does not run uses nothing
			least, most = 0, 0
		}
		used := number(t, row, "cloudlets").IntPart()
		if text(row, "nodesCount") != fmt.Sprint(len(nodes)) || used < least || used > most || len(nodes) == 0 {
			t.Errorf("%s nodes and %d cloudlets in the list, %d and %d to %d in the detail", text(row, "nodesCount"), used, len(nodes), least, most)
		}
	}
}

func TestEnvironments_SearchPagesAndOrder(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableEnvironments)
	page := must(t, p, token, searchEnvsPath, "search", fmt.Sprintf(`{"uid":%d,"orderField":"domain","orderDirection":"DESC","startRow":390,"resultCount":50}`, uid))
	rows := page.rows(t, "array")
	if text(page, "totalCount") != "400" || len(rows) != 10 || text(rows[0], "domain") < text(rows[9], "domain") {
		t.Errorf("total %v, %d rows, %s to %s", page["totalCount"], len(rows), text(rows[0], "domain"), text(rows[9], "domain"))
	}
	statuses := map[string]bool{}
	for _, row := range environmentsOf(t, p, uid) {
		statuses[text(row, "status")] = true
	}
	if len(statuses) != 15 {
		t.Errorf("statuses %v", statuses)
	}
	one := must(t, p, token, searchEnvsPath, "search", fmt.Sprintf(`{"domain":%q}`, text(rows[3], "domain"))).rows(t, "array")
	if len(one) != 1 || text(one[0], "appid") != text(rows[3], "appid") {
		t.Errorf("by domain: %v", one)
	}
	for _, wrong := range []string{"", "x", "[]", `{"orderField":"nonsense"}`, `{"orderDirection":"up"}`, `{"startRow":-1}`, `{"status":"many"}`} {
		if r := ask(t, p, token, searchEnvsPath, "search", wrong); r.result() != 3 {
			t.Errorf("search %s: result %d", wrong, r.result())
		}
	}
}

func TestEnvironments_UnknownAndForeign(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	const path = "administration/cluster/rest/getenvinfo"
	for _, id := range []string{"x", strings.Repeat("0", 32), strings.Repeat("f", 40), strings.Repeat("g", 32)} {
		if r := ask(t, p, token, path, "targetAppid", id); r.result() != 11 {
			t.Errorf("appid %s: result %d", id, r.result())
		}
	}
	id := text(environmentsOf(t, p, p.Notable(demo.NotableShared))[0], "appid")
	seller := account(t, p, "reseller", false).Token.Reveal()
	if r := ask(t, p, seller, path, "targetAppid", id); r.result() != 11 {
		t.Errorf("a reseller reads a foreign environment: %v", r)
	}
	if r := ask(t, p, seller, searchEnvsPath, "search", fmt.Sprintf(`{"uid":%d}`, p.Notable(demo.NotableShared))); r.result() != 5 {
		t.Errorf("a reseller lists foreign environments: %v", r)
	}
}

func TestEnvironments_OtherForm(t *testing.T) {
	p := start(t, demo.Options{Alternatives: demo.Alternatives{Environments: true}})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableShared)
	if r := ask(t, p, token, searchEnvsPath, "search", fmt.Sprintf(`{"uid":%d}`, uid)); r.result() != 3 {
		t.Errorf("the first form: %v", r)
	}
	lazy := must(t, p, token, "administration/cluster/rest/getenvs", "uid", uidText(uid), "lazy", "true").rows(t, "infos")
	if len(lazy) != 6 || len(lazy[0]["nodes"].([]any)) != 0 {
		t.Errorf("the other form: %v", lazy)
	}
}

func TestEnvironments_ScriptsAndHostileTexts(t *testing.T) {
	p := start(t, demo.Options{})
	for kind, script := range map[demo.Notable]*unicode.RangeTable{
		demo.NotableChinese: unicode.Han, demo.NotableCyrillic: unicode.Cyrillic, demo.NotableArabic: unicode.Arabic,
	} {
		customer, err := p.Customer(t.Context(), p.Notable(kind))
		if err != nil {
			t.Fatal(err)
		}
		rows := environmentsOf(t, p, p.Notable(kind))
		for _, written := range []string{customer.Name, customer.Note, text(rows[0], "displayName"), text(rows[0], "note")} {
			if !strings.ContainsFunc(written, func(r rune) bool { return unicode.Is(script, r) }) {
				t.Errorf("%s: %q", kind, written)
			}
		}
	}
	hostile := 0
	for _, row := range environmentsOf(t, p, p.Notable(demo.NotableHostile)) {
		if strings.ContainsFunc(text(row, "displayName")+text(row, "note"), unicode.IsControl) {
			hostile++
		}
	}
	if hostile < 3 {
		t.Errorf("%d hostile environments", hostile)
	}
}
