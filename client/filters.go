package client

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"steward/client/platform"
)

// selective are the filter fields, the one that finds fewest first.
var selective = []string{FilterUID, FilterEmail, FilterGroup, FilterStatus}

// filterPoints are the fields that a platform may not filter by.
var filterPoints = map[string]string{FilterEmail: CapEmailFilter, FilterStatus: CapStatusFilter}

// split decides which filters the platform is asked for and which are applied here.
func (c *Client) split(filters []AccountFilter) (sent, local []AccountFilter) {
	var able []AccountFilter
	for _, f := range filters {
		if point, doubtful := filterPoints[f.Field]; doubtful && c.choice(point) == 1 {
			local = append(local, f)
		} else {
			able = append(able, f)
		}
	}
	slices.SortStableFunc(able, func(a, b AccountFilter) int {
		return slices.Index(selective, a.Field) - slices.Index(selective, b.Field)
	})
	if len(able) > 1 && (c.choice(CapMultiFilter) != 1 || slices.ContainsFunc(able, needsEscape)) {
		return able[:1], append(local, able[1:]...)
	}
	return able, local
}

// needsEscape reports whether a value cannot stand in a list.
func needsEscape(f AccountFilter) bool { return strings.Contains(f.Value, ";") }

// doubts are the sent filters that the platform seems not to know: it refused
// the parameters, or answered with customers that the filter excludes.
func doubts(sent []AccountFilter, users []platform.User, err error) (kept, doubtful []AccountFilter) {
	for _, f := range sent {
		_, assumed := filterPoints[f.Field]
		excluded := func(u platform.User) bool { return !matches(u, f) }
		if assumed && (resultOf(err) == ResultInvalid || slices.ContainsFunc(users, excluded)) {
			doubtful = append(doubtful, f)
		} else {
			kept = append(kept, f)
		}
	}
	return kept, doubtful
}

// setFilters writes the filters as parallel lists; one filter is a list of one.
func setFilters(form url.Values, filters []AccountFilter) {
	if len(filters) == 0 {
		return
	}
	fields, values := make([]string, len(filters)), make([]string, len(filters))
	for i, f := range filters {
		fields[i], values[i] = f.Field, wireValue(f)
	}
	form.Set("filterField", strings.Join(fields, ";"))
	form.Set("filterValue", strings.Join(values, ";"))
}

// statusNumbers are the account statuses as the platform counts them (documented).
var statusNumbers = map[platform.AccountStatus]string{
	platform.AccountActive: "1", platform.AccountInactive: "2", platform.AccountDestroyed: "3", platform.AccountDeleted: "4",
}

// wireValue is a filter's value as the platform expects it.
func wireValue(f AccountFilter) string {
	if f.Field == FilterStatus {
		if number, ok := statusNumbers[platform.AccountStatus(strings.ToUpper(f.Value))]; ok {
			return number
		}
	}
	return f.Value
}

func matchesAll(u platform.User, filters []AccountFilter) bool {
	return !slices.ContainsFunc(filters, func(f AccountFilter) bool { return !matches(u, f) })
}

// matches reports whether a customer meets a filter. A field that is not
// known excludes nobody.
func matches(u platform.User, f AccountFilter) bool {
	switch f.Field {
	case FilterUID:
		return strconv.FormatUint(uint64(u.UID), 10) == strings.TrimSpace(f.Value)
	case FilterEmail:
		return strings.Contains(strings.ToLower(u.Email), strings.ToLower(f.Value))
	case FilterGroup:
		return u.Group.Name == f.Value
	case FilterStatus:
		number, known := statusNumbers[u.Status]
		return known && number == wireValue(f)
	}
	return true
}
