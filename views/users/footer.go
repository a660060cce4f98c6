package users

import (
	"strings"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
)

// sumText is exact sums in words, one currency after the other.
func sumText(sums []model.Sum, pick func(model.Sum) platform.Money) string {
	var parts []string
	for _, s := range sums {
		if m := pick(s); m.Given() {
			parts = append(parts, text.MoneyFull(m))
		}
	}
	return strings.Join(parts, ", ")
}

func balanceOf(s model.Sum) platform.Money { return s.Balance }
func bonusOf(s model.Sum) platform.Money   { return s.Bonus }

// currencies are the currencies that appear in sums.
func currencies(sums []model.Sum) string {
	var codes []string
	for _, s := range sums {
		if c := s.Balance.Currency(); c != "" {
			codes = append(codes, c)
		}
	}
	return strings.Join(codes, ", ")
}

// filterWords sums a filter up: "group billing or beta, status active".
func filterWords(f model.Filter) string {
	var parts []string
	if len(f.Groups) > 0 {
		key := "list.filter.group"
		if f.NotGroups {
			key = "list.filter.notgroup"
		}
		parts = append(parts, text.T(key, text.With("Groups", either(f.Groups))))
	}
	if len(f.States) > 0 {
		states := make([]string, len(f.States))
		for i, s := range f.States {
			states[i] = strings.ToLower(text.T("status." + s.String()))
		}
		parts = append(parts, text.T("list.filter.status", text.With("States", either(states))))
	}
	if f.Only != nil {
		parts = append(parts, text.T("list.filter.only"))
	}
	return strings.Join(parts, ", ")
}

// either joins alternatives: "a, b or c".
func either(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return text.T("list.filter.or",
		text.With("Most", strings.Join(list[:len(list)-1], ", ")), text.With("Last", list[len(list)-1]))
}
