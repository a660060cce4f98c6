package customer

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// environment is a row of the Environments tab: the environment, and what the
// list of the platform does not tell of it.
type environment struct {
	platform.Environment
	limit  int            // cloudlets that it may use at most; -1: not known here
	aDay   platform.Money // what it costs a day at present; not given: not known
	status kit.Status
}

// title is what its owner calls it.
func (e environment) title() string {
	if e.DisplayName != "" {
		return e.DisplayName
	}
	return e.Name
}

// regionName is the region as people see it.
func regionName(r platform.RegionRef) string {
	if r.Name != "" {
		return r.Name
	}
	return r.ID
}

// cloudletsText is what is used, of the most that may be: "14 / 64"; the limit
// is left out while it is not known.
func (e environment) cloudletsText() string {
	used := countText(e.Cloudlets)
	if e.limit < 0 {
		return used
	}
	return used + " / " + text.Count(e.limit)
}

func (e environment) cloudletsHint() string {
	switch {
	case e.Cloudlets < 0:
		return text.T("list.notgiven")
	case e.limit < 0:
		return text.T("environments.cloudlets.used", text.N(e.Cloudlets))
	}
	return text.T("environments.cloudlets.of", text.N(e.Cloudlets), text.With("Limit", text.Count(e.limit)))
}

// countText is a number that the platform may not tell (-1).
func countText(n int) string {
	if n < 0 {
		return ""
	}
	return text.Count(n)
}

// moneyCell is an amount in two decimals with the exact one in the hint line.
func moneyCell(m platform.Money) kit.Cell {
	a := text.Money(m, text.List)
	cell := kit.Cell{Text: a.Digits, More: a.More, Hint: text.MoneyFull(m)}
	if a.Negative {
		cell.Color = theme.ColorNameError
	}
	return cell
}

// compareMoney orders amounts: those not given first, then by currency.
func compareMoney(a, b platform.Money) int {
	if a.Given() != b.Given() {
		if b.Given() {
			return -1
		}
		return 1
	}
	return cmp.Or(strings.Compare(a.Currency(), b.Currency()), a.Amount().Cmp(b.Amount()))
}

// compareText orders names as people read them: without regard to case.
func compareText(a, b string) int {
	return cmp.Or(strings.Compare(strings.ToLower(a), strings.ToLower(b)), strings.Compare(a, b))
}

// environmentOptions are the statuses that occur, as the options of a filter with
// their counts. Filters know them by the platform's own text.
func environmentOptions(rows []environment) []kit.Option {
	counts := map[platform.EnvironmentStatus]int{}
	for _, e := range rows {
		counts[e.Status]++
	}
	known := make([]platform.EnvironmentStatus, 0, len(counts))
	for s := range counts {
		known = append(known, s)
	}
	slices.SortFunc(known, func(a, b platform.EnvironmentStatus) int {
		return cmp.Or(placeIn(platform.EnvironmentStatuses, a)-placeIn(platform.EnvironmentStatuses, b), strings.Compare(string(a), string(b)))
	})
	options := make([]kit.Option, len(known))
	for i, s := range known {
		look := environmentStatus(s)
		options[i] = kit.Option{Key: string(s), Title: look.Word, Note: text.Count(counts[s]), Icon: look.Icon, Color: look.Color}
	}
	return options
}
