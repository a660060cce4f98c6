package client

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// pageSize is how many customers are asked for at a time where the client pages by itself.
const pageSize = 500

// Accounts reads customers (billing.account.GetAccounts, seen in clients). Of
// several filters the most selective one is sent and the others are applied
// here over everything it finds (A2), unless CapMultiFilter is 1.
func (c *Client) Accounts(ctx context.Context, q AccountsQuery) (AccountsPage, error) {
	sent, here := c.split(q.Filters)
	if len(here) > 0 {
		return c.collect(ctx, q, sent)
	}
	page, err := c.page(ctx, q, sent, q.Start, q.Count)
	kept, doubtful := doubts(sent, page.Users, err)
	if len(doubtful) == 0 {
		return page, err
	}
	page, err = c.collect(ctx, q, kept)
	if err == nil {
		for _, f := range doubtful {
			c.learn(filterPoints[f.Field], 1)
		}
	}
	return page, err
}

// Account reads one customer and says when the request began
// (billing.account.GetAccounts by uid, seen in clients). It returns
// ErrNotFound only if the platform's answer is empty, and ErrFilterIgnored if
// the platform answered with somebody else.
func (c *Client) Account(ctx context.Context, uid platform.UID) (platform.User, time.Time, error) {
	filter := []AccountFilter{{Field: FilterUID, Value: strconv.FormatUint(uint64(uid), 10)}}
	page, err := c.page(ctx, AccountsQuery{}, filter, 0, 1)
	if resultOf(err) == ResultNotFound {
		return platform.User{}, page.Began, fmt.Errorf("read customer %d: %w", uid, ErrNotFound)
	}
	if err != nil {
		return platform.User{}, page.Began, err
	}
	for _, user := range page.Users {
		if user.UID == uid {
			return user, page.Began, nil
		}
	}
	if len(page.Users) > 0 || page.Skipped > 0 || page.Total > 0 {
		return platform.User{}, page.Began, fmt.Errorf("read customer %d: %w", uid, ErrFilterIgnored)
	}
	return platform.User{}, page.Began, fmt.Errorf("read customer %d: %w", uid, ErrNotFound)
}

// SuspendedAccounts reads all suspended customers
// (billing.account.GetSuspendedAccounts, seen in clients; that its rows are
// those of GetAccounts is assumed).
func (c *Client) SuspendedAccounts(ctx context.Context) ([]platform.User, error) {
	page, err := c.accounts(ctx, getSuspendedAccounts, url.Values{}, 0)
	return page.Users, err
}

// page asks the platform for one page.
func (c *Client) page(ctx context.Context, q AccountsQuery, sent []AccountFilter, start, count int) (AccountsPage, error) {
	form := url.Values{"startRow": {strconv.Itoa(start)}}
	if count > 0 {
		form.Set("resultCount", strconv.Itoa(count))
	}
	if q.OrderField != "" {
		form.Set("orderField", q.OrderField)
	}
	if q.OrderDirection != "" {
		form.Set("orderDirection", q.OrderDirection)
	}
	if q.MaxBalance != nil {
		form.Set("lebalance", q.MaxBalance.String())
	}
	setFilters(form, sent)
	return c.accounts(ctx, getAccounts, form, count)
}

// accounts sends one request for customers and gives their money its currency.
func (c *Client) accounts(ctx context.Context, method string, form url.Values, expected int) (AccountsPage, error) {
	var got wire.AccountsPage
	told, err := c.ask(ctx, request{method: method, form: form, decode: func(text []byte) (e wire.Envelope, err error) {
		got, e, err = wire.Accounts(text, expected)
		if err == nil && e.Result == ResultOK && !got.Listed {
			err = wire.ErrShape // an answer without a list is not an empty list
		}
		return e, err
	}})
	page := AccountsPage{Users: got.Users, Total: got.Total, Began: told.began, Skipped: got.Skipped}
	if err != nil {
		return AccountsPage{Total: -1, Began: told.began}, err
	}
	return page, c.denominate(ctx, page.Users)
}

// denominate gives the amounts the currency of the row's reseller, else of the
// platform. A currency that the platform does not tell stays empty.
func (c *Client) denominate(ctx context.Context, users []platform.User) error {
	codes := make(map[int64]string)
	for i := range users {
		u := &users[i]
		code, known := codes[u.Reseller.ID]
		if !known {
			currency, err := c.Currency(ctx, u.Reseller.ID)
			if err != nil && !isRefusal(err) {
				return err
			}
			code = currency.Code
			codes[u.Reseller.ID] = code
		}
		u.Balance, u.Bonus, u.Credit = u.Balance.In(code), u.Bonus.In(code), u.Credit.In(code)
	}
	return nil
}

// collect reads everything the sent filters find, page by page, and applies
// all filters here.
func (c *Client) collect(ctx context.Context, q AccountsQuery, sent []AccountFilter) (AccountsPage, error) {
	all := AccountsPage{}
	seen := make(map[platform.UID]bool)
	for start := 0; ; start += pageSize {
		page, err := c.page(ctx, q, sent, start, pageSize)
		if err != nil {
			return AccountsPage{Total: -1, Began: all.Began}, err
		}
		if start == 0 {
			all.Began = page.Began
		}
		all.Skipped += page.Skipped
		fresh := 0
		for _, user := range page.Users {
			if seen[user.UID] {
				continue
			}
			seen[user.UID] = true
			fresh++
			if matchesAll(user, q.Filters) {
				all.Users = append(all.Users, user)
			}
		}
		if fresh == 0 || page.Total >= 0 && start+pageSize >= page.Total {
			break
		}
	}
	all.Total = len(all.Users)
	from := min(max(q.Start, 0), all.Total)
	to := all.Total
	if q.Count > 0 {
		to = min(from+q.Count, all.Total)
	}
	all.Users = all.Users[from:to]
	return all, nil
}
