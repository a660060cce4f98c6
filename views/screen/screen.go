// Package screen is what every page of the window is given, so that pages need
// not know the window.
package screen

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
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
	// OpenForm shows the form of an operation that was prepared for one customer, in
	// Users; nil: there is none.
	OpenForm func(op model.Operation)
	// OpenOperation leads to an operation's story; nil: there is none.
	OpenOperation func(id model.OperationID)
	// OpenBatch leads to a run, or to its report; nil: there is none.
	OpenBatch func(id string)
	// Changed tells the window that menus, strip or banner may read differently now.
	Changed func()

	exporting *exporting // nil: nothing is being exported
}

// Zone is the zone of dates and times on screen.
func (e *Env) Zone() *time.Location {
	if e.Prefs.LocalTime {
		return time.Local
	}
	return time.UTC
}

// ZoneName names the zone of dates in titles: "UTC", or "CET/CEST" where it
// depends on the season.
func (e *Env) ZoneName() string {
	year := e.App.Now().Year()
	winter := zoneName(time.Date(year, time.January, 1, 0, 0, 0, 0, e.Zone()))
	summer := zoneName(time.Date(year, time.July, 1, 0, 0, 0, 0, e.Zone()))
	if winter == summer {
		return winter
	}
	return winter + "/" + summer
}

// zoneName is the short name of a zone at a time: "CET", or "UTC-03" where the
// zone has none.
func zoneName(at time.Time) string {
	name, _ := at.Zone()
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		return "UTC" + name
	}
	return name
}

// Sentence is what a person is told of an error.
func (e *Env) Sentence(err error) string {
	known := e.App.Explain(err)
	return text.Error(known.Key, known.Args)
}

// WhyNotRefresh is why nothing can be read from the platform now, in words;
// empty if it can.
func (e *Env) WhyNotRefresh() string {
	if key := e.Cluster.WhyNotRefresh(); key != "" {
		return text.T(key)
	}
	return ""
}

// Keep stores a setting of the open platform off the UI thread.
func (e *Env) Keep(name string, value any) {
	scope := e.Cluster.Profile().ID
	e.Tasks.Go("keep."+name, func(ctx context.Context) (func(), error) {
		return nil, e.App.Put(ctx, scope, name, value)
	}, e.Fail)
}

// Recall reads a setting of the open platform. apply runs on the UI thread with
// what was stored, or with usual where nothing was, also if reading failed: a
// page always gets its beginning.
func Recall[T any](e *Env, name string, usual T, apply func(value T)) {
	scope := e.Cluster.Profile().ID
	e.Tasks.Go("recall."+name, func(ctx context.Context) (func(), error) {
		value, err := Stored(ctx, e.App, scope, name, usual)
		return func() { apply(value) }, err
	}, func(err error) {
		e.Fail(err)
		apply(usual)
	})
}

// Stored reads a setting; usual where there is none.
func Stored[T any](ctx context.Context, a *app.App, scope, name string, usual T) (T, error) {
	var value T
	found, err := a.Get(ctx, scope, name, &value)
	if err != nil || !found {
		return usual, err
	}
	return value, nil
}

// ReadGroups asks for the groups that cached customers are in, as the options
// of a filter.
func (e *Env) ReadGroups(slot string, apply func([]kit.Option)) {
	e.Tasks.Go(slot, func(ctx context.Context) (func(), error) {
		counts, err := e.Cluster.GroupCounts(ctx)
		if err != nil {
			return nil, err
		}
		options := make([]kit.Option, len(counts))
		for i, c := range counts {
			options[i] = kit.Option{Key: c.Name, Title: text.Visible(c.Name), Note: text.Count(c.Customers)}
		}
		return func() { apply(options) }, nil
	}, e.Fail)
}

// NextPane gives the keyboard to the pane after (or before) the one at a place,
// round the ends; panes are what focuses each.
func NextPane(panes []func(), at int, back bool) {
	step := 1
	if back {
		step = len(panes) - 1
	}
	panes[(at+step)%len(panes)]()
}
