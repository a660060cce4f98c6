package client

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// Audit reads a page of a customer's audit log, the newest action first
// (administration.cluster.GetUserActivity, seen in clients; its rows and dates
// are assumed A9, else environment.tracking.SearchActions, documented).
// Passwords, sessions and tokens in arguments and answers are taken out.
func (c *Client) Audit(ctx context.Context, q AuditQuery) (Page[platform.Action], error) {
	var found Page[platform.Action]
	read := func(method string, form url.Values) func() error {
		return func() (err error) {
			found, err = rows(ctx, c, method, form, wire.Actions)
			return err
		}
	}
	err := c.either(CapAudit, [2]func() error{read(getUserActivity, q.activity()), read(searchActions, q.searched())})
	for i := range found.Rows {
		a := &found.Rows[i]
		a.Arguments, a.Response, a.Error = withoutSecrets(a.Arguments), withoutSecrets(a.Response), withoutSecrets(a.Error)
	}
	return found, err
}

// quotedSecrets matches the members of a JSON text that hold a secret: an
// action may have been called with a password, or have answered a session.
var quotedSecrets = regexp.MustCompile(`(?i)("[^"\\]*(?:session|token|passw|secret)[^"\\]*"\s*:\s*)"(?:[^"\\]|\\.)*"?`)

// withoutSecrets takes the values of secrets out of somebody's words.
func withoutSecrets(text string) string {
	return named.ReplaceAllString(quotedSecrets.ReplaceAllString(text, `${1}"***"`), "${1}***")
}

func (q AuditQuery) types() []string {
	var names []string
	for _, t := range q.Types {
		names = append(names, string(t))
	}
	return names
}

func (q AuditQuery) activity() url.Values {
	form := paging(url.Values{
		"uid": {uidText(q.UID)}, "starttime": {begins(q.Period)}, "endtime": {ends(q.Period)},
		"orderField": {"id"}, "orderDirection": {"DESC"},
	}, q.Start, q.Count)
	if q.AppID != "" {
		form.Set("targetAppid", q.AppID)
	}
	if len(q.Types) > 0 {
		form.Set("actionTypes", strings.Join(q.types(), ","))
	}
	if q.Text != "" {
		form.Set("searchText", q.Text)
	}
	return form
}

func (q AuditQuery) searched() url.Values {
	c := wire.Conditions{
		UID: q.UID, From: begins(q.Period), To: ends(q.Period), Types: q.types(), Text: q.Text,
		Order: "id", Direction: "DESC", Start: q.Start, Count: q.Count,
	}
	if q.AppID != "" {
		c.AppIDs = []string{q.AppID}
	}
	return search(c)
}

// BillingHistory reads what a customer was charged in a period, a charge a
// resource (billing.account.GetAccountBillingHistoryByPeriodInner, seen in
// clients; its fields are documented, that its rows are flat is assumed A10).
// Days, weeks and months are those of UTC.
func (c *Client) BillingHistory(ctx context.Context, q BillingQuery) (Page[platform.Charge], error) {
	form := url.Values{
		"uid": {uidText(q.UID)}, "starttime": {begins(q.Period)}, "endtime": {ends(q.Period)}, "timeOffset": {"0"},
		"period": {strings.ToLower(string(q.Interval))}, "groupNodes": {strconv.FormatBool(!q.ByNode)},
	}
	if q.AppID != "" {
		form.Set("targetAppid", q.AppID)
	}
	page, err := rows(ctx, c, getBillingHistory, form, wire.Charges)
	if err != nil {
		return page, err
	}
	code, err := c.code(ctx, q.Reseller)
	read := len(page.Rows)
	page.Rows = slices.DeleteFunc(page.Rows, func(charge platform.Charge) bool {
		return charge.From.IsZero() && q.Interval != platform.IntervalAge
	})
	page.Skipped += read - len(page.Rows)
	for i := range page.Rows {
		charge := &page.Rows[i]
		charge.From, charge.To = q.span(charge.From)
		charge.Cost = charge.Cost.In(code)
		if !q.ByNode {
			charge.Node = 0 // without a meaning in a row of several nodes
		}
	}
	return page, err
}

// span is the interval that begins at from, or lies around it, within the
// period asked for.
func (q BillingQuery) span(from time.Time) (begin, end time.Time) {
	begin, end = q.Period.From.UTC(), q.Period.To.UTC()
	if q.Interval == platform.IntervalAge {
		return begin, end
	}
	if from.After(begin) {
		begin = from
	}
	if natural := q.Interval.After(begin); natural.Before(end) {
		end = natural
	}
	return begin, end
}

// FundingHistory reads a page of what was paid in and out of a customer's
// balances (billing.account.GetFundAccountHistory, seen in clients; three of
// the operations are assumed A12). The platform pages in its own order and may
// not tell the total: whoever wants all reads until a page is empty.
func (c *Client) FundingHistory(ctx context.Context, q FundingQuery) (Page[platform.Funding], error) {
	form := paging(url.Values{"uid": {uidText(q.UID)}, "starttime": {begins(q.Period)}, "endtime": {ends(q.Period)}}, q.Start, q.Count)
	page, err := rows(ctx, c, getFundingHistory, form, wire.Fundings)
	if err != nil {
		return page, err
	}
	code, err := c.code(ctx, q.Reseller)
	for i := range page.Rows {
		page.Rows[i].Amount = page.Rows[i].Amount.In(code)
	}
	return page, err
}
