package demo_test

import (
	"slices"
	"strings"
	"testing"

	"steward/client/demo"
	"steward/client/platform"
)

func TestContacts(t *testing.T) {
	p := start(t, demo.Options{Customers: 30})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := added(t, p, demo.Customer{Name: "Nora", TwoFactor: true, User: platform.User{Email: "nora@example.test"}})
	other := added(t, p, demo.Customer{User: platform.User{Email: "Taken@example.test"}})
	for _, step := range []struct {
		path  string
		want  int
		pairs []string
	}{
		{"changeemail", 9902, []string{"email", "taken@EXAMPLE.test"}},
		{"changeemail", 9902, []string{"email", account(t, p, "admin", false).Login}},
		{"changeemail", 3, []string{"email", "not an address"}},
		{"changeemail", 3, []string{"email", "Nora <nora@example.test>"}},
		{"changeemail", 0, []string{"email", "NORA@example.test"}},
		{"changeemail", 0, []string{"email", "new@example.test", "notify", "true"}},
		{"changephonenumber", 0, []string{"number", "+46 70 000 00 01"}},
		{"changephonenumber", 3, []string{"number", "<script>"}},
	} {
		if got := ask(t, p, token, "system/admin/rest/"+step.path, append([]string{"login", uidText(uid)}, step.pairs...)...).result(); got != step.want {
			t.Errorf("%s %v: %d, want %d", step.path, step.pairs, got, step.want)
		}
	}
	if c := customerOf(t, p, uid); c.Email != "new@example.test" || c.Phone != "+46 70 000 00 01" {
		t.Errorf("%+v", c)
	}
	if c := customerOf(t, p, other); c.Email != "Taken@example.test" {
		t.Errorf("%+v", c)
	}
	mails, err := p.Mails(t.Context())
	if err != nil || len(mails) != 1 || mails[0].To != "new@example.test" || !strings.Contains(mails[0].Body, "NORA@example.test") {
		t.Errorf("%+v %v", mails, err)
	}
	// a session needs the operator's password, a token does not
	admin := account(t, p, "admin", false)
	session := signInAs(t, p, admin)
	for _, step := range []struct {
		session, password string
		want              int
		twoFactor         bool
	}{{session, "", 9906, true}, {session, "wrong", 9906, true}, {token, "wrong", 9906, true}, {session, admin.Password.Reveal(), 0, false}, {token, "", 0, false}} {
		if got := ask(t, p, step.session, "system/admin/rest/disable2fa", "login", "new@example.test", "password", step.password).result(); got != step.want {
			t.Errorf("%q: %d, want %d", step.password, got, step.want)
		}
		if c := customerOf(t, p, uid); c.TwoFactor != step.twoFactor {
			t.Errorf("%q: the second step is on: %v", step.password, c.TwoFactor)
		}
	}
}

func TestGroupChange(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	const path = "billing/account/rest/changegroup"
	quotas := func(uid platform.UID) (own []string) {
		for _, row := range must(t, p, token, "billing/account/rest/getcollaborationquotas", "ownerUid", uidText(uid)).rows(t, "array") {
			if text(row, "type") == "PERSONAL" {
				own = append(own, text(row["quota"].(map[string]any), "name")+"="+text(row, "value"))
			}
		}
		return own
	}
	var first platform.UID
	for _, row := range must(t, p, token, listPath, "filterField", "group", "filterValue", "billing").rows(t, "array") {
		if uid := parseUID(t, text(row, "uid")); len(quotas(uid)) > 0 {
			first = uid
			break
		}
	}
	before := quotas(first)
	second := freshCustomer(t, p)
	r := must(t, p, token, path, "uids", uidText(first)+";"+second+",4", "groupName", "trial", "sendEmail", "true", "sentEmail", "true", "template", "jbilling_group_changed")
	var results []string
	for _, row := range r.rows(t, "responses") {
		results = append(results, text(row, "result"))
	}
	if !slices.Equal(results, []string{"0", "0", "5"}) || customerOf(t, p, first).Group.Name != "trial" || customerOf(t, p, parseUID(t, second)).Group.Type != platform.GroupTrial {
		t.Errorf("%v", r)
	}
	if mails, err := p.Mails(t.Context()); err != nil || len(mails) != 2 || mails[0].Template != "jbilling_group_changed" {
		t.Errorf("%v %v", mails, err)
	}
	if after := quotas(first); len(before) == 0 || !slices.Equal(before, after) {
		t.Errorf("own quotas became %v, before %v", after, before)
	}
	for _, step := range []struct {
		want  int
		pairs []string
	}{
		{9904, []string{"groupName", "nothing"}}, {3, []string{"groupName", "trial", "sendEmail", "true"}},
		{3, []string{"groupName", "trial", "sendEmail", "true", "template", "jelastic_maintenance_2019"}},
	} {
		if got := ask(t, p, token, path, append([]string{"uids", second}, step.pairs...)...).result(); got != step.want {
			t.Errorf("%v: %d", step.pairs, got)
		}
	}
}
