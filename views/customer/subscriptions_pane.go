package customer

import (
	"cmp"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// What the pane of a subscription shows.
const (
	paneUsage    = "usage"
	paneInvoices = "invoices"
)

// settingSubscriptionPane is where the last choice is kept.
const settingSubscriptionPane = "customer.subscriptions.pane"

// subscriptionPane is which environments use a subscription, and its invoices.
type subscriptionPane struct {
	place place

	id       int64 // 0: none
	bills    model.Invoices
	icon     *kit.Icon
	name     *kit.Label
	switches *kit.Tabs
	usage    *table[usage]
	invoices *table[platform.Invoice]
	body     *fyne.Container
	object   fyne.CanvasObject
}

func newSubscriptionPane(at place) *subscriptionPane {
	p := &subscriptionPane{place: at, icon: kit.NewIcon(theme.StorageIcon(), theme.ColorNameForeground), name: kit.NewBold("")}
	p.name.Cut = true
	p.usage = newTable(at, tableOf[usage]{
		name: "usage", columns: usageColumns(at), key: func(u usage) uint64 { return keyOf(idText(u.ID) + " " + u.UniqueName + " " + u.AppID) },
		empty: text.T("subscriptions.usage.empty"), foot: usageFoot,
	})
	p.invoices = newTable(at, tableOf[platform.Invoice]{
		name: "invoices", columns: invoiceColumns(at.env.Zone), key: func(v platform.Invoice) uint64 { return keyOf(idText(v.ID)) },
		empty: text.T("subscriptions.invoice.empty"), foot: invoicesFoot,
	})
	p.switches = kit.NewTabs(at.env.Host, []kit.Tab{
		{Key: paneUsage, Title: text.T("subscriptions.pane.usage")}, {Key: paneInvoices, Title: text.T("subscriptions.pane.invoices")},
	}, func(key string) {
		at.env.Keep(settingSubscriptionPane, key)
		p.showBody()
	})
	p.body = container.NewStack(p.usage.object, p.invoices.object)
	p.object = kit.Pillar(paneHead(p.switches, p.icon, p.name), p.body, kit.Stack())
	p.showBody()
	screen.Recall(at.env, settingSubscriptionPane, paneUsage, func(key string) {
		if key == paneInvoices {
			p.switches.Set(key)
			p.showBody()
		}
	})
	return p
}

// showBody shows what the switches say.
func (p *subscriptionPane) showBody() {
	showOne(p.body, map[string]fyne.CanvasObject{paneUsage: p.usage.object, paneInvoices: p.invoices.object}[p.switches.Selected()])
}

// head shows what the list knows of a subscription; of another one, nothing of
// the one before stays.
func (p *subscriptionPane) head(s platform.Subscription) {
	if s.ID != p.id {
		p.clear()
		p.id = s.ID
	}
	look := subscriptionStatus(s.Status)
	p.icon.Set(look.Icon, look.Color)
	p.name.SetText(text.Isolated(cmp.Or(s.Product.Name, idText(s.ID))))
	p.usage.setRows(usages(s))
}

// showInvoices shows the invoices of the subscription.
func (p *subscriptionPane) showInvoices(found model.Invoices) {
	p.bills = found
	p.invoices.setRows(found.Rows)
}

// status says below the rows why there are none. s is what is known of the tab:
// its error may be the invoices'.
func (p *subscriptionPane) status(s status) {
	p.usage.status(s)
	own := status{SectionState: p.bills.State, WhyNot: s.WhyNot}
	if own.Err == nil {
		own.Err = s.Err
	}
	p.invoices.status(own)
}

// focus gives the keyboard to what is shown of the subscription.
func (p *subscriptionPane) focus() {
	if p.switches.Selected() == paneInvoices {
		p.invoices.focus()
	} else {
		p.usage.focus()
	}
}

// clear forgets the subscription.
func (p *subscriptionPane) clear() {
	p.id, p.bills = 0, model.Invoices{}
	p.name.SetText("")
	p.usage.clearRows()
	p.invoices.clearRows()
}

func (p *subscriptionPane) restyle() {
	p.usage.restyle()
	p.invoices.restyle()
}

// usageColumns are the columns of the environments that use a subscription.
func usageColumns(at place) []column[usage] {
	zone := at.env.Zone
	plain := func(id string, width float32, of func(usage) string) column[usage] {
		return column[usage]{
			id: id, title: text.T("subscriptions.usage." + id), width: width, text: of,
			cell:  func(u usage) kit.Cell { return kit.Cell{Text: text.Isolated(of(u))} },
			order: func(a, b usage) int { return compareText(of(a), of(b)) },
		}
	}
	environment := plain("environment", 190, usage.name)
	environment.frozen, environment.cell = true, usage.environmentCell
	environment.link, environment.linked = func(u usage) { at.environment(cmp.Or(u.AppID, u.Environment)) }, usage.linked
	since := plain("since", 104, func(u usage) string { return text.DateTime(u.Created, zone()) })
	since.dated, since.kind = true, export.KindTime
	since.cell = func(u usage) kit.Cell { return dateCell(u.Created, zone()) }
	since.order = func(a, b usage) int { return a.Created.Compare(b.Created) }
	since.value = func(u usage) export.Value { return export.Time(u.Created) }
	status := plain("status", 110, func(u usage) string { return u.Status })
	plan := plain("plan", 150, func(u usage) string { return u.plan })
	plan.flex = true
	return []column[usage]{environment, plan, status, since}
}

func usageFoot(_, all []usage) footing {
	return footing{count: text.T("subscriptions.usage.count", text.N(len(all)))}
}
