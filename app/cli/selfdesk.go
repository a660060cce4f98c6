package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"steward/app"
	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
)

// secondProcess is the word behind selftest that makes a process the desk of a
// self-test that runs in another one.
const secondProcess = "desk"

// What that desk says, one a line, with what belongs to it behind tabs.
const (
	saidSignedIn = "signed-in"
	saidListed   = "listed"  // how many
	saidFound    = "found"   // at which place
	saidUnknown  = "unknown" // operation, customer
	saidOpen     = "open"
	saidSettled  = "settled" // state, "late" or "at once"
	saidFailed   = "failed"  // why
)

// deskOrder is what the desk is to do: to sign in and to refill, or to go on with
// an operation.
type deskOrder struct {
	Dir, Version string
	URL, Login   string
	Operation    string // empty: sign in first
}

// noKeyring is a keyring that is not there: the desk of a self-test keeps out of
// the person's.
type noKeyring struct{}

func (noKeyring) Get(context.Context, string) (platform.Secret, error) {
	return platform.Secret{}, vault.ErrMissing
}
func (noKeyring) Set(context.Context, string, platform.Secret) error { return vault.ErrMissing }
func (noKeyring) Delete(context.Context, string) error               { return vault.ErrMissing }

// selfDesk is the desk of a self-test: the whole application without a window.
type selfDesk struct {
	env     Env
	order   deskOrder
	phrase  platform.Secret
	app     *app.App
	cluster *app.Cluster
}

// rehearse is the second process. It ends when nobody listens to it any more.
func rehearse(ctx context.Context, env Env) error {
	given := newAnswers(env)
	d := &selfDesk{env: env}
	words, err := given.read(ctx)
	if err == nil {
		err = json.Unmarshal([]byte(words), &d.order)
	}
	if err != nil {
		return fmt.Errorf("read order: %w", err)
	}
	password, err := given.ask(ctx, "")
	if err == nil {
		d.phrase, err = given.ask(ctx, "")
	}
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, given.lines)
		cancel()
	}()
	if d.order.Operation == "" {
		err = d.first(ctx, password)
	} else {
		err = d.second(ctx)
	}
	if err != nil {
		d.say(saidFailed, strings.Join(strings.Fields(told(err).Error()), " "))
	}
	return err
}

func (d *selfDesk) say(words ...string) {
	_, _ = fmt.Fprintln(d.env.Out, strings.Join(words, "\t"))
}

// open opens the data folder with the passphrase of the test.
func (d *selfDesk) open(ctx context.Context) error {
	var err error
	d.app, err = app.New(ctx, app.Config{Dir: d.order.Dir, Version: d.order.Version, Keyring: noKeyring{}, Policy: app.NoPolicy, Log: d.env.Log})
	if err != nil {
		return err
	}
	gate, err := d.app.Unlock(ctx)
	switch {
	case err != nil:
		return err
	case gate.Open:
		return errors.New("the data opened without a passphrase")
	case gate.WantPassphrase:
		gate, err = d.app.EnterPassphrase(ctx, d.phrase)
	default:
		gate, err = d.app.ChoosePassphrase(ctx, d.phrase)
	}
	if err == nil && !gate.Open {
		err = gate.Why
	}
	return err
}

// first signs in, reads all customers, finds one, and refills the balance. It is
// killed when the outcome is unknown.
func (d *selfDesk) first(ctx context.Context, password platform.Secret) error {
	if err := d.open(ctx); err != nil {
		return err
	}
	attempt, err := d.app.NewAttempt(model.Profile{
		Name: "Self-test", URL: d.order.URL, Kind: model.Test, Proxy: model.ProxyNone, StaySignedIn: true,
	}, app.ProfileSecrets{})
	if err != nil {
		return err
	}
	if _, err := attempt.Password(ctx, d.order.Login, password); err != nil {
		return err
	}
	if d.cluster, err = attempt.Finish(ctx); err != nil {
		return err
	}
	d.say(saidSignedIn)
	customer, err := d.choose(ctx)
	if err != nil {
		return err
	}
	if err := d.refill(ctx, customer); err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}

// choose reads all customers and finds one of them by a part of the e-mail.
func (d *selfDesk) choose(ctx context.Context) (model.Customer, error) {
	err := d.until(ctx, func() (bool, error) {
		now := d.cluster.Progress()
		if now.Err != nil {
			return false, now.Err
		}
		return now.Complete && !now.Running, nil
	})
	if err != nil {
		return model.Customer{}, err
	}
	all, err := d.cluster.List(ctx, model.Filter{States: []platform.State{platform.StateActive}})
	if err != nil {
		return model.Customer{}, err
	}
	d.say(saidListed, fmt.Sprint(all.Total))
	if len(all.UIDs) == 0 {
		return model.Customer{}, errors.New("no customer is active")
	}
	rows, err := d.cluster.Customers(ctx, all.UIDs[len(all.UIDs)/2:][:1])
	if err != nil || len(rows) == 0 {
		return model.Customer{}, errors.Join(errors.New("the customer is not stored"), err)
	}
	name, _, _ := strings.Cut(rows[0].Email, "@")
	found, err := d.cluster.List(ctx, model.Filter{Text: strings.ToUpper(name)})
	if err != nil {
		return model.Customer{}, err
	}
	for i, uid := range found.UIDs {
		if uid == rows[0].UID {
			d.say(saidFound, fmt.Sprintf("place %d of %d", i+1, len(found.UIDs)))
			return rows[0], nil
		}
	}
	return model.Customer{}, fmt.Errorf("the search does not find the customer among %d", len(found.UIDs))
}

// refill records a refill and waits until its outcome is unknown.
func (d *selfDesk) refill(ctx context.Context, customer model.Customer) error {
	const amount = 12_000_000 // millionths; whole units, which every currency has
	recorded, err := d.cluster.Record(ctx, app.Given{}, model.NewOperation(model.Refill, customer.UID, model.Change{
		Login: customer.Email, Amount: platform.MicrosMoney(amount, customer.Balance.Currency()), Balance: platform.BalanceMain, Reason: "Self-test",
	}))
	if err != nil {
		return err
	}
	id := recorded[0].ID
	if err := d.reaches(ctx, id, func(s model.OperationState) bool { return s == model.StateUnknown }); err != nil {
		return err
	}
	d.say(saidUnknown, string(id), fmt.Sprint(customer.UID))
	return nil
}

// second goes on where the first was killed, and waits until the refill is
// settled.
func (d *selfDesk) second(ctx context.Context) error {
	if err := d.open(ctx); err != nil {
		return err
	}
	profiles, err := d.app.Profiles(ctx)
	if err != nil || len(profiles) != 1 {
		return errors.Join(fmt.Errorf("%d platforms are stored instead of one", len(profiles)), err)
	}
	if d.cluster, err = d.app.Resume(ctx, profiles[0].ID); err != nil {
		return err
	}
	id := model.OperationID(d.order.Operation)
	if _, err := d.cluster.Operation(ctx, id); err != nil {
		return err
	}
	d.say(saidOpen)
	d.cluster.Check(id)
	if err := d.reaches(ctx, id, func(s model.OperationState) bool { return s != model.StateUnknown && !s.Flying() }); err != nil {
		return err
	}
	done, err := d.cluster.Operation(ctx, id)
	if err != nil {
		return err
	}
	if _, err := d.cluster.VerifyJournal(ctx); err != nil {
		return err
	}
	when := "at once"
	if done.Late {
		when = "late"
	}
	d.say(saidSettled, string(done.State), when)
	return d.app.Close()
}

// reaches waits until the state of an operation is as wanted.
func (d *selfDesk) reaches(ctx context.Context, id model.OperationID, wanted func(model.OperationState) bool) error {
	return d.until(ctx, func() (bool, error) {
		o, err := d.cluster.Operation(ctx, id)
		return err == nil && wanted(o.State), err
	})
}

// until waits until something is so, looking whenever the application tells of a
// change.
func (d *selfDesk) until(ctx context.Context, so func() (bool, error)) error {
	moved := make(chan struct{}, 1)
	stop := d.cluster.Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})
	defer stop()
	for {
		if done, err := so(); done || err != nil {
			return err
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
