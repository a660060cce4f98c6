package app

import (
	"context"

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

// OpenDemo signs in to a demo platform without a question. What is stored of
// it stays while its invented customers stay the same.
func (a *App) OpenDemo(ctx context.Context, d DemoAccess) (*Cluster, error) {
	profile := model.Profile{
		ID: "demo-" + d.ID, Name: "Demo platform", URL: d.URL, Kind: model.Demo,
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
