package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"steward/app/desk"
	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
)

// NoPolicy as Config.Policy is for what opens platforms of its own only.
const NoPolicy = "none"

// LoadPolicy reads what an organisation has fixed for this computer, from a place
// or, if that is empty, where the system keeps it.
func LoadPolicy(place string) model.Policy {
	if place == NoPolicy {
		return model.Policy{}
	}
	p := desk.ReadPolicy(place)
	for i, address := range p.Platforms {
		checked, err := CheckAddress(address)
		if err != nil {
			p.Problem = strings.TrimPrefix(p.Problem+"; platforms: "+address+" is no address of a platform", "; ")
			p.ReadOnly = true
			continue
		}
		p.Platforms[i] = checked
	}
	return p
}

// Policy is what the organisation has fixed for this computer, as it was when the
// program started. It does not wait.
func (a *App) Policy() model.Policy { return a.policy }

// obey reads the policy and does what has to be done before anything is opened.
func (a *App) obey() {
	a.policy = LoadPolicy(a.cfg.Policy)
	p := a.policy
	if !p.Managed() {
		return
	}
	log := a.log.WithField("policy", p.Source)
	if p.Problem != "" {
		log.WithField("problem", p.Problem).Error("the policy is not understood: nothing may be changed")
	}
	if p.KeepNothing {
		a.vault.UseThisRun()
		if err := a.dropCopies(); err != nil {
			log.WithError(err).Warn("a stored copy stays")
		}
	}
}

// policyNotice is what has to be said of the policy once; nil: nothing.
func (a *App) policyNotice() *model.Error {
	if a.policy.Problem == "" {
		return nil
	}
	return model.NewError(model.Invalid, "policy.broken", errors.New(a.policy.Problem)).
		With("Place", a.policy.Source).With("Problem", a.policy.Problem)
}

// policyBars says why the policy lets nobody change anything; nil: it does.
func (a *App) policyBars() *model.Error {
	switch {
	case a.policy.Problem != "":
		return model.NewError(model.Forbidden, "readonly.policybroken", nil)
	case a.policy.ReadOnly:
		return model.NewError(model.Forbidden, "readonly.policy", nil)
	}
	return nil
}

// PlatformAllowed says why a platform must not be opened here; nil: it may. The
// invented customers of a demo platform in this program are nobody's.
func PlatformAllowed(p model.Policy, address string, kind model.Kind) *model.Error {
	if len(p.Platforms) == 0 || slices.ContainsFunc(p.Platforms, func(one string) bool { return strings.EqualFold(one, address) }) {
		return nil
	}
	if kind == model.Demo && strings.HasPrefix(address, "http://") { // a loopback address
		return nil
	}
	return model.NewError(model.Forbidden, "policy.platform", nil).With("Allowed", strings.Join(p.Platforms, ", "))
}

// offerPlatforms stores a profile for every platform of the policy that has none,
// so that it is ready to be signed in to; it starts read-only, as new ones do.
func (a *App) offerPlatforms(ctx context.Context) error {
	if len(a.policy.Platforms) == 0 {
		return nil
	}
	there, err := a.Profiles(ctx)
	if err != nil {
		return err
	}
	for _, address := range a.policy.Platforms {
		known := slices.ContainsFunc(there, func(p model.Profile) bool {
			checked, err := CheckAddress(p.URL)
			return err == nil && strings.EqualFold(checked, address)
		})
		if known {
			continue
		}
		if _, err := CheckAddress(address); err != nil {
			continue // said as the policy's problem
		}
		if _, err := a.PutProfile(ctx, model.Profile{URL: address, Kind: model.Live, ReadOnly: true}); err != nil {
			return err
		}
	}
	return nil
}

// stricter are the limits that hold: of each the smaller one. Where the currencies
// differ the organisation's holds.
func (a *App) stricter(own model.Limits) model.Limits {
	smaller := func(own, managed platform.Money) platform.Money {
		if !managed.Given() || own.Given() && own.Currency() == managed.Currency() && own.Amount().LessThan(managed.Amount()) {
			return own
		}
		return managed
	}
	m := a.policy.Limits
	return model.Limits{
		Operation: smaller(own.Operation, m.Operation), Batch: smaller(own.Batch, m.Batch), Day: smaller(own.Day, m.Day),
	}
}

// dropCopies removes the stored customers of all platforms that no other window
// has open. Journals stay: what was sent from here must remain provable.
func (a *App) dropCopies() error {
	folders, err := os.ReadDir(filepath.Join(a.cfg.Dir, "profiles"))
	if err != nil {
		return err
	}
	var errs []error
	for _, f := range folders {
		dir := a.profileDir(f.Name())
		lock, held, err := vault.Hold(filepath.Join(dir, "lock"))
		if err != nil || !held {
			errs = append(errs, err)
			continue
		}
		for _, ending := range []string{"", "-wal", "-shm", "-journal"} {
			if err := os.Remove(filepath.Join(dir, "cache.db"+ending)); !errors.Is(err, fs.ErrNotExist) {
				errs = append(errs, err)
			}
		}
		errs = append(errs, lock.Release())
	}
	return errors.Join(errs...)
}
