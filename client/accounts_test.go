package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// registry is a platform with n customers that filters as told.
type registry struct {
	n                 int
	filters           []string // fields it filters by
	refuse            bool     // other fields answer 3 instead of being ignored
	currencies        int      // lookups that arrived
	ignoreStart, many bool
}

type customer struct {
	uid           int
	email, group  string
	status        int
	reseller, bal string
}

func (g *registry) customer(i int) customer {
	c := customer{uid: i + 1, email: fmt.Sprintf("c%d@example.test", i+1), group: []string{"billing", "trial"}[i%2], status: i%4 + 1, reseller: "null", bal: strconv.Itoa(i)}
	if i%10 == 9 {
		c.reseller = `{"id":7,"name":"North"}`
	}
	return c
}

func (g *registry) answer(w http.ResponseWriter, method string, form url.Values) {
	if method == getPlatformCurrency {
		g.currencies++
		fmt.Fprintf(w, `{"result":0,"object":{"code":"%s"}}`, map[string]string{"": "EUR", "7": "SEK"}[form.Get("resellerId")])
		return
	}
	fields, values := strings.Split(form.Get("filterField"), ";"), strings.Split(form.Get("filterValue"), ";")
	if len(fields) > 1 && !g.many {
		fields = []string{form.Get("filterField")}
	}
	for _, f := range fields {
		if f != "" && !slices.Contains(g.filters, f) && g.refuse {
			fmt.Fprint(w, `{"result":3,"error":"invalid parameter [filterField]"}`)
			return
		}
	}
	var rows []string
	for i := range g.n {
		c := g.customer(i)
		keep := true
		for k, f := range fields {
			if slices.Contains(g.filters, f) {
				keep = keep && map[string]bool{"uid": strconv.Itoa(c.uid) == values[k], "email": strings.Contains(c.email, values[k]),
					"group": c.group == values[k], "status": strconv.Itoa(c.status) == values[k]}[f]
			}
		}
		if keep {
			rows = append(rows, fmt.Sprintf(`{"uid":%d,"email":%q,"group":{"name":%q},"status":%d,"balance":%s,"reseller":%s}`, c.uid, c.email, c.group, c.status, c.bal, c.reseller))
		}
	}
	total := len(rows)
	start, _ := strconv.Atoi(form.Get("startRow"))
	if g.ignoreStart {
		start = 0
	}
	rows = rows[min(start, total):]
	if count, err := strconv.Atoi(form.Get("resultCount")); err == nil {
		rows = rows[:min(count, len(rows))]
	}
	fmt.Fprintf(w, `{"result":0,"totalCount":%d,"array":[%s]}`, total, strings.Join(rows, ","))
}

var all4 = []string{"uid", "email", "group", "status"}

func uids(users []platform.User) (list []int) {
	for _, u := range users {
		list = append(list, int(u.UID))
	}
	return list
}

func (g *registry) want(keep func(customer) bool) (list []int) {
	for i := range g.n {
		if c := g.customer(i); keep(c) {
			list = append(list, c.uid)
		}
	}
	return list
}

func TestAccountsPageAndCurrency(t *testing.T) {
	g := &registry{n: 45, filters: all4}
	s := serve(t, g.answer)
	began := time.Now()
	c := connect(t, s.URL)
	limit := decimal.RequireFromString("-0.50")
	page, err := c.Accounts(t.Context(), AccountsQuery{Start: 20, Count: 20, OrderField: "email", OrderDirection: "DESC", MaxBalance: &limit})
	if err != nil || page.Total != 45 || len(page.Users) != 20 || page.Users[0].UID != 21 || page.Began.Before(began.Add(-time.Second)) {
		t.Fatalf("%+v, %v", page, err)
	}
	if a, b := page.Users[0].Balance, page.Users[9].Balance; a.String() != "20 EUR" || b.String() != "29 SEK" {
		t.Errorf("balances %v and %v", a, b)
	}
	form := s.arrived()[0].Form
	for name, value := range map[string]string{"startRow": "20", "resultCount": "20", "orderField": "email", "orderDirection": "DESC", "lebalance": "-0.5"} {
		if form.Get(name) != value {
			t.Errorf("%s=%q, want %q", name, form.Get(name), value)
		}
	}
	if _, err := c.Accounts(t.Context(), AccountsQuery{Count: 45}); err != nil || g.currencies != 2 {
		t.Errorf("%d currency lookups, %v", g.currencies, err)
	}
}

func TestCurrencyThatIsNotToldStaysEmpty(t *testing.T) {
	s := answers(t, map[string]string{getAccounts: sample(t, "getaccounts.json")})
	c := connect(t, s.URL)
	for range 2 {
		page, err := c.Accounts(t.Context(), AccountsQuery{})
		if err != nil || page.Users[0].Balance.String() != "84.21" {
			t.Errorf("%+v, %v", page, err)
		}
	}
	if n := len(s.arrived()); n != 4 { // two pages and one lookup in both forms
		t.Errorf("%d calls", n)
	}
}

func TestCurrencyFromTheConfiguration(t *testing.T) {
	s := answers(t, map[string]string{getConfigKey: `{"result":0,"value":"CHF"}`})
	var w watched
	c := connect(t, s.URL, w.on)
	currency, err := c.Currency(t.Context(), 0)
	if err != nil || currency.Code != "CHF" || w.learned[CapCurrency] != 1 {
		t.Errorf("%+v, %v, %v", currency, err, w.learned)
	}
	form := s.arrived()[1].Form
	if form.Get("type") != "jbilling" || form.Get("key") != "external.billing.currency" || form.Has("resellerId") {
		t.Errorf("sent %v", form)
	}
	learned := connect(t, s.URL, func(cfg *Config) { cfg.Capabilities = map[string]int{CapCurrency: 1} })
	if _, err := learned.Currency(t.Context(), 5); err != nil || len(s.arrived()) != 3 || s.arrived()[2].Form.Get("resellerId") != "5" {
		t.Errorf("what was learned was not used: %v", err)
	}
}

func TestFilters(t *testing.T) {
	group := AccountFilter{Field: FilterGroup, Value: "billing"}
	email := AccountFilter{Field: FilterEmail, Value: "C1"}
	status := AccountFilter{Field: FilterStatus, Value: "ACTIVE"}
	both := func(c customer) bool { return c.group == "billing" && c.status == 1 }
	mails := func(c customer) bool { return strings.Contains(c.email, "c1") }
	for name, row := range map[string]struct {
		g       *registry
		filters []AccountFilter
		caps    map[string]int
		keep    func(customer) bool
		field   string // of the last request
		learned string
	}{
		"one filter":                {&registry{n: 40, filters: all4}, []AccountFilter{group}, nil, func(c customer) bool { return c.group == "billing" }, "group", ""},
		"status by name":            {&registry{n: 40, filters: all4}, []AccountFilter{status}, nil, func(c customer) bool { return c.status == 1 }, "status", ""},
		"two, one sent":             {&registry{n: 1200, filters: all4}, []AccountFilter{status, group}, nil, both, "group", ""},
		"two, both sent":            {&registry{n: 40, filters: all4, many: true}, []AccountFilter{status, group}, map[string]int{CapMultiFilter: 1}, both, "group;status", ""},
		"e-mail, any case, ignored": {&registry{n: 1200, filters: []string{"uid", "group"}}, []AccountFilter{email}, nil, mails, "", CapEmailFilter},
		"status ignored":            {&registry{n: 40, filters: []string{"uid", "group"}}, []AccountFilter{status}, nil, func(c customer) bool { return c.status == 1 }, "", CapStatusFilter},
		"status refused":            {&registry{n: 40, filters: []string{"uid", "group"}, refuse: true}, []AccountFilter{status}, nil, func(c customer) bool { return c.status == 1 }, "", CapStatusFilter},
		"status known not to work":  {&registry{n: 40, filters: []string{"uid", "group"}, refuse: true}, []AccountFilter{status, group}, map[string]int{CapStatusFilter: 1}, both, "group", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, row.g.answer)
			var w watched
			c := connect(t, s.URL, w.on, func(cfg *Config) { cfg.Capabilities = row.caps })
			page, err := c.Accounts(t.Context(), AccountsQuery{Filters: row.filters})
			want := row.g.want(row.keep)
			if err != nil || !slices.Equal(uids(page.Users), want) || page.Total != len(want) {
				t.Errorf("%d of %d customers, total %d, %v", len(page.Users), len(want), page.Total, err)
			}
			calls := slices.DeleteFunc(s.arrived(), func(c call) bool { return !strings.HasSuffix(c.Path, "getaccounts") })
			if got := calls[len(calls)-1].Form.Get("filterField"); got != row.field {
				t.Errorf("sent %q, want %q", got, row.field)
			}
			if row.learned != "" && w.learned[row.learned] != 1 || row.learned == "" && len(w.learned) > 0 {
				t.Errorf("learned %v", w.learned)
			}
			from := min(3, len(want))
			part, err := c.Accounts(t.Context(), AccountsQuery{Filters: row.filters, Start: 3, Count: 4})
			if err != nil || !slices.Equal(uids(part.Users), want[from:min(7, len(want))]) || part.Total != len(want) {
				t.Errorf("a part: %v, total %d, %v", uids(part.Users), part.Total, err)
			}
		})
	}
}

// A platform that answers the same page for every start does not hold us for ever.
func TestPagingEndsWithoutProgress(t *testing.T) {
	g := &registry{n: 1200, filters: all4, ignoreStart: true}
	s := serve(t, g.answer)
	page, err := connect(t, s.URL).Accounts(t.Context(), AccountsQuery{Filters: []AccountFilter{{FilterGroup, "billing"}, {FilterStatus, "1"}}})
	if err != nil || len(page.Users) == 0 || len(s.arrived()) > 5 {
		t.Errorf("%d customers in %d calls, %v", len(page.Users), len(s.arrived()), err)
	}
}

// Only an empty list says that a customer is gone: on that word he is removed here.
func TestAccount(t *testing.T) {
	for text, want := range map[string]error{
		`{"result":0,"totalCount":1,"array":[{"uid":9}]}`:           nil,
		`{"result":0,"totalCount":0,"array":[]}`:                    ErrNotFound,
		`{"result":5,"error":"not found"}`:                          ErrNotFound,
		`{"result":0,"totalCount":2,"array":[{"uid":1},{"uid":2}]}`: ErrFilterIgnored,
		`{"result":0,"totalCount":1,"array":[]}`:                    ErrFilterIgnored,
		`{"result":0,"array":[{"email":"x"}]}`:                      ErrFilterIgnored,
	} {
		s := answers(t, map[string]string{getAccounts: text, getPlatformCurrency: euro})
		user, began, err := connect(t, s.URL).Account(t.Context(), 9)
		if !errors.Is(err, want) || began.IsZero() || (want == nil) != (user.UID == 9) {
			t.Errorf("%s: %+v, %v", text, user, err)
		}
		form := s.arrived()[0].Form
		if form.Get("filterField") != "uid" || form.Get("filterValue") != "9" {
			t.Errorf("sent %v", form)
		}
	}
	var foreign *NotPlatformError
	for _, text := range []string{`{"result":0}`, `{"result":0,"array":null}`} {
		s := answers(t, map[string]string{getAccounts: text})
		if _, _, err := connect(t, s.URL).Account(t.Context(), 9); errors.Is(err, ErrNotFound) || !errors.As(err, &foreign) {
			t.Errorf("%s: %v", text, err)
		}
	}
	offline := connect(t, "http://127.0.0.1:1")
	if _, _, err := offline.Account(t.Context(), 9); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("offline: %v", err)
	}
}
