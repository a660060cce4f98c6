package desk

import (
	"testing"

	"golang.org/x/sys/windows/registry"
)

// All settings are read from the registry, and a value of another type is refused.
// Only an administrator may write there.
func TestAPolicyIsReadFromTheRegistry(t *testing.T) {
	const path = `Software\Policies\StewardTest`
	key, _, err := registry.CreateKey(registry.LOCAL_MACHINE, path, registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = key.Close()
		if err := registry.DeleteKey(registry.LOCAL_MACHINE, path); err != nil {
			t.Error(err)
		}
	})
	if p := ReadPolicy(inRegistry + path); p.Managed() {
		t.Errorf("without a value: %+v", p)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(key.SetStringsValue("platforms", []string{"https://jca.example.com", "https://jca.test.example.com"}))
	for name, words := range map[string]string{"limit_operation": "250.00 EUR", "limit_batch": "1000 EUR", "limit_day": "2500 EUR"} {
		must(key.SetStringValue(name, words))
	}
	for _, name := range []string{"read_only", "keep_nothing", "no_update_check"} {
		must(key.SetDWordValue(name, 1))
	}
	wantAll(t, ReadPolicy(inRegistry+path))
	must(key.SetDWordValue("read_only", 2))
	if p := ReadPolicy(inRegistry + path); p.Problem != "read_only: 2 is neither 0 nor 1" || !p.ReadOnly {
		t.Errorf("%+v", p)
	}
	must(key.SetBinaryValue("read_only", []byte{1}))
	if p := ReadPolicy(inRegistry + path); p.Problem == "" || !p.ReadOnly {
		t.Errorf("%+v", p)
	}
}
