package demo

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"steward/client/platform"
)

// Customer is a customer as the outside world sees and changes one, past the API.
type Customer struct {
	platform.User
	Name      string
	TwoFactor bool
}

// AddCustomer signs a new customer up and returns the uid given: the next free
// one where the customer's is 0. Amounts need at most six digits after the
// point; a status that is not given is active, a group "trial", a sign-up now.
func (p *Platform) AddCustomer(ctx context.Context, c Customer) (platform.UID, error) {
	r := record{uid: int64(c.UID)}
	if c.Group.Name == "" {
		c.Group.Name = "trial"
	}
	if c.Status == "" {
		c.Status = platform.AccountActive
	}
	if c.SignedUp.IsZero() {
		c.SignedUp = p.now()
	}
	if err := p.store.fill(&r, c); err != nil {
		return 0, err
	}
	r.region = regions[0]
	uid, err := p.store.add(ctx, r)
	return platform.UID(uid), err
}

// ChangeCustomer changes a customer the way the outside world does: change
// gets the present state. The uid stays. It returns ErrNoCustomer.
func (p *Platform) ChangeCustomer(ctx context.Context, uid platform.UID, change func(*Customer)) error {
	return p.store.change(ctx, int64(uid), func(tx *sql.Tx, r *record) error {
		c := p.store.outside(r)
		balance, bonus := r.balance, r.bonus
		change(&c)
		if err := p.store.fill(r, c); err != nil {
			return err
		}
		return bookChange(ctx, tx, r, balance, bonus, p.now().Unix())
	})
}

// DeleteCustomer removes a customer without a trace. It returns ErrNoCustomer.
func (p *Platform) DeleteCustomer(ctx context.Context, uid platform.UID) error {
	return p.store.remove(ctx, int64(uid))
}

// Customer is the present state of a customer. It returns ErrNoCustomer.
func (p *Platform) Customer(ctx context.Context, uid platform.UID) (Customer, error) {
	r, err := p.store.customer(ctx, int64(uid))
	if err != nil {
		return Customer{}, err
	}
	return p.store.outside(&r), nil
}

// Customers is how many customers there are.
func (p *Platform) Customers() int {
	return p.store.plainPage(false, 0, 1).total
}

// Act lets a customer do something in the tasks panel now, such as
// "ControlService.StopEnv": it counts as activity. It returns ErrNoCustomer.
func (p *Platform) Act(ctx context.Context, uid platform.UID, service, text string) error {
	return p.store.change(ctx, int64(uid), func(tx *sql.Tx, r *record) error {
		return writeAction(ctx, tx, action{uid: r.uid, actor: r.uid, email: r.email, kind: "PUBLIC", service: service, text: text, at: p.now()})
	})
}

// wireStatus are the numbers of the account statuses.
var wireStatus = map[platform.AccountStatus]int64{
	platform.AccountActive: statusActive, platform.AccountInactive: statusInactive,
	platform.AccountDestroyed: statusDestroyed, platform.AccountDeleted: statusDeleted,
}

// outside is a record as the outside world sees it.
func (s *store) outside(r *record) Customer {
	code := platformCurrency.code
	seller, found := s.reseller(r.reseller)
	if found && seller.code != "" {
		code = seller.code
	}
	user := platform.User{
		UID: platform.UID(r.uid), Email: r.email, Group: platform.GroupRef{Name: r.group, Type: platform.GroupType(s.groupKind(r.group))},
		Balance: platform.MicrosMoney(r.balance, code), Bonus: platform.MicrosMoney(r.bonus, code), Credit: platform.MicrosMoney(r.credit, code),
		Disabled: !r.enabled, Phone: r.phone,
		SignedUp: moment(r.created), StatusChanged: moment(r.statusAt), GroupChanged: moment(r.groupAt),
		ExtBillingID: r.externalID, Commercial: r.commercial, Registered: r.registered, Language: r.language, Note: r.note,
		Reseller: platform.ResellerRef{ID: seller.id, Name: seller.name},
	}
	for status, number := range wireStatus {
		if number == r.status {
			user.Status = status
		}
	}
	return Customer{User: user, Name: r.name, TwoFactor: r.twoFactor}
}

// fill puts what the outside world says into a record.
func (s *store) fill(r *record, c Customer) error {
	status, known := wireStatus[c.Status]
	if !known {
		return fmt.Errorf("change customer %d: unknown status %q", r.uid, c.Status)
	}
	if s.groupKind(c.Group.Name) == "" {
		return fmt.Errorf("change customer %d: unknown group %q", r.uid, c.Group.Name)
	}
	if _, found := s.reseller(c.Reseller.ID); !found && c.Reseller.ID != 0 {
		return fmt.Errorf("change customer %d: unknown reseller %d", r.uid, c.Reseller.ID)
	}
	for _, sum := range []struct {
		to   *int64
		from platform.Money
	}{{&r.balance, c.Balance}, {&r.bonus, c.Bonus}, {&r.credit, c.Credit}} {
		micros, fits := sum.from.Micros()
		if !fits && sum.from.Given() {
			return fmt.Errorf("change customer %d: an amount has more than six digits after the point", r.uid)
		}
		*sum.to = micros
	}
	r.email, r.group, r.status, r.enabled, r.phone = c.Email, c.Group.Name, status, !c.Disabled, c.Phone
	r.created, r.statusAt, r.groupAt = unix(c.SignedUp), unix(c.StatusChanged), unix(c.GroupChanged)
	r.externalID, r.commercial, r.registered = c.ExtBillingID, c.Commercial, c.Registered
	r.language, r.note, r.reseller = c.Language, c.Note, c.Reseller.ID
	r.name, r.twoFactor = c.Name, c.TwoFactor
	return nil
}

func moment(unix int64) time.Time {
	if unix == 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}
