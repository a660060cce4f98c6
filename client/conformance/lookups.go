package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"steward/client"
	"steward/client/platform"
)

// isAddress tells an e-mail address from the hash that a deleted customer keeps.
func isAddress(email string) bool {
	local, domain, ok := strings.Cut(email, "@")
	return ok && local != "" && domain != ""
}

func anyone(platform.User) bool { return true }

func filterUID(ctx context.Context, s *suite) (string, error) {
	u, err := s.one("customer", anyone)
	if err != nil {
		return "", err
	}
	found, _, err := s.client.Account(ctx, u.UID)
	if err == nil && (found.UID != u.UID || found.Email != u.Email) {
		err = fmt.Errorf("customer %d was asked for, %d came", u.UID, found.UID)
	}
	return fmt.Sprintf("customer %d", u.UID), err
}

func filterNobody(ctx context.Context, s *suite) (string, error) {
	_, _, err := s.client.Account(ctx, nobody)
	return "nobody", wantNotFound(err)
}

// wantNotFound is nil for ErrNotFound.
func wantNotFound(err error) error {
	switch {
	case errors.Is(err, client.ErrNotFound):
		return nil
	case err == nil:
		return fmt.Errorf("somebody was found under the uid %d", nobody)
	}
	return err
}

// filtered asks with filters and holds every row against a condition.
func (s *suite) filtered(ctx context.Context, fits func(platform.User) bool, filters ...client.AccountFilter) (string, error) {
	page, err := s.page(ctx, client.AccountsQuery{Filters: filters})
	if err != nil {
		return "", err
	}
	if len(page.Users) == 0 {
		return "", errors.New("nobody was found, not even the customer of the sample")
	}
	for _, u := range page.Users {
		if !fits(u) {
			return "", fmt.Errorf("customer %d does not fit the filter", u.UID)
		}
	}
	return fmt.Sprintf("%d customers fit", page.Total), nil
}

func filterGroup(ctx context.Context, s *suite) (string, error) {
	u, err := s.one("customer", anyone)
	if err != nil {
		return "", err
	}
	return s.filtered(ctx, func(found platform.User) bool { return found.Group.Name == u.Group.Name },
		client.AccountFilter{Field: client.FilterGroup, Value: u.Group.Name})
}

func filterStatus(ctx context.Context, s *suite) (string, error) {
	u, err := s.one("customer", anyone)
	if err != nil {
		return "", err
	}
	return s.filtered(ctx, func(found platform.User) bool { return found.Status == u.Status },
		client.AccountFilter{Field: client.FilterStatus, Value: string(u.Status)})
}

// filterEmail asks for an address without its first letter, in upper case.
func filterEmail(ctx context.Context, s *suite) (string, error) {
	u, err := s.registered()
	if err != nil {
		return "", err
	}
	part := u.Email[1:]
	return s.filtered(ctx, func(found platform.User) bool {
		return strings.Contains(strings.ToLower(found.Email), strings.ToLower(part))
	},
		client.AccountFilter{Field: client.FilterEmail, Value: strings.ToUpper(part)})
}

func filterSeveral(ctx context.Context, s *suite) (string, error) {
	u, err := s.registered()
	if err != nil {
		return "", err
	}
	return s.filtered(ctx, func(found platform.User) bool { return found.UID == u.UID },
		client.AccountFilter{Field: client.FilterEmail, Value: u.Email}, client.AccountFilter{Field: client.FilterStatus, Value: string(u.Status)},
		client.AccountFilter{Field: client.FilterGroup, Value: u.Group.Name})
}

func balanceAtMost(ctx context.Context, s *suite) (string, error) {
	u, err := s.one("customer with a balance", func(u platform.User) bool { return u.Balance.Given() })
	if err != nil {
		return "", err
	}
	most := u.Balance.Amount()
	page, err := s.page(ctx, client.AccountsQuery{MaxBalance: &most, OrderField: "balance", OrderDirection: "DESC"})
	if err != nil {
		return "", err
	}
	for _, found := range page.Users {
		if found.Balance.Amount().GreaterThan(most) {
			return "", fmt.Errorf("customer %d has more than customer %d", found.UID, u.UID)
		}
	}
	if len(page.Users) == 0 {
		return "", errors.New("nobody was found, not even the customer of the sample")
	}
	return fmt.Sprintf("%d customers have at most the balance of customer %d", page.Total, u.UID), nil
}

func suspendedAccounts(ctx context.Context, s *suite) (string, error) {
	users, err := s.client.SuspendedAccounts(ctx)
	if err != nil {
		return "", err
	}
	for _, u := range users {
		if u.State() != platform.StateSuspended {
			return "", fmt.Errorf("customer %d is %s", u.UID, u.State())
		}
	}
	return fmt.Sprintf("%d suspended customers", len(users)), nil
}

func identityByEmail(ctx context.Context, s *suite) (string, error) {
	u, err := s.registered()
	if err != nil {
		return "", err
	}
	return s.identity(ctx, u, u.Email)
}

func identityByUID(ctx context.Context, s *suite) (string, error) {
	u, err := s.registered()
	if err != nil {
		return "", err
	}
	return s.identity(ctx, u, strconv.FormatUint(uint64(u.UID), 10))
}

func (s *suite) identity(ctx context.Context, u platform.User, login string) (string, error) {
	found, err := s.client.Identity(ctx, login)
	switch {
	case err != nil:
		return "", err
	case found.UID != u.UID || !strings.EqualFold(found.Email, u.Email):
		return "", fmt.Errorf("customer %d was asked for, %d came", u.UID, found.UID)
	case found.TwoFactor == platform.TwoFactorUnknown:
		return "", fmt.Errorf("the second factor of customer %d is not told", u.UID)
	}
	return fmt.Sprintf("customer %d", u.UID), nil
}

func identityOfNobody(ctx context.Context, s *suite) (string, error) {
	_, err := s.client.Identity(ctx, strconv.FormatUint(uint64(nobody), 10))
	return "nobody", wantNotFound(err)
}

func resellersList(ctx context.Context, s *suite) (string, error) {
	resellers, err := s.client.Resellers(ctx)
	if err != nil {
		return "", err
	}
	for _, r := range resellers {
		if r.ID == 0 || r.Name == "" {
			return "", fmt.Errorf("reseller %d has the name %q", r.ID, r.Name)
		}
	}
	return fmt.Sprintf("%d resellers", len(resellers)), nil
}

func resellerOfCustomer(ctx context.Context, s *suite) (string, error) {
	checked := map[bool]bool{}
	for _, u := range s.sample.Users {
		direct := u.Reseller.ID == 0
		if checked[direct] {
			continue
		}
		checked[direct] = true
		ref, err := s.client.ResellerOf(ctx, u.UID)
		if err != nil {
			return "", err
		}
		if ref != u.Reseller {
			return "", fmt.Errorf("the row of customer %d tells reseller %d, the lookup %d", u.UID, u.Reseller.ID, ref.ID)
		}
	}
	if len(checked) == 0 {
		return "", errNothing{"customer"}
	}
	return fmt.Sprintf("%d customers", len(checked)), nil
}

func activityPage(ctx context.Context, s *suite) (string, error) {
	day, err := s.lastDay(ctx)
	if err != nil {
		return "", err
	}
	page, err := s.client.Activities(ctx, client.ActivitiesQuery{Period: day, Count: sampleRows})
	if err != nil {
		return "", err
	}
	if len(page.Rows) > sampleRows || page.Total < len(page.Rows) {
		return "", fmt.Errorf("%d rows of %d asked for, a total of %d", len(page.Rows), sampleRows, page.Total)
	}
	for _, row := range page.Rows {
		if row.UID == 0 || row.Actions <= 0 {
			return "", fmt.Errorf("customer %d with %d actions", row.UID, row.Actions)
		}
	}
	const half = sampleRows / 2
	if len(page.Rows) <= half {
		return fmt.Sprintf("%d customers on the last day", page.Total), nil
	}
	rest, err := s.client.Activities(ctx, client.ActivitiesQuery{Period: day, Start: half, Count: half})
	if err != nil {
		return "", err
	}
	if !slices.Equal(rest.Rows, page.Rows[half:]) {
		return "", errors.New("the second half of a page is not the page from its middle on")
	}
	return fmt.Sprintf("%d customers on the last day", page.Total), nil
}

func activityOfCustomers(ctx context.Context, s *suite) (string, error) {
	day, err := s.lastDay(ctx)
	if err != nil {
		return "", err
	}
	page, err := s.client.Activities(ctx, client.ActivitiesQuery{Period: day, Count: 3})
	if err != nil {
		return "", err
	}
	if len(page.Rows) == 0 {
		return "", errNothing{"activity on the last day"}
	}
	for _, row := range page.Rows {
		if _, _, err := s.client.Account(ctx, row.UID); err != nil {
			return "", fmt.Errorf("look for customer %d: %w", row.UID, err)
		}
	}
	return fmt.Sprintf("%d customers", len(page.Rows)), nil
}
