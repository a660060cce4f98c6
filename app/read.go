package app

import (
	"context"
	"errors"

	"steward/app/model"
	"steward/client/platform"
)

// Profile is the profile this platform was opened with.
func (c *Cluster) Profile() model.Profile {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.profile
}

// Notice is what has to be said after opening: a second window, a cache that
// was moved aside. Nil if nothing.
func (c *Cluster) Notice() *model.Error { return c.notice }

// Connection is what the last real traffic says about the platform.
func (c *Cluster) Connection() ConnectionState {
	state, _ := c.link().now()
	return state
}

// ClockOff is how far the computer's clock is ahead of the platform's, in
// minutes, and whether that is enough to be said.
func (c *Cluster) ClockOff() (minutes int, tooMuch bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	off := c.skew
	return int(off.Minutes()), off > maxSkew || off < -maxSkew
}

// ReadOnly tells whether changes are refused, and the key of the sentence why.
func (c *Cluster) ReadOnly() (why string, readOnly bool) {
	if e := c.whyReadOnly(); e != nil {
		return e.Key, true
	}
	return "", false
}

// FirstPage is the beginning of a filtered list, fast enough for every key stroke.
func (c *Cluster) FirstPage(ctx context.Context, f model.Filter, n int) ([]model.Customer, error) {
	list, err := c.store.FirstPage(ctx, f, n)
	return list, c.storeError(err)
}

// List is the whole ordered list of a filter.
func (c *Cluster) List(ctx context.Context, f model.Filter) (model.List, error) {
	list, err := c.store.List(ctx, f)
	return list, c.storeError(err)
}

// Customers are the cached customers of some User IDs, in that order.
func (c *Cluster) Customers(ctx context.Context, uids []platform.UID) ([]model.Customer, error) {
	list, err := c.store.Customers(ctx, uids)
	return list, c.storeError(err)
}

// Customer is one cached customer, and whether it is known here.
func (c *Cluster) Customer(ctx context.Context, uid platform.UID) (model.Customer, bool, error) {
	u, ok, err := c.store.Customer(ctx, uid)
	return u, ok, c.storeError(err)
}

// Sums adds up balance and bonus exactly, one Sum a currency; nil: everybody.
func (c *Cluster) Sums(ctx context.Context, uids []platform.UID) ([]model.Sum, error) {
	sums, err := c.store.Sums(ctx, uids)
	return sums, c.storeError(err)
}

// GroupCounts are the groups with their numbers of cached customers.
func (c *Cluster) GroupCounts(ctx context.Context) ([]model.GroupCount, error) {
	list, err := c.store.GroupCounts(ctx)
	return list, c.storeError(err)
}

// Given tells which facts that not every platform has any cached customer has.
func (c *Cluster) Given(ctx context.Context) (phone, reseller bool, err error) {
	phone, reseller, err = c.store.Given(ctx)
	return phone, reseller, c.storeError(err)
}

// Find looks up e-mails and User IDs exactly, as they stand in a pasted list.
func (c *Cluster) Find(ctx context.Context, words []string) (found []platform.UID, missing []string, err error) {
	found, missing, err = c.store.Find(ctx, words)
	return found, missing, c.storeError(err)
}

// Identity is the sign-in side of a customer, and whether it was read yet.
func (c *Cluster) Identity(ctx context.Context, uid platform.UID) (platform.Identity, bool, error) {
	id, ok, err := c.store.Identity(ctx, uid)
	return id, ok, c.storeError(err)
}

// Activity is Activity History of a period, as far as it was read.
func (c *Cluster) Activity(ctx context.Context, p platform.Period) (model.ActivityTable, error) {
	t, err := c.store.Activity(ctx, p)
	if err != nil {
		return t, c.storeError(err)
	}
	t.State, err = c.State(ctx, model.SectionKey{Section: model.SectionActivity, Period: p})
	return t, err
}

// State tells age, error and flight of a section.
func (c *Cluster) State(ctx context.Context, key model.SectionKey) (model.SectionState, error) {
	s, err := c.store.State(ctx, key)
	if err != nil {
		return s, c.storeError(err)
	}
	if p := c.reader(); p != nil {
		s.Reading = p.Reading(key)
	}
	return s, nil
}

// storeError gives a store error the sentence for the person; a cancelled
// context stays what it is.
func (c *Cluster) storeError(err error) error {
	var known *model.Error
	if err == nil || errors.Is(err, context.Canceled) || errors.As(err, &known) {
		return err
	}
	c.log.WithError(err).Error("the cache failed")
	return model.NewError(model.Internal, "app.cache", err)
}
