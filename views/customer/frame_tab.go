package customer

import (
	"context"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// tab is one of the tabs of a customer. The frame does for all of them what is
// the same: when something is read, age, error, Refresh, what happens while
// customers are switched. A tab is made when it is first shown and then used
// for every customer; all methods run on the UI thread.
type tab interface {
	// object is what stands below the control row, made once.
	object() fyne.CanvasObject
	// controls stand at the left of the control row, made once.
	controls() []fyne.CanvasObject
	// keys are the sections that the tab shows of a customer. The first, with
	// its period, is the one whose age is shown; the others are read beside it.
	keys(uid platform.UID) []model.SectionKey
	// ask is the question to the cache about a customer, made from what the
	// controls say now.
	ask(uid platform.UID) question
	// clear takes off the screen what belongs to another customer.
	clear()
	// status tells what is known of the first section: it comes after every
	// answer, and whenever it changed.
	status(s status)
	// focus gives the keyboard to what the tab shows.
	focus()
}

// question runs off the UI thread; show puts its answer on screen and runs on
// the UI thread, unless another question took its place meanwhile.
type question func(ctx context.Context) (show func(), err error)

// status is what a tab says of itself when it has nothing to show.
type status struct {
	model.SectionState
	WhyNot string // why nothing can be read now, in words; empty: it can
}

// ager is a tab that shows ages or running things: it is told every few seconds
// while it is on screen.
type ager interface{ tick() }

// chooser is a tab whose columns can be chosen.
type chooser interface{ chooseColumns() }

// exporter is a tab whose content can be exported: all rows of what is filtered,
// not only what is in view. The rows may be taken off the UI thread.
type exporter interface{ export() Exported }

// restyler is a tab that shows dates or sizes that a person's settings change.
type restyler interface{ restyle() }

// Exported is a table of a tab to be written to a file.
type Exported = screen.Exported

// place is what the frame gives a tab.
type place struct {
	env *screen.Env
	// again asks the cache again because the controls say something else now, and
	// has read what is not there or stale.
	again func()
	// open leads to a customer; one that is not known here is asked of the platform.
	open func(uid platform.UID)
	// environment leads to an environment of the customer in the frame, by its
	// appid or its short name.
	environment func(ref string)
	// uid is the customer in the frame.
	uid func() platform.UID
	// customer is the one in the frame.
	customer func() model.Customer
	// form shows the form of a prepared operation.
	form func(op model.Operation)
	// sent follows what was recorded.
	sent func(ops []model.Operation)
	// statuses are the changes of status that the customer may get.
	statuses func() []*kit.Action
}

// Keys of the tabs.
const (
	TabEnvironments  = "environments"
	TabSubscriptions = "subscriptions"
	TabAudit         = "audit"
	TabBilling       = "billing"
	TabQuotas        = "quotas"
	TabFunding       = "funding"
	TabInfo          = "info" // shown first
	TabCollaboration = "collaboration"
)

// Tabs are the keys of the tabs in their order.
var Tabs = []string{
	TabEnvironments, TabSubscriptions, TabAudit, TabBilling, TabQuotas, TabFunding, TabInfo, TabCollaboration,
}

// newTab makes a tab; nil: that one is not built.
func newTab(key string, p place) tab {
	switch key {
	case TabEnvironments:
		return newEnvironments(p)
	case TabSubscriptions:
		return newSubscriptions(p)
	case TabAudit:
		return newAudit(p)
	case TabBilling:
		return newBilling(p)
	case TabFunding:
		return newFunding(p)
	case TabInfo:
		return newInfo(p)
	case TabQuotas:
		return newQuotas(p)
	case TabCollaboration:
		return newCollaboration(p)
	}
	return nil
}
