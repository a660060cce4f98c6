package client

import (
	"errors"
	"net/http"
)

// The assumed points of the contract that have an alternative in this client.
// The names are the keys of Config.Capabilities and OnLearn; choice 0 is the
// form the contract puts first. The other assumed points need no choice,
// because the decoders read every known form: A4 (suspension as a status of
// its own), A6, A10 (children), A12 (unknown operations keep their code), A13
// (both fields), A21 (names of the count) and A24 (dates).
// A1 is Config.PathStyle; A22 without an answer is RoleView.
const (
	// CapMultiFilter (A2): 0 one filter is sent and the others are applied
	// here, 1 all are sent as parallel lists. Never learned, only set.
	CapMultiFilter = "serverMultiFilter"
	// CapEmailFilter (A3): 0 the platform filters by e-mail, 1 it does not.
	CapEmailFilter = "emailFilter"
	// CapStatusFilter (A2): 0 the platform filters by status, 1 it does not.
	CapStatusFilter = "statusFilter"
	// CapIdentity (A13): 0 system.admin.GetUserInfo, 1 users.account.GetUserInfoInner.
	CapIdentity = "identityMethod"
	// CapSecondStep (A23): 0 Verify2FACode with the restricted session, 1 the
	// code in a second sign-in.
	CapSecondStep = "secondStep"
	// CapCurrency: 0 billing.pricing.GetPlatformCurrency, 1 the configuration key.
	CapCurrency = "currencyMethod"
	// CapEnvironments (A7): 0 administration.cluster.SearchEnvs by uid, 1 GetEnvs.
	CapEnvironments = "environmentsMethod"
	// CapRegions: 0 administration.cluster.GetRegions, 1 environment.control.GetRegionsInner.
	CapRegions = "regionsMethod"
	// CapExpandFields (A8): 0 subscriptions are asked for with the names of
	// their inner objects, 1 without.
	CapExpandFields = "subscriptionFields"
	// CapInvoices (A8): 0 billing.invoice.SearchInvoices, 1 GetInvoices.
	CapInvoices = "invoicesMethod"
	// CapAudit (A9): 0 administration.cluster.GetUserActivity, 1
	// environment.tracking.SearchActions.
	CapAudit = "auditMethod"
	// CapQuotas (A11): 0 GetCollaborationQuotas of the owner, 1 GetOwnerQuotas
	// of one of the customer's environments.
	CapQuotas = "quotasMethod"
	// CapCollaboration (A14): 0 GetMembersInner is what a customer shares, 1 it
	// is what is shared with the customer. Learned from the rows.
	CapCollaboration = "collaborationModes"
	// CapAnonymize (A15): 0 isAnonymize=true is ANONYMIZATION, 1 the inverse.
	// Never learned, only set.
	CapAnonymize = "anonymizeFlag"
	// CapVisit (A16): 0 system.admin.SigninAsClient, 1 SigninAsUser.
	CapVisit = "visitMethod"
	// CapDashboard (A17): 0 a POST form with the session, 1 an address with it.
	// Never learned, only set.
	CapDashboard = "dashboardForm"
	// CapGroup (A18): 0 billing.account.ChangeGroup, 1 SetGroup.
	CapGroup = "groupMethod"
	// CapTemplates (A19): 0 billing.system.GetEmailTemplates, 1 names derived
	// from the groups.
	CapTemplates = "templatesMethod"
	// CapNotify (A20): 0 ChangeEmail takes notify, 1 the mail is sent apart.
	// Never learned, only set.
	CapNotify = "emailNotify"
	// CapChangeEmail: 0 system.admin.ChangeEmail, 1 billing.account.ChangeEmail.
	CapChangeEmail = "changeEmailMethod"
	// CapChangePhone: 0 system.admin.ChangePhoneNumber, 1
	// billing.account.ChangePhoneNumber.
	CapChangePhone = "changePhoneMethod"
	// CapBonusFlag (A25): 0 isBonus=true is the bonus balance, 1 the main one.
	// Never learned, only set.
	CapBonusFlag = "bonusFlag"
	// CapAttempts (A26): 0 system.admin has the sign-in counter, 1
	// users.authentication.
	CapAttempts = "attemptsService"
	// CapSessions (A27): 0 users.authentication tells and ends a customer's
	// sessions, 1 system.admin.
	CapSessions = "sessionsService"
	// CapRemovalSetting (A28): 0 REMOVE_PERSONAL_DATA_ENABLED is of type ui, 1
	// of type jca. Never learned, only set.
	CapRemovalSetting = "removalSetting"
)

// choice is the remembered form of a point, 0 if nothing was learned.
func (c *Client) choice(point string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.learned[point]
}

// learn remembers the form of a point that works.
func (c *Client) learn(point string, choice int) {
	c.mu.Lock()
	changed := c.learned[point] != choice
	c.learned[point] = choice
	c.mu.Unlock()
	if changed && c.cfg.OnLearn != nil {
		c.cfg.OnLearn(point, choice)
	}
}

// either calls the remembered form of a point and, if the platform does not
// know it, the other one. It returns the first form's error when neither works.
func (c *Client) either(point string, forms [2]func() error) error {
	return c.eitherIf(unsupported, point, forms)
}

// eitherIf calls the remembered form of a point and, after an error that is
// doubtful, the other one. It returns the first form's error when neither works.
func (c *Client) eitherIf(doubtful func(error) bool, point string, forms [2]func() error) error {
	first := c.choice(point)
	if first != 1 {
		first = 0
	}
	err := forms[first]()
	if !doubtful(err) {
		return err
	}
	other := forms[1-first]()
	switch {
	case other == nil:
		c.learn(point, 1-first)
		return nil
	case isRefusal(other) || errors.Is(other, ErrFilterIgnored):
		return err
	}
	return other
}

// unsupported reports whether the platform does not know a method or parameter,
// or did not heed one.
func unsupported(err error) bool {
	var refused *APIError
	var foreign *NotPlatformError
	switch {
	case errors.As(err, &refused):
		return refused.HTTPStatus == http.StatusNotFound || refused.Result == ResultInvalid
	case errors.As(err, &foreign):
		return foreign.Status == http.StatusNotFound
	}
	return errors.Is(err, ErrFilterIgnored)
}

// isRefusal reports whether the platform answered and said no to this very
// call: not for want of a session, and not because it is busy.
func isRefusal(err error) bool {
	var refused *APIError
	if errors.As(err, &refused) {
		return refused.Result != ResultNoSession && refused.HTTPStatus != http.StatusTooManyRequests && refused.HTTPStatus < 500
	}
	return unsupported(err)
}
