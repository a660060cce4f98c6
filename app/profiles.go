package app

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"steward/app/model"
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

// RemoveProfile forgets a platform: its cache, its secrets, its settings. An
// open one is refused with Conflict.
func (a *App) RemoveProfile(ctx context.Context, id string) error {
	a.mu.Lock()
	for c := range a.clusters {
		if c.profileID() == id {
			a.mu.Unlock()
			return model.NewError(model.Conflict, "app.profileopen", nil)
		}
	}
	a.mu.Unlock()
	d, err := a.openedDesk()
	if err != nil {
		return err
	}
	for _, name := range []string{secretSession, secretProxy, secretCertKey, "cache"} {
		if err := a.vault.Delete(ctx, secretName(id, name)); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(a.profileDir(id)); err != nil {
		return model.NewError(model.Internal, "app.folder", err)
	}
	if err := d.RemoveProfile(ctx, id); err != nil {
		return model.NewError(model.Internal, "app.desk", err)
	}
	return nil
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
