package customer

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// maxGaps is how many spans that were not read are named.
const maxGaps = 4

// gapsSentence says what of a period was not read; empty if all was, or if it is
// being read. Nothing read at all is said elsewhere.
func gapsSentence(s status) string {
	if len(s.Missing) == 0 || s.Reading || s.ReadAt.IsZero() {
		return ""
	}
	spans := make([]string, 0, maxGaps)
	for _, p := range s.Missing[:min(len(s.Missing), maxGaps)] {
		spans = append(spans, spanWords(p))
	}
	if len(s.Missing) > maxGaps {
		spans = append(spans, "…")
	}
	return text.T("audit.gaps", text.With("Spans", strings.Join(spans, ", ")))
}

// spanWords are the days of a period: "21 Nov 2026", or "1 Oct 2026 to 3 Nov 2026".
func spanWords(p platform.Period) string {
	first, last := text.DayMonthYear(p.From, time.UTC), text.DayMonthYear(p.To.Add(-time.Nanosecond), time.UTC)
	if first == last {
		return first
	}
	return text.T("audit.span", text.With("First", first), text.With("Last", last))
}

// sayGaps shows what was not read above what was; box holds the notice.
func sayGaps(n *notice, box *fyne.Container, s status) {
	words := gapsSentence(s)
	if shown := n.object.Visible(); shown == (words != "") && (!shown || words == n.text.Text) {
		return
	}
	n.show(words)
	box.Refresh()
	if words != "" {
		box.Refresh() // how many lines it takes is known once it has its width
	}
}

// renewed moves ready-made days on with the clock and reports whether they are
// others now. Days that stay are left alone: somebody may be writing there.
func renewed(p place, r *kit.DateRange) bool {
	preset := r.Preset()
	return preset != kit.RangeDays && kit.RangePeriod(preset, p.env.App.Now()) != r.Period() && r.Renew()
}

// keptRange is a choice of days whose last ready-made period is remembered.
func keptRange(p place, setting, usual string, changed func()) *kit.DateRange {
	var r *kit.DateRange
	r = kit.NewDateRange(p.env.Host, p.env.App.Now, func(platform.Period) {
		if preset := r.Preset(); preset != kit.RangeDays {
			p.env.Keep(setting, preset)
		}
		changed()
	})
	r.Set(usual)
	screen.Recall(p.env, setting, usual, func(preset string) {
		if preset != r.Preset() && r.Preset() == usual {
			r.Set(preset)
			changed()
		}
	})
	return r
}
