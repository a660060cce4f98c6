package customer

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// slotSubscription waits until the current row rests.
const slotSubscription = "detail.subscription"

// subscriptions is the Subscriptions tab: the list, and below it which
// environments use the one that is chosen, and its invoices.
type subscriptions struct {
	place    place
	list     *table[platform.Subscription]
	statuses *kit.CheckList
	options  []kit.Option
	pane     *subscriptionPane

	chosen int64 // the one that is current; 0: none
}

func newSubscriptions(p place) *subscriptions {
	t := &subscriptions{place: p}
	t.pane = newSubscriptionPane(p)
	t.list = newTable(p, tableOf[platform.Subscription]{
		name: "subscriptions", columns: subscriptionColumns(p.env.Zone),
		key:   func(s platform.Subscription) uint64 { return keyOf(idText(s.ID)) },
		empty: text.T("subscriptions.empty"), noMatch: text.T("subscriptions.nomatch"), clear: t.clearFilter,
		foot: subscriptionsFoot, current: t.choose, below: t.pane.object,
		activate: func(platform.Subscription) { t.pane.focus() },
	})
	t.statuses = kit.NewCheckList(p.env.Host, text.T("subscriptions.statuses.all"), nil, func([]string, bool) { t.restrict() })
	t.statuses.Small, t.statuses.AllowNot, t.statuses.Width = true, true, 150
	return t
}

func (t *subscriptions) object() fyne.CanvasObject { return t.list.object }

func (t *subscriptions) controls() []fyne.CanvasObject { return []fyne.CanvasObject{t.statuses} }

func (t *subscriptions) keys(uid platform.UID) []model.SectionKey {
	keys := []model.SectionKey{{Section: model.SectionSubscriptions, UID: uid}}
	if t.chosen != 0 {
		keys = append(keys, model.SectionKey{Section: model.SectionInvoices, UID: uid})
	}
	return keys
}

func (t *subscriptions) ask(uid platform.UID) question {
	cluster, chosen := t.place.env.Cluster, t.chosen
	return func(ctx context.Context) (func(), error) {
		found, err := cluster.Subscriptions(ctx, uid)
		if err != nil {
			return nil, err
		}
		var invoices model.Invoices
		if chosen != 0 {
			invoices, err = cluster.Invoices(ctx, uid, chosen)
		}
		return func() { t.apply(found, chosen, invoices) }, err
	}
}

func (t *subscriptions) apply(found model.Subscriptions, chosen int64, invoices model.Invoices) {
	if options := subscriptionOptions(found.Rows); !slices.Equal(options, t.options) {
		t.options = options
		t.statuses.SetOptions(options)
	}
	t.list.setRows(found.Rows)
	if chosen != 0 && chosen == t.chosen {
		t.pane.showInvoices(invoices)
	}
}

// choose shows what is known of a row below it, and has its invoices read once
// the row rests.
func (t *subscriptions) choose(s platform.Subscription, ok bool) {
	if !ok {
		t.chosen = 0
		t.pane.clear()
		return
	}
	t.pane.head(s)
	if s.ID == t.chosen {
		return
	}
	t.chosen = s.ID
	t.place.env.Tasks.Debounce(slotSubscription, followAfter, t.place.again)
}

// restrict shows the statuses that are ticked.
func (t *subscriptions) restrict() {
	keys, not := t.statuses.Chosen()
	if len(keys) == 0 {
		t.list.setFilter(nil)
		return
	}
	t.list.setFilter(func(s platform.Subscription) bool { return slices.Contains(keys, string(s.Status)) != not })
}

func (t *subscriptions) clearFilter() {
	t.statuses.Set(nil, false)
	t.restrict()
}

func (t *subscriptions) clear() {
	t.place.env.Tasks.Cancel(slotSubscription)
	t.chosen = 0
	t.pane.clear()
	t.list.clearRows()
}

func (t *subscriptions) status(s status) {
	t.list.status(s)
	t.pane.status(s)
}

func (t *subscriptions) focus() { t.list.focus() }

func (t *subscriptions) chooseColumns() { t.list.chooseColumns() }

func (t *subscriptions) restyle() {
	t.list.restyle()
	t.pane.restyle()
}

func (t *subscriptions) export() Exported {
	return t.list.exported(text.T("customer.tab.subscriptions"), filterWords(t.statuses))
}

// filterWords are the statuses that a filter shows, in words; empty: all.
func filterWords(statuses *kit.CheckList) string {
	if keys, _ := statuses.Chosen(); len(keys) == 0 {
		return ""
	}
	return statuses.Hint
}

// subscriptionsFoot counts the subscriptions.
func subscriptionsFoot(shown, all []platform.Subscription) footing {
	if len(shown) != len(all) {
		return footing{count: text.T("subscriptions.match", text.With("N", text.Count(len(shown))), text.With("Total", text.Count(len(all))))}
	}
	return footing{count: text.T("subscriptions.count", text.N(len(all)))}
}
