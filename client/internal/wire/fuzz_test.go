package wire

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"steward/client/platform"
)

// seeds are every sample and the shapes that decoders stumble over.
func seeds(f *testing.F) {
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) == 0 {
		f.Fatal("no samples", err)
	}
	for _, name := range names {
		f.Add(sample(f, filepath.Base(name)))
	}
	for _, text := range []string{
		``, `{`, `null`, `{"result":0,"array":null,"totalCount":null}`, `{"result":"0","totalCount":"12"}`,
		`{"result":0,"array":{"uid":[1],"group":[{}],"reseller":[]}}`, `{"result":0,"object":[{"id":1}],"value":{}}`,
		`{"uid":1,"uid":2,"result":0,"result":8,"array":[{"uid":1,"uid":null}]}`,
		`{"result":0,"x":` + strings.Repeat(`{"a":[`, 5000), strings.Repeat(`{"response":`, 500) + `{"result":1}`,
		`{"result":0,"array":[{"uid":1,"note":"\u202e\u200b\u0000\ud800","email":"מישהו@example.test"}]}`,
		`{"result":0,"array":[` + strings.Repeat(`{"uid":1},`, 2000) + `]}`, `{"result":0,"array":[{"uid":1,"balance":1e999999999}]}`,
		`{"result":0,"infos":[{"env":{"appid":"a","hostGroup":[],"status":"BROKEN(11)"},"nodes":{"id":1,"nodeGroup":"cp","extIPs":[1,"x",null],"diskLimit":9e18},"nodeGroups":[null]}]}`,
		`{"result":0,"array":[{"children":[{"children":[{"cost":1}],"cost":"2"}],"cost":null,"dateTime":"2026-05-01 00:00:00"}]}`,
		`{"result":0,"array":[{"id":1,"action":{"type":3},"args":{"a":["\u202e"]},"result":null,"response":[1,2]}]}`,
		`{"result":0,"responses":[{"chargeType":7,"amount":-0.0,"operationDate":"x"},{"chargeType":"REFUND","amount":1e64}]}`,
		`{"result":0,"array":[{"quota":"a","value":true},{"name":"b","value":99999999999}]}`,
		`{"result":0,"collaborations":{"id":"7","owner":[],"member":{"id":-1},"collaborationResources":[{"resourceId":5,"roles":[{"name":"x"},"y",[]]}]}}`,
		`{"result":0,"array":[{"id":1,"product":7,"items":{"resources":{"appid":"x"},"tariffPlan":"y"},"currency":{"code":"EUR"},"price":"1"}]}`,
		`{"result":0,"a":"` + strings.Repeat(`\"`, 3000) + `"}`, "{\"result\":0,\"error\":\"\xff\xfe\"}",
	} {
		f.Add([]byte(text))
	}
}

func checkTexts(t *testing.T, limit int, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if len(text) > limit || !utf8.ValidString(text) {
			t.Errorf("text of %d bytes, valid %v", len(text), utf8.ValidString(text))
		}
	}
}

func FuzzAccounts(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, e, err := Accounts(text, len(text))
		if err != nil && len(page.Users) > 0 {
			t.Errorf("rows beside %v", err)
		}
		checkTexts(t, maxText, e.Error, e.Source)
		for _, u := range page.Users {
			if u.UID == 0 {
				t.Error("a row without a uid")
			}
			checkTexts(t, maxText, u.Email, u.Phone, u.ExtBillingID, u.Language, u.Group.Name, string(u.Status), u.Reseller.Name)
			checkTexts(t, maxNote, u.Note)
			_, _ = u.State(), u.Balance.Text()
		}
	})
}

func FuzzGroups(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		groups, _, _ := Groups(text)
		for _, g := range groups {
			checkTexts(t, maxText, g.Name, g.Description, string(g.Type))
		}
	})
}

func FuzzSignIn(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		who, _, _ := SignIn(text)
		checkTexts(t, maxText, who.Email, who.Name)
	})
}

func FuzzIdentity(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		who, _, _ := Identity(text)
		checkTexts(t, maxText, who.Email, who.Name, who.Phone, who.ExternalID, who.Status)
	})
}

func FuzzActivities(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, _ := Activities(text)
		for _, a := range page.Rows {
			if a.UID == 0 || a.Actions < 0 {
				t.Errorf("row %+v", a)
			}
		}
	})
}

func FuzzResellers(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		resellers, _, _ := Resellers(text)
		for _, r := range resellers {
			checkTexts(t, maxText, r.Name, r.Domain, r.Status)
		}
		_, _, _ = ResellerOf(text)
	})
}

func FuzzAdmins(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		admins, _, _ := Admins(text)
		for _, a := range admins {
			checkTexts(t, maxText, a.Email, string(a.Role))
		}
	})
}

func FuzzSmall(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		c, _, _ := Currency(text)
		value, _, _ := Setting(text)
		version, _, _ := Version(text)
		now, _, _ := ServerTime(text)
		e, _ := Plain(text)
		checkTexts(t, maxText, c.Code, c.Name, value, version, e.Error, e.Source)
		if now.Year() > 9999 {
			t.Errorf("time %v", now)
		}
	})
}

func FuzzEnvironments(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, err := Environments(text)
		one, _, oneErr := Environment(text)
		regions, _, _ := Regions(text)
		if err != nil && len(page.Rows) > 0 || oneErr != nil && one.AppID != "" {
			t.Errorf("rows beside %v, %v", err, oneErr)
		}
		for _, e := range append(page.Rows, one) {
			checkTexts(t, maxText, e.AppID, e.Name, e.Domain, e.DisplayName, string(e.Status), e.Region.ID, e.Region.Name, e.Engine, e.OwnerEmail)
			checkTexts(t, maxText, e.Groups...)
			checkTexts(t, maxNote, e.Note)
			if e.NodeCount < -1 || e.Cloudlets < -1 {
				t.Errorf("counts %d and %d", e.NodeCount, e.Cloudlets)
			}
			for _, layer := range e.Layers {
				checkTexts(t, maxText, layer.Name, layer.DisplayName, layer.Scaling, layer.Template)
				for _, n := range layer.Nodes {
					checkTexts(t, maxText, n.Name, n.Type, n.Version, n.Address, n.InternalIP, n.OS, n.URL, n.AdminURL, string(n.Status))
					if n.ID <= 0 || n.DiskLimit < 0 || n.FixedCloudlets < 0 || n.FlexibleCloudlets < 0 {
						t.Errorf("node %+v", n)
					}
				}
			}
		}
		for _, g := range regions.Rows {
			checkTexts(t, maxText, g.ID, g.Name, g.Domain, g.Status)
		}
	})
}

func FuzzSubscriptions(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, _ := Subscriptions(text)
		for _, s := range page.Rows {
			checkTexts(t, maxText, string(s.Status), s.Product.Name, string(s.Period), s.OwnerEmail, s.Price.Currency())
			for _, item := range s.Items {
				checkTexts(t, maxText, item.Plan.Name, item.Tariff.Name, string(item.TariffPeriod))
				for _, res := range item.Resources {
					checkTexts(t, maxText, res.UniqueName, res.AppID, res.Environment, res.Status)
				}
			}
			if used, of := s.Usage(); s.ID <= 0 || used < 0 || of < 0 {
				t.Errorf("subscription %+v", s)
			}
		}
		invoices, _, _ := Invoices(text)
		for _, v := range invoices.Rows {
			checkTexts(t, maxText, v.Number, v.ExternalID, v.Description, string(v.Type), string(v.Status), v.Reseller)
		}
	})
}

func FuzzActions(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, _ := Actions(text)
		for _, a := range page.Rows {
			checkTexts(t, maxText, a.Service, a.Key, a.Text, a.AppID, a.Environment, a.Email, a.Error, a.RequestKey, a.Source, string(a.Type))
			checkTexts(t, maxArguments, a.Arguments, a.Response)
			if d, ok := a.Took(); ok && d < 0 || a.Running() && a.Failed() {
				t.Errorf("action %+v", a)
			}
		}
	})
}

func FuzzCharges(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, _ := Charges(text)
		for _, c := range page.Rows {
			checkTexts(t, maxText, c.AppID, c.Domain, c.Region, c.Detail)
			if !c.Cost.Given() || c.Resource == "" || c.Balance == platform.BalanceUnknown {
				t.Errorf("charge %+v", c)
			}
			_ = c.Price()
		}
	})
}

func FuzzQuotas(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, _ := Quotas(text)
		for _, q := range page.Rows {
			checkTexts(t, maxText, q.Name, q.Description, q.ReferenceID, string(q.SetBy))
			if q.Name == "" {
				t.Error("a quota without a name")
			}
			_, _ = q.Unit(), q.Differs()
		}
	})
}

func FuzzFundings(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, _ := Fundings(text)
		for _, row := range page.Rows {
			checkTexts(t, maxText, string(row.Operation))
			checkTexts(t, maxNote, row.Note)
			if !row.Amount.Given() || row.Operation.TakesOut() && row.Amount.Sign() > 0 {
				t.Errorf("funding %+v", row)
			}
			_ = row.Stamp()
		}
	})
}

func FuzzCollaborations(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		page, _, _ := Collaborations(text)
		for _, c := range page.Rows {
			checkTexts(t, maxText, c.Owner.Email, c.Owner.Name, c.Member.Email, c.Member.Name, c.Other.Email, c.Other.Name, string(c.Status), c.AccountStatus)
		}
		shared, _, _ := SharedResources(text)
		for _, s := range shared.Rows {
			checkTexts(t, maxText, s.Type, s.Resource)
			checkTexts(t, maxText, s.Roles...)
		}
	})
}
