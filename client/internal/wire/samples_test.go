package wire

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func amount(text string) platform.Money {
	return platform.NewMoney(decimal.RequireFromString(text), "")
}

func at(text string) time.Time {
	t, err := time.Parse(time.DateTime, text)
	if err != nil {
		panic(err)
	}
	return t
}

func sameUser(a, b platform.User) bool {
	money := a.Balance.Equal(b.Balance) && a.Bonus.Equal(b.Bonus) && a.Credit.Equal(b.Credit)
	a.Balance, a.Bonus, a.Credit = b.Balance, b.Bonus, b.Credit
	return money && reflect.DeepEqual(a, b)
}

func wantUsers(t *testing.T, got, want []platform.User) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d customers, want %d", len(got), len(want))
	}
	for i := range want {
		if !sameUser(got[i], want[i]) {
			t.Errorf("customer %d:\n got %+v\nwant %+v", i, got[i], want[i])
		}
	}
}

func TestAccountsSample(t *testing.T) {
	page, e, err := Accounts(sample(t, "getaccounts.json"), 2)
	if err != nil || e.Result != 0 || page.Total != 2 || page.Skipped != 0 || !page.Listed {
		t.Fatalf("page %+v, envelope %+v, %v", page, e, err)
	}
	wantUsers(t, page.Users, []platform.User{
		{
			UID: 4217, Email: "nora.lind@example.test", Group: platform.GroupRef{Name: "billing", Type: platform.GroupBilling},
			Balance: amount("84.21"), Bonus: amount("10"), Status: platform.AccountActive, Phone: "+4670000001",
			SignedUp: at("2024-11-03 08:12:44"), StatusChanged: at("2024-11-03 08:12:44"), ExtBillingID: "cus_0091",
			Commercial: true, Registered: true, Language: "en", Note: "VIP, invoices to finance@",
		},
		{
			UID: 4218, Email: "trial.bo@example.test", Group: platform.GroupRef{Name: "trial", Type: platform.GroupTrial},
			Balance: amount("0"), Bonus: amount("0"), Status: platform.AccountInactive, SignedUp: at("2026-04-19 17:00:01"),
		},
	})
}

func TestAccountsInOtherEncodings(t *testing.T) {
	page, _, err := Accounts(sample(t, "getaccounts-variant.json"), 0)
	if err != nil || page.Total != 3 {
		t.Fatalf("total %d, %v", page.Total, err)
	}
	wantUsers(t, page.Users, []platform.User{
		{
			UID: 4217, Email: "nora.lind@example.test", Group: platform.GroupRef{Name: "billing", Type: platform.GroupBilling},
			Balance: amount("84.21"), Bonus: amount("0.012846"), Status: platform.AccountActive, Disabled: true,
			SignedUp: time.UnixMilli(1730621564000).UTC(),
		},
		{
			UID: 4219, Email: "d41d8cd98f00b204e9800998ecf8427e", Balance: amount("-3.5"),
			Status: platform.AccountDeleted, SignedUp: at("2023-01-30 08:00:00"),
		},
		{
			UID: 4220, Email: "big@example.test", Group: platform.GroupRef{Name: "post", Type: platform.GroupPost},
			Balance: amount("123456789012345.678901"), Status: platform.AccountInactive, Note: "line one\nline two \u202e reversed",
		},
	})
	if page.Users[0].State() != platform.StateSuspended {
		t.Errorf("state %v, want suspended", page.Users[0].State())
	}
}

func TestGroupsSample(t *testing.T) {
	groups, _, err := Groups(sample(t, "getgroups.json"))
	want := []platform.Group{
		{GroupRef: platform.GroupRef{Name: "trial", Type: platform.GroupTrial}, Description: "14 day trial", Default: true, Signup: true},
		{GroupRef: platform.GroupRef{Name: "billing", Type: platform.GroupBilling}, Description: "Prepaid", Default: true},
		{GroupRef: platform.GroupRef{Name: "partners_eu", Type: platform.GroupPost}, Description: "Monthly invoices"},
	}
	if err != nil || !reflect.DeepEqual(groups, want) {
		t.Errorf("got %+v, %v", groups, err)
	}
}

func TestSignInSamples(t *testing.T) {
	who, e, err := SignIn(sample(t, "signin-ok.json"))
	if err != nil || e.Result != 0 || who.UID != 3 || who.Session.Reveal() != "9c1f0ab24d7e4e0f9b52d6" || !who.FullAccess || who.NeedsCode {
		t.Errorf("signed in: %+v %+v %v", who, e, err)
	}
	who, _, err = SignIn(sample(t, "signin-second-step.json"))
	if err != nil || !who.NeedsCode || !who.Restricted || who.Session.Reveal() != "r-51f0" {
		t.Errorf("second step: %+v %v", who, err)
	}
	_, e, err = SignIn(sample(t, "signin-failed.json"))
	if err != nil || e.Result != 701 || e.AttemptsLeft != 4 {
		t.Errorf("failed: %+v %v", e, err)
	}
}

func TestIdentitySample(t *testing.T) {
	who, _, err := Identity(sample(t, "getuserinfo.json"))
	want := platform.Identity{UID: 4217, Email: "nora.lind@example.test", Name: "Nora Lind", Phone: "+4670000001",
		ExternalID: "cus_0091", Status: "ENABLED", TwoFactor: platform.TwoFactorOn}
	if err != nil || who != want {
		t.Errorf("got %+v, %v", who, err)
	}
}

func TestActivitiesSample(t *testing.T) {
	page, _, err := Activities(sample(t, "getusersactivities.json"))
	want := []platform.Activity{{UID: 4217, Actions: 41}, {UID: 5120, Actions: 9}}
	if err != nil || page.Total != 2 || !reflect.DeepEqual(page.Rows, want) {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestEnvelopeSamples(t *testing.T) {
	for name, want := range map[string]Envelope{
		"envelope.json":               {Result: 0, Source: "JBilling"},
		"double-envelope.json":        {Result: 8, Error: "access not permitted"},
		"error-permission.json":       {Result: 8, Error: "access not permitted [subject = 11759/0 accessObject = [..] rights = [..]]"},
		"error-session.json":          {Result: 702, Error: "session [9c1f] has expired", Source: "hx-core"},
		"error-token-method.json":     {Result: 8202, Error: "token has no access to the method"},
		"error-external-billing.json": {Result: 2207, Error: "External billing system error"},
	} {
		e, err := Plain(sample(t, name))
		want.AttemptsLeft, want.told = -1, true
		if err != nil || e != want {
			t.Errorf("%s: got %+v, %v", name, e, err)
		}
	}
}

// Every sample is an answer whose envelope can be read, also those of later sections.
func TestEverySampleIsAnAnswer(t *testing.T) {
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) < 25 {
		t.Fatalf("%d samples, %v", len(names), err)
	}
	for _, name := range names {
		if _, err := Plain(sample(t, filepath.Base(name))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
