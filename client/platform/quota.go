package platform

import "strings"

// QuotaSource is who set a quota's value. Unknown values keep the platform's
// own text.
type QuotaSource string

// The documented sources, 0 and 1 on the wire.
const (
	QuotaPersonal QuotaSource = "PERSONAL" // set for this customer
	QuotaOfGroup  QuotaSource = "GROUP"    // the value of the customer's group
)

// QuotaUnit is what a quota counts.
type QuotaUnit string

// The units that a quota's name tells; the platform sends none.
const (
	UnitNotTold  QuotaUnit = ""
	UnitSwitch   QuotaUnit = "switch" // 0 or 1
	UnitCount    QuotaUnit = "count"
	UnitCloudlet QuotaUnit = "cloudlet"
)

// Quota is one limit of a customer or of a group. Names, order and meaning
// come from the platform.
type Quota struct {
	ID          int64 // 0: not told
	Name        string
	Description string
	ReferenceID string // empty: none
	Value       int64  // what holds
	SetBy       QuotaSource
	// GroupValue is what holds for the customer's group; GroupTold says whether
	// it is known.
	GroupValue               int64
	GroupTold                bool
	Business, Custom, Hidden bool
}

// Unit is what the quota counts, as far as its name tells.
func (q Quota) Unit() QuotaUnit {
	switch name := strings.ToLower(q.Name); {
	case strings.HasSuffix(name, ".enabled"):
		return UnitSwitch
	case strings.Contains(name, "cloudlets"):
		return UnitCloudlet
	case strings.Contains(name, "count"):
		return UnitCount
	}
	return UnitNotTold
}

// Differs reports whether the value is known to differ from the group's.
func (q Quota) Differs() bool { return q.GroupTold && q.Value != q.GroupValue }

// BesideGroup returns a customer's quotas, each with the value of the group.
func BesideGroup(quotas, group []Quota) []Quota {
	values := make(map[string]int64, len(group))
	for _, q := range group {
		values[q.Name] = q.Value
	}
	beside := make([]Quota, len(quotas))
	for i, q := range quotas {
		if value, told := values[q.Name]; told {
			q.GroupValue, q.GroupTold = value, true
		}
		beside[i] = q
	}
	return beside
}
