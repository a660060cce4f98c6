package scenario

import (
	"testing"
	"time"
)

// How long a change may wait in the queue is chosen in Settings, and kept.
func TestHowLongAChangeMayWaitIsChosen(t *testing.T) {
	s := open(t)
	s.press("Ctrl+,")
	s.clicks("Money")
	s.picks("24 hours", "4 hours")
	wait, err := s.cluster.QueueWait(s.ctx)
	s.must(err)
	same(t, "stored", wait, 4*time.Hour)
	s.picks("4 hours", "as long as it takes")
	s.press("Esc")
	s.again(true).everybodyRead()
	wait, err = s.cluster.QueueWait(s.ctx)
	s.must(err)
	same(t, "after a restart", wait, time.Duration(0))
	s.press("Ctrl+,")
	s.clicks("Money")
	s.sees("as long as it takes")
	s.press("Esc")
}

// Limits stand in the currency that is chosen.
func TestTheCurrencyOfLimitsIsChosen(t *testing.T) {
	s := open(t)
	s.press("Ctrl+,")
	s.clicks("Money")
	s.until("currencies are known", func() bool { return s.shows("EUR") })
	s.fillsIn("The largest refill or withdrawal; empty: no limit", "50.00")
	s.press("Enter")
	s.picks("EUR", "GBP")
	s.until("it is stored", func() bool {
		limits, err := s.cluster.Limits(s.ctx)
		s.must(err)
		return limits.Operation.Given() && limits.Operation.Currency() == "GBP"
	})
	s.press("Esc")
}
