package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"steward/client/platform"
)

// may is a period whose ends are not in UTC.
var may = platform.Period{
	From: time.Date(2026, 5, 1, 2, 0, 0, 0, time.FixedZone("", 2*3600)),
	To:   time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
}

// form is one assumed point: what is asked, its two methods and an answer of each.
type form struct {
	point  string
	first  string
	other  string
	text   string // an answer of the first
	second string // an answer of the other; empty: the same
	ask    func(t *testing.T, c *Client) (rows int, err error)
}

var forms = []form{
	{point: CapEnvironments, first: searchEnvs, other: getEnvs, text: `{"result":0,"array":[{"appid":"a","uid":4217}]}`,
		second: `{"result":0,"infos":[{"env":{"appid":"a","uid":4217}},{"env":{"appid":"b","uid":9}}]}`,
		ask: func(t *testing.T, c *Client) (int, error) {
			page, err := c.Environments(t.Context(), 4217)
			return len(page.Rows), err
		}},
	{point: CapRegions, first: getRegions, other: getRegionsInner, text: `{"result":0,"array":[{"uniqueName":"eu"}]}`,
		ask: func(t *testing.T, c *Client) (int, error) {
			regions, err := c.Regions(t.Context())
			return len(regions), err
		}},
	{point: CapInvoices, first: searchInvoices, other: getInvoices, text: `{"result":0,"array":[{"id":1,"uid":4217,"subscriptionId":311}]}`,
		ask: func(t *testing.T, c *Client) (int, error) {
			page, err := c.Invoices(t.Context(), InvoicesQuery{UID: 4217, Subscription: 311})
			return len(page.Rows), err
		}},
	{point: CapAudit, first: getUserActivity, other: searchActions, text: `{"result":0,"array":[{"id":1}]}`,
		ask: func(t *testing.T, c *Client) (int, error) {
			page, err := c.Audit(t.Context(), AuditQuery{UID: 4217, Period: may, Count: 50})
			return len(page.Rows), err
		}},
	{point: CapQuotas, first: getOwnersQuotas, other: getEnvQuotas, text: `{"result":0,"array":[{"quota":{"name":"a"},"type":"GROUP","value":1}]}`,
		ask: func(t *testing.T, c *Client) (int, error) {
			page, err := c.Quotas(t.Context(), QuotasQuery{UID: 4217, AppID: "abc"})
			return len(page.Rows), err
		}},
}

// Every point has a second form, taken after 404 or 3 and remembered.
func TestBothFormsOfEveryPoint(t *testing.T) {
	for _, f := range forms {
		second := f.second
		if second == "" {
			second = f.text
		}
		for name, row := range map[string]struct {
			texts   map[string]string
			learned int
		}{
			"first":            {map[string]string{f.first: f.text}, 0},
			"no such method":   {map[string]string{f.other: second}, 1},
			"wrong parameters": {map[string]string{f.first: `{"result":3,"error":"invalid param"}`, f.other: second}, 1},
		} {
			t.Run(f.point+" "+name, func(t *testing.T) {
				row.texts[getPlatformCurrency] = euro
				s := answers(t, row.texts)
				var w watched
				c := connect(t, s.URL, w.on)
				for range 2 {
					if n, err := f.ask(t, c); err != nil || n != 1 {
						t.Errorf("%d rows, %v", n, err)
					}
				}
				asked := 0
				for _, got := range s.arrived() {
					if m, _ := methodOf(got.Path); m.Name == f.first {
						asked++
					}
				}
				if w.learned[f.point] != row.learned || row.learned == 1 && asked != 1 {
					t.Errorf("learned %v, the first form was asked %d times", w.learned, asked)
				}
			})
		}
		t.Run(f.point+" neither", func(t *testing.T) {
			var w watched
			_, err := f.ask(t, connect(t, answers(t, map[string]string{f.first: `{"result":3}`, getPlatformCurrency: euro}).URL, w.on))
			if resultOf(err) != ResultInvalid || w.learned[f.point] != 0 {
				t.Errorf("%v, learned %v", err, w.learned)
			}
		})
		t.Run(f.point+" expired", func(t *testing.T) {
			s := answers(t, map[string]string{f.first: `{"result":702}`, f.other: second})
			if _, err := f.ask(t, connect(t, s.URL)); resultOf(err) != ResultNoSession || len(s.arrived()) != 1 {
				t.Errorf("%v after %d calls", err, len(s.arrived()))
			}
		})
	}
}

// rowsOf answers pages of n rows as they are asked for, at most limit at a time.
func rowsOf(n, limit int, start, count int, row string) string {
	end := min(n, start+min(count, limit))
	text := fmt.Sprintf(`{"result":0,"totalCount":%d,"array":[`, n)
	for i := min(start, end); i < end; i++ {
		text += fmt.Sprintf(row, i+1)
		if i < end-1 {
			text += ","
		}
	}
	return text + "]}"
}

func TestEverythingIsPaged(t *testing.T) {
	for limit, calls := range map[int]int{1000: 3, 200: 7} { // a platform may give less than asked for
		s := serve(t, func(w http.ResponseWriter, method string, form url.Values) {
			var asked struct{ StartRow, ResultCount, UID int }
			if err := json.Unmarshal([]byte(form.Get("search")), &asked); err != nil || method != searchEnvs || asked.UID != 4217 {
				t.Errorf("%s asked for %q: %v", method, form.Get("search"), err)
			}
			fmt.Fprint(w, rowsOf(1201, limit, asked.StartRow, asked.ResultCount, `{"appid":"app%d","uid":4217}`))
		})
		page, err := connect(t, s.URL).Environments(t.Context(), 4217)
		if err != nil || len(page.Rows) != 1201 || page.Total != 1201 || page.Began.IsZero() || len(s.arrived()) != calls {
			t.Errorf("at most %d: %d rows, total %d, %d calls, %v", limit, len(page.Rows), page.Total, len(s.arrived()), err)
		}
	}
}

func TestOthersAreNotTakenForTheCustomers(t *testing.T) {
	s := answers(t, map[string]string{
		searchEnvs:          `{"result":0,"array":[{"appid":"a","uid":4217},{"appid":"b","uid":5}]}`,
		getSubscriptions:    `{"result":0,"array":[{"id":1,"account":{"uid":5}}]}`,
		searchInvoices:      `{"result":0,"array":[{"id":1,"uid":4217,"subscriptionId":312}]}`,
		getEnvInfo:          `{"result":0,"env":{"appid":"other"}}`,
		getPlatformCurrency: euro,
	})
	c := connect(t, s.URL)
	if page, err := c.Environments(t.Context(), 4217); !errors.Is(err, ErrFilterIgnored) || len(page.Rows) > 0 {
		t.Errorf("environments: %+v, %v", page, err)
	}
	if page, err := c.Subscriptions(t.Context(), SubscriptionsQuery{UID: 4217}); !errors.Is(err, ErrFilterIgnored) || len(page.Rows) > 0 {
		t.Errorf("subscriptions: %+v, %v", page, err)
	}
	if page, err := c.Invoices(t.Context(), InvoicesQuery{UID: 4217, Subscription: 311}); !errors.Is(err, ErrFilterIgnored) || len(page.Rows) > 0 {
		t.Errorf("invoices: %+v, %v", page, err)
	}
	if _, _, err := c.Environment(t.Context(), "a"); !errors.Is(err, ErrFilterIgnored) {
		t.Errorf("environment: %v", err)
	}
	// the second form of invoices counts as one too
	s = answers(t, map[string]string{
		searchInvoices: `{"result":0,"array":[{"id":1,"uid":5}]}`, getPlatformCurrency: euro,
		getInvoices: `{"result":0,"array":[{"id":2,"uid":4217,"amount":1}]}`,
	})
	page, err := connect(t, s.URL).Invoices(t.Context(), InvoicesQuery{UID: 4217})
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Amount.String() != "1 EUR" {
		t.Errorf("second form: %+v, %v", page, err)
	}
}

func TestEnvironmentDetail(t *testing.T) {
	s := answers(t, map[string]string{getEnvInfo: sample(t, "getenvinfo.json")})
	env, began, err := connect(t, s.URL).Environment(t.Context(), "4f0e8d2c77ab4c1e9d5533aa10b2c3d4")
	if err != nil || began.IsZero() || len(env.Layers) != 1 || s.arrived()[0].Form.Get("targetAppid") != env.AppID {
		t.Errorf("%+v, %v", env, err)
	}
	for text, want := range map[string]error{`{"result":5}`: ErrNoEnvironment, `{"result":11}`: ErrNoEnvironment} {
		if _, _, err := connect(t, answers(t, map[string]string{getEnvInfo: text}).URL).Environment(t.Context(), "x"); !errors.Is(err, want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestSubscriptionsWithAndWithoutFields(t *testing.T) {
	for name, row := range map[string]struct{ refuses, price string }{
		"expanded":               {"", "19 EUR"},
		"without naming objects": {"expandFields", "19 EUR"},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, method string, form url.Values) {
				switch {
				case method == getPlatformCurrency:
					fmt.Fprint(w, `{"result":0,"object":{"code":"USD"}}`)
				case row.refuses != "" && form.Has(row.refuses):
					fmt.Fprint(w, `{"result":3}`)
				default:
					fmt.Fprint(w, sample(t, "getsubscriptions.json"))
				}
			})
			var w watched
			page, err := connect(t, s.URL, w.on).Subscriptions(t.Context(), SubscriptionsQuery{UID: 4217})
			if err != nil || len(page.Rows) != 1 || page.Rows[0].Price.String() != row.price {
				t.Errorf("%+v, %v", page, err)
			}
			if (w.learned[CapExpandFields] == 1) != (row.refuses != "") {
				t.Errorf("learned %v", w.learned)
			}
		})
	}
}

func TestAuditParameters(t *testing.T) {
	q := AuditQuery{UID: 4217, Period: may, AppID: "abc", Types: []platform.ActionType{platform.ActionPublic, platform.ActionSystem}, Text: "stop; all", Start: 100, Count: 50}
	s := answers(t, map[string]string{getUserActivity: sample(t, "getuseractivity.json")})
	page, err := connect(t, s.URL).Audit(t.Context(), q)
	if err != nil || len(page.Rows) != 2 || page.Total != 2 {
		t.Errorf("%+v, %v", page, err)
	}
	wanted(t, s.arrived()[0].Form, map[string]string{"uid": "4217", "starttime": "2026-05-01 00:00:00", "endtime": "2026-05-31 23:59:59",
		"targetAppid": "abc", "actionTypes": "PUBLIC,SYSTEM", "searchText": "stop; all", "startRow": "100", "resultCount": "50", "orderDirection": "DESC"})
	s = answers(t, map[string]string{searchActions: sample(t, "getuseractivity.json")})
	if _, err := connect(t, s.URL, func(cfg *Config) { cfg.Capabilities = map[string]int{CapAudit: 1} }).Audit(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	want := `{"appids":["abc"],"endDate":"2026-05-31 23:59:59","orderDirection":"DESC","orderField":"id","resultCount":50,"startDate":"2026-05-01 00:00:00","startRow":100,"types":["PUBLIC","SYSTEM"],"uid":4217,"value":"stop; all"}`
	if got := s.arrived()[0].Form.Get("search"); got != want {
		t.Errorf("searched %s", got)
	}
}

func TestAuditTellsNoSecrets(t *testing.T) {
	text := `{"result":0,"array":[{"id":1,"args":"{\"login\":\"a@example.test\",\"password\":\"hush hush\\\" hush\",\"n\":5}","response":{"result":0,"session":"hush-1","newToken" : "hush-2"},"error":"session [hush-3] has expired"},
		{"id":2,"args":"{\"password\":\"hush that is cut"},{"id":3,"args":"{\"envName\":\"shop\",\"uid\":7}"}]}`
	page, err := connect(t, answers(t, map[string]string{getUserActivity: text}).URL).Audit(t.Context(), AuditQuery{UID: 4217, Period: may})
	if err != nil || len(page.Rows) != 3 || strings.Contains(jsonOf(page.Rows), "hush") {
		t.Errorf("%s, %v", jsonOf(page.Rows), err)
	}
	if a := page.Rows[0]; a.Arguments != `{"login":"a@example.test","password":"***","n":5}` || a.Response != `{"result":0,"session":"***","newToken" : "***"}` {
		t.Errorf("%s and %s", a.Arguments, a.Response)
	}
	if a := page.Rows[2].Arguments; a != `{"envName":"shop","uid":7}` {
		t.Errorf("without a secret: %s", a)
	}
}

func wanted(t *testing.T, form url.Values, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if form.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, form.Get(name), value)
		}
	}
}

func TestBillingHistory(t *testing.T) {
	rows := `{"result":0,"array":[{"dateTime":"2026-05-01 00:00:00","cost":1,"type":"a","nodeid":7},{"dateTime":"2026-05-04 00:00:00","cost":2,"type":"a","isBonus":true},{"dateTime":"2026-05-25 00:00:00","cost":3,"type":"a"},{"cost":9,"type":"a"}]}`
	s := answers(t, map[string]string{getBillingHistory: rows, getPlatformCurrency: euro})
	c := connect(t, s.URL)
	q := BillingQuery{UID: 4217, Period: platform.Period{From: may.From, To: may.To.AddDate(0, 0, -3)}, Interval: platform.IntervalWeek, AppID: "abc"}
	page, err := c.BillingHistory(t.Context(), q)
	if err != nil || len(page.Rows) != 3 || page.Skipped != 1 || page.Rows[0].Node != 0 || page.Rows[1].Cost.String() != "2 EUR" || page.Rows[1].Balance != platform.BalanceBonus {
		t.Fatalf("%+v, %v", page, err)
	}
	for i, want := range [][2]int{{1, 4}, {4, 11}, {25, 29}} { // the first and last week are cut by the period
		if from, to := page.Rows[i].From, page.Rows[i].To; from.Day() != want[0] || to.Day() != want[1] || from.Location() != time.UTC {
			t.Errorf("week %d: %v to %v", i, from, to)
		}
	}
	wanted(t, s.arrived()[0].Form, map[string]string{"uid": "4217", "starttime": "2026-05-01 00:00:00", "endtime": "2026-05-28 23:59:59", "period": "week",
		"groupNodes": "true", "targetAppid": "abc", "timeOffset": "0"})
	q.Interval, q.ByNode = platform.IntervalAge, true
	page, err = c.BillingHistory(t.Context(), q)
	if err != nil || len(page.Rows) != 4 || page.Rows[0].Node != 7 || !page.Rows[2].From.Equal(q.Period.From) || !page.Rows[2].To.Equal(q.Period.To) {
		t.Errorf("whole period: %+v, %v", page, err)
	}
}

func TestFundingHistory(t *testing.T) {
	s := answers(t, map[string]string{getFundingHistory: sample(t, "getfundaccounthistory.json"), getPlatformCurrency: euro})
	page, err := connect(t, s.URL).FundingHistory(t.Context(), FundingQuery{UID: 4217, Period: may, Reseller: 7, Start: 3, Count: 100})
	if err != nil || len(page.Rows) != 3 || page.Total != -1 || page.Rows[2].Amount.String() != "-2.5 EUR" {
		t.Errorf("%+v, %v", page, err)
	}
	calls := s.arrived()
	wanted(t, calls[0].Form, map[string]string{"uid": "4217", "starttime": "2026-05-01 00:00:00", "endtime": "2026-05-31 23:59:59", "startRow": "3", "resultCount": "100"})
	if calls[1].Form.Get("resellerId") != "7" {
		t.Errorf("currency of %v", calls[1].Form)
	}
}

func TestQuotas(t *testing.T) {
	s := answers(t, map[string]string{
		getOwnersQuotas: sample(t, "getcollaborationquotas.json"),
		getGroupQuotas:  `{"result":0,"array":[{"quota":{"name":"environment.maxcloudletsperrec"},"value":16}]}`,
	})
	c := connect(t, s.URL)
	mine, err := c.Quotas(t.Context(), QuotasQuery{UID: 4217})
	if err != nil || len(mine.Rows) != 2 {
		t.Fatalf("%+v, %v", mine, err)
	}
	group, err := c.GroupQuotas(t.Context(), "billing")
	if err != nil || len(group.Rows) != 1 || group.Rows[0].SetBy != platform.QuotaOfGroup || !group.Rows[0].GroupTold {
		t.Fatalf("%+v, %v", group, err)
	}
	both := platform.BesideGroup(mine.Rows, group.Rows)
	if both[0].Differs() || !both[1].Differs() || both[1].GroupValue != 16 || both[0].Unit() != platform.UnitCount || both[1].Unit() != platform.UnitCloudlet {
		t.Errorf("%+v", both)
	}
	wanted(t, s.arrived()[0].Form, map[string]string{"ownerUid": "4217"})
	wanted(t, s.arrived()[1].Form, map[string]string{"name": "billing"})

	// without an environment there is no second form; a refusal of any kind takes it
	s = answers(t, map[string]string{getOwnersQuotas: `{"result":8}`, getEnvQuotas: sample(t, "getcollaborationquotas.json")})
	var w watched
	c = connect(t, s.URL, w.on)
	if _, err := c.Quotas(t.Context(), QuotasQuery{UID: 4217}); resultOf(err) != ResultForbidden || len(s.arrived()) != 1 {
		t.Errorf("without an environment: %v", err)
	}
	if page, err := c.Quotas(t.Context(), QuotasQuery{UID: 4217, AppID: "abc"}); err != nil || len(page.Rows) != 2 || w.learned[CapQuotas] != 1 {
		t.Errorf("with an environment: %+v, %v", page, err)
	}
}

func TestCollaborationsInBothModes(t *testing.T) {
	members := sample(t, "getmembersinner.json")
	joined := `{"result":0,"collaborations":[{"id":90,"ownerUid":600,"memberUid":4217,"email":"boss@example.test","status":"ACTIVE"}]}`
	for learned, texts := range []map[string]string{
		{getMembers: members, getCollaborations: joined},
		{getMembers: joined, getCollaborations: members}, // the other way round
	} {
		for first := range 2 {
			s := answers(t, texts)
			var w watched
			c := connect(t, s.URL, w.on)
			for step := range 2 {
				if (step == 0) == (first == 0) {
					page, err := c.Collaborators(t.Context(), 4217)
					if err != nil || len(page.Rows) != 2 || page.Rows[0].Member.UID != 5120 || page.Rows[1].Member.Email != "new.hire@example.test" {
						t.Errorf("%d/%d: shared by: %+v, %v", learned, first, page, err)
					}
					continue
				}
				page, err := c.Shared(t.Context(), 4217)
				if err != nil || len(page.Rows) != 1 || page.Rows[0].Owner != (platform.Person{UID: 600, Email: "boss@example.test"}) || page.Rows[0].Member.Email != "" {
					t.Errorf("%d/%d: shared with: %+v, %v", learned, first, page, err)
				}
			}
			if w.learned[CapCollaboration] != learned || len(s.arrived()) != 2+learned {
				t.Errorf("%d/%d: learned %v after %d calls", learned, first, w.learned, len(s.arrived()))
			}
		}
	}
}

func TestSharedResources(t *testing.T) {
	s := answers(t, map[string]string{getSharedResources: `{"result":0,"array":[{"id":3,"type":"ENV","resourceId":"abc","roles":[{"name":"admin"}]}]}`})
	page, err := connect(t, s.URL).SharedResources(t.Context(), 4217, 77)
	if err != nil || len(page.Rows) != 1 || !slices.Equal(page.Rows[0].Roles, []string{"admin"}) {
		t.Errorf("%+v, %v", page, err)
	}
	wanted(t, s.arrived()[0].Form, map[string]string{"uid": "4217", "collaborationId": "77", "resourceGroup": "ALL"})
}
