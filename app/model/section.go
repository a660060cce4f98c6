package model

import (
	"time"

	"steward/client/platform"
)

// Section names a part of the platform's data that is read and aged as one.
type Section string

// The sections. The first three belong to the whole platform, the others to
// one customer.
const (
	SectionUsers    Section = "users"
	SectionGroups   Section = "groups" // groups, resellers and currencies
	SectionActivity Section = "activity"

	SectionInfo          Section = "info"
	SectionEnvironments  Section = "environments"
	SectionTopology      Section = "topology" // of one environment: Part is its appid
	SectionSubscriptions Section = "subscriptions"
	SectionInvoices      Section = "invoices" // of all subscriptions of the customer
	SectionAudit         Section = "audit"
	SectionBilling       Section = "billing"       // charges of days
	SectionHours         Section = "billing.hours" // charges of hours
	SectionQuotas        Section = "quotas"
	SectionFunding       Section = "funding"
	SectionCollaboration Section = "collaboration"
)

// StaleAfter is the age from which a section is read again when it is shown.
func (s Section) StaleAfter() time.Duration {
	switch s {
	case SectionInfo, SectionEnvironments, SectionTopology:
		return 5 * time.Minute
	case SectionBilling, SectionHours, SectionFunding, SectionInvoices:
		return 10 * time.Minute
	case SectionUsers:
		return 15 * time.Minute
	}
	return 60 * time.Minute
}

// Sliced reports whether a section is read in slices of time: its key has a
// period, and what is covered of the period is known (SectionState.Missing).
func (s Section) Sliced() bool {
	switch s {
	case SectionAudit, SectionBilling, SectionHours, SectionFunding:
		return true
	}
	return false
}

// Slice is the piece of time, around a moment, that a sliced section is read
// in: a week of hourly charges, else three months. UTC.
func (s Section) Slice(t time.Time) platform.Period {
	if s == SectionHours {
		monday := IntervalStart(platform.IntervalWeek, t)
		return platform.Period{From: monday, To: monday.AddDate(0, 0, 7)}
	}
	month := IntervalStart(platform.IntervalMonth, t)
	first := month.AddDate(0, -(int(month.Month())-1)%3, 0)
	return platform.Period{From: first, To: first.AddDate(0, 3, 0)}
}

// Slices are the slices that a period touches, newest first; none that have
// not begun. Without a beginning of the period it is the newest alone.
func (s Section) Slices(p platform.Period, now time.Time) []platform.Period {
	if p.To.IsZero() || p.To.After(now) {
		p.To = now
	}
	var slices []platform.Period
	for at := p.To.Add(-time.Nanosecond); ; {
		slice := s.Slice(at)
		if !slice.To.After(p.From) {
			return slices
		}
		slices = append(slices, slice)
		if p.From.IsZero() {
			return slices
		}
		at = slice.From.Add(-time.Nanosecond)
	}
}

// SectionKey names one section of one customer (UID 0: of the platform) and,
// for sections with a period, the period.
type SectionKey struct {
	Section Section
	UID     platform.UID
	Period  platform.Period
	Part    string // of the section, if it has parts: the appid of a topology
}

// Touches reports whether an event with key k concerns who shows other: the
// same section, and the same period where both name one. Events of sliced
// sections name no period.
func (k SectionKey) Touches(other SectionKey) bool {
	whole := platform.Period{}
	if k.Period != whole && other.Period != whole && k.Period != other.Period {
		return false
	}
	k.Period, other.Period = whole, whole
	return k == other
}

// SectionState is what is known about a section's freshness.
type SectionState struct {
	// ReadAt is when the last successful read began, UTC; zero: never read. Of
	// a sliced section it is the oldest read of what may still change in the
	// period; zero if nothing of the period was read.
	ReadAt   time.Time
	FailedAt time.Time // UTC, when the last read failed; zero if the last one succeeded
	Err      *Error    // why it failed, nil if it did not
	Reading  bool      // a read is in flight

	// Missing are the spans of the asked period, up to now, that were not read,
	// oldest first. Only sliced sections have them: show them as "not read",
	// never as nothing.
	Missing []platform.Period
	// Settled says that what was read of the asked period changes no more: it
	// lies in the past, and was read after that. It does not become old.
	Settled bool
}

// Stale reports whether the section should be read again.
func (s SectionState) Stale(section Section, now time.Time) bool {
	if s.Settled {
		return len(s.Missing) > 0
	}
	return len(s.Missing) > 0 || s.ReadAt.IsZero() || now.Sub(s.ReadAt) > section.StaleAfter()
}

// Progress is where the reading of all customers stands.
type Progress struct {
	Running  bool
	Paused   bool
	First    bool // the list has never been complete
	Complete bool // the cached list is complete
	Read     int  // customers read in this run
	Total    int  // what the platform says there are; 0: not known yet
	Slow     bool // the pages were made smaller because answers are slow
	Err      *Error
}

// ActivityRow is one customer's count in a period and in the period before.
type ActivityRow struct {
	UID               platform.UID
	Login             string // empty: not known here
	Group             string
	Actions, Previous int64
}

// ActivityTable is Activity History of one period.
type ActivityTable struct {
	Rows     []ActivityRow
	Actions  int64 // sum
	Silent   int   // customers of the cache without an action in the period
	Previous bool  // whether the period before was read too
	State    SectionState
}
