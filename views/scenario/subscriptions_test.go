package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

const invoicesMethod = "billing/invoice/searchinvoices"

// subscribed is a window on the Subscriptions of a notable customer, the
// keyboard in the list; the rows are those of the cache, in its order.
func subscribed(t *testing.T, kind demo.Notable) (*story, *kit.Grid, []platform.Subscription) {
	t.Helper()
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	uid := s.platform.Notable(kind)
	s.tabOf(uid, "Alt+2", model.SectionSubscriptions)
	found, err := s.cluster.Subscriptions(s.ctx, uid)
	s.must(err)
	g := s.inDetail("Product")
	s.window.Fyne().Canvas().Focus(g)
	s.settle()
	return s, g, found.Rows
}

// invoicesOf makes a subscription current and waits for its invoices.
func (s *story) invoicesOf(g *kit.Grid, row int, rows []platform.Subscription) []platform.Invoice {
	s.t.Helper()
	uid := s.window.Users().Detail().UID()
	s.window.Fyne().Canvas().Focus(g)
	s.key(kit.Key{Name: fyne.KeyHome})
	for range row {
		s.key(kit.Key{Name: fyne.KeyDown})
	}
	s.settle()
	s.clicks("Invoices")
	s.sectionRead(model.SectionKey{Section: model.SectionInvoices, UID: uid})
	found, err := s.cluster.Invoices(s.ctx, uid, rows[row].ID)
	s.must(err)
	return found.Rows
}

// All columns of all subscriptions, whatever their status.
func TestSubscriptionsOfACustomer(t *testing.T) {
	s, g, rows := subscribed(t, demo.NotableSubscriber)
	same(t, "there are some", len(rows) >= len(platform.SubscriptionStatuses) && g.Length() == len(rows), true)
	words := map[string]bool{}
	for i, sub := range rows {
		cells, _ := tableRow(g, i)
		used, of := sub.Usage()
		same(t, "product", cells["product"].Text, sub.Product.Name)
		same(t, "plan", cells["plan"].Text, sub.Items[0].Plan.Name)
		same(t, "usage", cells["usage"].Text, fmt.Sprintf("%d of %d", used, of))
		same(t, "cost in full", cells["cost"].Hint, text.MoneyFull(sub.Price))
		same(t, "created", cells["created"].Text, text.Date(sub.Created, nil))
		same(t, "ends", cells["ends"].Text, text.Date(sub.Ends, nil))
		same(t, "ID", cells["id"].Text, fmt.Sprint(sub.ID))
		same(t, "there is a shape", cells["status"].Icon.Resource != nil, true)
		words[cells["status"].Text] = true
	}
	for _, word := range []string{"Incomplete", "Incomplete, expired", "Trial", "Active", "Past due", "Unpaid", "Suspended", "Cancelled", "Ended"} {
		same(t, word+" is among them", words[word], true)
	}
	s.sees(fmt.Sprintf("%d subscriptions", len(rows)))
}

func TestSubscriptionsByStatus(t *testing.T) {
	s, g, _ := subscribed(t, demo.NotableSubscriber)
	s.dropsInDetail("All statuses")
	s.clicks("Past due")
	s.press("Esc")
	words := says(g, "status")
	same(t, "there are some", len(words) > 0, true)
	same(t, "all of them", slices.ContainsFunc(words, func(w string) bool { return w != "Past due" }), false)
}

// Below the list stand the environments that use a subscription; each leads to
// itself in Environments, whatever is filtered there.
func TestUsageLeadsToTheEnvironment(t *testing.T) {
	s, g, rows := subscribed(t, demo.NotableSubscriber)
	s.tabOf(s.platform.Notable(demo.NotableSubscriber), "Alt+1", model.SectionEnvironments)
	s.window.Fyne().Canvas().Focus(s.inDetail("Domain"))
	s.types("nothing is called so")
	s.press("Alt+2")
	row := slices.IndexFunc(rows, func(sub platform.Subscription) bool { used, _ := sub.Usage(); return used > 1 })
	s.window.Fyne().Canvas().Focus(g)
	s.press("Home")
	for range row {
		s.press("Down")
	}
	usage := s.inDetail("Environment")
	resources := rows[row].Items[0].Resources
	same(t, "environments that use it", usage.Length(), len(resources))
	s.press("Enter") // into what is below
	same(t, "the usage has the keyboard", s.focused() == fyne.Focusable(usage), true)
	s.press("Home", "Down", "Enter")
	same(t, "tab", s.window.Users().Detail().Tab(), "environments")
	list := s.inDetail("Domain")
	cells, _ := tableRow(list, list.Current())
	same(t, "environment", strings.HasPrefix(cells["domain"].Text, resources[1].Environment+"."), true)
	s.sees("Layer and node")
}

// The invoices of the current subscription, with exact sums.
func TestInvoicesOfASubscription(t *testing.T) {
	s, g, rows := subscribed(t, demo.NotableSubscriber)
	for row := range 3 {
		invoices := s.invoicesOf(g, row, rows)
		list := s.inDetail("Number")
		same(t, "invoices", list.Length(), len(invoices))
		sum := platform.Money{}
		for i, v := range invoices {
			cells, _ := tableRow(list, i)
			same(t, "number and date", []string{cells["number"].Text, cells["date"].Text}, []string{v.Number, text.Date(v.Created, nil)})
			same(t, "sum in full", cells["sum"].Hint, text.MoneyFull(v.Amount))
			same(t, "open only what is owed", cells["open"].Text != "", v.Status.Owed())
			var err error
			sum, err = sum.Add(v.Amount)
			s.must(err)
		}
		if len(invoices) > 0 {
			s.sees("Sum " + text.MoneyFull(sum))
		}
	}
}

// Invoices that cannot be read are said above; subscriptions and usage stay.
func TestInvoicesThatCannotBeRead(t *testing.T) {
	s, g, rows := subscribed(t, demo.NotableSubscriber)
	s.must(s.platform.Faults().Add(invoicesMethod, demo.Fault{Result: 99, Message: "internal error"}))
	s.press("Home")
	s.until("it is said", func() bool { return s.shows("code 99") })
	same(t, "subscriptions", g.Length(), len(rows))
	same(t, "usage", s.inDetail("Environment").Length(), len(rows[0].Items[0].Resources))
	s.clicks("Invoices")
	s.sees("Not read yet. It is read as soon as the platform answers.")
	s.platform.Faults().Clear("*")
	s.clicks("Retry")
	s.sectionRead(model.SectionKey{Section: model.SectionInvoices, UID: s.window.Users().Detail().UID()})
	s.seesNot("code 99")
	same(t, "invoices are there", s.inDetail("Number").Length() > 0, true)
}

func TestNoSubscriptions(t *testing.T) {
	s, g, rows := subscribed(t, demo.NotableNothing)
	same(t, "subscriptions", []int{len(rows), g.Length()}, []int{0, 0})
	s.sees("No subscriptions.")
}

// What is below stays where a person chose it, over a restart.
func TestTheChosenPaneIsRemembered(t *testing.T) {
	s, g, rows := subscribed(t, demo.NotableSubscriber)
	s.invoicesOf(g, 0, rows)
	s.again(true).everybodyRead()
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.tabOf(s.platform.Notable(demo.NotableSubscriber), "Alt+2", model.SectionSubscriptions)
	s.window.Fyne().Canvas().Focus(s.inDetail("Product"))
	s.press("Home")
	s.sees("Due, UTC")
}
