// Package app is Steward without a window: profiles, sign-in, the cached
// customers and what keeps them fresh. The views and the commands talk to
// nothing else.
package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/sirupsen/logrus"

	"steward/app/desk"
	"steward/app/journal"
	"steward/app/model"
	"steward/app/sealed"
	"steward/app/vault"
)

// Config is what main decides for the application.
type Config struct {
	Dir       string        // the data folder; made with mode 0700 if missing
	Version   string        // of this program, for the User-Agent and the log
	Clock     model.Clock   // nil: the computer's clock
	Keyring   vault.Keyring // nil: the system's keyring
	Log       *logrus.Logger
	PullEvery time.Duration // how often all customers are read again; 0: 15 minutes
	Journal   JournalTimes  // waits of the journal; zero: those of the rules
	Policy    string        // where to read what the organisation has fixed; empty: where the system keeps it
	Temporary bool          // Dir is gone afterwards: keys stay in memory, the system's keyring is left alone
}

// JournalTimes are the waits of the rules for changes; the zero value has those
// of the rules.
type JournalTimes = journal.Times

// App is the application. Its methods may be called from any goroutine but
// the one that paints: they wait for disk, network or keyring.
type App struct {
	cfg      Config
	base     context.Context // for parting words after everything else was cancelled
	log      *logrus.Entry
	vault    *vault.Vault
	temp     *tempFolder
	policy   model.Policy // never changes
	troubles troubles

	mu       sync.Mutex
	desk     *desk.Desk
	clusters map[*Cluster]bool
	paused   map[string]bool // profiles whose sending a person paused
}

// keyringService is the name under which the keyring lists our secrets.
const keyringService = "app.steward.Steward"

// New prepares the data folder. It opens no file that needs a key; Unlock
// does. What still has to be done while closing outlives ctx.
func New(ctx context.Context, cfg Config) (*App, error) {
	if cfg.Clock == nil {
		cfg.Clock = model.SystemClock{}
	}
	if cfg.Keyring == nil {
		cfg.Keyring = vault.System(keyringService)
		if cfg.Temporary {
			cfg.Keyring = vault.Temporary()
		}
	}
	if err := makeFolders(cfg.Dir); err != nil {
		return nil, err
	}
	a := &App{
		cfg:      cfg,
		base:     context.WithoutCancel(ctx),
		log:      logrus.NewEntry(cfg.Log),
		clusters: map[*Cluster]bool{},
		paused:   map[string]bool{},
	}
	a.vault = vault.Open(vault.Options{Dir: cfg.Dir, Service: keyringService, Keyring: cfg.Keyring, Clock: cfg.Clock})
	var err error
	if a.temp, err = holdTemp(filepath.Join(cfg.Dir, "tmp")); err != nil {
		return nil, model.NewError(model.Internal, "app.folder", err)
	}
	a.obey()
	return a, nil
}

// makeFolders makes the data folder. A data folder that everybody may write into is refused: its files could be
// exchanged.
func makeFolders(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "profiles"), 0o700); err != nil {
		return model.NewError(model.Internal, "app.folder", err)
	}
	open, err := openToAll(dir)
	if err != nil {
		return model.NewError(model.Internal, "app.folder", err)
	}
	if open {
		return model.NewError(model.Forbidden, "app.folderopen", nil).With("Path", dir)
	}
	return nil
}

// Version is the version of this program.
func (a *App) Version() string { return a.cfg.Version }

// Now is the present moment in UTC by the application's clock.
func (a *App) Now() time.Time { return a.cfg.Clock.Now() }

// Close closes what is open, in reverse order.
func (a *App) Close() error {
	a.mu.Lock()
	open := make([]*Cluster, 0, len(a.clusters))
	for c := range a.clusters {
		open = append(open, c)
	}
	a.mu.Unlock()

	var errs []error
	for _, c := range open {
		errs = append(errs, c.Close())
	}
	a.mu.Lock()
	d := a.desk
	a.desk = nil
	a.mu.Unlock()
	if d != nil {
		errs = append(errs, d.Close())
	}
	return errors.Join(append(errs, a.temp.remove())...)
}

// openDesk opens desk.db with its key from the vault; this run only: in
// memory. A file that cannot be read is moved aside and said in notice.
func (a *App) openDesk(ctx context.Context) (notice *model.Error, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.desk != nil {
		return nil, nil
	}
	path, key, err := a.sealedFile(ctx, "desk", filepath.Join(a.cfg.Dir, "desk.db"))
	if err != nil {
		return nil, err
	}
	d, moved, err := desk.Open(ctx, desk.Options{Path: path, Key: key, Clock: a.cfg.Clock})
	if err != nil {
		return nil, model.NewError(model.Internal, "app.desk", err)
	}
	if moved != "" {
		notice = model.NewError(model.Internal, "app.deskmoved", nil).With("Path", moved)
		a.log.WithField("path", moved).Warn("settings file was unreadable and moved aside")
	}
	a.desk = d
	return notice, nil
}

// sealedFile tells where a sealed database lies and with which key: in memory
// with a key of its own when the person chose this run only.
func (a *App) sealedFile(ctx context.Context, keyName, path string) (string, sealed.Key, error) {
	if a.vault.ReadOnly() {
		return "", sealed.NewKey(), nil
	}
	secret, created, err := a.vault.Key(ctx, keyName)
	if err != nil {
		return "", sealed.Key{}, err
	}
	if created {
		a.log.WithField("key", keyName).Info("made a new key")
	}
	key, err := sealed.ParseKey(secret)
	if err != nil {
		return "", sealed.Key{}, model.NewError(model.Internal, "app.key", err)
	}
	return path, key, nil
}

// Get reads a setting into a value and reports whether there was one. scope
// is a profile's ID, or empty for the whole application.
func (a *App) Get(ctx context.Context, scope, name string, into any) (bool, error) {
	d, err := a.openedDesk()
	if err != nil {
		return false, err
	}
	return d.Get(ctx, scope, name, into)
}

// Put stores a setting.
func (a *App) Put(ctx context.Context, scope, name string, value any) error {
	d, err := a.openedDesk()
	if err != nil {
		return err
	}
	return d.Put(ctx, scope, name, value)
}

func (a *App) openedDesk() (*desk.Desk, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.desk == nil {
		return nil, model.NewError(model.Unauthorized, "app.locked", nil)
	}
	return a.desk, nil
}
