package demo

import (
	"context"

	"steward/client/platform"
)

// Customer is a customer as the outside world changes one, past the API.
type Customer struct {
	platform.User
	Name      string
	TwoFactor bool
}

// AddCustomer signs a new customer up and returns the uid given: the next free
// one where the customer's is 0. Amounts need at most six digits after the point.
func (p *Platform) AddCustomer(ctx context.Context, c Customer) (platform.UID, error) { return 0, nil }

// ChangeCustomer changes a customer the way the outside world does: change
// gets the present state. The uid stays. It returns ErrNoCustomer.
func (p *Platform) ChangeCustomer(ctx context.Context, uid platform.UID, change func(*Customer)) error {
	return nil
}

// DeleteCustomer removes a customer without a trace. It returns ErrNoCustomer.
func (p *Platform) DeleteCustomer(ctx context.Context, uid platform.UID) error { return nil }

// Customer is the present state of a customer. It returns ErrNoCustomer.
func (p *Platform) Customer(ctx context.Context, uid platform.UID) (Customer, error) {
	return Customer{}, nil
}

// Act lets a customer do something in the tasks panel now: it counts as
// activity. It returns ErrNoCustomer.
func (p *Platform) Act(ctx context.Context, uid platform.UID, service, text string) error { return nil }
