package model

import (
	"time"

	"steward/client/platform"
)

// BillingIntervals are the intervals of Billing History, the narrowest first.
// They begin in UTC: weeks on Monday, months and years on their first day.
var BillingIntervals = []platform.Interval{
	platform.IntervalHour, platform.IntervalDay, platform.IntervalWeek, platform.IntervalMonth, platform.IntervalYear,
}

// BillingSection is the section whose charges are gathered into an interval:
// the platform is asked for hours only where hours are shown. It is the
// Section of the key for Show, Refresh and State.
func BillingSection(i platform.Interval) Section {
	if i == platform.IntervalHour {
		return SectionHours
	}
	return SectionBilling
}

// IntervalStart is the beginning of the interval that a moment is in, UTC; of
// anything but the five intervals, of the day.
func IntervalStart(i platform.Interval, t time.Time) time.Time {
	t = t.UTC()
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	switch i {
	case platform.IntervalHour:
		return t.Truncate(time.Hour)
	case platform.IntervalWeek:
		return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	case platform.IntervalMonth:
		return day.AddDate(0, 0, 1-day.Day())
	case platform.IntervalYear:
		return time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return day
}

// SplitPeriod cuts a period into intervals, oldest first; the outer ones are
// clipped to the period. The whole period is one for anything but the five.
func SplitPeriod(i platform.Interval, p platform.Period) []platform.Period {
	var parts []platform.Period
	for from := p.From; from.Before(p.To); {
		to := i.After(from)
		if to.IsZero() || to.After(p.To) {
			to = p.To
		}
		parts = append(parts, platform.Period{From: from, To: to})
		from = to
	}
	return parts
}
