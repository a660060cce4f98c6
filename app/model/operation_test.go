package model

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// diagram is the picture of the states as the rules for money draw it.
const diagram = `
draft -> queued
queued -> sending | review | cancelled
review -> queued | cancelled
sending -> accepted | queued | review | rejected | unknown
accepted -> confirmed | duplicate | wrong | unknown | review
unknown -> confirmed | rejected | wrong | duplicate | settled | not-applied | queued
not-applied -> sending | confirmed | duplicate | wrong | settled
rejected -> confirmed | wrong | draft
confirmed -> duplicate
cancelled -> confirmed | wrong
duplicate -> settled
wrong -> settled`

func TestTransitionsAreThoseOfTheDiagram(t *testing.T) {
	wanted := map[[2]OperationState]bool{}
	for line := range strings.SplitSeq(strings.TrimSpace(diagram), "\n") {
		from, to, _ := strings.Cut(line, " -> ")
		for next := range strings.SplitSeq(to, " | ") {
			wanted[[2]OperationState{OperationState(from), OperationState(next)}] = true
		}
	}
	for _, from := range OperationStates {
		for _, to := range OperationStates {
			if got, want := from.CanBecome(to), wanted[[2]OperationState{from, to}]; got != want {
				t.Errorf("%s -> %s: %v, want %v", from, to, got, want)
			}
		}
	}
	if len(OperationStates) != 13 {
		t.Errorf("%d states", len(OperationStates))
	}
}

func TestStatesSayWhatTheyMean(t *testing.T) {
	for _, s := range OperationStates {
		if s.Waits() && s.Flying() || s.Flying() && !s.Open() || s.Waits() && !s.Open() {
			t.Errorf("%s contradicts itself", s)
		}
		if s.Open() && !s.Moved() {
			t.Errorf("%s is open and does not count", s)
		}
	}
}

func TestOperationIDsAreCheckedAndDerived(t *testing.T) {
	seen := map[OperationID]bool{}
	for range 2000 {
		id := NewOperationID()
		if len(id) != 10 || seen[id] {
			t.Fatalf("id %q, seen %v", id, seen[id])
		}
		seen[id] = true
		back, err := ParseOperationID(" " + strings.ToLower(string(id)))
		if err != nil || back != id {
			t.Fatalf("%s read back as %s, %v", id, back, err)
		}
		for i := range id { // every single wrong character is found
			for _, other := range crockford {
				wrong := string(id[:i]) + string(other) + string(id[i+1:])
				if _, err := ParseOperationID(wrong); (err == nil) != (wrong == string(id)) {
					t.Fatalf("%s with %c at %d: %v", id, other, i, err)
				}
			}
		}
	}
	if a, b := PlannedOperationID("p", 7), PlannedOperationID("p", 7); a != b || a == PlannedOperationID("q", 7) || a == PlannedOperationID("p", 8) {
		t.Error("ids of a plan are not its own")
	}
	if a := PlannedOperationID("p", 7); a.RequestKey(1) == a.RequestKey(2) || len(a.RequestKey(1)) != 36 {
		t.Errorf("request key %s", a.RequestKey(1))
	}
}

func TestMarksAreReadBackByThePlatformsNoun(t *testing.T) {
	id := NewOperationID()
	note := id.Note(2, "Outage 20 Nov, T#4711")
	stamp := platform.Funding{Note: note}.Stamp()
	back, attempt, ok := SplitStamp(stamp)
	if !ok || back != id || attempt != 2 || !strings.HasPrefix(note, "[st:"+string(id)+"/2] Outage") {
		t.Errorf("%q gives %s/%d %v", note, back, attempt, ok)
	}
	for _, foreign := range []string{"", "x/1", "7K3F9Q2MXA/0", string(id), string(id) + "/x"} {
		if _, _, ok := SplitStamp(foreign); ok && foreign != "" {
			t.Errorf("%q is ours", foreign)
		}
	}
}

func TestClassesAndReverses(t *testing.T) {
	euro := platform.NewMoney(decimal.RequireFromString("8.40"), "EUR")
	for _, kind := range OperationKinds {
		o := NewOperation(kind, 7, Change{Was: "a", Wanted: "b", Amount: euro, Balance: platform.BalanceMain})
		back, ok := o.Reverse()
		if kind.Irreversible() == ok && kind.Irreversible() {
			t.Errorf("%s can be reversed", kind)
		}
		if ok && (back.ID == o.ID || back.Origin != o.ID || !back.Change.Amount.Equal(euro)) {
			t.Errorf("%s: reverse %+v", kind, back)
		}
		if kind.Money() != (o.Class == ClassMoney) || kind.Money() != (o.Expected() != "") {
			t.Errorf("%s has class %s, row %q", kind, o.Class, o.Expected())
		}
	}
	if ClassOf(ChangeGroup, Change{}) != ClassSet || ClassOf(ChangeGroup, Change{Notify: true}) != ClassOnce {
		t.Error("a mail makes no difference")
	}
	if !slices.Contains(OperationKinds, SignInAsUser) || !DeleteEnvironment.NeedsPassword() {
		t.Error("table is wrong")
	}
}
