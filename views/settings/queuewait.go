package settings

import (
	"context"
	"slices"
	"strconv"
	"time"

	"steward/assets/text"
	"steward/views/kit"
)

// queueWaits are the choices of how long a change may wait in the queue; 0: as long
// as it takes.
var queueWaits = []time.Duration{time.Hour, 4 * time.Hour, 24 * time.Hour, 72 * time.Hour, 7 * 24 * time.Hour, 0}

// waitWords is a time to wait in words.
func waitWords(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d == 0:
		return text.T("settings.queuewait.forever")
	case d >= 2*day && d%day == 0:
		return text.T("settings.queuewait.days", text.N(int(d/day)))
	}
	return text.T("settings.queuewait.hours", text.N(int(d/time.Hour)))
}

// showWait shows how long a change may wait now.
func (m *money) showWait(wait time.Duration) {
	choices := queueWaits
	if !slices.Contains(choices, wait) {
		choices = append([]time.Duration{wait}, choices...)
	}
	options := make([]kit.Option, len(choices))
	for i, d := range choices {
		options[i] = kit.Option{Key: waitKey(d), Title: waitWords(d)}
	}
	m.wait.SetOptions(options)
	m.wait.Set(waitKey(wait))
}

func waitKey(d time.Duration) string { return strconv.FormatInt(int64(d), 10) }

// storeWait keeps the choice; it holds at once, for what waits already too.
func (m *money) storeWait(key string) {
	n, err := strconv.ParseInt(key, 10, 64)
	if err != nil {
		return
	}
	m.cfg.Tasks.Go(slotQueueWait, func(ctx context.Context) (func(), error) {
		return nil, m.cfg.Cluster.PutQueueWait(ctx, time.Duration(n))
	}, m.failed)
}

const slotQueueWait = "settings.queuewait"
