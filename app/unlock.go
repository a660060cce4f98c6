package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
)

// Gate is what stands between the person and the stored data.
type Gate struct {
	Open           bool
	Why            *model.Error // why not, when it is not open
	WantPassphrase bool         // a passphrase was set: enter it; else it may be chosen
	MayStartOver   bool         // StartOver leads on, at the price that it names
	Notice         *model.Error // to be said once, though it is open
}

// Unlock opens what is stored with the keys of the system's keyring. When
// there is no usable keyring the gate says why, and the person chooses: unlock
// the keyring and call Unlock again, a passphrase, or this run only.
func (a *App) Unlock(ctx context.Context) (Gate, error) {
	state := a.vault.State(ctx)
	if why := state.Err(); why != nil {
		return Gate{
			Why: why, WantPassphrase: state == vault.NeedsPassphrase,
			MayStartOver: state == vault.Changed || state == vault.Broken || state == vault.NeedsPassphrase,
		}, nil
	}
	return a.pass(ctx)
}

// StartOver goes on where keys are gone for good: keys that changed are made
// anew, a file of secrets that cannot be opened is moved aside. What only the
// old keys open (the list of platforms, settings, kept sign-ins) is moved
// aside too and begins anew; the cached customers are read again from the
// platform. Nothing is lost where the keys turn out to be there.
func (a *App) StartOver(ctx context.Context) (Gate, error) {
	var err error
	switch a.vault.State(ctx) {
	case vault.Changed:
		err = a.renewKeys(ctx)
		if err == nil && a.vault.State(ctx) == vault.Changed { // a key of something that is no longer here
			_, err = a.vault.StartOver(ctx)
		}
	case vault.Broken, vault.NeedsPassphrase:
		_, err = a.vault.StartOver(ctx)
	}
	if err != nil {
		return Gate{}, err
	}
	return a.Unlock(ctx)
}

// renewKeys makes a new key for everything whose key is not the one that
// sealed it.
func (a *App) renewKeys(ctx context.Context) error {
	names := []string{"desk"}
	folders, err := os.ReadDir(filepath.Join(a.cfg.Dir, "profiles"))
	if err != nil {
		return model.NewError(model.Internal, "app.folder", err)
	}
	for _, f := range folders {
		if a.Stored(f.Name()) {
			names = append(names, secretName(f.Name(), "cache"))
		}
	}
	for _, name := range names {
		_, _, err := a.vault.Key(ctx, name)
		if model.CodeOf(err) == model.Conflict {
			_, err = a.vault.Renew(ctx, name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// EnterPassphrase opens what is stored with the passphrase set earlier.
func (a *App) EnterPassphrase(ctx context.Context, phrase platform.Secret) (Gate, error) {
	if err := a.vault.Unlock(ctx, phrase); err != nil {
		return Gate{WantPassphrase: true, MayStartOver: true}, err
	}
	return a.pass(ctx)
}

// ChoosePassphrase keeps secrets in a file of ours, sealed with a passphrase,
// from now on.
func (a *App) ChoosePassphrase(ctx context.Context, phrase platform.Secret) (Gate, error) {
	if err := a.vault.SetPassphrase(ctx, phrase); err != nil {
		return Gate{}, err
	}
	return a.pass(ctx)
}

// ChooseThisRun keeps everything in memory and read-only until the end.
func (a *App) ChooseThisRun(ctx context.Context) (Gate, error) {
	a.vault.UseThisRun()
	return a.pass(ctx)
}

// pass opens the settings; a keyring that fails only now closes the gate again.
func (a *App) pass(ctx context.Context) (Gate, error) {
	notice, err := a.openDesk(ctx)
	var told *model.Error
	if errors.As(err, &told) && (told.Code == model.Unauthorized || told.Code == model.NotFound || told.Code == model.Timeout || told.Code == model.Conflict) {
		return Gate{Why: told, MayStartOver: told.Code == model.Conflict}, nil
	}
	if err != nil {
		return Gate{}, err
	}
	if err := a.offerPlatforms(ctx); err != nil {
		return Gate{}, err
	}
	if broken := a.policyNotice(); broken != nil {
		notice = broken
	}
	return Gate{Open: true, Notice: notice}, nil
}

// ThisRunOnly reports whether nothing is kept after this run.
func (a *App) ThisRunOnly() bool { return a.vault.ReadOnly() }
