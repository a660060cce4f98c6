package demo

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	subscriptionsOfOne  = 16 // ids of a customer's subscriptions
	subscribesOneOf     = 5  // customers with environments
	subscriptionSpaces  = 64 // ids of what belongs to a subscription
	mostInstalled       = 3  // environments of a subscription
	monthPrice          = 1
	yearPrice           = 10
	microsOfCent        = oneUnit / 100
	trialOfSubscription = 14 * day
)

// subscription is a product that a customer pays by month or year.
type subscription struct {
	id             int64
	product        product
	plan           plan
	status         string
	yearly         bool
	price          int64 // of one instance and period, in millionths
	currency       string
	quantity       int64
	created, ended int64 // ended 0: it goes on
	automatic      bool
	resources      []environment
	owner          record
	seed           uint64
}

// subscriptions are those of a customer, by id; nothing changes them, but an
// environment that is removed is no longer among their resources.
func (s *store) subscriptions(ctx context.Context, r record) ([]subscription, error) {
	seed, many := mix(s.seed, uint64(r.uid), 71), s.isNotable(NotableSubscriber, r.uid)
	if !s.subscribes(r.uid) || r.status > statusInactive {
		return nil, nil
	}
	owned, err := s.environmentsOf(ctx, r.uid, true)
	if err != nil {
		return nil, err
	}
	present, err := s.environmentsOf(ctx, r.uid, false)
	if err != nil {
		return nil, err
	}
	count := min(len(owned), 1+int(seed>>8%3))
	if many {
		count = len(subscriptionStatuses)
	}
	found := make([]subscription, 0, count)
	for i := range count {
		sub := s.subscription(&r, mix(seed, uint64(i)), r.uid*subscriptionsOfOne+int64(i), owned, i, count)
		if many {
			sub.status = subscriptionStatuses[i]
		}
		sub.end(s.habits.today)
		sub.resources = slices.DeleteFunc(sub.resources, func(e environment) bool {
			return !slices.ContainsFunc(present, func(other environment) bool { return other.appid == e.appid })
		})
		found = append(found, sub)
	}
	return found, nil
}

// subscribes reports whether a customer may have subscriptions: one of so many.
func (s *store) subscribes(uid int64) bool {
	return mix(s.seed, uint64(uid), 71)%subscribesOneOf == 0 || s.isNotable(NotableSubscriber, uid) || s.isNotable(NotableBilling, uid)
}

// subscription is one of so many; every so many-th environment was installed from it.
func (s *store) subscription(r *record, seed uint64, id int64, owned []environment, place, count int) subscription {
	p := products[seed%uint64(len(products))]
	sub := subscription{id: id, owner: *r, seed: seed, product: p, plan: p.plans[seed>>8%uint64(len(p.plans))],
		yearly: seed>>16%5 == 0, automatic: seed>>20%4 > 0, status: "ACTIVE"}
	for i := place; i < len(owned) && len(sub.resources) < mostInstalled; i += count {
		sub.resources = append(sub.resources, owned[i])
	}
	sub.created = sub.resources[0].created - min(300, sub.resources[0].created-r.created)
	sub.quantity = int64(len(sub.resources)) + int64(seed>>24%2)
	sub.price = sub.plan.cents * microsOfCent * priceScale(r.reseller) * monthPrice
	if sub.yearly {
		sub.price *= yearPrice
	}
	sub.currency = s.currency(r.reseller)
	switch {
	case r.status != statusActive || !r.enabled:
		sub.status = []string{"SUSPENDED", "UNPAID"}[seed>>28%2]
	case seed>>32%10 > 6:
		sub.status = subscriptionStatuses[seed>>36%uint64(len(subscriptionStatuses))]
	}
	return sub
}

func (s *store) currency(reseller int64) string {
	if seller, found := s.reseller(reseller); found && seller.code != "" {
		return seller.code
	}
	return platformCurrency.code
}

// end says when a subscription that is over ended, or ends.
func (sub *subscription) end(today int64) {
	switch sub.status {
	case "TRIAL":
		sub.ended = sub.created + trialOfSubscription
	case "INCOMPLETE", "INCOMPLETE_EXPIRED":
		sub.ended = sub.created + day
	case "CANCELED", "ENDED":
		periods := 0
		for sub.period(periods+1) < today && periods < int(sub.seed>>40%40) {
			periods++
		}
		sub.ended = min(sub.period(periods+1), max(today, sub.created+day))
	}
}

// period is when a period of the subscription begins; the first one is 0.
func (sub *subscription) period(number int) int64 {
	began := time.Unix(sub.created, 0).UTC()
	if sub.yearly {
		return began.AddDate(number, 0, 0).Unix()
	}
	return began.AddDate(0, number, 0).Unix()
}

// ends is when the subscription ends: that of today's period while it goes on.
func (sub *subscription) ends(today int64) int64 {
	if sub.ended != 0 {
		return sub.ended
	}
	number := 1
	for sub.period(number) <= today {
		number++
	}
	return sub.period(number)
}

// getSubscriptions lists the subscriptions of a customer, the one of an id, or all.
func getSubscriptions(c *call) error {
	start, count, err := c.paging()
	if err != nil {
		return err
	}
	found, err := c.subscriptions()
	if err != nil {
		return err
	}
	keep, err := c.subscriptionFilter()
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(sub subscription) bool { return !keep(&sub) })
	if err := c.sortSubscriptions(found); err != nil {
		return err
	}
	expand, err := c.expandFields()
	if err != nil {
		return err
	}
	from, to := bounds(len(found), start, count)
	c.int("totalCount", int64(len(found)))
	c.key("array")
	c.open('[')
	for i := range found[from:to] {
		c.subscription(&found[from+i], expand)
	}
	c.close(']')
	return nil
}

// subscriptions are those of the uid or of the id parameter, else all.
func (c *call) subscriptions() ([]subscription, error) {
	switch {
	case c.has("uid"):
		r, err := c.one()
		if err != nil {
			return nil, err
		}
		return c.p.store.subscriptions(c.r.Context(), r)
	case c.has("id"):
		id, err := c.long("id")
		if err != nil {
			return nil, err
		}
		return c.subscriptionOf(id)
	}
	return c.everySubscription()
}

// everySubscription lists the subscriptions of all customers that the operator sees.
func (c *call) everySubscription() ([]subscription, error) {
	var found []subscription
	for _, uid := range c.p.store.uids() {
		if !c.p.store.subscribes(uid) {
			continue
		}
		r, err := c.p.store.customer(c.r.Context(), uid)
		if errors.Is(err, ErrNoCustomer) || err == nil && !c.sees(r.reseller) {
			continue // removed meanwhile, or another's
		}
		if err != nil {
			return nil, err
		}
		own, err := c.p.store.subscriptions(c.r.Context(), r)
		if err != nil {
			return nil, err
		}
		found = append(found, own...)
	}
	return found, nil
}

// subscriptionOf is a list with the subscription of an id; it is empty where
// there is none, or none that the operator sees.
func (c *call) subscriptionOf(id int64) ([]subscription, error) {
	uid := id / subscriptionsOfOne
	if !c.p.store.known(uid) {
		return nil, nil
	}
	r, err := c.p.store.customer(c.r.Context(), uid)
	if err != nil || !c.sees(r.reseller) {
		return nil, err
	}
	found, err := c.p.store.subscriptions(c.r.Context(), r)
	return slices.DeleteFunc(found, func(sub subscription) bool { return sub.id != id }), err
}

// subscriptionFilter is what the other parameters keep.
func (c *call) subscriptionFilter() (func(*subscription) bool, error) {
	var numbers [4]int64
	for i, name := range []string{"id", "productId", "servicePlanId", "resellerId"} {
		if c.has(name) {
			n, err := c.long(name)
			if err != nil {
				return nil, err
			}
			numbers[i] = n
		}
	}
	statuses, err := c.list("status", ",", subscriptionStatuses)
	return func(sub *subscription) bool {
		for i, n := range []int64{sub.id, sub.product.id, sub.plan.id, sub.owner.reseller} {
			if numbers[i] != 0 && numbers[i] != n {
				return false
			}
		}
		return len(statuses) == 0 || slices.Contains(statuses, sub.status)
	}, err
}

// list is a parameter that lists some of the names there are.
func (c *call) list(name, separator string, known []string) ([]string, error) {
	if !c.has(name) {
		return nil, nil
	}
	names := strings.Split(c.param(name), separator)
	for _, one := range names {
		if !slices.Contains(known, one) {
			return nil, invalid(name)
		}
	}
	return names, nil
}

func (c *call) sortSubscriptions(found []subscription) error {
	sign, err := direction(c.param("orderDirection"), "orderDirection")
	if err != nil {
		return err
	}
	var by func(a, b *subscription) int
	switch c.param("orderField") {
	case "", "id":
		by = func(a, b *subscription) int { return cmp.Compare(a.id, b.id) }
	case "createdOn":
		by = func(a, b *subscription) int { return cmp.Compare(a.created, b.created) }
	case "status":
		by = func(a, b *subscription) int { return strings.Compare(a.status, b.status) }
	case "price":
		by = func(a, b *subscription) int { return cmp.Compare(a.price, b.price) }
	default:
		return invalid("orderField")
	}
	slices.SortStableFunc(found, func(a, b subscription) int { return sign * by(&a, &b) })
	return nil
}

// expandable are the objects that a subscription tells only when asked to.
var expandable = strings.Fields("account account.group product items items.servicePlan items.tariffPlan items.resources")

func (c *call) expandFields() ([]string, error) {
	if c.p.alternatives.ExpandFields && c.has("expandFields") {
		return nil, invalid("expandFields")
	}
	if c.p.alternatives.ExpandFields {
		return expandable, nil
	}
	return c.list("expandFields", ",", expandable)
}

// subscription writes one; without expandFields only its plain fields and the
// owner.
func (c *call) subscription(sub *subscription, expand []string) {
	asked := func(path string) bool { return slices.Contains(expand, path) }
	c.open('{')
	c.int("id", sub.id)
	c.text("status", sub.status)
	c.micros("price", sub.price)
	c.text("currency", sub.currency)
	c.text("period", sub.periodName())
	c.time("createdOn", sub.created)
	c.time("endsOn", sub.ends(c.p.store.habits.today))
	c.bool("chargeAutomatically", sub.automatic)
	if asked("product") {
		c.reference("product", sub.product.id, sub.product.name)
	}
	c.key("account")
	c.open('{')
	c.int("uid", sub.owner.uid)
	c.text("email", sub.owner.email)
	if asked("account.group") {
		c.text("group", sub.owner.group)
	}
	c.close('}')
	if slices.ContainsFunc(expand, func(path string) bool { return strings.HasPrefix(path, "items") }) {
		c.items(sub, asked)
	}
	c.close('}')
}

func (sub *subscription) periodName() string {
	if sub.yearly {
		return "YEAR"
	}
	return "MONTH"
}

func (c *call) reference(key string, id int64, name string) {
	c.key(key)
	c.open('{')
	c.int("id", id)
	c.text("name", name)
	c.close('}')
}

func (c *call) items(sub *subscription, asked func(string) bool) {
	c.key("items")
	c.open('[')
	c.open('{')
	c.int("id", sub.id*2+1)
	c.int("quantity", sub.quantity)
	if asked("items.servicePlan") {
		c.reference("servicePlan", sub.plan.id, sub.plan.name)
	}
	if asked("items.tariffPlan") {
		c.key("tariffPlan")
		c.open('{')
		c.int("id", sub.plan.id+100)
		c.text("name", map[bool]string{false: "Monthly", true: "Yearly"}[sub.yearly])
		c.text("chargePeriodType", sub.periodName())
		c.close('}')
	}
	if asked("items.resources") {
		c.key("resources")
		c.open('[')
		for i := range sub.resources {
			e := &sub.resources[i]
			c.open('{')
			c.int("id", sub.id*subscriptionSpaces+int64(i))
			c.text("uniqueName", "app-"+strconv.FormatUint(e.digestOf()%(1<<32), 36))
			c.text("appid", e.appid)
			c.text("envName", e.name)
			c.time("createdOn", e.created)
			c.text("status", "ACTIVE")
			c.close('}')
		}
		c.close(']')
	}
	c.close('}')
	c.close(']')
}
