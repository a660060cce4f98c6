package tour

import (
	"time"

	"steward/app"
)

// Waits are the journal's waits while the tour is on: the rules are the same, but
// what takes a quarter of an hour takes as long as a few pictures.
var Waits = app.JournalTimes{
	Deadline: 4 * time.Second,
	Polls:    []time.Duration{0, time.Second, 4 * time.Second, 9 * time.Second}, Every: 5 * time.Second,
	Quarantine: 36 * time.Second,
}
