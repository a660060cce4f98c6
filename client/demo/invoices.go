package demo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	invoiceStatuses = []string{"OPEN", "EXPIRED", "PAID", "PAID_EXPIRED", "VOID", "DISCARDED", "UNCOLLECTIBLE"}
	invoiceTypes    = []string{"POST_PAYMENT", "SUBSCRIPTION", "SUBSCRIPTION_UPDATE"}
)

const (
	invoicesOfOne = 1024 // ids of a subscription's invoices
	dueAfter      = 7 * day
)

// invoice is what a subscription costs for a period, or for a change within one.
type invoice struct {
	id, subscription, owner    int64
	name, external             string
	kind, description, status  string
	amount, created, due, paid int64
	automatic                  bool
	seller                     string
}

// invoices are those of a subscription, oldest first.
func (s *store) invoices(sub *subscription) []invoice {
	var found []invoice
	today := s.habits.today
	if sub.status == "TRIAL" {
		return nil
	}
	for number := 0; sub.period(number) <= today && (sub.ended == 0 || sub.period(number) < sub.ended); number++ {
		from, to := sub.period(number), sub.period(number+1)
		found = append(found, s.invoice(sub, 2*number, "SUBSCRIPTION", days(from)+" - "+days(to), from, sub.price*sub.quantity))
		if half := from + (to-from)/2; number%11 == 7 && half <= today {
			found = append(found, s.invoice(sub, 2*number+1, "SUBSCRIPTION_UPDATE", "One more instance from "+days(half), half, sub.price/2))
		}
	}
	sub.settle(found, today)
	return found
}

func days(moment int64) string { return time.Unix(moment, 0).UTC().Format(time.DateOnly) }

func (s *store) invoice(sub *subscription, number int, kind, description string, created, amount int64) invoice {
	id := sub.id*invoicesOfOne + int64(number)
	v := invoice{id: id, subscription: sub.id, owner: sub.owner.uid, kind: kind, description: description, amount: amount,
		name:    fmt.Sprintf("INV-%s-%d", days(created)[:4], id),
		created: created + 1, due: created + dueAfter, automatic: sub.automatic}
	if sub.owner.externalID != "" {
		v.external = "in_" + strconv.FormatUint(mix(sub.seed, uint64(number)), 36)
	}
	if seller, found := s.reseller(sub.owner.reseller); found {
		v.seller = seller.name
	}
	return v
}

// settle says which invoices were paid: all but the last ones of who does not.
func (sub *subscription) settle(all []invoice, today int64) {
	const lateOneOf = 13
	for i := range all {
		v := &all[i]
		v.status, v.paid = "PAID", v.created+8
		if !sub.automatic {
			v.paid = v.created + int64(mix(sub.seed, uint64(v.id))%dueAfter)
		}
		if mix(sub.seed, uint64(v.id), 1)%lateOneOf == 0 {
			v.status, v.paid = "PAID_EXPIRED", v.due+2*day
		}
		if v.paid > today {
			v.status, v.paid = "OPEN", 0
		}
	}
	for i := range all[max(0, len(all)-2):] {
		v, last := &all[max(0, len(all)-2)+i], i == min(1, len(all)-1)
		switch {
		case sub.status == "UNPAID":
			v.status, v.paid = "EXPIRED", 0
		case !last:
		case sub.status == "PAST_DUE" || sub.status == "INCOMPLETE":
			v.status, v.paid = "OPEN", 0
		case sub.status == "INCOMPLETE_EXPIRED":
			v.status, v.paid = "DISCARDED", 0
		case sub.status == "SUSPENDED":
			v.status, v.paid = "UNCOLLECTIBLE", 0
		case sub.status == "CANCELED":
			v.status, v.paid = "VOID", 0
		}
	}
}

// invoiceQuery is what an operator asks for.
type invoiceQuery struct {
	id, uid, subscription *int64
	kind, name, text      string
	statuses, ofStatuses  []string
	from, to              int64
	start, count          int
	order, parameter      string
	sign                  int
}

// searchInvoices lists the invoices of a customer, of a subscription, or all.
func searchInvoices(c *call) error {
	var s search
	err := c.search(&s)
	if err != nil {
		return err
	}
	q := invoiceQuery{id: s.ID, uid: s.UID, subscription: s.SubscriptionID, text: s.Value,
		start: s.StartRow, count: s.ResultCount, order: s.OrderField, parameter: "search"}
	if len(s.Status) > 0 {
		var names string
		if json.Unmarshal(s.Status, &names) != nil {
			return invalid("search")
		}
		for name := range strings.SplitSeq(names, ";") {
			if !slices.Contains(invoiceStatuses, name) {
				return invalid("search")
			}
			q.statuses = append(q.statuses, name)
		}
	}
	if q.from, q.to, err = s.period(); err != nil {
		return err
	}
	if q.sign, err = s.sign(); err != nil {
		return err
	}
	return c.invoices(&q)
}

// getInvoices is the other form of the same.
func getInvoices(c *call) error {
	q := invoiceQuery{name: c.param("uniqueName"), order: c.param("orderFields"), parameter: "orderFields", to: endOfTime}
	for name, to := range map[string]**int64{"id": &q.id, "uid": &q.uid, "subscriptionId": &q.subscription} {
		if !c.has(name) {
			continue
		}
		n, err := c.long(name)
		if err != nil {
			return err
		}
		*to = &n
	}
	kinds, err := c.list("type", ";", invoiceTypes)
	if err != nil {
		return err
	}
	q.kind = strings.Join(kinds, "")
	if q.statuses, err = c.list("status", ";", invoiceStatuses); err != nil {
		return err
	}
	if q.ofStatuses, err = c.list("subscriptionStatus", ";", subscriptionStatuses); err != nil {
		return err
	}
	if q.start, q.count, err = c.paging(); err != nil {
		return err
	}
	if q.sign, err = direction(c.param("orderDirection"), "orderDirection"); err != nil {
		return err
	}
	return c.invoices(&q)
}

// invoiced are the subscriptions whose invoices are asked for.
func (c *call) invoiced(q *invoiceQuery) ([]subscription, error) {
	switch {
	case q.subscription != nil:
		return c.subscriptionOf(*q.subscription)
	case q.id != nil:
		return c.subscriptionOf(*q.id / invoicesOfOne)
	case q.uid == nil:
		return c.everySubscription()
	}
	r, err := c.visible(c.p.store.customer(c.r.Context(), *q.uid))
	if err != nil {
		return nil, err
	}
	return c.p.store.subscriptions(c.r.Context(), r)
}

func (c *call) invoices(q *invoiceQuery) error {
	subscriptions, err := c.invoiced(q)
	if err != nil {
		return err
	}
	found := []invoice{}
	for i := range subscriptions {
		sub := &subscriptions[i]
		if q.uid != nil && sub.owner.uid != *q.uid || len(q.ofStatuses) > 0 && !slices.Contains(q.ofStatuses, sub.status) {
			continue
		}
		for _, v := range c.p.store.invoices(sub) {
			if q.keeps(&v) {
				found = append(found, v)
			}
		}
	}
	switch q.order {
	case "", "id":
		slices.SortStableFunc(found, func(a, b invoice) int { return q.sign * cmp.Compare(a.id, b.id) })
	case "createdOn":
		slices.SortStableFunc(found, func(a, b invoice) int { return q.sign * cmp.Compare(a.created, b.created) })
	default:
		return invalid(q.parameter)
	}
	from, to := bounds(len(found), q.start, q.count)
	c.int("totalCount", int64(len(found)))
	c.key("array")
	c.open('[')
	for i := range found[from:to] {
		c.invoice(&found[from+i])
	}
	c.close(']')
	return nil
}

func (q *invoiceQuery) keeps(v *invoice) bool {
	switch {
	case q.id != nil && v.id != *q.id, q.kind != "" && v.kind != q.kind, q.name != "" && v.name != q.name,
		len(q.statuses) > 0 && !slices.Contains(q.statuses, v.status), v.created < q.from || v.created > q.to:
		return false
	}
	return strings.Contains(strings.ToLower(v.name+"\n"+v.description), strings.ToLower(q.text))
}

func (c *call) invoice(v *invoice) {
	c.open('{')
	c.int("id", v.id)
	c.text("uniqueName", v.name)
	c.textOrNull("ebsInvoiceId", v.external)
	c.text("type", v.kind)
	c.text("description", v.description)
	c.micros("amount", v.amount)
	c.text("status", v.status)
	c.int("uid", v.owner)
	c.int("subscriptionId", v.subscription)
	c.time("createdOn", v.created)
	c.time("dueDate", v.due)
	c.time("paidOn", v.paid)
	c.bool("isAutoPay", v.automatic)
	c.textOrNull("resellerName", v.seller)
	c.close('}')
}
