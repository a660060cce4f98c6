package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"steward/app/model"
	"steward/client/platform"
)

// DemoAccess is a running demo platform and the account to sign in with.
type DemoAccess struct {
	ID        string // the same for the same invented customers, file-name safe
	URL       string
	Login     string
	Password  platform.Secret
	Customers int
}

// OpenDemo signs in to a demo platform without a question. What is stored of it,
// list and journal, lasts as long as this run: the next one invents it anew.
// Only settings stay.
func (a *App) OpenDemo(ctx context.Context, d DemoAccess) (*Cluster, error) {
	profile := model.Profile{
		ID: demoPrefix + d.ID, Name: "Demo platform", URL: d.URL, Kind: model.Demo,
		Proxy: model.ProxyNone, Auth: model.ByPassword,
	}
	attempt, err := a.NewAttempt(profile, ProfileSecrets{})
	if err != nil {
		return nil, err
	}
	if _, err := attempt.Password(ctx, d.Login, d.Password); err != nil {
		return nil, err
	}
	return attempt.Finish(ctx)
}

// demoPrefix begins the ID of every demo platform's profile.
const demoPrefix = "demo-"

// forgetOtherDemos removes what earlier demo platforms left: their customers
// were other ones and never come back. One that is open in another window stays.
func (a *App) forgetOtherDemos(ctx context.Context, keep string) {
	folders, err := os.ReadDir(filepath.Join(a.cfg.Dir, "profiles"))
	if err != nil {
		a.log.WithError(err).Warn("earlier demo platforms could not be looked for")
		return
	}
	for _, f := range folders {
		if id := f.Name(); strings.HasPrefix(id, demoPrefix) && id != keep && ctx.Err() == nil {
			if err := a.RemoveProfile(ctx, id); err != nil {
				a.log.WithError(err).WithField("profile", id).Info("an earlier demo platform stays")
			}
		}
	}
}
