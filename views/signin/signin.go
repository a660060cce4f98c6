// Package signin is the page before a platform is open: the platforms on this
// computer, the sign-in form, and what to do when no keyring can be used.
package signin

import (
	"fyne.io/fyne/v2"

	"steward/app"
	"steward/views/kit"
	"steward/views/task"
)

// Config is what the window gives to everything here.
type Config struct {
	App    *app.App
	Tasks  *task.Runner
	Host   *kit.Host
	Window fyne.Window
	Fail   func(err error)            // says an error that has no place here
	Opened func(cluster *app.Cluster) // a platform is open
	Demo   func()                     // opens the demo platform
}
