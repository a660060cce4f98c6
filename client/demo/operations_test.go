package demo_test

import (
	"strconv"
	"testing"

	"steward/client/demo"
)

// TestOperations_AreInTheLog does everything that can be done to one
// environment and looks for it in the environment and in the log.
func TestOperations_AreInTheLog(t *testing.T) {
	p := start(t, demo.Options{})
	admin := account(t, p, "admin", false)
	token, uid := admin.Token.Reveal(), p.Notable(demo.NotableBilling)
	before := len(logOf(t, p, uid))
	bill, _ := sums(t, charges(t, p, uidText(uid), "AGE"))
	id := text(environmentsOf(t, p, uid)[3], "appid")
	steps := []struct {
		path, service string
		pairs         []string
		result        int
		field, want   string
	}{
		{"administration/cluster/rest/stopenv", "ControlService.StopEnv", []string{"targetAppid", id}, 0, "status", "2"},
		{"administration/cluster/rest/stopenv", "", []string{"targetAppid", id}, 9903, "status", "2"},
		{"administration/cluster/rest/startenv", "ControlService.StartEnv", []string{"targetAppid", id}, 0, "status", "1"},
		{"environment/control/rest/restartnodes", "ControlService.RestartNodes", []string{"envName", id}, 0, "status", "1"},
		{"environment/control/rest/restartnodes", "", []string{"envName", id, "nodeId", "7"}, 5, "status", "1"},
		{"environment/control/rest/sleepenv", "ControlService.SleepEnv", []string{"envName", id}, 0, "status", "4"},
		{"environment/control/rest/restartnodes", "", []string{"envName", id}, 9903, "status", "4"},
		{"administration/cluster/rest/setenvstatus", "ClusterService.SetEnvStatus", []string{"targetAppid", id, "status", "11"}, 0, "status", "11"},
		{"administration/cluster/rest/setenvstatus", "", []string{"targetAppid", id, "status", "16"}, 3, "status", "11"},
		{"administration/cluster/rest/setenvnote", "ClusterService.SetEnvNote", []string{"targetAppid", id, "note", "looked at"}, 0, "note", "looked at"},
		{"administration/cluster/rest/setenvnote", "ClusterService.SetEnvNote", []string{"targetAppid", id, "note", ""}, 0, "note", ""},
		{"environment/control/rest/setenvdisplayname", "ControlService.SetEnvDisplayName", []string{"envName", id, "displayName", "Laden"}, 0, "displayName", "Laden"},
		{"administration/cluster/rest/deleteenv", "", []string{"targetAppid", id, "password", "wrong"}, 9906, "displayName", "Laden"},
		{"administration/cluster/rest/deleteenv", "ControlService.DeleteEnv", []string{"targetAppid", id, "password", admin.Password.Reveal()}, 0, "", ""},
	}
	for _, step := range steps {
		if r := ask(t, p, token, step.path, step.pairs...); r.result() != step.result {
			t.Fatalf("%v: %v", step, r)
		}
		info := ask(t, p, token, "administration/cluster/rest/getenvinfo", "targetAppid", id)
		if step.field == "" {
			if info.result() != 11 {
				t.Errorf("deleted: %v", info)
			}
		} else if got := text(info["env"].(map[string]any), step.field); got != step.want {
			t.Errorf("%s: %s is %q", step.path, step.field, got)
		}
		log := logOf(t, p, uid)
		refused := step.result == 9903 || step.result == 5
		if refused || step.service != "" {
			before++ // also what was refused for the state of things is in the log
		}
		if step.service == "" {
			if last := log[len(log)-1]; len(log) != before || refused && text(last, "result") != strconv.Itoa(step.result) {
				t.Errorf("%s refused: %d rows, want %d, the last is %v", step.path, len(log), before, last)
			}
			continue
		}
		last := log[len(log)-1]
		if len(log) != before || text(last, "serviceName") != step.service || text(last, "appid") != id || text(last, "actionType") != "ADMIN" || text(last, "email") != admin.Login {
			t.Fatalf("%s: %d rows, want %d, the last is %v", step.path, len(log), before, last)
		}
	}
	if after, _ := sums(t, charges(t, p, uidText(uid), "AGE")); !after.Equal(bill) || len(environmentsOf(t, p, uid)) != 49 {
		t.Errorf("%d environments are left, charged %s, before %s", len(environmentsOf(t, p, uid)), after, bill)
	}
}

func TestLookups_OtherForms(t *testing.T) {
	p := start(t, demo.Options{Alternatives: demo.Alternatives{Identity: true, Currency: true}})
	token, uid := account(t, p, "admin", false).Token.Reveal(), uidText(p.Notable(demo.NotableBusy))
	for _, path := range []string{"system/admin/rest/getuserinfo", "billing/pricing/rest/getplatformcurrency"} {
		response, _, err := post(t, p.URL()+"/1.0/"+path, fields("appid", "cluster", "session", token, "login", uid))
		if err != nil || response.StatusCode != 404 {
			t.Errorf("%s: %v %v", path, response.Status, err)
		}
	}
	if r := must(t, p, token, "users/account/rest/getuserinfoinner", "login", uid); text(r, "uid") != uid {
		t.Errorf("identity: %v", r)
	}
	const path = "administration/config/rest/getconfigkeybyresellerid"
	for seller, code := range map[string]string{"0": "EUR", "1": "SEK", "3": "EUR"} {
		if r := must(t, p, token, path, "type", "jbilling", "key", "external.billing.currency", "resellerId", seller); text(r, "value") != code {
			t.Errorf("currency of %s: %v", seller, r)
		}
	}
	if r := ask(t, p, token, path, "type", "jbilling", "key", "nothing"); r.result() != 5 {
		t.Errorf("an unknown key: %v", r)
	}
}

// Where the name of an environment is asked for, both name and appid will do.
func TestAnEnvironmentIsNamedInTwoWays(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	row := environmentsOf(t, p, p.Notable(demo.NotableBilling))[0]
	for _, step := range []struct {
		path, parameter, value string
		want                   int
	}{
		{"environment/control/rest/setenvdisplayname", "envName", text(row, "envName"), 0},
		{"environment/control/rest/setenvdisplayname", "envName", text(row, "appid"), 0},
		{"environment/control/rest/setenvdisplayname", "envName", "no-such-environment", 11},
		{"administration/cluster/rest/setenvnote", "targetAppid", text(row, "envName"), 11},
	} {
		if got := ask(t, p, token, step.path, step.parameter, step.value, "displayName", step.value, "note", "").result(); got != step.want {
			t.Errorf("%s of %s: %d, want %d", step.path, step.value, got, step.want)
		}
		if name := text(environmentsOf(t, p, p.Notable(demo.NotableBilling))[0], "displayName"); step.want == 0 && name != step.value {
			t.Errorf("the display name is %q, want %q", name, step.value)
		}
	}
}
