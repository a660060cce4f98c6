// Package screen is what every page of the window is given, so that pages need
// not know the window.
package screen

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"steward/app"
	"steward/app/model"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/task"
)

// Env is the surroundings of the pages of one open platform.
type Env struct {
	App     *app.App
	Cluster *app.Cluster
	Tasks   *task.Runner
	Host    *kit.Host
	Window  fyne.Window
	Prefs   model.Preferences

	// Toast says that background work has finished.
	Toast func(sentence string)
	// Fail says an error that has no place of its own on the page.
	Fail func(err error)
	// OpenCustomer switches to Users with a customer selected.
	OpenCustomer func(uid platform.UID)
	// Changed tells the window that menus, strip or banner may read differently now.
	Changed func()
}

// Zone is the zone of dates and times on screen.
func (e *Env) Zone() *time.Location {
	if e.Prefs.LocalTime {
		return time.Local
	}
	return time.UTC
}

// Keep stores a setting of the open platform off the UI thread.
func (e *Env) Keep(name string, value any) {
	scope := e.Cluster.Profile().ID
	e.Tasks.Go("keep."+name, func(ctx context.Context) (func(), error) {
		return nil, e.App.Put(ctx, scope, name, value)
	}, e.Fail)
}

// Recall reads a setting of the open platform; apply runs on the UI thread
// once it is in value (or was never stored).
func (e *Env) Recall(name string, value any, apply func(found bool)) {
	scope := e.Cluster.Profile().ID
	e.Tasks.Go("recall."+name, func(ctx context.Context) (func(), error) {
		found, err := e.App.Get(ctx, scope, name, value)
		return func() { apply(found) }, err
	}, e.Fail)
}
