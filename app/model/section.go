package model

import (
	"time"

	"steward/client/platform"
)

// Section names a part of the platform's data that is read and aged as one.
type Section string

// The sections of this release. Info belongs to one customer, the others to
// the whole platform.
const (
	SectionUsers    Section = "users"
	SectionGroups   Section = "groups" // groups, resellers and currencies
	SectionActivity Section = "activity"
	SectionInfo     Section = "info"
)

// StaleAfter is the age from which a section is read again when it is shown.
func (s Section) StaleAfter() time.Duration {
	switch s {
	case SectionInfo:
		return 5 * time.Minute
	case SectionUsers:
		return 15 * time.Minute
	}
	return 60 * time.Minute
}

// SectionKey names one section of one customer (UID 0: of the platform) and,
// for sections with a period, the period.
type SectionKey struct {
	Section Section
	UID     platform.UID
	Period  platform.Period
}

// SectionState is what is known about a section's freshness.
type SectionState struct {
	ReadAt   time.Time // UTC, when the last successful read began; zero: never read
	FailedAt time.Time // UTC, when the last read failed; zero if the last one succeeded
	Err      *Error    // why it failed, nil if it did not
	Reading  bool      // a read is in flight
}

// Stale reports whether the section should be read again.
func (s SectionState) Stale(section Section, now time.Time) bool {
	return s.ReadAt.IsZero() || now.Sub(s.ReadAt) > section.StaleAfter()
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
