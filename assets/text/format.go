package text

import (
	"fmt"
	"strings"
	"time"
)

// integer is any whole number.
type integer interface {
	~int | ~int32 | ~int64 | ~uint | ~uint32 | ~uint64
}

// Count is a whole number with its thousands grouped: "8,412".
func Count[T integer](n T) string {
	s := fmt.Sprint(n)
	if rest, negative := strings.CutPrefix(s, "-"); negative {
		return minus + grouped(rest)
	}
	return grouped(s)
}

// Date is a day as "2026-11-23"; empty for the zero time.
func Date(t time.Time, zone *time.Location) string { return format(t, zone, time.DateOnly) }

// DateTime is a moment as "2026-11-23 14:02:11"; empty for the zero time.
func DateTime(t time.Time, zone *time.Location) string { return format(t, zone, time.DateTime) }

// Clock is the time of a day as "14:02"; empty for the zero time.
func Clock(t time.Time, zone *time.Location) string { return format(t, zone, "15:04") }

// DayMonth is a day as "21 Nov"; empty for the zero time.
func DayMonth(t time.Time, zone *time.Location) string { return format(t, zone, "2 Jan") }

// DayMonthYear is a day as "14 Mar 2027"; empty for the zero time.
func DayMonthYear(t time.Time, zone *time.Location) string { return format(t, zone, "2 Jan 2006") }

func format(t time.Time, zone *time.Location, layout string) string {
	if t.IsZero() {
		return ""
	}
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format(layout)
}

// Ages change their wording at these lengths.
const (
	ageMinutes = time.Minute
	ageHours   = time.Hour
	ageDays    = 48 * time.Hour
)

// Age is how long ago something was read: "40 s ago", "12 min ago", "3 h old",
// "5 d old". A clock that runs backwards gives "0 s ago".
func Age(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < ageMinutes:
		return T("age.seconds", With("Age", int(d.Seconds())))
	case d < ageHours:
		return T("age.minutes", With("Age", int(d.Minutes())))
	case d < ageDays:
		return T("age.hours", With("Age", int(d.Hours())))
	}
	return T("age.days", With("Age", int(d.Hours())/24))
}

// AgeSince is Age, and "since 21 Nov" for what is older than two days, with the
// year if it is another one.
func AgeSince(at, now time.Time, zone *time.Location) string {
	if d := now.Sub(at); d < ageDays {
		return Age(d)
	}
	if at.Year() != now.Year() {
		return T("age.since", With("Date", DayMonthYear(at, zone)))
	}
	return T("age.since", With("Date", DayMonth(at, zone)))
}

// Took is how long something lasted: "84 ms", "1.2 s", "9 s", "2 min 04 s", "3 h 05 min".
func Took(d time.Duration) string {
	d = max(d, 0)
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 9950*time.Millisecond && d%time.Second != 0:
		return fmt.Sprintf("%d.%d s", d/time.Second, d%time.Second/(100*time.Millisecond))
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d h %02d min", d/time.Hour, d%time.Hour/time.Minute)
}
