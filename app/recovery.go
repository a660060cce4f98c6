package app

import (
	"context"
	"errors"
	"os"

	"steward/app/model"
	"steward/app/sealed"
	"steward/app/vault"
	"steward/client/platform"
)

// hasRecovery tells whether a recovery code was made.
func (c *Cluster) hasRecovery() bool {
	_, err := os.Stat(c.journalPath(recoveryFile))
	return err == nil
}

// RecoveryCodeDue tells whether the recovery code of the journal is still to be
// made and shown. A journal of this run needs none. It does not wait.
func (c *Cluster) RecoveryCodeDue() bool {
	c.records.mu.Lock()
	defer c.records.mu.Unlock()
	return c.records.codeDue
}

// NewRecoveryCode makes the code that opens the journal if the keyring is lost.
// It is kept nowhere: show it once. An earlier code opens nothing any more.
func (c *Cluster) NewRecoveryCode(ctx context.Context) (platform.Secret, error) {
	if _, err := c.journal(); err != nil {
		return platform.Secret{}, err
	}
	if c.kind == model.Demo || c.app.vault.ReadOnly() {
		return platform.Secret{}, model.NewError(model.Conflict, "recovery.notkept", nil)
	}
	name := secretName(c.profileID(), secretJournal)
	key, kept, err := c.app.vault.Get(ctx, name)
	if err != nil {
		return platform.Secret{}, err
	}
	if !kept {
		return platform.Secret{}, model.NewError(model.Unauthorized, "journalfile.locked", nil)
	}
	code, err := vault.NewCode(c.journalPath(recoveryFile), name, key)
	if err != nil {
		return platform.Secret{}, err
	}
	c.records.mu.Lock()
	c.records.codeDue = false
	c.records.mu.Unlock()
	c.log.Info("a recovery code was made")
	c.publish(model.Event{Kind: model.JournalChanged})
	return code, nil
}

// RecoverJournal opens the journal with its recovery code and stores its key
// again. It returns model.Invalid for a mistyped code, model.Unauthorized for
// that of another journal and model.NotFound where none was ever made.
func (c *Cluster) RecoverJournal(ctx context.Context, code platform.Secret) error {
	if _, err := c.journal(); err == nil {
		return model.NewError(model.Conflict, "recovery.open", nil)
	}
	if c.isSecondWindow() || c.app.vault.ReadOnly() {
		return c.barred()
	}
	name := secretName(c.profileID(), secretJournal)
	secret, err := vault.OpenCode(c.journalPath(recoveryFile), name, code)
	switch {
	case errors.Is(err, vault.ErrCodeText):
		return model.NewError(model.Invalid, "recovery.mistyped", err)
	case errors.Is(err, vault.ErrWrongCode):
		return model.NewError(model.Unauthorized, "recovery.other", err)
	case err != nil:
		return model.NewError(model.NotFound, "recovery.none", err)
	}
	key, err := sealed.ParseKey(secret)
	if err != nil {
		return model.NewError(model.Internal, "app.key", err)
	}
	if err := c.app.vault.Adopt(ctx, name, secret); err != nil {
		return err
	}
	if why := c.startJournal(ctx, c.journalPath(journalFile), key); why != nil {
		c.troubled(why)
		return why
	}
	c.log.Info("the journal was opened with its recovery code")
	c.publish(model.Event{Kind: model.JournalChanged})
	return nil
}
