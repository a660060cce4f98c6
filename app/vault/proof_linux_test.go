package vault

import (
	"fmt"
	"os"
	"testing"

	"steward/views/bench/record"
)

// badKeyrings are the tests of this package that T11 consists of. The names go
// into the addresses of buses.
var badKeyrings = []struct {
	name string
	test func(*testing.T)
}{
	{"absent-no-bus", TestNoBusAtAll},
	{"absent-nobody-on-the-bus", TestNobodyKeepsSecrets},
	{"locked-then-unlocked", TestLockedThenUnlocked},
	{"locked-passphrase-instead", TestPassphraseWhileLocked},
	{"changed", TestSomebodyElseChangedTheKey},
	{"loses-what-it-is-given", TestKeyringThatLosesWrites},
	{"slow-bus-hangs", TestHungBus},
	{"slow-question-unanswered", TestUnansweredPrompt},
	{"slow-answers-too-late", TestLateAnswerIsDropped},
	{"too-large-for-it", TestKeyringThatSaysTooLarge},
	{"too-large-for-others", TestKeyringKeeps},
	{"passphrase", TestPassphrase},
	{"this-run-only", TestThisRunLeavesNothing},
}

// TestProofOfKeyring is T11. In an ordinary run every case runs as a test of
// its own; here they are counted.
func TestProofOfKeyring(t *testing.T) {
	inside := os.Getenv(sessionKind) != "" // one of the cases, in its private session
	if !inside && !record.Full() {
		return
	}
	passed := 0
	for _, c := range badKeyrings {
		if t.Run(c.name, c.test) {
			passed++
		}
	}
	if inside {
		return
	}
	record.Proven(t, record.Proof{
		ID: "T11", What: "keyring absent, locked, changed, slow, too small for a secret: told within the time-out, nothing in the clear, a way on",
		Figure: fmt.Sprintf("%d of %d cases", passed, len(badKeyrings)), Bound: "all of them", OK: passed == len(badKeyrings),
	})
}
