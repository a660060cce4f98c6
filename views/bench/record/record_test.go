package record

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// verdict stands in for the test that calls and remembers whether it was failed.
type verdict struct {
	testing.TB
	failed bool
}

func (v *verdict) Errorf(string, ...any) { v.failed = true }
func (v *verdict) Helper()               {}
func (v *verdict) Logf(string, ...any)   {}

func TestMeasured_BoundHoldsOnlyAtFullSize(t *testing.T) {
	for _, c := range []struct {
		figure Figure
		fails  bool
	}{
		{Figure{ID: "low", Value: 9, Bound: 10, Better: Lower}, false},
		{Figure{ID: "high", Value: 11, Bound: 10, Better: Lower}, true},
		{Figure{ID: "few", Value: 9, Bound: 10, Better: Higher}, true},
		{Figure{ID: "many", Value: 11, Bound: 10, Better: Higher}, false},
		{Figure{ID: "unbound", Value: 11, Better: Lower}, false},
	} {
		t.Run(c.figure.ID, func(t *testing.T) {
			t.Setenv("STEWARD_RECORD", t.TempDir())
			for _, full := range []bool{false, true} {
				t.Setenv("STEWARD_PROOF", "")
				t.Setenv("STEWARD_BENCH", map[bool]string{true: "1"}[full])
				v := &verdict{TB: t}
				Measured(v, c.figure)
				if v.failed != (full && c.fails) {
					t.Errorf("at full size %v: failed %v", full, v.failed)
				}
			}
		})
	}
}

func TestProven_WritesAndFailsAtAnySize(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("STEWARD_RECORD", folder)
	t.Setenv("STEWARD_BENCH", "")
	t.Setenv("STEWARD_PROOF", "")
	broken := Proof{ID: "T9", What: "decoders", Figure: "1 panic", Bound: "0 panics"}

	v := &verdict{TB: t}
	Proven(v, broken)
	if !v.failed {
		t.Error("a broken promise passed in an ordinary run")
	}
	if _, err := os.Stat(filepath.Join(folder, "T9.json")); err == nil {
		t.Error("an ordinary run wrote a record")
	}

	t.Setenv("STEWARD_PROOF", "1")
	if Amount(3, 1000) != 1000 {
		t.Error("a run at full size measures the quick amount")
	}
	Proven(&verdict{TB: t}, broken)
	text, err := os.ReadFile(filepath.Join(folder, "T9.json"))
	if err != nil {
		t.Fatal(err)
	}
	var read Proof
	if err := json.Unmarshal(text, &read); err != nil || read != broken {
		t.Errorf("wrote %s (%v)", text, err)
	}
}
