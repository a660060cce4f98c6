package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"steward/app/journal"
	"steward/app/model"
	"steward/app/sealed"
)

// leaveJournal gets the journal of a profile out of the way that is to be
// removed: one with something open in it stays, and so does the profile; one
// that cannot be opened is kept beside the profiles; any other goes with it.
func (a *App) leaveJournal(ctx context.Context, id string) error {
	path := filepath.Join(a.profileDir(id), journalFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	open, err := a.unsettled(ctx, id, path)
	if err != nil {
		a.log.WithError(err).WithField("profile", id).Warn("a journal that cannot be opened is kept")
		return a.keepAside(id)
	}
	if open > 0 {
		return model.NewError(model.Conflict, "journalfile.keep", nil).With("N", open)
	}
	name := secretName(id, secretJournal)
	return errors.Join(a.vault.Delete(ctx, name), a.vault.Delete(ctx, secretName(id, secretJournalMark)))
}

// unsettled counts what is open in a journal that nobody works with.
func (a *App) unsettled(ctx context.Context, id, path string) (int, error) {
	secret, _, err := a.vault.Get(ctx, secretName(id, secretJournal))
	if err != nil {
		return 0, err
	}
	key, err := sealed.ParseKey(secret)
	if err != nil {
		return 0, err
	}
	j, err := journal.Open(ctx, journal.Config{Path: path, Key: key, Clock: a.cfg.Clock, Notify: func(model.Event) {}, Profile: id})
	if err != nil {
		return 0, err
	}
	n, err := j.Counts(ctx)
	return n.Queued + n.Flying + n.Unknown + n.NeedsPerson, errors.Join(err, j.Close())
}

// keepAside moves a journal and what opens it to a folder of its own.
func (a *App) keepAside(id string) error {
	to := filepath.Join(a.cfg.Dir, "journals", id+a.Now().Format(".20060102T150405.000"))
	err := os.MkdirAll(to, 0o700)
	for _, name := range []string{journalFile, journalFile + "-wal", recoveryFile} {
		moved := os.Rename(filepath.Join(a.profileDir(id), name), filepath.Join(to, name))
		if !errors.Is(moved, fs.ErrNotExist) {
			err = errors.Join(err, moved)
		}
	}
	if err != nil {
		return model.NewError(model.Internal, "app.folder", err)
	}
	return nil
}
