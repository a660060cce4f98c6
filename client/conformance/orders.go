package conformance

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"steward/client"
	"steward/client/platform"
)

// fieldOrder is how a field sorts: numbers and times by size, text by code point.
type fieldOrder struct {
	field   string
	compare func(a, b platform.User) int
}

func byUID(a, b platform.User) int { return cmp.Compare(a.UID, b.UID) }

var fieldOrders = []fieldOrder{
	{"uid", byUID},
	{"email", func(a, b platform.User) int { return strings.Compare(a.Email, b.Email) }},
	{"createdOn", func(a, b platform.User) int { return a.SignedUp.Compare(b.SignedUp) }},
	{"balance", func(a, b platform.User) int { return a.Balance.Amount().Cmp(b.Balance.Amount()) }},
	{"bonus", func(a, b platform.User) int { return a.Bonus.Amount().Cmp(b.Bonus.Amount()) }},
	{"group", func(a, b platform.User) int { return strings.Compare(a.Group.Name, b.Group.Name) }},
	{"phoneNumber", func(a, b platform.User) int { return strings.Compare(a.Phone, b.Phone) }},
	{"status", func(a, b platform.User) int { return cmp.Compare(statusRank(a.Status), statusRank(b.Status)) }},
}

// statusRank is the number of a status on the wire.
func statusRank(status platform.AccountStatus) int {
	return slices.Index([]platform.AccountStatus{
		platform.AccountActive, platform.AccountInactive, platform.AccountDestroyed, platform.AccountDeleted,
	}, status)
}

// orderChecks are the checks of every field that customers sort by.
func orderChecks() []check {
	var all []check
	for _, order := range fieldOrders {
		all = append(all, check{
			name: "accounts.order-" + order.field,
			says: "orderField=" + order.field + " sorts the customers, numbers by size and text by code point, orderDirection=DESC the other way round.",
			run:  order.check,
		})
	}
	return all
}

func (o fieldOrder) check(ctx context.Context, s *suite) (string, error) {
	rows := 0
	for _, direction := range []string{"ASC", "DESC"} {
		page, err := s.page(ctx, client.AccountsQuery{OrderField: o.field, OrderDirection: direction})
		if err != nil {
			return "", err
		}
		if err := inOrder(page.Users, o, direction == "DESC"); err != nil {
			return "", err
		}
		rows += len(page.Users)
	}
	if rows < 4 {
		return "", errNothing{"second customer"}
	}
	return fmt.Sprintf("%d rows in order", rows), nil
}

func inOrder(users []platform.User, o fieldOrder, descending bool) error {
	for i := 1; i < len(users); i++ {
		sign := o.compare(users[i-1], users[i])
		if descending {
			sign = -sign
		}
		if sign > 0 {
			return fmt.Errorf("by %s, customer %d comes before customer %d", o.field, users[i-1].UID, users[i].UID)
		}
	}
	return nil
}

func uids(users []platform.User) []platform.UID {
	var all []platform.UID
	for _, u := range users {
		all = append(all, u.UID)
	}
	return all
}
