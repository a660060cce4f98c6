package client

import (
	"context"
	"net/url"
	"strconv"

	"steward/client/platform"
)

// Transfer is money that goes in or out of one balance of one customer.
type Transfer struct {
	UID     platform.UID
	Amount  platform.Money   // greater than zero; the currency is the customer's and is not sent
	Balance platform.Balance // main or bonus
	Note    string           // Steward's mark first
}

// FundAccount refills a balance (billing.account.FundAccount, seen in clients;
// that isBonus=true is the bonus balance is assumed A25). It is ErrUnfit
// without a customer, a balance, or an amount above zero. Outcome.Object is the
// funding row, if the platform tells it (assumed).
func (c *Client) FundAccount(ctx context.Context, ruk string, t Transfer) Outcome {
	return c.transfer(ctx, ruk, fundAccount, t)
}

// UnfundAccount withdraws from a balance (billing.account.UnfundAccount, seen
// in clients), as FundAccount refills it.
func (c *Client) UnfundAccount(ctx context.Context, ruk string, t Transfer) Outcome {
	return c.transfer(ctx, ruk, unfundAccount, t)
}

func (c *Client) transfer(ctx context.Context, ruk, method string, t Transfer) Outcome {
	if t.Amount.Sign() <= 0 || t.Balance != platform.BalanceMain && t.Balance != platform.BalanceBonus {
		return c.unfit(ruk, method)
	}
	bonus := (t.Balance == platform.BalanceBonus) != (c.choice(CapBonusFlag) == 1)
	return c.ofCustomer(ctx, ruk, method, t.UID, url.Values{
		"amount": {t.Amount.Text()}, "isBonus": {strconv.FormatBool(bonus)}, "note": {t.Note},
	})
}

// SetFundNote replaces the note of a row of the funding history
// (billing.account.SetFundNote, seen in clients; that id is the row's is
// assumed).
func (c *Client) SetFundNote(ctx context.Context, ruk string, id int64, note string) Outcome {
	if id <= 0 {
		return c.unfit(ruk, setFundNote)
	}
	return c.change(ctx, ruk, setFundNote, url.Values{"id": {idText(id)}, "note": {note}}, nil)
}

// SetQuota sets a customer's own value of a limit (billing.account.SetQuota,
// seen in clients).
func (c *Client) SetQuota(ctx context.Context, ruk string, uid platform.UID, name string, value int64) Outcome {
	if name == "" {
		return c.unfit(ruk, setQuota)
	}
	return c.ofCustomer(ctx, ruk, setQuota, uid, url.Values{"name": {name}, "value": {idText(value)}})
}

// RemoveQuota lets the value of the customer's group hold again
// (billing.account.RemoveQuota, seen in clients; that this is what it does is
// assumed).
func (c *Client) RemoveQuota(ctx context.Context, ruk string, uid platform.UID, name string) Outcome {
	if name == "" {
		return c.unfit(ruk, removeQuota)
	}
	return c.ofCustomer(ctx, ruk, removeQuota, uid, url.Values{"name": {name}})
}
