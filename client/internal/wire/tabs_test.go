package wire

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

const shop = "4f0e8d2c77ab4c1e9d5533aa10b2c3d4"

func TestEnvironmentSamples(t *testing.T) {
	want := platform.Environment{
		AppID: shop, Name: "shop-prod", Domain: "shop-prod.sim.test", DisplayName: "Shop", Status: platform.EnvironmentRunning,
		Owner: 4217, Created: at("2025-02-11 09:30:00"), Region: platform.RegionRef{ID: "eu-north"}, Groups: []string{"prod"},
		NodeCount: -1, Cloudlets: -1,
	}
	page, _, err := Environments(sample(t, "getenvs.json"))
	if err != nil || !reflect.DeepEqual(page.Rows, []platform.Environment{want}) {
		t.Errorf("list: got %+v, %v", page, err)
	}
	want.Creator, want.Region.Name, want.Firewall, want.SSL, want.NodeCount = 4217, "EU North", true, true, 1
	want.Layers = []platform.EnvLayer{{Name: "cp", Scaling: "STATELESS", Template: "NATIVE", Nodes: []platform.Node{{
		ID: 90211, Name: "Tomcat", Type: "tomcat", Mission: "cp", Version: "10.1", Status: platform.EnvironmentRunning, Master: true,
		InternalIP: "10.20.1.15", FixedCloudlets: 2, FlexibleCloudlets: 16, DiskLimit: 51200 << 20, OS: "LINUX",
		URL: "https://node90211-shop-prod.sim.test",
	}}}}
	env, _, err := Environment(sample(t, "getenvinfo.json"))
	if err != nil || !reflect.DeepEqual(env, want) {
		t.Errorf("one:\n got %+v\nwant %+v, %v", env, want, err)
	}
	if limit, ok := env.CloudletLimit(); !ok || limit != 16 {
		t.Errorf("cloudlet limit %d, %v", limit, ok)
	}
	flat, _, err := Environments([]byte(`{"result":0,"totalCount":"1","array":[{"uid":"4217","email":"n@example.test","appid":"` + shop + `","domain":{"domain":"shop-prod.sim.test"},
		"shortdomain":"shop-prod","displayName":null,"status":"SLEEP(4)","createdOn":1739266200000,"hardwareNodeGroup":"eu-north","hostGroup":"eu-north","note":"x","nodesCount":"3","cloudlets":12,"ishaenabled":1,"sslstate":"0"}]}`))
	want = platform.Environment{AppID: shop, Name: "shop-prod", Domain: "shop-prod.sim.test", Status: platform.EnvironmentSleep, Owner: 4217, OwnerEmail: "n@example.test",
		Created: at("2025-02-11 09:30:00"), Region: platform.RegionRef{ID: "eu-north"}, Note: "x", NodeCount: 3, Cloudlets: 12, HA: true}
	if err != nil || flat.Total != 1 || !reflect.DeepEqual(flat.Rows, []platform.Environment{want}) {
		t.Errorf("flat: got %+v, %v", flat, err)
	}
}

func TestLayersInAnyOrder(t *testing.T) {
	for _, text := range []string{
		`{"result":0,"nodes":[{"id":1,"nodeGroup":"cp"},{"id":2,"nodemission":"sqldb"},{"id":"3","nodeGroup":"cp"},{"name":"no id"}],"nodeGroups":{"name":"cp"},"env":{"appid":"a"}}`,
		`{"result":0,"object":{"appid":"a","nodeGroups":[{"name":"cp"},null],"nodes":[{"id":1,"nodeGroup":"cp"},{"id":2,"nodemission":"sqldb"},{"id":3,"nodeGroup":"cp"}]}}`,
	} {
		env, _, err := Environment([]byte(text))
		if err != nil || env.NodeCount != 3 || len(env.Layers) != 2 || env.Layers[1].Name != "sqldb" || len(env.Layers[0].Nodes) != 2 || env.Layers[0].Nodes[1].ID != 3 {
			t.Errorf("%s: %+v, %v", text, env, err)
		}
	}
	if _, _, err := Environment([]byte(`{"result":0}`)); !errors.Is(err, ErrShape) {
		t.Errorf("no environment: %v", err)
	}
	if _, e, err := Environment([]byte(`{"result":11,"error":"application [x] not exist"}`)); err != nil || e.Result != 11 {
		t.Errorf("deleted: %+v, %v", e, err)
	}
}

func TestEnvironmentStatusInEveryForm(t *testing.T) {
	for written, want := range map[string]platform.EnvironmentStatus{
		`1`: platform.EnvironmentRunning, `"15"`: platform.EnvironmentRestoring, `"ENV_STATUS_TYPE_BROKEN(11)"`: platform.EnvironmentBroken,
		`"down"`: platform.EnvironmentDown, `0`: "0", `16`: "16", `"ODD"`: "ODD", `null`: "", `{}`: "",
	} {
		page, _, err := Environments([]byte(`{"result":0,"array":{"appid":"a","status":` + written + `}}`))
		if err != nil || len(page.Rows) != 1 || page.Rows[0].Status != want {
			t.Errorf("%s: %+v, %v", written, page, err)
		}
	}
}

func TestRegions(t *testing.T) {
	page, _, err := Regions([]byte(`{"result":0,"array":[{"uniqueName":"eu","displayName":"EU","domain":"eu.sim.test","isDefault":1,"status":"ACTIVE","hardNodeGroups":[{"uniqueName":"eu-north","displayName":"EU North","isEnabled":true},{}]},{"displayName":"nameless"}]}`))
	want := []platform.Region{{RegionRef: platform.RegionRef{ID: "eu", Name: "EU"}, Domain: "eu.sim.test", Status: "ACTIVE", Default: true, HostGroups: []platform.RegionRef{{ID: "eu-north", Name: "EU North"}}}}
	if err != nil || page.Skipped != 1 || !reflect.DeepEqual(page.Rows, want) {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestSubscriptionSample(t *testing.T) {
	want := platform.Subscription{
		ID: 311, Status: platform.SubscriptionActive, Product: platform.Ref{ID: 7, Name: "Managed WordPress"},
		Price: platform.NewMoney(decimal.RequireFromString("19"), "EUR"), Period: platform.ChargeMonthly,
		Created: at("2026-03-02 10:00:00"), Ends: at("2026-06-02 10:00:00"), AutoCharge: true, Owner: 4217, OwnerEmail: "nora.lind@example.test",
		Items: []platform.SubscriptionItem{{
			ID: 512, Quantity: 2, Plan: platform.Ref{ID: 21, Name: "Business"}, Tariff: platform.Ref{ID: 44, Name: "Monthly"}, TariffPeriod: platform.ChargeMonthly,
			Resources: []platform.SubscriptionResource{{ID: 900, UniqueName: "wp-7f31", AppID: "0aa1b2c3d4e5f60718293a4b5c6d7e8f", Environment: "blog-nora", Created: at("2026-03-02 10:05:12")}},
		}},
	}
	page, _, err := Subscriptions(sample(t, "getsubscriptions.json"))
	if err != nil || len(page.Rows) != 1 || !page.Rows[0].Price.Equal(want.Price) {
		t.Fatalf("got %+v, %v", page, err)
	}
	page.Rows[0].Price = want.Price // the number may be written otherwise
	if !reflect.DeepEqual(page.Rows[0], want) {
		t.Errorf("\n got %+v\nwant %+v", page.Rows[0], want)
	}
	if used, of := want.Usage(); used != 1 || of != 2 {
		t.Errorf("usage %d of %d", used, of)
	}
}

func TestSubscriptionVariants(t *testing.T) {
	page, _, err := Subscriptions([]byte(`{"result":"0","array":[{"id":"12","status":"past_due(4)","product":"Git","price":"0.100000","currency":{"code":"USD"},"period":1,"createdOn":1739266200000,"endsOn":null,
		"chargeAutomatically":1,"uid":"4217","account":null,"items":{"id":1,"quantity":"3","servicePlan":9,"tariffPlan":null,"resources":null}},{"id":13,"status":"BRAND_NEW","period":"FORTNIGHT","items":null},{"status":"ACTIVE"}]}`))
	if err != nil || len(page.Rows) != 2 || page.Skipped != 1 {
		t.Fatalf("got %+v, %v", page, err)
	}
	a, b := page.Rows[0], page.Rows[1]
	if a.ID != 12 || a.Status != platform.SubscriptionPastDue || a.Product.Name != "Git" || a.Price.String() != "0.1 USD" || a.Period != platform.ChargeMonthly ||
		!a.AutoCharge || a.Owner != 4217 || !a.Ends.IsZero() || len(a.Items) != 1 || a.Items[0].Quantity != 3 || a.Items[0].Plan.ID != 9 {
		t.Errorf("got %+v", a)
	}
	if b.Status != "BRAND_NEW" || b.Period != "FORTNIGHT" || b.Price.Given() {
		t.Errorf("got %+v", b)
	}
	for _, status := range platform.SubscriptionStatuses {
		page, _, _ := Subscriptions([]byte(`{"result":0,"array":[{"id":1,"status":"` + string(status) + `"}]}`))
		if page.Rows[0].Status != status {
			t.Errorf("%s became %s", status, page.Rows[0].Status)
		}
	}
}

func TestInvoiceSample(t *testing.T) {
	page, _, err := Invoices(sample(t, "searchinvoices.json"))
	want := platform.Invoice{ID: 8801, Number: "INV-2026-000881", Type: platform.InvoiceSubscription, Description: "2026-05-02 - 2026-06-02", Amount: amount("38"),
		Status: platform.InvoicePaid, Owner: 4217, Subscription: 311, Created: at("2026-05-02 10:00:01"), Due: at("2026-05-09 10:00:01"), Paid: at("2026-05-02 10:00:09"), AutoPay: true}
	if err != nil || len(page.Rows) != 1 || !page.Rows[0].Amount.Equal(want.Amount) {
		t.Fatalf("got %+v, %v", page, err)
	}
	page.Rows[0].Amount = want.Amount
	if page.Rows[0] != want {
		t.Errorf("got %+v", page.Rows[0])
	}
	page, _, err = Invoices([]byte(`{"result":0,"array":{"id":"5","amount":"1.10","status":"paid_expired(3)","type":"CREDIT","isAutoPay":"1","subscriptionId":null,"paidOn":""}}`))
	if err != nil || len(page.Rows) != 1 || page.Rows[0].Status != platform.InvoicePaidExpired || page.Rows[0].Type != "CREDIT" || page.Rows[0].Amount.Text() != "1.1" || !page.Rows[0].AutoPay {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestActionSample(t *testing.T) {
	page, _, err := Actions(sample(t, "getuseractivity.json"))
	want := []platform.Action{
		{ID: 771201, Type: platform.ActionPublic, Service: "ControlService.StopEnv", Key: "StopEnv", Text: "Stop environment", AppID: shop, Environment: "shop-prod",
			UID: 4217, Email: "nora.lind@example.test", Arguments: `{"envName":"shop-prod"}`, Started: at("2026-05-03 18:20:10"), Ended: at("2026-05-03 18:20:41")},
		{ID: 771305, Type: platform.ActionPublic, Service: "ControlService.ChangeTopology", Text: "Change topology", Environment: "shop-prod",
			UID: 5120, Email: "dev@agency.test", Collaborator: 5120, Started: at("2026-05-04 09:00:00"), Result: platform.ResultNotTold},
	}
	if err != nil || page.Total != 2 || !reflect.DeepEqual(page.Rows, want) {
		t.Fatalf("got %+v, %v", page, err)
	}
	if d, ok := page.Rows[0].Took(); !ok || d != 31*time.Second || page.Rows[0].Running() || page.Rows[0].Failed() {
		t.Errorf("first: %v, %v", d, ok)
	}
	if _, ok := page.Rows[1].Took(); ok || !page.Rows[1].Running() || !page.Rows[1].ByCollaborator(4217) || page.Rows[0].ByCollaborator(4217) {
		t.Error("second")
	}
}

func TestActionVariants(t *testing.T) {
	page, _, err := Actions([]byte(`{"result":0,"array":[
		{"id":"1","action":{"actionkey":"SetQuota","text":"Set quota","type":1},"args":{"name":"a.b","value":5},"response":[1],"result":"2207","error":"no","startDate":1777881600000,"endDate":"2026-05-04T08:00:05Z","requestUniqueKey":"k","clientSource":"jca"},
		{"id":2,"actionType":"SYSTEM(3)","result":null,"endDate":"2026-05-04 08:00:05"},{"id":3,"actionType":"NEW","result":"odd"},{"text":"no id"},{"id":4,"startDate":"2026-05-04 08:00:05"}]}`))
	if err != nil || len(page.Rows) != 4 || !page.Rows[3].Running() || page.Skipped != 1 {
		t.Fatalf("got %+v, %v", page, err)
	}
	a := page.Rows[0]
	if a.Type != platform.ActionAdmin || a.Key != "SetQuota" || a.Text != "Set quota" || a.Arguments != `{"name":"a.b","value":5}` || a.Response != "[1]" ||
		a.Result != 2207 || !a.Failed() || a.RequestKey != "k" || a.Source != "jca" || !a.Started.Equal(at("2026-05-04 08:00:00")) {
		t.Errorf("got %+v", a)
	}
	if b := page.Rows[1]; b.Type != platform.ActionSystem || b.Running() || b.Failed() || b.Result != platform.ResultNotTold {
		t.Errorf("got %+v", b)
	}
	if c := page.Rows[2]; c.Type != "NEW" || c.Result != 99 || !c.Failed() {
		t.Errorf("got %+v", c)
	}
}

// A month of a customer with many nodes, and a page of the audit log.
func BenchmarkCharges(b *testing.B) {
	row := `{"dateTime":"2026-05-03 00:00:00","appid":"` + shop + `","domain":"shop-prod.sim.test","nodeid":90211,"type":"tomcat","group":0,"nodeCount":1,"count":1,"hostGroupDisplayName":"EU North","fixedCloudletsAmount":48,"fixedCloudletsFreeAmount":0,"fixedCloudletsCost":0.24,"flexibleCloudletsAmount":71,"flexibleCloudletsCost":0.426,"usedStorageAmount":12.5,"storageCost":0.02,"billNetworkExtAmount":0.8,"networkExtFreeAmount":0.8,"networkExtCost":0,"cost":0.686,"isBonus":false,"isPaid":true}`
	text := []byte(`{"result":0,"array":[` + strings.Repeat(row+",", 9_999) + row + `]}`)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if page, _, err := Charges(text); err != nil || len(page.Rows) != 40_000 {
			b.Fatal(len(page.Rows), err)
		}
	}
}

func BenchmarkActions500(b *testing.B) {
	row := `{"id":771201,"serviceName":"ControlService.StopEnv","actionType":"PUBLIC","text":"Stop environment","action":{"id":14,"actionkey":"StopEnv","text":"Stop environment","type":"PUBLIC"},"appid":"` + shop + `","env":"shop-prod","uid":4217,"email":"nora.lind@example.test","collaboratorUid":null,"args":"{\"envName\":\"shop-prod\"}","startDate":"2026-05-03 18:20:10","endDate":"2026-05-03 18:20:41","result":0}`
	text := []byte(`{"result":0,"array":[` + strings.Repeat(row+",", 499) + row + `]}`)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if page, _, err := Actions(text); err != nil || len(page.Rows) != 500 {
			b.Fatal(len(page.Rows), err)
		}
	}
}
