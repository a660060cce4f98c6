package activity

import (
	"time"

	"steward/client/platform"
)

// presets are the keys of the ready-made periods, in the order of the menu.
var presets = []string{"today", "week", "month", "thismonth", "lastmonth", "quarter"}

// usualPreset is the period that is shown first.
const usualPreset = "week"

// presetDays are first and last day of a preset, both inclusive, midnight UTC.
func presetDays(preset string, now time.Time) (first, last time.Time) {
	today := midnight(now)
	firstOfMonth := today.AddDate(0, 0, 1-today.Day())
	switch preset {
	case "today":
		return today, today
	case "month":
		return today.AddDate(0, 0, -29), today
	case "thismonth":
		return firstOfMonth, today
	case "lastmonth":
		return firstOfMonth.AddDate(0, -1, 0), firstOfMonth.AddDate(0, 0, -1)
	case "quarter":
		return today.AddDate(0, 0, -7*12+1), today
	}
	return today.AddDate(0, 0, -6), today
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// periodOf is the period of two days, both inclusive.
func periodOf(first, last time.Time) platform.Period {
	return platform.Period{From: midnight(first), To: midnight(last).AddDate(0, 0, 1)}
}
