package wire

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
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
