package wire

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// told is what matters of a charge, as a text.
func told(c platform.Charge) string {
	return fmt.Sprintf("%s %s %s units %s free %s cost %s by %s", c.Detail, c.Resource, c.Domain, c.Units, c.Free, c.Cost.Text(), c.Balance)
}

func allTold(charges []platform.Charge) []string {
	var all []string
	for _, c := range charges {
		all = append(all, told(c))
	}
	return all
}

func sum(charges []platform.Charge) decimal.Decimal {
	var total decimal.Decimal
	for _, c := range charges {
		total = total.Add(c.Cost.Amount())
	}
	return total
}

func TestChargesSample(t *testing.T) {
	page, _, err := Charges(sample(t, "getaccountbillinghistorybyperiodinner.json"))
	want := []string{
		"tomcat reserved shop-prod.sim.test units 48 free 0 cost 0.24 by main",
		"tomcat dynamic shop-prod.sim.test units 71 free 0 cost 0.426 by main",
		"tomcat storage shop-prod.sim.test units 12.5 free 0 cost 0.02 by main",
		"tomcat traffic shop-prod.sim.test units 0.8 free 0.8 cost 0 by main",
		"ip option shop-prod.sim.test units 24 free 0 cost 0.1 by bonus",
	}
	if err != nil || !reflect.DeepEqual(allTold(page.Rows), want) {
		t.Fatalf("got %s, %v", strings.Join(allTold(page.Rows), "\n"), err)
	}
	first := page.Rows[0]
	if first.AppID != shop || first.Node != 90211 || first.NodeCount != 1 || first.Region != "EU North" || !first.Paid || !first.Withdrawn || !first.From.Equal(at("2026-05-03 00:00:00")) {
		t.Errorf("got %+v", first)
	}
	if !sum(page.Rows).Equal(decimal.RequireFromString("0.786")) {
		t.Errorf("sum %s", sum(page.Rows))
	}
	for i, want := range []string{"0.005", "0.006", "0.0016", "", "0.00416667"} {
		if got := page.Rows[i].Price().Text(); got != want {
			t.Errorf("price of %s: %q", told(page.Rows[i]), got)
		}
	}
}

func TestChargesOfARowAddUpToItsCost(t *testing.T) {
	for row, want := range map[string][]string{
		`{"cost":"1.000001","fixedCloudletsAmount":"2","fixedCloudletsCost":"0.4","isBonus":1,"type":"nginx"}`: {
			"nginx reserved  units 2 free 0 cost 0.4 by bonus", "nginx other  units 0 free 0 cost 0.600001 by bonus"},
		`{"cost":0,"type":"idle","nodeCount":2}`:               {"idle other  units 0 free 0 cost 0 by main"},
		`{"cost":2,"count":3,"type":"licence"}`:                {"licence other  units 3 free 0 cost 2 by main"},
		`{"resourceCost":2,"count":3,"type":"ip","cost":null}`: {"ip option  units 3 free 0 cost 2 by main"},
		`{"cost":1,"flexibleCloudletsCost":1.5,"flexibleCloudletsAmount":1,"type":"x"}`: {
			"x dynamic  units 1 free 0 cost 1.5 by main", "x other  units 0 free 0 cost -0.5 by main"},
		`{"type":"says nothing"}`:             nil,
		`{"cost":3,"children":[],"type":"a"}`: {"a other  units 0 free 0 cost 3 by main"},
		`{"children":[{"cost":1,"type":"a"},{"cost":"2","domain":"own"},{"note":"no cost"}],"cost":3.5,"domain":"d","type":"t"}`: {
			"a other d units 0 free 0 cost 1 by main", "t other own units 0 free 0 cost 2 by main", "t other d units 0 free 0 cost 0.5 by main"},
		`{"children":{"children":[{"cost":1,"isBonus":true}],"appid":"x"},"cost":1,"type":"deep"}`: {"deep other  units 0 free 0 cost 1 by bonus"},
	} {
		page, _, err := Charges([]byte(`{"result":0,"array":[` + row + `]}`))
		if err != nil || !reflect.DeepEqual(allTold(page.Rows), want) {
			t.Errorf("%s:\n got %q\nwant %q, %v", row, allTold(page.Rows), want, err)
		}
		if want == nil && page.Skipped != 1 {
			t.Errorf("%s: %d skipped", row, page.Skipped)
		}
	}
}

func TestFundingSamples(t *testing.T) {
	page, _, err := Fundings(sample(t, "getfundaccounthistory.json"))
	want := []platform.Funding{
		{ID: 5401, Operation: platform.Funded, Amount: amount("50"), Note: "Card payment", At: at("2026-05-04 08:00:00")},
		{ID: 5402, Operation: platform.BonusFunded, Amount: amount("10"), Note: "Welcome back", At: at("2026-05-04 08:01:00")},
		{ID: 5410, Operation: platform.BonusWithdrawn, Amount: amount("-2.5"), Note: "Expired", At: at("2026-05-05 16:53:20")},
	}
	sameFunding(t, page.Rows, want)
	if err != nil || page.Total != -1 {
		t.Errorf("total %d, %v", page.Total, err)
	}
	page, _, err = Fundings(sample(t, "getfundaccounthistory-variant.json"))
	sameFunding(t, page.Rows, []platform.Funding{
		{ID: 5411, Operation: "SOMETHING_NEW", Amount: amount("0.000001"), At: at("2026-05-04 10:00:00")},
		{Operation: platform.Withdrawn, Amount: amount("-12.5"), At: at("2026-05-05 16:53:20")},
	})
	if err != nil || page.Rows[0].Balance() != platform.BalanceUnknown || page.Rows[1].Balance() != platform.BalanceMain {
		t.Errorf("balances, %v", err)
	}
}

func sameFunding(t *testing.T, got, want []platform.Funding) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		if !got[i].Amount.Equal(want[i].Amount) {
			t.Errorf("row %d: amount %v, want %v", i, got[i].Amount, want[i].Amount)
		}
		got[i].Amount = want[i].Amount
		if got[i] != want[i] {
			t.Errorf("row %d:\n got %+v\nwant %+v", i, got[i], want[i])
		}
	}
}

func TestFundingVariants(t *testing.T) {
	page, _, err := Fundings([]byte(`{"result":0,"totalCount":"9","array":[{"chargeType":"fund_bonus_auto","amount":"-1"},{"chargeType":"FUND_BONUS_TRIAL(4)","amount":1},{"chargeType":"FUND"},{"amount":1},{"chargeType":3,"amount":2}]}`))
	if err != nil || page.Total != 9 || page.Skipped != 2 || len(page.Rows) != 3 {
		t.Fatalf("got %+v, %v", page, err)
	}
	if page.Rows[0].Operation != platform.ExtraBonus || page.Rows[0].Amount.Text() != "-1" || page.Rows[1].Operation != platform.RegistrationBonus || page.Rows[2].Operation != "3" {
		t.Errorf("got %+v", page.Rows)
	}
}

func TestQuotaSample(t *testing.T) {
	page, _, err := Quotas(sample(t, "getcollaborationquotas.json"))
	want := []platform.Quota{
		{ID: 12, Name: "environment.maxcount", Description: "Environments per account", Value: 20, SetBy: platform.QuotaOfGroup, GroupValue: 20, GroupTold: true},
		{ID: 31, Name: "environment.maxcloudletsperrec", Description: "Cloudlets per node", Value: 128, SetBy: platform.QuotaPersonal},
	}
	if err != nil || !reflect.DeepEqual(page.Rows, want) {
		t.Errorf("got %+v, %v", page, err)
	}
	page, _, err = Quotas([]byte(`{"result":0,"array":[{"quota":{"name":"a.enabled","isHidden":1},"type":"PERSONAL(0)","value":true},{"name":"b","value":"-5","type":1},{"quota":"c","value":1.0,"type":"ELSE"},{"quota":{"name":"d"},"value":null},{"value":1}]}`))
	want = []platform.Quota{
		{Name: "a.enabled", Hidden: true, Value: 1, SetBy: platform.QuotaPersonal},
		{Name: "b", Value: -5, SetBy: platform.QuotaOfGroup, GroupValue: -5, GroupTold: true},
		{Name: "c", Value: 1, SetBy: "ELSE"},
	}
	if err != nil || page.Skipped != 2 || !reflect.DeepEqual(page.Rows, want) {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestCollaborationSample(t *testing.T) {
	page, _, err := Collaborations(sample(t, "getmembersinner.json"))
	want := []Collaboration{
		{Collaboration: platform.Collaboration{ID: 77, Status: platform.CollaborationActive, Owner: platform.Person{UID: 4217},
			Member: platform.Person{UID: 5120, Email: "dev@agency.test", Name: "Agency dev"}}, Other: platform.Person{Email: "dev@agency.test"}},
		{Collaboration: platform.Collaboration{ID: 78, Status: platform.CollaborationPending, Owner: platform.Person{UID: 4217}}, Other: platform.Person{Email: "new.hire@example.test"}},
	}
	if err != nil || !reflect.DeepEqual(page.Rows, want) {
		t.Errorf("got %+v, %v", page, err)
	}
	page, _, err = Collaborations([]byte(`{"result":0,"array":[{"id":"5","status":"3","owner":{"uid":"9","email":"o@example.test"},"member":null,"memberUid":"","createdOn":1777881600000,"accountStatus":"ACTIVE",
		"collaborationResources":[{"id":1,"type":"ENV","resourceId":"abc","roles":["admin",{"name":"view"},null]},{"type":"ENV"}]},{"id":6,"status":"LOST"},{}]}`))
	if err != nil || len(page.Rows) != 2 || page.Skipped != 1 {
		t.Fatalf("got %+v, %v", page, err)
	}
	a := page.Rows[0]
	if a.Status != platform.CollaborationSuspended || a.Owner != (platform.Person{UID: 9, Email: "o@example.test"}) || a.Since.IsZero() ||
		!reflect.DeepEqual(a.Resources, []platform.SharedResource{{ID: 1, Type: "ENV", Resource: "abc", Roles: []string{"admin", "view"}}}) || page.Rows[1].Status != "LOST" {
		t.Errorf("got %+v", page.Rows)
	}
}

// An answer without a list is not an empty list; null is one.
func TestEmptyLists(t *testing.T) {
	decoders := map[string]func([]byte) (int, error){
		"environments": func(text []byte) (int, error) { p, _, err := Environments(text); return len(p.Rows), err },
		"charges":      func(text []byte) (int, error) { p, _, err := Charges(text); return len(p.Rows), err },
		"fundings":     func(text []byte) (int, error) { p, _, err := Fundings(text); return len(p.Rows), err },
		"actions":      func(text []byte) (int, error) { p, _, err := Actions(text); return len(p.Rows), err },
	}
	for name, decode := range decoders {
		for text, want := range map[string]error{
			`{"result":0,"array":[]}`: nil, `{"result":0,"array":null}`: nil, `{"result":0,"responses":null,"array":[]}`: nil, `{"array":[],"responses":null,"objects":7,"result":0}`: nil,
			`{"result":0}`: ErrShape, `{"result":0,"array":"x"}`: ErrShape, `{"result":8}`: nil,
		} {
			if n, err := decode([]byte(text)); n != 0 || !errors.Is(err, want) {
				t.Errorf("%s of %s: %d rows, %v", name, text, n, err)
			}
		}
	}
}
