package conformance

import (
	"context"
	"fmt"
	"slices"

	"steward/client"
	"steward/client/platform"
)

var agreementChecks = []check{
	{"quotas.of-customer", "GetCollaborationQuotas of an owner answers the quotas that hold for the customer (assumed A11), each with a name and who set it.", quotasOfCustomer},
	{"quotas.of-group", "GetGroupQuotas answers the group's values, and a quota that nobody set for the customer has the same.", quotasOfGroup},
	{"collaborations.members", "GetMembersInner lists with whom an owner shares (assumed A14).", collaborationMembers},
	{"collaborations.shared", "GetCollaborationsInner lists the same collaboration for the member (assumed A14).", collaborationShared},
	{"collaborations.resources", "GetCollaborationResourcesInner lists what is shared (assumed).", collaborationResources},
}

var subscriptionChecks = []check{
	{"subscriptions.list", "GetSubscriptions answers the subscriptions of a customer with product, price, period and status (assumed A8).", subscriptionsList},
	{"subscriptions.items", "Every item of a subscription has a service plan, and no more environments than were paid for.", subscriptionsItems},
	{"invoices.of-subscription", "SearchInvoices answers the invoices of a subscription (assumed A8), each with number, amount, status and dates.", invoicesOfSubscription},
}

func quotasOfCustomer(ctx context.Context, s *suite) (string, error) {
	u, err := s.one("customer", anyone)
	if err != nil {
		return "", err
	}
	page, err := s.client.Quotas(ctx, client.QuotasQuery{UID: u.UID})
	if err != nil {
		return "", err
	}
	for _, q := range page.Rows {
		if q.SetBy != platform.QuotaPersonal && q.SetBy != platform.QuotaOfGroup {
			return "", fmt.Errorf("the quota %s of customer %d was set by %q", q.Name, u.UID, q.SetBy)
		}
	}
	if len(page.Rows) == 0 || page.Skipped > 0 {
		return "", fmt.Errorf("%d quotas of customer %d, %d could not be read", len(page.Rows), u.UID, page.Skipped)
	}
	return fmt.Sprintf("%d quotas of customer %d", len(page.Rows), u.UID),
		unique(page.Rows, "quotas", func(q platform.Quota) string { return q.Name })
}

func quotasOfGroup(ctx context.Context, s *suite) (string, error) {
	u, err := s.one("customer", anyone)
	if err != nil {
		return "", err
	}
	group, err := s.client.GroupQuotas(ctx, u.Group.Name)
	if err != nil {
		return "", err
	}
	if len(group.Rows) == 0 {
		return "", fmt.Errorf("the group %q has no quotas", u.Group.Name)
	}
	page, err := s.client.Quotas(ctx, client.QuotasQuery{UID: u.UID})
	if err != nil {
		return "", err
	}
	for _, q := range platform.BesideGroup(page.Rows, group.Rows) {
		if q.SetBy == platform.QuotaOfGroup && q.Differs() {
			return "", fmt.Errorf("the quota %s of customer %d is %d, in the group %d", q.Name, u.UID, q.Value, q.GroupValue)
		}
	}
	return fmt.Sprintf("%d quotas of the group %q", len(group.Rows), u.Group.Name), nil
}

func (s *suite) members(ctx context.Context) (owned[platform.Collaboration], error) {
	return holder(s, &s.holders.members, "collaboration", func(u platform.User) (client.Page[platform.Collaboration], error) {
		return s.client.Collaborators(ctx, u.UID)
	})
}

func collaborationMembers(ctx context.Context, s *suite) (string, error) {
	found, err := s.members(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range found.rows {
		switch {
		case c.Owner.UID != found.user.UID:
			return "", fmt.Errorf("collaboration %d of customer %d names the owner %d", c.ID, found.user.UID, c.Owner.UID)
		case !slices.Contains(platform.CollaborationStatuses, c.Status):
			return "", fmt.Errorf("collaboration %d has the status %q", c.ID, c.Status)
		case c.Status == platform.CollaborationActive && c.Member.UID == 0 || c.Member.Email == "":
			return "", fmt.Errorf("collaboration %d (%s) does not say with whom", c.ID, c.Status)
		}
	}
	return fmt.Sprintf("customer %d shares with %d", found.user.UID, len(found.rows)), nil
}

func collaborationShared(ctx context.Context, s *suite) (string, error) {
	found, err := s.members(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range found.rows {
		if c.Member.UID == 0 {
			continue
		}
		page, err := s.client.Shared(ctx, c.Member.UID)
		if err != nil {
			return "", err
		}
		for _, other := range page.Rows {
			if other.ID == c.ID && other.Owner.UID == found.user.UID && other.Status == c.Status {
				return fmt.Sprintf("collaboration %d from both sides", c.ID), nil
			}
		}
		return "", fmt.Errorf("customer %d does not take part in collaboration %d", c.Member.UID, c.ID)
	}
	return "", errNothing{"registered member"}
}

func collaborationResources(ctx context.Context, s *suite) (string, error) {
	found, err := s.members(ctx)
	if err != nil {
		return "", err
	}
	c := found.rows[0]
	page, err := s.client.SharedResources(ctx, found.user.UID, c.ID)
	if err != nil {
		return "", err
	}
	for _, r := range page.Rows {
		if r.Type == "" {
			return "", fmt.Errorf("collaboration %d shares something of no type", c.ID)
		}
	}
	return fmt.Sprintf("%d resources of collaboration %d", len(page.Rows), c.ID), nil
}

func (s *suite) subscriptions(ctx context.Context) (owned[platform.Subscription], error) {
	return holder(s, &s.holders.subscriptions, "subscription", func(u platform.User) (client.Page[platform.Subscription], error) {
		return s.client.Subscriptions(ctx, client.SubscriptionsQuery{UID: u.UID, Reseller: u.Reseller.ID})
	})
}

func subscriptionsList(ctx context.Context, s *suite) (string, error) {
	found, err := s.subscriptions(ctx)
	if err != nil {
		return "", err
	}
	for _, b := range found.rows {
		switch {
		case b.Owner != 0 && b.Owner != found.user.UID: // it is not told unless asked for
			return "", fmt.Errorf("subscription %d of customer %d names the owner %d", b.ID, found.user.UID, b.Owner)
		case !slices.Contains(platform.SubscriptionStatuses, b.Status):
			return "", fmt.Errorf("subscription %d has the status %q", b.ID, b.Status)
		case b.Product.Name == "" || !b.Price.Given() || b.Price.Currency() == "" || b.Created.IsZero():
			return "", fmt.Errorf("subscription %d has no product, price or date", b.ID)
		case b.Period != platform.ChargeMonthly && b.Period != platform.ChargeYearly:
			return "", fmt.Errorf("subscription %d is charged by %q", b.ID, b.Period)
		}
	}
	return fmt.Sprintf("%d subscriptions of customer %d", len(found.rows), found.user.UID), nil
}

func subscriptionsItems(ctx context.Context, s *suite) (string, error) {
	found, err := s.subscriptions(ctx)
	if err != nil {
		return "", err
	}
	for _, b := range found.rows {
		if len(b.Items) == 0 {
			return "", fmt.Errorf("subscription %d has no items", b.ID)
		}
		for _, item := range b.Items {
			if item.Plan.Name == "" || len(item.Resources) > item.Quantity {
				return "", fmt.Errorf("item %d of subscription %d has the plan %q and %d environments of %d", item.ID, b.ID, item.Plan.Name, len(item.Resources), item.Quantity)
			}
		}
	}
	return fmt.Sprintf("the items of %d subscriptions", len(found.rows)), nil
}

func invoicesOfSubscription(ctx context.Context, s *suite) (string, error) {
	found, err := s.subscriptions(ctx)
	if err != nil {
		return "", err
	}
	for _, b := range found.rows {
		page, err := s.client.Invoices(ctx, client.InvoicesQuery{UID: found.user.UID, Subscription: b.ID, Reseller: found.user.Reseller.ID})
		if err != nil {
			return "", err
		}
		for _, v := range page.Rows {
			switch {
			case v.Subscription != b.ID || v.Owner != found.user.UID:
				return "", fmt.Errorf("invoice %d is of subscription %d, %d was asked for", v.ID, v.Subscription, b.ID)
			case !slices.Contains(platform.InvoiceStatuses, v.Status):
				return "", fmt.Errorf("invoice %d has the status %q", v.ID, v.Status)
			case v.Number == "" || !v.Amount.Given() || v.Created.IsZero():
				return "", fmt.Errorf("invoice %d has no number, amount or date", v.ID)
			case v.Status == platform.InvoicePaid && v.Paid.IsZero():
				return "", fmt.Errorf("invoice %d is paid, and nobody knows when", v.ID)
			}
		}
		if len(page.Rows) > 0 {
			return fmt.Sprintf("%d invoices of subscription %d", len(page.Rows), b.ID), nil
		}
	}
	return "", errNothing{"invoice"}
}
