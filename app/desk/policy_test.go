package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"howett.net/plist"

	"steward/app/model"
)

func policyAt(t *testing.T, name, words string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(words), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const allManaged = `
# what an organisation may fix
platforms = ["https://jca.example.com", "https://jca.test.example.com"]
read_only = true
limit_operation = "250.00 EUR"
limit_batch = "1000 EUR"
limit_day = "2500 EUR"
keep_nothing = true
no_update_check = true
`

func wantAll(t *testing.T, p model.Policy) {
	t.Helper()
	if p.Problem != "" || len(p.Platforms) != 2 || !p.ReadOnly || !p.KeepNothing || !p.NoUpdates || len(p.Values) != len(PolicySettings) {
		t.Errorf("%+v", p)
	}
	if p.Limits.Operation.Text() != "250" || p.Limits.Batch.Text() != "1000" || p.Limits.Day.Currency() != "EUR" || !p.Sets(model.PolicyLimitDay) {
		t.Errorf("%+v", p.Limits)
	}
}

// All settings are read from a TOML file and from property lists of both forms.
func TestAPolicyIsReadFromFiles(t *testing.T) {
	wantAll(t, ReadPolicy(policyAt(t, "policy.toml", allManaged)))
	for _, format := range []int{plist.XMLFormat, plist.BinaryFormat} {
		words, err := plist.Marshal(map[string]any{
			"platforms": []string{"https://jca.example.com", "https://jca.test.example.com"}, "read_only": true, "limit_operation": "250.00 EUR",
			"limit_batch": "1000 EUR", "limit_day": "2500 EUR", "keep_nothing": true, "no_update_check": true,
		}, format)
		if err != nil {
			t.Fatal(err)
		}
		wantAll(t, ReadPolicy(policyAt(t, "app.steward.Steward.plist", string(words))))
	}
	if p := ReadPolicy(filepath.Join(t.TempDir(), "none.toml")); p.Managed() || p.ReadOnly {
		t.Errorf("without a file: %+v", p)
	}
}

// What is not understood is said and makes everything read-only; it is never
// passed over, and what is understood holds.
func TestABrokenPolicyIsNeverIgnored(t *testing.T) {
	for words, problem := range map[string]string{
		"read_onlx = true":                           `"read_onlx" is no setting`,
		"read_only = \"yes\"":                        "read_only: string is neither true nor false",
		"read_only = 1":                              "read_only: int64 is neither",
		"limit_day = 500":                            `limit_day: "500" is no amount`,
		"limit_day = \"500\"":                        `limit_day: "500" is no amount`,
		"limit_day = \"1.000 EUR\"":                  "can be read two ways",
		"limit_day = \"-5 EUR\"":                     "limit_day:",
		"platforms = \"https://jca.example.com\"":    "platforms: string is no list",
		"platforms = []":                             "platforms: the list is empty",
		"platforms = [1]":                            "platforms: int64 in a list",
		"read_only = ":                               "malformed",
		"[read_only]\nx = 1":                         "read_only: map",
		strings.Repeat("# long\n", policyLimit/6):    "longer than",
		"keep_nothing = true\nlimit_dya = \"5 EUR\"": `"limit_dya" is no setting`,
	} {
		p := ReadPolicy(policyAt(t, "policy.toml", words))
		if !strings.Contains(p.Problem, problem) || !p.ReadOnly || !p.Managed() {
			t.Errorf("%.60s: %+v", words, p)
		}
		if strings.Contains(words, "keep_nothing") && !p.KeepNothing {
			t.Errorf("what was understood does not hold: %+v", p)
		}
	}
	open := policyAt(t, "policy.toml", "")
	if err := os.Chmod(open, 0o666); err != nil {
		t.Fatal(err)
	}
	if p := ReadPolicy(open); !strings.Contains(p.Problem, "others than its owner") || !p.ReadOnly {
		t.Errorf("a file that anybody may change: %+v", p)
	}
	if p := ReadPolicy(policyAt(t, "app.plist", "no list")); p.Problem == "" || !p.ReadOnly {
		t.Errorf("a malformed list: %+v", p)
	}
	if p := ReadPolicy(t.TempDir()); p.Problem == "" || !p.ReadOnly {
		t.Errorf("a folder: %+v", p)
	}
}

// docs/policy.md names every setting with its type, and no other.
func TestThePolicyIsDocumented(t *testing.T) {
	words, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(words)) {
		if strings.HasPrefix(line, "| `") {
			rows++
		}
	}
	if rows != len(PolicySettings) {
		t.Errorf("%d settings in the table, %d here", rows, len(PolicySettings))
	}
	for _, s := range PolicySettings {
		if !strings.Contains(string(words), "| `"+s.Key+"` | "+s.Type+" |") {
			t.Errorf("%s (%s) is not in the table", s.Key, s.Type)
		}
	}
}
