package activity

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"steward/app/model"
	"steward/assets/text"
)

// Columns of the list.
const (
	columnUID      = "uid"
	columnLogin    = "login"
	columnGroup    = "group"
	columnActions  = "actions"
	columnBar      = "bar"
	columnPrevious = "previous"
)

// order is how the rows stand.
type order struct {
	Column string
	Desc   bool
}

// selected are the rows that match a search and a group filter, in order.
func selected(rows []model.ActivityRow, search string, groups []string, not bool, by order) []model.ActivityRow {
	search = strings.ToLower(strings.TrimSpace(search))
	list := make([]model.ActivityRow, 0, len(rows))
	for _, r := range rows {
		in := slices.Contains(groups, r.Group)
		if len(groups) > 0 && in == not {
			continue
		}
		if search == "" || strings.Contains(strings.ToLower(r.Login), search) || strings.Contains(uidText(r), search) {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b model.ActivityRow) int {
		c := compare(a, b, by.Column)
		if by.Desc {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a.UID, b.UID))
	})
	return list
}

func compare(a, b model.ActivityRow, column string) int {
	switch column {
	case columnLogin:
		return strings.Compare(a.Login, b.Login)
	case columnGroup:
		return strings.Compare(a.Group, b.Group)
	case columnActions, columnBar:
		return cmp.Compare(a.Actions, b.Actions)
	case columnPrevious:
		return cmp.Compare(change(a), change(b))
	}
	return cmp.Compare(a.UID, b.UID)
}

// change is the difference to the period before in per mille; who did nothing
// then stands above everybody.
func change(r model.ActivityRow) int64 {
	if r.Previous == 0 {
		return int64(1) << 40
	}
	return (r.Actions - r.Previous) * 1000 / r.Previous
}

// strong is from which change (per mille) a row stands out.
const strong = 500

// changeText is the change in words: "+18%", "–9%", "new".
func changeText(r model.ActivityRow, known bool) (words string, stands bool) {
	switch {
	case !known:
		return "", false
	case r.Previous == 0:
		return text.T("activity.new"), false
	}
	c := change(r)
	percent := (c + 5*sign(c)) / 10
	switch {
	case percent > 0:
		words = "+" + text.Count(percent) + "%"
	case percent < 0:
		words = "–" + text.Count(-percent) + "%"
	default:
		words = "0%"
	}
	return words, c > strong || c < -strong
}

func sign(n int64) int64 { return int64(cmp.Compare(n, 0)) }

func uidText(r model.ActivityRow) string { return strconv.FormatUint(uint64(r.UID), 10) }
