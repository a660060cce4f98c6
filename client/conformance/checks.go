package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"steward/client"
	"steward/client/platform"
)

// nobody is a uid that no cluster has given out.
const nobody platform.UID = 2_147_483_000

// skew is how far the clocks of platform and computer may lie apart.
const skew = 15 * time.Minute

var checks = slices.Concat([]check{
	{"session.valid", "CheckSign answers a valid session with an access type.", sessionIsValid},
	{"platform.version", "GetVersion answers a version such as 8.4.1-3.", versionIsTold},
	{"platform.clock", "GetServerUTCTime answers the time in UTC.", clockIsUTC},
	{"accounts.page", "GetAccounts answers at most resultCount rows, with uid, status and group, and the total before paging.", accountsPage},
	{"accounts.default-order", "Without orderField the customers come by uid.", accountsDefaultOrder},
	{"accounts.paging", "startRow counts customers from zero: pages fit together.", accountsPaging},
	{"accounts.money", "Balances are decimal numbers in the currency of the platform or the reseller.", accountsMoney},
}, orderChecks(), []check{
	{"accounts.filter-uid", "filterField=uid finds exactly one customer.", filterUID},
	{"accounts.nobody", "A uid that does not exist finds nobody.", filterNobody},
	{"accounts.filter-group", "filterField=group finds the customers of the group of that name.", filterGroup},
	{"accounts.filter-status", "filterField=status finds the customers of an account status (assumed).", filterStatus},
	{"accounts.filter-email", "filterField=email finds a part of an address, whatever the case (assumed A3).", filterEmail},
	{"accounts.filter-several", "Several filters must all match (assumed A2).", filterSeveral},
	{"accounts.balance-at-most", "lebalance finds customers with at most that balance (assumed).", balanceAtMost},
	{"accounts.suspended", "GetSuspendedAccounts answers the suspended customers (assumed).", suspendedAccounts},
	{"groups.list", "GetGroups answers all groups, each of a known type.", groupsList},
	{"groups.of-customers", "The group of every customer is in the list of groups.", groupsOfCustomers},
	{"identity.by-email", "GetUserInfo of an e-mail address answers the same account (assumed A13).", identityByEmail},
	{"identity.by-uid", "GetUserInfo of a uid answers the same account and tells the second factor (assumed A13).", identityByUID},
	{"identity.nobody", "GetUserInfo of nobody answers result 5.", identityOfNobody},
	{"resellers.list", "GetAllResellers answers every reseller with id and name.", resellersList},
	{"resellers.of-customer", "GetResellerByUid answers the reseller of the customer's row.", resellerOfCustomer},
	{"currency.platform", "GetPlatformCurrency answers an ISO 4217 code.", currencyOfPlatform},
	{"admins.roles", "GetAdminUsersInfo answers the operators with their roles (assumed A22).", adminsWithRoles},
	{"activity.page", "GetUsersActivities answers uid and count, paged, with the total (assumed A21).", activityPage},
	{"activity.customers", "Whoever was active is a customer.", activityOfCustomers},
}, peopleChecks, environmentChecks, auditChecks, agreementChecks, subscriptionChecks, moneyChecks)

func sessionIsValid(ctx context.Context, s *suite) (string, error) {
	return "the session is valid", s.client.CheckSession(ctx)
}

func versionIsTold(ctx context.Context, s *suite) (string, error) {
	version, err := s.client.Version(ctx)
	if err == nil && version == "" {
		err = errors.New("the answer has no version")
	}
	return version, err
}

// clockIsUTC compares with the computer's clock, which the client notes for
// every page of customers.
func clockIsUTC(ctx context.Context, s *suite) (string, error) {
	there, err := s.client.ServerTime(ctx)
	if err != nil {
		return "", err
	}
	page, err := s.page(ctx, client.AccountsQuery{Count: 1})
	if err != nil {
		return "", err
	}
	off := there.Sub(page.Began).Round(time.Second)
	if off.Abs() > skew {
		return "", fmt.Errorf("the platform's clock is %v off this computer's: one of them is wrong, or it is not UTC", off)
	}
	return fmt.Sprintf("%v off this computer's clock", off), nil
}

// accountsPage also takes the sample that the other checks ask about.
func accountsPage(ctx context.Context, s *suite) (string, error) {
	page, err := s.page(ctx, client.AccountsQuery{})
	if err != nil {
		return "", err
	}
	s.sample = page
	switch {
	case len(page.Users) > sampleRows:
		return "", fmt.Errorf("%d rows, %d were asked for", len(page.Users), sampleRows)
	case page.Skipped > 0:
		return "", fmt.Errorf("%d of %d rows could not be read", page.Skipped, page.Skipped+len(page.Users))
	case page.Total < len(page.Users):
		return "", fmt.Errorf("a total of %d with %d rows", page.Total, len(page.Users))
	case len(page.Users) == 0:
		return "", errNothing{"customer"}
	}
	for _, u := range page.Users {
		if u.UID == 0 || u.State() == platform.StateUnknown || u.Group.Name == "" || u.SignedUp.IsZero() {
			return "", fmt.Errorf("customer %d: status %q, group %q, signed up %v", u.UID, u.Status, u.Group.Name, u.SignedUp)
		}
	}
	return fmt.Sprintf("%d customers in all", page.Total), nil
}

func accountsDefaultOrder(_ context.Context, s *suite) (string, error) {
	if len(s.sample.Users) < 2 {
		return "", errNothing{"second customer"}
	}
	return "by uid", inOrder(s.sample.Users, fieldOrder{"uid", byUID}, false)
}

func accountsPaging(ctx context.Context, s *suite) (string, error) {
	const half = sampleRows / 2
	if len(s.sample.Users) <= half {
		return "", errNothing{"second page"}
	}
	page, err := s.page(ctx, client.AccountsQuery{Start: half, Count: half})
	if err != nil {
		return "", err
	}
	if !slices.Equal(uids(page.Users), uids(s.sample.Users[half:])) {
		return "", errors.New("the second half of a page is not the page from its middle on")
	}
	return fmt.Sprintf("%d rows from row %d on", len(page.Users), half), nil
}

func accountsMoney(_ context.Context, s *suite) (string, error) {
	codes := map[string]bool{}
	for _, u := range s.sample.Users {
		if !u.Balance.Given() || !u.Bonus.Given() {
			return "", fmt.Errorf("customer %d has no balance or no bonus", u.UID)
		}
		codes[u.Balance.Currency()] = true
	}
	if codes[""] {
		return "", errors.New("the currency of some balances is not told")
	}
	return fmt.Sprintf("%d currencies among %d customers", len(codes), len(s.sample.Users)), nil
}

func groupsList(ctx context.Context, s *suite) (string, error) {
	groups, err := s.client.Groups(ctx)
	if err != nil {
		return "", err
	}
	if len(groups) == 0 {
		return "", errors.New("there are no groups")
	}
	known := []platform.GroupType{platform.GroupPost, platform.GroupBilling, platform.GroupBeta, platform.GroupTrial}
	for _, g := range groups {
		if g.Name == "" || !slices.Contains(known, g.Type) {
			return "", fmt.Errorf("group %q is of type %q", g.Name, g.Type)
		}
	}
	return fmt.Sprintf("%d groups", len(groups)), nil
}

func groupsOfCustomers(ctx context.Context, s *suite) (string, error) {
	groups, err := s.client.Groups(ctx)
	if err != nil {
		return "", err
	}
	for _, u := range s.sample.Users {
		if !slices.ContainsFunc(groups, func(g platform.Group) bool { return g.GroupRef == u.Group }) {
			return "", fmt.Errorf("the group %q (%s) of customer %d is not in the list", u.Group.Name, u.Group.Type, u.UID)
		}
	}
	return fmt.Sprintf("the groups of %d customers", len(s.sample.Users)), nil
}

func currencyOfPlatform(ctx context.Context, s *suite) (string, error) {
	currency, err := s.client.Currency(ctx, 0)
	if err == nil && (len(currency.Code) != 3 || currency.Code != strings.ToUpper(currency.Code)) {
		err = fmt.Errorf("the code %q is none of ISO 4217", currency.Code)
	}
	return currency.Code, err
}

func adminsWithRoles(ctx context.Context, s *suite) (string, error) {
	admins, err := s.client.Admins(ctx)
	if err != nil {
		return "", err
	}
	known := []platform.Role{platform.RoleOwner, platform.RoleAdmin, platform.RoleView, platform.RoleReseller}
	for _, a := range admins {
		if a.UID == 0 || !slices.Contains(known, a.Role) {
			return "", fmt.Errorf("operator %d has the role %q", a.UID, a.Role)
		}
		role, err := s.client.Role(ctx, a.UID)
		if err != nil || role != a.Role {
			return "", fmt.Errorf("the role of operator %d is %q, then %q: %w", a.UID, a.Role, role, err)
		}
	}
	if len(admins) == 0 {
		return "", errNothing{"operator"}
	}
	return fmt.Sprintf("%d operators", len(admins)), nil
}
