package customer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// planNames are the service plans of a subscription, each once.
func planNames(s platform.Subscription) string {
	var names []string
	for _, item := range s.Items {
		if name := item.Plan.Name; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// usageText is how many are installed, of how many that are paid for.
func usageText(s platform.Subscription) string {
	used, of := s.Usage()
	return text.T("subscriptions.usage", text.With("Used", text.Count(used)), text.With("Of", text.Count(of)))
}

func usageCell(s platform.Subscription) kit.Cell {
	used, of := s.Usage()
	cell := kit.Cell{
		Text: usageText(s),
		Hint: text.T("subscriptions.usage.hint", text.With("Used", text.Count(used)), text.With("Of", text.Count(of))),
	}
	if used > of {
		cell.Color = theme.ColorNameWarning
	}
	return cell
}

// statusCell is a status as shape and word.
func statusCell(s kit.Status) kit.Cell {
	return kit.Cell{Text: s.Word, Icon: kit.CellIcon{Resource: s.Icon, Color: s.Color}}
}

// dateCell is a day, with the time of day in the hint line.
func dateCell(at time.Time, zone *time.Location) kit.Cell {
	return kit.Cell{Text: text.Date(at, zone), Hint: text.DateTime(at, zone), Mono: true}
}

// endsCell is when a subscription ends, with what happens then.
func endsCell(s platform.Subscription, zone *time.Location) kit.Cell {
	cell := dateCell(s.Ends, zone)
	if s.Ends.IsZero() {
		return cell
	}
	renewal := text.T("subscriptions.noautocharge")
	if s.AutoCharge {
		renewal = text.T("subscriptions.autocharge")
	}
	cell.Hint += ", " + renewal
	return cell
}

// compareUsage orders by what is installed, then by what is paid for.
func compareUsage(a, b platform.Subscription) int {
	usedA, ofA := a.Usage()
	usedB, ofB := b.Usage()
	return cmp.Or(cmp.Compare(usedA, usedB), cmp.Compare(ofA, ofB))
}

func compareSubscriptionStatus(a, b platform.SubscriptionStatus) int {
	return cmp.Or(placeIn(platform.SubscriptionStatuses, a)-placeIn(platform.SubscriptionStatuses, b), strings.Compare(string(a), string(b)))
}

// chargePeriods are the periods, the shortest first.
var chargePeriods = []platform.ChargePeriod{
	platform.ChargeHourly, platform.ChargeMonthly, platform.ChargeYearly, platform.ChargeOnce,
}

func compareChargePeriod(a, b platform.ChargePeriod) int {
	return cmp.Or(placeIn(chargePeriods, a)-placeIn(chargePeriods, b), strings.Compare(string(a), string(b)))
}

// subscriptionOptions are the statuses that occur, as the options of a filter
// with their counts.
func subscriptionOptions(rows []platform.Subscription) []kit.Option {
	counts := map[platform.SubscriptionStatus]int{}
	for _, s := range rows {
		counts[s.Status]++
	}
	known := make([]platform.SubscriptionStatus, 0, len(counts))
	for s := range counts {
		known = append(known, s)
	}
	slices.SortFunc(known, compareSubscriptionStatus)
	options := make([]kit.Option, len(known))
	for i, s := range known {
		look := subscriptionStatus(s)
		options[i] = kit.Option{Key: string(s), Title: look.Word, Note: text.Count(counts[s]), Icon: look.Icon, Color: look.Color}
	}
	return options
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }

// usage is an environment that uses a subscription.
type usage struct {
	platform.SubscriptionResource
	plan string
}

// usages are the environments of a subscription, plan by plan.
func usages(s platform.Subscription) []usage {
	var list []usage
	for _, item := range s.Items {
		for _, r := range item.Resources {
			list = append(list, usage{r, item.Plan.Name})
		}
	}
	return list
}

// name is the environment as far as the platform tells it.
func (u usage) name() string { return cmp.Or(u.Environment, u.UniqueName, u.AppID) }

// linked reports whether the platform says which environment it is.
func (u usage) linked() bool { return u.AppID != "" || u.Environment != "" }

// environmentCell is a link to the environment, where it is known.
func (u usage) environmentCell() kit.Cell {
	if !u.linked() {
		return kit.Cell{Text: text.Isolated(u.name()), Hint: text.T("subscriptions.usage.nolink")}
	}
	return kit.Cell{Text: text.Isolated(u.name()), Link: true, Hint: text.T("subscriptions.usage.open")}
}
