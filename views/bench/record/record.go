// Package record writes down what the measuring tests find: figures (build/bench)
// and proofs of promises (build/proof). Only tests import it.
//
// A measuring test runs in every test run with few repetitions, so that it cannot
// rot, and with all of them under `make bench` and `make proof`; only then is
// anything written and only then are bounds of time and memory asked for.
package record

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Figure is one measured number and the bound it has to keep.
type Figure struct {
	ID     string  `json:"id"`     // short and stable: "B1"
	Name   string  `json:"name"`   // what was measured, in words
	Value  float64 `json:"value"`  // in Unit
	Unit   string  `json:"unit"`   // "ms", "MB", "rows/s"
	Bound  float64 `json:"bound"`  // in Unit; 0: only written down
	Better Better  `json:"better"` // which side of Bound is good
	OK     bool    `json:"ok"`     // set by Measured
}

// Better says whether small or large values are good.
type Better string

// The directions of a Figure.
const (
	Lower  Better = "lower"
	Higher Better = "higher"
)

// Proof is one promise, the figure that was reached and the one it needs.
type Proof struct {
	ID     string `json:"id"`     // the test's number: "T9"
	What   string `json:"what"`   // what was done, in words
	Figure string `json:"figure"` // what was reached: "0 panics in 2,000,000 inputs"
	Bound  string `json:"bound"`  // what it needs: "0 panics"
	OK     bool   `json:"ok"`
}

// Full reports whether this run measures at full size (make bench, make proof).
func Full() bool {
	return os.Getenv("STEWARD_BENCH") != "" || os.Getenv("STEWARD_PROOF") != ""
}

// Amount is full in a run at full size, else quick.
func Amount(quick, full int) int {
	if Full() {
		return full
	}
	return quick
}

// Measured writes a figure down and fails the test when it misses its bound. In an
// ordinary test run it only logs: a shared machine says nothing about time.
func Measured(t testing.TB, f Figure) {
	t.Helper()
	f.OK = f.keeps()
	t.Logf("%s %s: %.2f %s", f.ID, f.Name, f.Value, f.Unit)
	if !Full() {
		return
	}
	write(t, f.ID, f)
	if !f.OK {
		t.Errorf("%s %s: %.2f %s, bound %.2f (%s is better)", f.ID, f.Name, f.Value, f.Unit, f.Bound, f.Better)
	}
}

// keeps reports whether the value is on the good side of the bound.
func (f Figure) keeps() bool {
	switch {
	case f.Bound == 0:
		return true
	case f.Better == Higher:
		return f.Value >= f.Bound
	}
	return f.Value <= f.Bound
}

// Proven writes a proof down and fails the test when it does not hold, at any size.
func Proven(t testing.TB, p Proof) {
	t.Helper()
	t.Logf("%s %s: %s", p.ID, p.What, p.Figure)
	if Full() {
		write(t, p.ID, p)
	}
	if !p.OK {
		t.Errorf("%s %s: %s, needed %s", p.ID, p.What, p.Figure, p.Bound)
	}
}

// write keeps one record as a file of its own: tests of several packages run at once.
func write(t testing.TB, id string, what any) {
	t.Helper()
	folder := os.Getenv("STEWARD_RECORD")
	if folder == "" {
		t.Fatal("write record: STEWARD_RECORD names no folder; use make bench or make proof")
	}
	text, err := json.MarshalIndent(what, "", "  ")
	if err != nil {
		t.Fatalf("write record %s: %v", id, err)
	}
	if err := os.WriteFile(filepath.Join(folder, id+".json"), text, 0o600); err != nil {
		t.Fatalf("write record %s: %v", id, err)
	}
}
