package pull

import (
	"context"
	"errors"
	"fmt"

	"steward/client"
	"steward/client/platform"
)

// sweep looks at the customers of the cache that were on no page of the run,
// one by one. Only who is not found by uid is removed: a list that changes
// while it is read may miss somebody, an answer about one customer does not.
func (p *Pull) sweep(ctx context.Context, r *run) error {
	missing, err := p.store.Unseen(ctx, r.mark.Run)
	if err != nil {
		return keeping("customers not seen", err)
	}
	for _, uid := range missing {
		if p.ordered().paused {
			return errPaused
		}
		if err := p.check(ctx, uid); err != nil {
			return err
		}
		r.steps++
	}
	return nil
}

// check reads one customer by uid and keeps or removes it. A customer that the
// platform will not talk about stays.
func (p *Pull) check(ctx context.Context, uid platform.UID) error {
	user, began, err := p.client.Account(p.calling(ctx), uid)
	if err == nil {
		_, err = p.keepUsersRead(ctx, client.AccountsPage{Users: []platform.User{user}, Began: began})
		return err
	}
	_, slower := slowDown(err)
	var no *client.APIError
	switch {
	case errors.Is(err, client.ErrNotFound):
		return p.remove(ctx, uid)
	case errors.Is(err, client.ErrFilterIgnored), errors.As(err, &no) && !slower && !expired(err) && no.HTTPStatus < 500:
		p.log.WithError(err).WithField("uid", uid).Info("customer not checked, kept")
		return nil
	}
	return fmt.Errorf("check customer: %w", err)
}
