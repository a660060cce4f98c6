package app

import (
	"context"

	"steward/app/model"
	"steward/app/pull"
	"steward/client"
	"steward/client/platform"
)

// What the forms of operations ask the platform. All of it waits for the
// network and returns a model.Error.

// EmailTemplates are the mails that the platform can send.
func (c *Cluster) EmailTemplates(ctx context.Context) ([]platform.EmailTemplate, error) {
	return fromPlatform(ctx, c, c.link().client.EmailTemplates)
}

// EmailTaken tells whether an account signs in with an address, and which.
func (c *Cluster) EmailTaken(ctx context.Context, email string) (uid platform.UID, taken bool, err error) {
	uid, err = fromPlatform(ctx, c, func(ctx context.Context) (found platform.UID, err error) {
		found, taken, err = c.link().client.EmailTaken(ctx, email)
		return found, err
	})
	return uid, taken, err
}

// MayRemovePersonalData tells whether the platform's setting shows the removal
// of personal data, for a reseller (0: the platform itself).
func (c *Cluster) MayRemovePersonalData(ctx context.Context, reseller int64) (bool, error) {
	return fromPlatform(ctx, c, func(ctx context.Context) (bool, error) {
		return c.link().client.MayRemovePersonalData(ctx, reseller)
	})
}

// SigninAttempts are the failed sign-ins of a customer.
func (c *Cluster) SigninAttempts(ctx context.Context, uid platform.UID) (platform.SigninAttempts, error) {
	return fromPlatform(ctx, c, func(ctx context.Context) (platform.SigninAttempts, error) {
		return c.link().client.SigninAttempts(ctx, uid)
	})
}

// Sessions are where a customer is signed in.
func (c *Cluster) Sessions(ctx context.Context, uid platform.UID) ([]platform.Session, error) {
	return fromPlatform(ctx, c, func(ctx context.Context) ([]platform.Session, error) {
		return c.link().client.Sessions(ctx, uid)
	})
}

// fromPlatform asks the platform for a person who waits.
func fromPlatform[T any](ctx context.Context, c *Cluster, ask func(context.Context) (T, error)) (T, error) {
	var none T
	if c.Connection().State == model.Cached {
		return none, model.NewError(model.Offline, "refresh.offline", nil)
	}
	got, err := ask(client.Interactive(ctx))
	if err != nil {
		return none, pull.Explain(err)
	}
	return got, nil
}
