package client

import (
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"steward/client/platform"
)

func TestIdentityInBothForms(t *testing.T) {
	for name, row := range map[string]struct {
		texts   map[string]string
		learned int
		want    error
	}{
		"first form":        {texts: map[string]string{getUserInfo: sample(t, "getuserinfo.json")}},
		"its twin":          {texts: map[string]string{getUserInfoInner: sample(t, "getuserinfo.json")}, learned: 1},
		"refused, its twin": {texts: map[string]string{getUserInfo: `{"result":3}`, getUserInfoInner: sample(t, "getuserinfo.json")}, learned: 1},
		"nobody":            {texts: map[string]string{getUserInfo: `{"result":5,"error":"not found"}`}, want: ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			s := answers(t, row.texts)
			var w watched
			c := connect(t, s.URL, w.on)
			who, err := c.Identity(t.Context(), "nora.lind@example.test")
			if !errors.Is(err, row.want) || err == nil && (who.UID != 4217 || who.TwoFactor != platform.TwoFactorOn) || w.learned[CapIdentity] != row.learned {
				t.Errorf("%+v, %v, learned %v", who, err, w.learned)
			}
			if s.arrived()[0].Form.Get("login") != "nora.lind@example.test" {
				t.Error("login not sent")
			}
		})
	}
	s := answers(t, nil)
	var foreign *NotPlatformError
	if _, err := connect(t, s.URL).Identity(t.Context(), "x"); !errors.As(err, &foreign) || foreign.Status != 404 {
		t.Errorf("neither form: %v", err)
	}
}

func TestRole(t *testing.T) {
	list := `{"result":0,"array":[{"uid":1,"role":"owner"},{"uid":3,"role":"ADMIN"},{"uid":4}]}`
	for name, row := range map[string]struct {
		texts map[string]string
		uid   platform.UID
		want  platform.Role
		fails bool
	}{
		"told":           {map[string]string{getAdminUsersInfo: list}, 3, platform.RoleAdmin, false},
		"not in it":      {map[string]string{getAdminUsersInfo: list}, 9, platform.RoleView, false},
		"without a role": {map[string]string{getAdminUsersInfo: list}, 4, platform.RoleView, false},
		"not allowed":    {map[string]string{getAdminUsersInfo: `{"result":8}`}, 1, platform.RoleView, false},
		"no such method": {nil, 1, platform.RoleView, false},
		"expired":        {map[string]string{getAdminUsersInfo: `{"result":702}`}, 1, platform.RoleView, true},
	} {
		role, err := connect(t, answers(t, row.texts).URL).Role(t.Context(), row.uid)
		if role != row.want || (err != nil) != row.fails {
			t.Errorf("%s: %q, %v", name, role, err)
		}
	}
	if role, err := connect(t, "http://127.0.0.1:1").Role(t.Context(), 1); role != platform.RoleView || err == nil {
		t.Errorf("offline: %q, %v", role, err)
	}
}

func TestActivities(t *testing.T) {
	s := answers(t, map[string]string{getUsersActivities: sample(t, "getusersactivities.json")})
	from := time.Date(2026, 5, 1, 2, 0, 0, 0, time.FixedZone("", 2*3600))
	page, err := connect(t, s.URL).Activities(t.Context(), ActivitiesQuery{Period: platform.Period{From: from, To: from.AddDate(0, 1, 0)}, Start: 5, Count: 50})
	if err != nil || page.Total != 2 || len(page.Rows) != 2 || page.Began.IsZero() {
		t.Errorf("%+v, %v", page, err)
	}
	form := s.arrived()[0].Form
	if form.Get("starttime") != "2026-05-01 00:00:00" || form.Get("endtime") != "2026-05-31 23:59:59" || form.Get("startRow") != "5" || form.Get("resultCount") != "50" {
		t.Errorf("sent %v", form)
	}
}

func TestServerTime(t *testing.T) {
	date := time.Date(2026, 5, 4, 10, 15, 0, 0, time.UTC)
	for name, row := range map[string]struct {
		text string
		want time.Time
	}{
		"told":     {`{"result":0,"object":"2026-05-04 11:00:00"}`, date.Add(45 * time.Minute)},
		"not told": {`{"result":0}`, date},
		"refused":  {`{"result":8202}`, date},
		"expired":  {`{"result":702}`, time.Time{}},
	} {
		s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) {
			w.Header().Set("Date", date.Format(http.TimeFormat))
			_, _ = w.Write([]byte(row.text))
		})
		got, err := connect(t, s.URL).ServerTime(t.Context())
		if !got.Equal(row.want) || got.IsZero() != (err != nil) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestLists(t *testing.T) {
	s := answers(t, map[string]string{
		getGroups: sample(t, "getgroups.json"), getSuspendedAccounts: sample(t, "getaccounts.json"), getPlatformCurrency: euro,
		getAllResellers:  `{"result":0,"array":[{"id":7,"name":"North"}]}`,
		getResellerByUID: `{"result":0,"object":{"id":7,"name":"North"}}`,
	})
	c := connect(t, s.URL)
	if groups, err := c.Groups(t.Context()); err != nil || len(groups) != 3 {
		t.Errorf("%v, %v", groups, err)
	}
	if users, err := c.SuspendedAccounts(t.Context()); err != nil || len(users) != 2 || users[0].Balance.Currency() != "EUR" {
		t.Errorf("%v, %v", users, err)
	}
	if resellers, err := c.Resellers(t.Context()); err != nil || len(resellers) != 1 || resellers[0].Name != "North" {
		t.Errorf("%v, %v", resellers, err)
	}
	if ref, err := c.ResellerOf(t.Context(), 4217); err != nil || ref != (platform.ResellerRef{ID: 7, Name: "North"}) {
		t.Errorf("%v, %v", ref, err)
	}
}

func TestProbe(t *testing.T) {
	for name, row := range map[string]struct {
		texts   map[string]string
		version string
		good    bool
	}{
		"tells its version":      {map[string]string{getVersion: `{"result":0,"version":"8.4.1-3"}`}, "8.4.1-3", true},
		"only to the signed-in":  {map[string]string{getVersion: `{"result":702,"error":"no session"}`}, "", true},
		"without that method":    {map[string]string{checkSign: `{"result":702,"error":"no session"}`}, "", true},
		"another server":         {nil, "", false},
		"another program's JSON": {map[string]string{getVersion: `{"status":"ok","version":2}`}, "", false},
		"a web page":             {map[string]string{getVersion: `<html>`}, "", false},
	} {
		s := answers(t, row.texts)
		got, err := Probe(t.Context(), Config{BaseURL: s.URL, Now: time.Now, Proxy: Proxy{Mode: ProxyNone}})
		var foreign *NotPlatformError
		if got.Version != row.version || row.good != (err == nil) || !row.good && !errors.As(err, &foreign) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if row.good && got.Took <= 0 {
			t.Errorf("%s: took %v", name, got.Took)
		}
		for _, c := range s.arrived() {
			if c.Form.Has("session") || c.Form.Has("password") {
				t.Errorf("%s: a probe sent %v", name, c.Form)
			}
		}
	}
}
