package demo_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"steward/client/demo"
)

// valid are parameters with which each method succeeds for an admin; "{uid}"
// stands for a customer, "{appid}" for an environment, "{login}" and "{password}" for the admin's own.
var valid = map[string][]string{
	"users/authentication/signin":                           {"login", "{login}", "password", "{password}"},
	"users/authentication/signinbytoken":                    {"token", "{token}"},
	"users/authentication/verify2facode":                    {"code", "000000"},
	"users/authentication/checksign":                        nil,
	"users/authentication/signout":                          nil,
	"users/authentication/getsessions":                      nil,
	"users/authentication/signoutsessions":                  {"ids", ","},
	"users/authentication/getsigninattempts":                {"login", "{uid}"},
	"users/authentication/resetsigninattempts":              {"login", "{uid}"},
	"system/admin/getsessions":                              {"uid", "{uid}"},
	"system/admin/signoutsessions":                          {"uid", "{uid}", "ids", ","},
	"system/admin/getsigninattempts":                        {"login", "{uid}"},
	"system/admin/resetsigninattempts":                      {"login", "{uid}"},
	"system/admin/signinasclient":                           {"login", "{uid}"},
	"system/admin/signinasuser":                             {"login", "{uid}"},
	"system/admin/removepersonaldata":                       {"login", "{lost}"},
	"system/admin/disable2fa":                               {"login", "{uid}"},
	"system/admin/changeemail":                              {"login", "{uid}", "email", "another@example.test"},
	"system/admin/changephonenumber":                        {"login", "{uid}"},
	"billing/account/changeemail":                           {"login", "{uid}", "email", "another@example.test"},
	"billing/account/changephonenumber":                     {"login", "{uid}"},
	"billing/account/changegroup":                           {"uids", "{uid}", "groupName", "billing"},
	"billing/account/setgroup":                              {"uid", "{uid}", "groupName", "billing"},
	"billing/account/fundaccount":                           {"uid", "{uid}", "amount", "10"},
	"billing/account/unfundaccount":                         {"uid", "{uid}", "amount", "0.01"},
	"billing/system/getemailtemplates":                      nil,
	"message/email/sendtouser":                              {"login", "{uid}", "subject", "Hello", "body", "Well?"},
	"users/account/getuserinfo":                             nil,
	"users/account/checkuser":                               {"login", "{login}"},
	"billing/account/getaccounts":                           nil,
	"billing/account/getsuspendedaccounts":                  nil,
	"billing/account/setusernote":                           {"uid", "{uid}", "note", "seen"},
	"billing/account/setaccountstatus":                      {"uid", "{uid}", "status", "1"},
	"billing/account/suspenduser":                           {"uid", "{uid}"},
	"billing/account/enableuser":                            {"uid", "{uid}"},
	"billing/groupquota/getgroups":                          nil,
	"billing/reseller/getresellerbyuid":                     {"uid", "{uid}"},
	"billing/reseller/getallresellers":                      nil,
	"billing/pricing/getplatformcurrency":                   nil,
	"system/admin/getuserinfo":                              {"login", "{uid}"},
	"system/admin/getadminusersinfo":                        nil,
	"system/service/getversion":                             nil,
	"administration/cluster/getusersactivities":             {"starttime", "2026-05-01 00:00:00", "endtime", "2026-05-03 23:59:59"},
	"environment/tracking/getserverutctime":                 nil,
	"administration/cluster/getuseractivity":                {"uid", "{uid}", "starttime", "2026-05-01 00:00:00", "endtime", "2026-05-03 23:59:59"},
	"environment/tracking/searchactions":                    {"search", `{"uid":{uid}}`},
	"users/collaboration/getmembersinner":                   {"login", "{uid}"},
	"users/collaboration/getcollaborationsinner":            {"login", "{uid}"},
	"users/collaboration/getcollaborationresourcesinner":    {"uid", "{shared}", "collaborationId", "{collaboration}"},
	"billing/account/getcollaborationquotas":                {"ownerUid", "{uid}"},
	"billing/account/getownerquotas":                        {"appid", "{appid}"},
	"billing/account/setquota":                              {"uid", "{uid}", "name", "environment.maxcount", "value", "7"},
	"billing/account/removequota":                           {"uid", "{uid}", "name", "environment.maxcount"},
	"billing/groupquota/getgroupquotas":                     {"name", "trial"},
	"billing/groupquota/getquotas":                          nil,
	"billing/account/getaccountbillinghistorybyperiodinner": {"uid", "{uid}", "starttime", "2026-04-27 00:00:00", "endtime", "2026-05-03 23:59:59", "period", "day"},
	"billing/account/getfundaccounthistory":                 {"uid", "{uid}", "starttime", "2026-04-27 00:00:00", "endtime", "2026-05-03 23:59:59"},
	"billing/account/getsum":                                {"uid", "{uid}", "starttime", "2026-04-27 00:00:00", "endtime", "2026-05-03 23:59:59"},
	"billing/account/setfundnote":                           {"id", "{funding}", "note", "seen"},
	"administration/subscription/getsubscriptions":          nil,
	"billing/invoice/searchinvoices":                        {"search", `{"uid":{uid}}`},
	"billing/invoice/getinvoices":                           nil,
	"administration/cluster/getregions":                     nil,
	"environment/control/getregionsinner":                   nil,
	"administration/cluster/stopenv":                        {"targetAppid", "{appid}"},
	"administration/cluster/startenv":                       {"targetAppid", "{appid}"},
	"environment/control/sleepenv":                          {"envName", "{appid}"},
	"environment/control/restartnodes":                      {"envName", "{appid}"},
	"environment/control/setenvdisplayname":                 {"envName", "{appid}", "displayName", "Seen"},
	"administration/cluster/setenvstatus":                   {"targetAppid", "{appid}", "status", "1"},
	"administration/cluster/setenvnote":                     {"targetAppid", "{appid}", "note", "seen"},
	"administration/cluster/deleteenv":                      {"targetAppid", "{appid}", "password", "{password}"},
	"administration/config/getconfigkeybyresellerid":        {"type", "jbilling", "key", "external.billing.currency"},
	"users/account/getuserinfoinner":                        {"login", "{uid}"},
	"administration/cluster/searchenvs":                     {"search", `{"uid":{uid}}`},
	"administration/cluster/getenvs":                        {"uid", "{uid}"},
	"administration/cluster/getenvinfo":                     {"targetAppid", "{appid}"},
}

// What the contract says of the methods beside their parameters, which are all
// required: these need no session, a half one, no appid, or the right to write.
var (
	openMethods    = []string{"users/authentication/signin", "users/authentication/signinbytoken"}
	halfwayMethods = []string{"users/authentication/verify2facode", "users/authentication/checksign", "users/authentication/signout"}
	appFreeMethods = append([]string{"users/authentication/getsessions", "users/authentication/signoutsessions"}, append(openMethods, halfwayMethods...)...)
	writeMethods   = []string{"billing/account/setusernote", "billing/account/setaccountstatus", "billing/account/suspenduser", "billing/account/enableuser",
		"billing/account/setquota", "billing/account/removequota", "billing/account/setfundnote",
		"administration/cluster/startenv", "administration/cluster/stopenv", "environment/control/sleepenv", "environment/control/restartnodes",
		"environment/control/setenvdisplayname", "administration/cluster/setenvstatus", "administration/cluster/setenvnote", "administration/cluster/deleteenv",
		"users/authentication/signoutsessions", "users/authentication/resetsigninattempts", "system/admin/signoutsessions", "system/admin/resetsigninattempts",
		"system/admin/signinasclient", "system/admin/signinasuser", "system/admin/removepersonaldata", "system/admin/disable2fa", "system/admin/changeemail",
		"system/admin/changephonenumber", "billing/account/changeemail", "billing/account/changephonenumber", "billing/account/changegroup",
		"billing/account/setgroup", "billing/account/fundaccount", "billing/account/unfundaccount", "message/email/sendtouser"}
)

func (c strictCase) is(list []string) bool { return slices.Contains(list, c.method) }

// strictCase calls one method of one platform in every wrong way.
type strictCase struct {
	p       *demo.Platform
	method  string
	session string
	form    url.Values
	appids  *[]string // environments that may still be deleted
}

// before are the statuses that an environment has to have for a method.
var before = map[string]string{
	"administration/cluster/startenv": "2", "administration/cluster/stopenv": "1", "environment/control/sleepenv": "1", "environment/control/restartnodes": "1",
}

// prepare brings the environment into the state in which the method succeeds.
func (c strictCase) prepare(t *testing.T) {
	t.Helper()
	if c.method == "administration/cluster/deleteenv" {
		c.form.Set("targetAppid", (*c.appids)[0])
		*c.appids = (*c.appids)[1:]
	}
	if status := before[c.method]; status != "" {
		must(t, c.p, c.session, "administration/cluster/rest/setenvstatus", "targetAppid", c.form.Get("targetAppid")+c.form.Get("envName"), "status", status)
	}
}

func TestStrictness(t *testing.T) {
	p := start(t, demo.Options{})
	admin := account(t, p, "admin", false)
	uid, lost := freshCustomer(t, p), freshCustomer(t, p)
	shared := uidText(p.Notable(demo.NotableShared))
	collaboration := text(must(t, p, admin.Token.Reveal(), membersPath, "login", shared).rows(t, "collaborations")[0], "id")
	funding := text(must(t, p, admin.Token.Reveal(), fundingPath, append([]string{"uid", shared}, always...)...).rows(t, "responses")[0], "id")
	var appids []string
	for _, row := range environmentsOf(t, p, p.Notable(demo.NotableEnvironments)) {
		appids = append(appids, text(row, "appid"))
	}
	appid := environmentsOf(t, p, p.Notable(demo.NotableBilling))[0]["appid"].(string)
	for _, name := range demo.MethodNames() {
		t.Run(name, func(t *testing.T) {
			pairs, listed := valid[name]
			if !listed {
				t.Fatal("no parameters known: add the method to the table")
			}
			form := fields(pairs...)
			for key := range form {
				form.Set(key, strings.NewReplacer("{uid}", uid, "{lost}", lost, "{shared}", shared, "{funding}", funding, "{collaboration}", collaboration, "{appid}", appid, "{login}", admin.Login,
					"{password}", admin.Password.Reveal(), "{token}", admin.Token.Reveal()).Replace(form.Get(key)))
			}
			if !form.Has("appid") {
				form.Set("appid", "cluster")
			}
			c := strictCase{p, name, admin.Token.Reveal(), form, &appids}
			c.right(t)
			c.wrongSession(t)
			c.missing(t)
			c.wrongVerb(t)
			c.wrongPath(t)
			c.roles(t)
			c.tokens(t)
		})
	}
}

// freshCustomer is an active customer of no reseller.
func freshCustomer(t *testing.T, p *demo.Platform) string {
	t.Helper()
	uid, err := p.AddCustomer(t.Context(), demo.Customer{Name: "Fresh"})
	if err != nil {
		t.Fatal(err)
	}
	return uidText(uid)
}

func (c strictCase) path(prefix, method string) string {
	cut := strings.LastIndexByte(method, '/')
	return c.p.URL() + prefix + method[:cut] + "/rest" + method[cut:]
}

// call posts with a session (empty: none) and without one parameter (empty: all are there).
func (c strictCase) call(t *testing.T, session, without string) int {
	t.Helper()
	form := url.Values{}
	for key, values := range c.form {
		if key != without {
			form[key] = values
		}
	}
	if session != "" {
		form.Set("session", session)
	}
	_, body, err := post(t, c.path("/1.0/", c.method), form)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, body).result()
}

func (c strictCase) want(t *testing.T, what string, want int, session, without string) {
	t.Helper()
	c.prepare(t)
	if got := c.call(t, session, without); got != want {
		t.Errorf("%s: result %d, want %d", what, got, want)
	}
}

func (c strictCase) right(t *testing.T) {
	t.Helper()
	c.want(t, "everything right", 0, c.session, "")
	namespace, _, _ := strings.Cut(c.method, "/")
	for _, prefix := range []string{"/JBilling/", "/JElastic/"} {
		own := map[string]string{"billing": "/JBilling/", "administration": "/JElastic/", "environment": "/JElastic/"}[namespace]
		want := http.StatusNotFound
		if prefix == own {
			want = http.StatusOK
		}
		c.form.Set("session", c.session)
		response, _, err := post(t, c.path(prefix, c.method), c.form)
		if err != nil || response.StatusCode != want {
			t.Errorf("%s: HTTP %v, want %d (%v)", prefix, response.StatusCode, want, err)
		}
	}
	c.form.Del("session")
}

func (c strictCase) wrongSession(t *testing.T) {
	t.Helper()
	if c.is(openMethods) {
		c.want(t, "no session needed", 0, "", "")
		return
	}
	c.want(t, "no session", 702, "", "")
	c.want(t, "unknown session", 702, "0123456789abcdef", "")
	session := signInAs(t, c.p, account(t, c.p, "admin", true))
	got := c.call(t, session, "")
	if c.is(halfwayMethods) == (got == 702) {
		t.Errorf("before the second step: result %d", got)
	}
}

func (c strictCase) missing(t *testing.T) {
	t.Helper()
	for i := 0; i < len(valid[c.method]); i += 2 {
		c.want(t, "without "+valid[c.method][i], 3, c.session, valid[c.method][i])
	}
	want := 3
	if c.is(appFreeMethods) {
		want = 0
	}
	c.want(t, "without appid", want, c.session, "appid")
}

func (c strictCase) wrongVerb(t *testing.T) {
	t.Helper()
	address := c.path("/1.0/", c.method)
	for verb, want := range map[string]int{http.MethodPut: 405, http.MethodDelete: 405, http.MethodHead: 405, http.MethodGet: 200} {
		query := url.Values{"session": {c.session}}
		for key, values := range c.form {
			query[key] = values
		}
		request, err := http.NewRequestWithContext(t.Context(), verb, address+"?"+query.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil || response.StatusCode != want {
			t.Errorf("%s: HTTP %d, want %d (%v)", verb, response.StatusCode, want, err)
		}
	}
}

func (c strictCase) wrongPath(t *testing.T) {
	t.Helper()
	for _, address := range []string{
		c.path("/1.0/", c.method+"s"), c.path("/1.0/", strings.ToUpper(c.method)), c.path("/1.1/", c.method),
		c.path("/", c.method), c.p.URL() + "/1.0/" + c.method, c.path("/1.0/", c.method) + "/",
	} {
		response, _, err := post(t, address, c.form)
		if err != nil || response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: HTTP %d (%v)", address, response.StatusCode, err)
		}
	}
}

func (c strictCase) roles(t *testing.T) {
	t.Helper()
	if c.is(openMethods) {
		return
	}
	want := 0
	if c.is(writeMethods) {
		want = 8
	}
	c.want(t, "as viewer", want, account(t, c.p, "view", false).Token.Reveal(), "")
	c.want(t, "as owner", 0, c.as(t, "owner"), "")
	foreign, sent := 0, strings.Join(valid[c.method], " ")
	switch {
	case strings.Contains(sent, "{uid}") || strings.Contains(sent, "{shared}") || strings.Contains(sent, "{lost}") || strings.Contains(sent, "{funding}") || c.method == "users/account/checkuser":
		foreign = 5
	case strings.Contains(sent, "{appid}"):
		foreign = 11
	}
	c.want(t, "as reseller of somebody else", foreign, c.as(t, "reseller"), "")
	c.as(t, "admin")
}

// as is the token of an operator, whose own password confirms what needs one.
func (c strictCase) as(t *testing.T, role string) string {
	t.Helper()
	a := account(t, c.p, role, false)
	if c.form.Has("password") {
		c.form.Set("password", a.Password.Reveal())
	}
	return a.Token.Reveal()
}

func (c strictCase) tokens(t *testing.T) {
	t.Helper()
	if c.is(openMethods) {
		return
	}
	other := "billing.groupquota.GetGroups"
	permission := demo.Permission(c.method)
	if permission == other {
		other = "billing.account.GetAccounts"
	}
	login := account(t, c.p, "admin", false).Login
	for included, want := range map[string]int{other: 8202, permission: 0} {
		token, err := c.p.AddToken(login, included)
		if err != nil {
			t.Fatal(err)
		}
		c.want(t, "with a token for "+included, want, token.Reveal(), "")
	}
}
