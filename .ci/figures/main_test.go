package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// leave puts records where the measuring tests leave them.
func leave(t *testing.T, kind string, records map[string]string) (root string) {
	t.Helper()
	root = t.TempDir()
	for _, folder := range []string{filepath.Join("build", kind), "docs"} {
		if err := os.MkdirAll(filepath.Join(root, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for id, text := range records {
		if err := os.WriteFile(filepath.Join(root, "build", kind, id+".json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestGather_ProofsInOrderAndOnThePage(t *testing.T) {
	root := leave(t, "proof", map[string]string{
		"T10": `{"id":"T10","what":"TLS","figure":"7 of 7 | refused","bound":"7 of 7","ok":true}`,
		"T9":  `{"id":"T9","what":"decoders","figure":"0 panics","bound":"0 panics","ok":true}`,
	})
	var out bytes.Buffer
	if err := gather("proof", root, &out); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "proof.md"))
	if err != nil {
		t.Fatal(err)
	}
	nine, ten := strings.Index(string(page), "| T9 |"), strings.Index(string(page), "| T10 |")
	if nine < 0 || ten < nine || !strings.Contains(string(page), `7 of 7 \| refused`) {
		t.Errorf("page:\n%s", page)
	}
	merged, err := os.ReadFile(filepath.Join(root, "build", "proof.json"))
	if err != nil || bytes.Count(merged, []byte(`"id"`)) != 2 {
		t.Errorf("merged: %s (%v)", merged, err)
	}
}

func TestGather_MissedBoundAndNothingMeasuredAreErrors(t *testing.T) {
	slow := `{"id":"B1","name":"first page","value":9,"unit":"ms","bound":5,"better":"lower","ok":false}`
	var out bytes.Buffer
	if err := gather("bench", leave(t, "bench", map[string]string{"B1": slow}), &out); err == nil {
		t.Error("a missed bound passed")
	}
	if !strings.Contains(out.String(), "MISSED") || !strings.Contains(out.String(), "<= 5 ms") {
		t.Errorf("table: %s", out.String())
	}
	for _, kind := range []string{"bench", "proof", "other"} {
		if err := gather(kind, leave(t, kind, nil), &out); err == nil {
			t.Errorf("%s: nothing measured passed", kind)
		}
	}
}
