package pull

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// usersKey is the section of the list of all customers.
var usersKey = model.SectionKey{Section: model.SectionUsers}

// askedAtMost is how many customers an e-mail filter brings at most.
const askedAtMost = 100

// readInfo reads what the Info tab shows of one customer: the account's row,
// the sign-in side and, if the row does not name one, the reseller.
func (p *Pull) readInfo(ctx context.Context, key model.SectionKey) (bool, error) {
	user, began, err := p.client.Account(ctx, key.UID)
	if errors.Is(err, client.ErrNotFound) {
		if err := p.remove(ctx, key.UID); err != nil {
			return false, err
		}
		return true, model.NewError(model.NotFound, "pull.gone", err).With("UID", key.UID)
	}
	if err != nil {
		return false, fmt.Errorf("read account: %w", err)
	}
	if user.Reseller.ID == 0 {
		reseller, err := p.client.ResellerOf(ctx, key.UID)
		if err != nil && !refused(err) {
			return false, fmt.Errorf("read reseller: %w", err)
		}
		user.Reseller = reseller
	}
	changed, err := p.keepUsersRead(ctx, client.AccountsPage{Users: []platform.User{user}, Began: began})
	if err != nil {
		return false, err
	}
	signIn, err := p.readIdentity(ctx, user)
	return changed || signIn, err
}

// readIdentity reads the sign-in side of a customer. One whose data was
// removed has none.
func (p *Pull) readIdentity(ctx context.Context, user platform.User) (bool, error) {
	began := p.clock.Now()
	identity, err := p.client.Identity(ctx, user.Email)
	if errors.Is(err, client.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read identity: %w", err)
	}
	changed, err := p.store.PutIdentity(ctx, user.UID, began, identity)
	if err != nil {
		return false, keeping("identity", err)
	}
	return changed, nil
}

// Ask asks the platform for customers that the cache does not have: by User ID
// when text is a number, else by a part of the e-mail (at most 100). They are
// in the store afterwards. Nobody found is no error; errors are *model.Error.
func (p *Pull) Ask(ctx context.Context, text string) ([]platform.UID, error) {
	page, err := p.find(client.Interactive(ctx), strings.TrimSpace(text))
	if err != nil {
		return nil, Explain(err)
	}
	if _, err := p.keepUsersRead(ctx, page); err != nil {
		return nil, Explain(err)
	}
	found := make([]platform.UID, 0, len(page.Users))
	for _, u := range page.Users {
		found = append(found, u.UID)
	}
	return found, nil
}

func (p *Pull) find(ctx context.Context, text string) (client.AccountsPage, error) {
	if text == "" {
		return client.AccountsPage{}, nil
	}
	uid, err := strconv.ParseUint(text, 10, 31) // the platform's uids are positive and signed
	if err != nil {
		return p.client.Accounts(ctx, client.AccountsQuery{
			Count: askedAtMost, Filters: []client.AccountFilter{{Field: client.FilterEmail, Value: text}},
		})
	}
	user, began, err := p.client.Account(ctx, platform.UID(uid))
	if errors.Is(err, client.ErrNotFound) {
		return client.AccountsPage{}, p.remove(ctx, platform.UID(uid))
	}
	return client.AccountsPage{Users: []platform.User{user}, Began: began}, err
}

// keepUsersRead stores rows of customers and says whether any differs.
func (p *Pull) keepUsersRead(ctx context.Context, page client.AccountsPage) (bool, error) {
	if len(page.Users) == 0 {
		return false, nil
	}
	changed, err := p.store.PutUsers(ctx, page.Began, page.Users)
	if err != nil {
		return false, keeping("customers", err)
	}
	if changed > 0 {
		p.emit(model.SectionChanged, usersKey)
	}
	return changed > 0, nil
}

// remove takes a customer out of the cache, after a read by uid said that
// there is none.
func (p *Pull) remove(ctx context.Context, uid platform.UID) error {
	_, had, err := p.store.Customer(ctx, uid)
	if err != nil {
		return keeping("removal", err)
	}
	if !had {
		return nil
	}
	if err := p.store.RemoveUsers(ctx, []platform.UID{uid}); err != nil {
		return keeping("removal", err)
	}
	p.log.WithField("uid", uid).Info("customer is gone from the platform")
	p.emit(model.CustomersGone, usersKey)
	return nil
}
