package app

import (
	"context"
	"path/filepath"
	"slices"

	"steward/app/model"
	"steward/app/vault"
)

// ChangeProfile changes what is stored of a platform and returns its stored
// form. Of one that is open here only name and kind change, at once; the rest
// is decided when it is opened. One that is open in another window is refused
// with Conflict.
func (a *App) ChangeProfile(ctx context.Context, id string, change func(p *model.Profile)) (model.Profile, error) {
	list, err := a.Profiles(ctx)
	if err != nil {
		return model.Profile{}, err
	}
	at := slices.IndexFunc(list, func(p model.Profile) bool { return p.ID == id })
	if at < 0 {
		return model.Profile{}, model.NewError(model.NotFound, "app.noprofile", nil)
	}
	p := list[at]
	change(&p)
	if c := a.opened(id); c != nil {
		p = c.rename(p.Name, p.Kind)
		return a.PutProfile(ctx, p)
	}
	lock, held, err := vault.Hold(filepath.Join(a.profileDir(id), "lock"))
	if err != nil {
		return model.Profile{}, model.NewError(model.Internal, "app.lock", err)
	}
	if !held {
		return model.Profile{}, model.NewError(model.Conflict, "app.profilebusy", nil)
	}
	defer lock.Release() //nolint:errcheck // the system does it otherwise
	return a.PutProfile(ctx, p)
}

// opened is the platform of a profile, if it is open here.
func (a *App) opened(id string) *Cluster {
	a.mu.Lock()
	open := make([]*Cluster, 0, len(a.clusters))
	for c := range a.clusters {
		open = append(open, c)
	}
	a.mu.Unlock()
	at := slices.IndexFunc(open, func(c *Cluster) bool { return c.profileID() == id })
	if at < 0 {
		return nil
	}
	return open[at]
}

// rename gives an open platform another name and kind, and returns its profile.
func (c *Cluster) rename(name string, kind model.Kind) model.Profile {
	c.mu.Lock()
	c.profile.Name, c.profile.Kind = name, kind
	p := c.profile
	c.mu.Unlock()
	c.publish(model.Event{Kind: model.ConnectionChanged}) // what names it on screen reads differently
	return p
}
