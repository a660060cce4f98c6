package app

import (
	"context"
	"errors"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
)

// Gate is what stands between the person and the stored data.
type Gate struct {
	Open           bool
	Why            *model.Error // why not, when it is not open
	WantPassphrase bool         // a passphrase was set: enter it; else it may be chosen
	Notice         *model.Error // to be said once, though it is open
}

// Unlock opens what is stored with the keys of the system's keyring. When
// there is no usable keyring the gate says why, and the person chooses: unlock
// the keyring and call Unlock again, a passphrase, or this run only.
func (a *App) Unlock(ctx context.Context) (Gate, error) {
	state := a.vault.State(ctx)
	if why := state.Err(); why != nil {
		return Gate{Why: why, WantPassphrase: state == vault.NeedsPassphrase}, nil
	}
	return a.pass(ctx)
}

// EnterPassphrase opens what is stored with the passphrase set earlier.
func (a *App) EnterPassphrase(ctx context.Context, phrase platform.Secret) (Gate, error) {
	if err := a.vault.Unlock(ctx, phrase); err != nil {
		return Gate{WantPassphrase: true}, err
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
		return Gate{Why: told}, nil
	}
	if err != nil {
		return Gate{}, err
	}
	return Gate{Open: true, Notice: notice}, nil
}

// ThisRunOnly reports whether nothing is kept after this run.
func (a *App) ThisRunOnly() bool { return a.vault.ReadOnly() }
