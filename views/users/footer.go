package users

import (
	"cmp"
	"slices"
	"strings"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
)

// mainSum is the exact sum of the currency that most customers have: amounts of
// different currencies are never added.
func mainSum(sums []model.Sum, pick func(model.Sum) platform.Money) string {
	most := slices.MaxFunc(sums, func(a, b model.Sum) int { return cmp.Compare(a.Customers, b.Customers) })
	return text.MoneyFull(pick(most))
}

// allSums are the sums of every currency in words.
func allSums(sums []model.Sum) string {
	parts := make([]string, len(sums))
	for i, s := range sums {
		parts[i] = text.T("list.balance", text.With("Sum", text.MoneyFull(s.Balance))) + ", " +
			text.T("list.bonus", text.With("Sum", text.MoneyFull(s.Bonus)))
	}
	return strings.Join(parts, "   ")
}

func balanceOf(s model.Sum) platform.Money { return s.Balance }
func bonusOf(s model.Sum) platform.Money   { return s.Bonus }

// amountsIn names the currency, or says how many others there are.
func amountsIn(sums []model.Sum) string {
	if len(sums) > 1 {
		return text.T("list.currencies", text.N(len(sums)-1))
	}
	return text.T("list.amounts", text.With("Currency", sums[0].Balance.Currency()))
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
