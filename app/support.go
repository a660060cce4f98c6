package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"steward/app/model"
	"steward/client/platform"
)

// Fact is one line of the support information.
type Fact struct{ Name, Value string }

// Support is what somebody who helps has to know: versions, the system, how things
// stand here. It names no platform, no person and no customer. seen is what only
// the window knows. It waits for disk and keyring.
func (a *App) Support(ctx context.Context, seen ...Fact) string {
	facts := []Fact{
		{"Steward", a.cfg.Version},
		{"Built with", strings.Join([]string{runtime.Version(), moduleVersion("Fyne", "fyne.io/fyne/v2"), moduleVersion("SQLite by go-sqlite3", "github.com/ncruces/go-sqlite3")}, ", ")},
		{"System", strings.Join(slices.DeleteFunc([]string{runtime.GOOS + " " + runtime.GOARCH, systemVersion()}, func(s string) bool { return s == "" }), ", ")},
	}
	facts = append(facts, seen...)
	facts = append(facts,
		Fact{"Secrets", fmt.Sprintf("%s, %s", a.Keeping(), stateWords(a.vault.State(ctx).Err()))},
		Fact{"Data folder", a.folderFact()},
		Fact{"Log", a.place(LogName)},
		Fact{"Crash files", fmt.Sprint(a.crashFiles())},
		Fact{"Managed", managedFact(a.policy)},
		Fact{"Platforms", a.profilesFact(ctx)},
	)
	for _, c := range a.platforms() {
		facts = append(facts, Fact{"Open", c.supportFact(ctx)})
	}
	for _, words := range a.troubles.list() {
		facts = append(facts, Fact{"Error", words})
	}
	var b strings.Builder
	for _, f := range facts {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, cmp.Or(f.Value, "not known"))
	}
	return b.String()
}

// moduleVersion is the version of a library in this program, by the name that
// people know.
func moduleVersion(name, path string) string {
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, m := range info.Deps {
			if m.Path == path {
				return name + " " + m.Version
			}
		}
	}
	return name + " of unknown version"
}

func stateWords(why *model.Error) string {
	if why == nil {
		return "ready"
	}
	return why.Key
}

// place is where something in the data folder lies. Only a folder below the home
// is named: others could be called after anybody.
func (a *App) place(name string) string {
	path := filepath.Join(a.cfg.Dir, name)
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return "elsewhere"
	}
	below, err := filepath.Rel(home, path)
	if err != nil || !filepath.IsLocal(below) {
		return filepath.Join("elsewhere", name)
	}
	standard, err := DefaultDir()
	if err != nil || standard != a.cfg.Dir {
		return filepath.Join("~", "…", name)
	}
	return filepath.Join("~", below)
}

// folderFact is where the data folder is and what it holds.
func (a *App) folderFact() string {
	var size int64
	files := 0
	err := filepath.WalkDir(a.cfg.Dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if info, err := e.Info(); err == nil { // else it is gone meanwhile
			size += info.Size()
			files++
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return a.place("") + ", cannot be read"
	}
	return fmt.Sprintf("%s, %d files, %.1f MB", a.place(""), files, float32(size)/1e6)
}

// crashFiles is how many crashes are kept.
func (a *App) crashFiles() int {
	found, err := filepath.Glob(filepath.Join(a.cfg.Dir, crashFolder, "*"+crashEnding))
	if err != nil {
		return 0
	}
	return len(slices.DeleteFunc(found, func(path string) bool { return strings.HasPrefix(filepath.Base(path), crashRunning) }))
}

// managedFact are the keys of the policy, without their values.
func managedFact(p model.Policy) string {
	if !p.Managed() {
		return "nothing"
	}
	keys := make([]string, len(p.Values))
	for i, v := range p.Values {
		keys[i] = v.Key
	}
	words := strings.Join(keys, ", ")
	if p.Problem != "" {
		words = strings.TrimPrefix(words+"; not understood", "; ")
	}
	return cmp.Or(words, "nothing")
}

// profilesFact is how many platforms there are, by kind.
func (a *App) profilesFact(ctx context.Context) string {
	list, err := a.Profiles(ctx)
	if err != nil {
		return "locked"
	}
	words := []string{fmt.Sprint(len(list))}
	for _, kind := range []model.Kind{model.Live, model.Test, model.Demo} {
		n := 0
		for _, p := range list {
			if p.Kind == kind {
				n++
			}
		}
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, kind))
		}
	}
	return strings.Join(words, ", ")
}

// platforms are those that are open.
func (a *App) platforms() (list []*Cluster) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for c := range a.clusters {
		list = append(list, c)
	}
	return list
}

// connectionNames are the states of a connection.
var connectionNames = map[model.Connection]string{
	model.ConnectionUnknown: "not known", model.Online: "online", model.Slow: "slow", model.Away: "away", model.Expired: "expired", model.Cached: "cached",
}

// supportFact is how an open platform stands, without its name.
func (c *Cluster) supportFact(ctx context.Context) string {
	p := c.Profile()
	words := []string{string(p.Kind), "role " + knownRole(p.Operator.Role), "connection " + connectionNames[c.Connection().State]}
	if n, err := c.store.Count(ctx); err == nil {
		words = append(words, fmt.Sprintf("%d customers", n))
	}
	if why, readOnly := c.ReadOnly(); readOnly {
		words = append(words, why)
	}
	return strings.Join(append(words, c.journalFact(ctx)), ", ")
}

// knownRole keeps names that a platform invents for its roles to itself.
func knownRole(role platform.Role) string {
	switch role {
	case platform.RoleOwner, platform.RoleAdmin, platform.RoleView, platform.RoleReseller:
		return string(role)
	}
	return "other"
}

// journalFact is how many changes there are in each state.
func (c *Cluster) journalFact(ctx context.Context) string {
	if why := c.JournalTrouble(); why != nil {
		return "journal: " + why.Key
	}
	var counts []string
	for _, state := range model.OperationStates {
		keys, err := c.OperationKeys(ctx, model.OperationFilter{States: []model.OperationState{state}})
		if err != nil {
			return "journal: cannot be read"
		}
		if len(keys) > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", len(keys), state))
		}
	}
	if _, flawed := c.JournalFlaw(); flawed {
		counts = append(counts, "does not match its check")
	}
	return "journal: " + cmp.Or(strings.Join(counts, ", "), "empty")
}
