package client

import (
	"context"
	"net/url"
	"strconv"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// knownCurrency is one remembered lookup. Whoever holds the token may ask.
type knownCurrency struct {
	token    chan struct{}
	told     bool
	currency platform.Currency
	refused  error
}

// Currency is the money of a reseller, 0: of the platform
// (billing.pricing.GetPlatformCurrency, seen in clients, else the
// configuration key external.billing.currency). The answer, also a refusal, is
// remembered for the client's life.
func (c *Client) Currency(ctx context.Context, resellerID int64) (platform.Currency, error) {
	c.mu.Lock()
	entry, ok := c.currencies[resellerID]
	if !ok {
		entry = &knownCurrency{token: make(chan struct{}, 1)}
		c.currencies[resellerID] = entry
	}
	c.mu.Unlock()

	select {
	case entry.token <- struct{}{}:
	case <-ctx.Done():
		return platform.Currency{}, givenUp(methods[getPlatformCurrency], ctx.Err())
	}
	defer func() { <-entry.token }()
	if entry.told {
		return entry.currency, entry.refused
	}
	currency, err := c.askCurrency(ctx, resellerID)
	if err == nil || isRefusal(err) {
		entry.told, entry.currency, entry.refused = true, currency, err
	}
	return currency, err
}

func (c *Client) askCurrency(ctx context.Context, resellerID int64) (platform.Currency, error) {
	of := func(form url.Values) url.Values {
		if resellerID != 0 {
			form.Set("resellerId", strconv.FormatInt(resellerID, 10))
		}
		return form
	}
	var currency platform.Currency
	pricing := func() (err error) {
		currency, _, err = fetch(ctx, c, getPlatformCurrency, of(url.Values{}), wire.Currency)
		return err
	}
	setting := func() error {
		form := of(url.Values{"type": {"jbilling"}, "key": {"external.billing.currency"}})
		code, _, err := fetch(ctx, c, getConfigKey, form, wire.Setting)
		currency = platform.Currency{Code: code}
		return err
	}
	err := c.either(CapCurrency, [2]func() error{pricing, setting})
	return currency, err
}
