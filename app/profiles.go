package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"steward/app/model"
	"steward/app/vault"
)

// Names of a profile's secrets in the vault.
const (
	secretSession = "session"
	secretProxy   = "proxy"
	secretCertKey = "certkey"
)

// Profiles are the platforms on this computer, last used first.
func (a *App) Profiles(ctx context.Context) ([]model.Profile, error) {
	d, err := a.openedDesk()
	if err != nil {
		return nil, err
	}
	list, err := d.Profiles(ctx)
	if err != nil {
		return nil, model.NewError(model.Internal, "app.desk", err)
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].LastUsed.After(list[j].LastUsed) })
	return list, nil
}

// PutProfile stores a profile; a new one (without ID) gets an ID. It returns
// the stored form.
func (a *App) PutProfile(ctx context.Context, p model.Profile) (model.Profile, error) {
	d, err := a.openedDesk()
	if err != nil {
		return p, err
	}
	if p.ID == "" {
		p.ID = newProfileID()
	}
	if p.Name == "" {
		p.Name = HostOf(p.URL)
	}
	if err := d.PutProfile(ctx, p); err != nil {
		return p, model.NewError(model.Internal, "app.desk", err)
	}
	return p, nil
}

// RemoveProfile forgets a platform: its cache, its journal, its secrets, its
// settings. One that is open, here or in another window, or whose journal has
// something open is refused with Conflict.
func (a *App) RemoveProfile(ctx context.Context, id string) error {
	d, err := a.openedDesk()
	if err != nil {
		return err
	}
	lock, held, err := vault.Hold(filepath.Join(a.profileDir(id), "lock"))
	if err != nil {
		return model.NewError(model.Internal, "app.lock", err)
	}
	if !held {
		return model.NewError(model.Conflict, "app.profileopen", nil)
	}
	defer lock.Release() //nolint:errcheck // released already, or the system does it
	if err := a.leaveJournal(ctx, id); err != nil {
		return err
	}
	for _, name := range []string{secretSession, secretProxy, secretCertKey, "cache"} {
		if err := a.vault.Delete(ctx, secretName(id, name)); err != nil {
			return err
		}
	}
	if err := errors.Join(lock.Release(), os.RemoveAll(a.profileDir(id))); err != nil {
		return model.NewError(model.Internal, "app.folder", err)
	}
	if err := d.RemoveProfile(ctx, id); err != nil {
		return model.NewError(model.Internal, "app.desk", err)
	}
	return nil
}

// IsSignedIn reports whether Resume goes on with the session of a profile.
func (a *App) IsSignedIn(ctx context.Context, id string) (bool, error) {
	_, kept, err := a.vault.Get(ctx, secretName(id, secretSession))
	return kept, err
}

// Kept is what the vault has of a stored profile.
type Kept struct {
	Secrets ProfileSecrets
	Session bool // Resume goes on without a new sign-in
}

// Kept reads what the vault has of a profile.
func (a *App) Kept(ctx context.Context, id string) (Kept, error) {
	secrets, err := a.storedSecrets(ctx, id)
	if err != nil {
		return Kept{}, err
	}
	session, err := a.IsSignedIn(ctx, id)
	return Kept{Secrets: secrets, Session: session}, err
}

// storedSecrets reads the connection secrets of a stored profile.
func (a *App) storedSecrets(ctx context.Context, id string) (ProfileSecrets, error) {
	var s ProfileSecrets
	var err error
	if s.ProxyPassword, _, err = a.vault.Get(ctx, secretName(id, secretProxy)); err != nil {
		return s, err
	}
	s.ClientKey, _, err = a.vault.Get(ctx, secretName(id, secretCertKey))
	return s, err
}

// Stored reports whether customers of a profile are cached on this computer.
func (a *App) Stored(id string) bool {
	_, err := os.Stat(filepath.Join(a.profileDir(id), "cache.db"))
	return err == nil
}

func (a *App) profileDir(id string) string { return filepath.Join(a.cfg.Dir, "profiles", id) }

// secretName is the vault's name of one secret of a profile.
func secretName(profileID, name string) string { return profileID + "." + name }

// newProfileID is random, short and safe in a file name on every system.
func newProfileID() string {
	var raw [10]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:]))
}
