package app

import (
	"context"
	"time"

	"steward/app/model"
)

const settingPreferences = "preferences"

// Preferences are the person's settings; the zero value before any were stored.
func (a *App) Preferences(ctx context.Context) (model.Preferences, error) {
	var p model.Preferences
	_, err := a.Get(ctx, "", settingPreferences, &p)
	return p, err
}

// PutPreferences stores the person's settings; they hold at once.
func (a *App) PutPreferences(ctx context.Context, p model.Preferences) error {
	if err := a.Put(ctx, "", settingPreferences, p); err != nil {
		return err
	}
	every := a.pullEvery(ctx)
	a.mu.Lock()
	defer a.mu.Unlock()
	for c := range a.clusters {
		if reading := c.reader(); reading != nil {
			reading.SetEvery(every)
		}
	}
	return nil
}

// pullEvery is how often all customers are read again, as the person set it.
func (a *App) pullEvery(ctx context.Context) time.Duration {
	p, err := a.Preferences(ctx)
	if err != nil || p.PullMinutes <= 0 {
		return a.cfg.PullEvery
	}
	return time.Duration(p.PullMinutes) * time.Minute
}

// Keeping names how secrets are kept: "keyring", "passphrase" or "thisrun".
func (a *App) Keeping() string {
	switch {
	case a.vault.ThisRun():
		return "thisrun"
	case a.vault.ByPassphrase():
		return "passphrase"
	}
	return "keyring"
}
