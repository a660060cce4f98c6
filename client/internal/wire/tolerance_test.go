package wire

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"steward/client/platform"
)

// user reads one account row.
func user(t *testing.T, row string) platform.User {
	t.Helper()
	page, _, err := Accounts([]byte(`{"result":0,"array":[`+row+`]}`), 1)
	if err != nil || len(page.Users) != 1 {
		t.Fatalf("row %s: %+v, %v", row, page, err)
	}
	return page.Users[0]
}

func TestStatusInEveryForm(t *testing.T) {
	for written, want := range map[string]platform.AccountStatus{
		`1`: platform.AccountActive, `"1"`: platform.AccountActive, `"ACTIVE"`: platform.AccountActive,
		`"active"`: platform.AccountActive, `"ACTIVE(1)"`: platform.AccountActive, `3.0`: platform.AccountDestroyed,
		`"DESTROY(3)"`: platform.AccountDestroyed, `4`: platform.AccountDeleted,
		`77`: "77", `"FROZEN"`: "FROZEN", `"FROZEN(9)"`: "FROZEN(9)", `null`: "", `{"a":1}`: "", `[1]`: "", `0`: "0", `-1`: "-1",
	} {
		if got := user(t, `{"uid":1,"status":`+written+`}`).Status; got != want {
			t.Errorf("status %s: got %q, want %q", written, got, want)
		}
	}
	for _, written := range []string{`"SUSPENDED"`, `"SUSPENDED(5)"`} {
		if got := user(t, `{"uid":1,"status":`+written+`}`).State(); got != platform.StateSuspended {
			t.Errorf("status %s: got %v", written, got)
		}
	}
}

func TestMoneyIsExact(t *testing.T) {
	for written, want := range map[string]string{
		`0.1`: "0.1", `"0.1"`: "0.1", `123456789012345678901234567890.123456789`: "123456789012345678901234567890.123456789",
		`1e3`: "1000", `-0`: "0", `" 5.50 "`: "5.5", `0.30000000000000004`: "0.30000000000000004",
		`null`: "", `""`: "", `"1,5"`: "", `"abc"`: "", `true`: "", `1e999999999`: "", `[1]`: "", `{}`: "",
		`"NaN"`: "", `"١٢"`: "", `"0x10"`: "",
	} {
		if got := user(t, `{"uid":1,"balance":`+written+`}`).Balance.Text(); got != want {
			t.Errorf("balance %s: got %q, want %q", written, got, want)
		}
	}
}

func TestDatesInEveryForm(t *testing.T) {
	want := time.Date(2024, 11, 3, 8, 12, 44, 0, time.UTC)
	for _, written := range []string{
		`"2024-11-03 08:12:44"`, `"2024-11-03T08:12:44Z"`, `"2024-11-03T10:12:44+02:00"`, `"2024-11-03T10:12:44+0200"`,
		`"2024-11-03T08:12:44"`, `1730621564000`, `"1730621564000"`, `1.730621564e12`, `1730621564000.0`,
	} {
		if got := user(t, `{"uid":1,"createdOn":`+written+`}`).SignedUp; !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("date %s: got %v", written, got)
		}
	}
	for _, written := range []string{`null`, `""`, `"yesterday"`, `-1`, `0`, `99999999999999999`, `{}`, `[]`, `true`, `"2024-13-45 00:00:00"`} {
		if got := user(t, `{"uid":1,"createdOn":`+written+`}`).SignedUp; !got.IsZero() {
			t.Errorf("date %s: got %v, want none", written, got)
		}
	}
}

func TestRowsWithoutUIDAreDropped(t *testing.T) {
	text := `{"result":0,"array":[{"uid":1},null,7,"x",[{"uid":2}],{"email":"a"},{"uid":0},{"uid":-4},{"uid":"x"},{"uid":4294967296},{"uid":"3"}]}`
	page, _, err := Accounts([]byte(text), 0)
	if err != nil || len(page.Users) != 2 || page.Users[1].UID != 3 || page.Skipped != 9 {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestOneObjectCountsAsListOfOne(t *testing.T) {
	page, _, err := Accounts([]byte(`{"result":0,"array":{"uid":9}}`), 0)
	if err != nil || len(page.Users) != 1 {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestLastOfDuplicateKeysWins(t *testing.T) {
	u := user(t, `{"uid":1,"balance":1,"balance":2,"note":"a","note":null,"email":"x","email":"y"}`)
	if u.Balance.Text() != "2" || u.Note != "" || u.Email != "y" {
		t.Errorf("got %+v", u)
	}
	page, _, err := Accounts([]byte(`{"result":8,"array":[{"uid":1}],"array":[{"uid":2}],"result":0}`), 0)
	if err != nil || len(page.Users) != 1 || page.Users[0].UID != 2 {
		t.Errorf("got %+v, %v", page, err)
	}
}

func TestTextsAreKeptAndBounded(t *testing.T) {
	for written, want := range map[string]string{
		`"a\"b\\c\/d\n\u00e9\ud83d\ude00"`: "a\"b\\c/d\né😀",
		`"שלום \u202e\u200b عربى"`:         "שלום \u202e\u200b عربى",
		`"\ud800 \udc00\ud800"`:            "\uFFFD \uFFFD\uFFFD",
		`"\q\u12"`:                         "\uFFFD\uFFFD12",
		"\"\xff\xfe\"":                     "\uFFFD",
		`12.50`:                            "12.50",
		`"\u0000"`:                         "\x00",
		`""`:                               "",
	} {
		if got := user(t, `{"uid":1,"note":`+written+`}`).Note; got != want {
			t.Errorf("note %s: got %q, want %q", written, got, want)
		}
	}
	u := user(t, `{"uid":1,"email":"`+strings.Repeat("é", maxText)+`","note":"`+strings.Repeat(`\u00e9`, maxNote)+`"}`)
	if len(u.Email) != maxText || len(u.Note) != maxNote || strings.ContainsRune(u.Note, '\uFFFD') {
		t.Errorf("lengths %d and %d", len(u.Email), len(u.Note))
	}
}

func TestWhatIsNoAnswer(t *testing.T) {
	for text, want := range map[string]error{
		``: ErrCut, `  `: ErrCut, `{`: ErrCut, `{"result":0`: ErrCut, `{"result":0,"array":[{"uid":1}`: ErrCut, `{"result":0,"a":"b`: ErrCut,
		`<html></html>`: ErrSyntax, `null`: ErrSyntax, `[]`: ErrSyntax, `"x"`: ErrSyntax, `{"result" 0}`: ErrSyntax,
		`{"result":0 "a":1}`: ErrSyntax, `{'result':0}`: ErrSyntax, `{"result":nope}`: ErrSyntax, `{"a":[1}`: ErrSyntax,
		`{}`: ErrShape, `{"status":"ok"}`: ErrShape, `{"result":null}`: ErrShape,
		`{"result":0,"x":` + strings.Repeat("[", 100_000): ErrSyntax,
	} {
		if _, err := Plain([]byte(text)); !errors.Is(err, want) {
			t.Errorf("%.40q: got %v, want %v", text, err, want)
		}
	}
}

func TestEnvelopeForms(t *testing.T) {
	for text, want := range map[string]int{
		`{"result":"702"}`: 702, `{"result":"OK"}`: 99, `{"error":"no"}`: 99, `{"result":0.0}`: 0, `{"result":true}`: 99,
		`{"response":{"result":8},"result":0}`: 8, `{"result":3,"response":"text"}`: 3, `{"result":3,"response":{}}`: 3,
		`{"response":{"response":{"result":5}}}`: 5,
	} {
		e, err := Plain([]byte(text))
		if err != nil || e.Result != want {
			t.Errorf("%s: got %d, %v", text, e.Result, err)
		}
	}
}

func TestTwoFactorFields(t *testing.T) {
	for fields, want := range map[string]platform.TwoFactor{
		`"authType":"TFA"`: platform.TwoFactorOn, `"authType":1`: platform.TwoFactorOn, `"authType":"TFA(1)"`: platform.TwoFactorOn,
		`"authType":"BASIC"`: platform.TwoFactorOff, `"authType":"BASIC","authConfig":{"isActive":true}`: platform.TwoFactorOn,
		`"authConfig":{"isActive":false}`: platform.TwoFactorOff, `"authConfig":null`: platform.TwoFactorUnknown,
		`"authConfig":[1]`: platform.TwoFactorUnknown, `"uid":1`: platform.TwoFactorUnknown,
	} {
		who, _, err := Identity([]byte(`{"result":0,` + fields + `}`))
		if err != nil || who.TwoFactor != want {
			t.Errorf("%s: got %v, %v", fields, who.TwoFactor, err)
		}
	}
}

func TestSmallPayloads(t *testing.T) {
	if c, _, err := Currency([]byte(`{"result":0,"object":{"code":"EUR","name":"Euro","usdRate":1.1}}`)); err != nil || c != (platform.Currency{Code: "EUR", Name: "Euro"}) {
		t.Errorf("currency %+v, %v", c, err)
	}
	if c, _, _ := Currency([]byte(`{"result":0,"code":"CHF"}`)); c.Code != "CHF" {
		t.Errorf("flat currency %+v", c)
	}
	if v, _, _ := Setting([]byte(`{"result":0,"value":null,"default_value":"USD"}`)); v != "USD" {
		t.Errorf("setting %q", v)
	}
	if v, _, _ := Version([]byte(`{"result":0,"version":"8.4.1-3"}`)); v != "8.4.1-3" {
		t.Errorf("version %q", v)
	}
	for _, written := range []string{`"object":"2026-05-04 10:15:00"`, `"value":1777889700000`, `"object":"2026-05-04T10:15:00Z"`} {
		if now, _, _ := ServerTime([]byte(`{"result":0,` + written + `}`)); !now.Equal(at("2026-05-04 10:15:00")) {
			t.Errorf("time %s: %v", written, now)
		}
	}
	for text, want := range map[string]platform.ResellerRef{
		`{"result":0,"object":{"id":7,"name":"North"}}`: {ID: 7, Name: "North"}, `{"result":0,"object":null}`: {}, `{"result":0}`: {},
	} {
		if ref, _, err := ResellerOf([]byte(text)); err != nil || ref != want {
			t.Errorf("%s: %+v, %v", text, ref, err)
		}
	}
	resellers, _, _ := Resellers([]byte(`{"result":0,"array":[{"id":"7","name":"North","domain":"n.test","status":1,"ownerUid":88},{"name":"x"}]}`))
	if want := []platform.Reseller{{ResellerRef: platform.ResellerRef{ID: 7, Name: "North"}, Domain: "n.test", Status: "INACTIVE", OwnerUID: 88}}; !reflect.DeepEqual(resellers, want) {
		t.Errorf("resellers %+v", resellers)
	}
	admins, _, _ := Admins([]byte(`{"result":0,"array":[{"uid":1,"email":"root@sim.test","role":"OWNER","tfa":true},{"uid":2,"role":"auditor"},{"role":"admin"}]}`))
	if want := []platform.Admin{{UID: 1, Email: "root@sim.test", Role: platform.RoleOwner, TwoFactor: true}, {UID: 2, Role: "auditor"}}; !reflect.DeepEqual(admins, want) {
		t.Errorf("admins %+v", admins)
	}
	page, _, _ := Activities([]byte(`{"result":0,"array":[{"uid":1,"actionsCount":"5"},{"uid":2,"actions":6},{"uid":3}]}`))
	if want := []platform.Activity{{UID: 1, Actions: 5}, {UID: 2, Actions: 6}}; !reflect.DeepEqual(page.Rows, want) || page.Total != -1 {
		t.Errorf("activities %+v", page)
	}
}

// pageOf is an answer with n typical rows.
func pageOf(n int) []byte {
	var b strings.Builder
	b.WriteString(`{"result":0,"source":"JBilling","totalCount":` + fmt.Sprint(n) + `,"array":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"uid":%d,"email":"customer%d@example.test","group":{"name":"billing","type":"billing"},"balance":%d.21,"bonus":10,"credit":0,"status":1,"isEnabled":true,"phoneNumber":"+4670%07d","createdOn":"2024-11-03 08:12:44","updatedStatusOn":"2025-01-02 03:04:05","updatedGroupOn":"2025-01-02 03:04:05","ebsUserId":"cus_%d","isCommerial":true,"isRegistered":true,"language":"en","note":"VIP, invoices to finance@","defaultHardNodeGroup":"default_hn_group","hardNodeGroups":["default_hn_group"],"reseller":null}`,
			i+1, i, i%1000, i, i)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func TestAMillionRows(t *testing.T) {
	text := []byte(`{"result":0,"array":[` + strings.TrimSuffix(strings.Repeat(`{"uid":7},`, 1_000_000), ",") + `]}`)
	page, _, err := Accounts(text, 500)
	if err != nil || len(page.Users) != 1_000_000 {
		t.Errorf("%d rows, %v", len(page.Users), err)
	}
}

func BenchmarkAccounts500(b *testing.B) {
	text := pageOf(500)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if page, _, err := Accounts(text, 500); err != nil || len(page.Users) != 500 {
			b.Fatal(err)
		}
	}
}
