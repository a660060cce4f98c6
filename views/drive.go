package views

import (
	"steward/app"
	"steward/client/platform"
	"steward/views/activity"
	"steward/views/kit"
	"steward/views/signin"
	"steward/views/users"
)

// SignIn is the sign-in page; nil while another page is on screen.
func (w *Window) SignIn() *signin.Page { return w.signin }

// Users is the Users tab; nil before a platform is open.
func (w *Window) Users() *users.Page {
	if w.desk == nil {
		return nil
	}
	return w.desk.users
}

// Notable is the customer of a kind of the running demo platform; 0 if there is none.
func (w *Window) Notable(kind string) platform.UID {
	if w.demo == nil {
		return 0
	}
	return w.demo.Notable(kind)
}

// Activity is the Activity History tab; nil before a platform is open.
func (w *Window) Activity() *activity.Page {
	if w.desk == nil {
		return nil
	}
	return w.desk.activity
}

// ShowActivity switches to Activity History, as its key does.
func (w *Window) ShowActivity() { w.desk.chooseTab(tabActivity) }

// ShowUsers switches to Users, as its key does.
func (w *Window) ShowUsers() { w.desk.chooseTab(tabUsers) }

// SetTheme switches the theme, as its menu does: "", "light" or "dark".
func (w *Window) SetTheme(name string) {
	p := w.prefs
	p.Theme = name
	w.setPreferences(p)
}

// Strip is what the status strip says, part by part.
func (w *Window) Strip() []string {
	if w.desk == nil {
		return nil
	}
	return w.desk.strip.words()
}

// Banner is what the banner says; empty while there is none.
func (w *Window) Banner() string {
	if w.desk == nil || !w.desk.banner.Visible() {
		return ""
	}
	return w.desk.banner.Text()
}

// Toasts are the messages on screen that go by themselves.
func (w *Window) Toasts() []string { return w.toasts.Texts() }

// Press runs what a key of the window's key table runs and reports whether
// there is anything.
func (w *Window) Press(key kit.Key) bool { return w.host.Keys.Press(key) }

// Cluster is the open platform; nil before one is open.
func (w *Window) Cluster() *app.Cluster {
	if w.desk == nil {
		return nil
	}
	return w.desk.env.Cluster
}

// Menus are the menus of the open platform as they read now; nil before one is open.
func (w *Window) Menus() []*kit.Action {
	if w.desk == nil {
		return nil
	}
	return w.desk.menus()
}

// OnUsers reports whether Users is the tab on screen.
func (w *Window) OnUsers() bool { return w.desk != nil && w.desk.tabs.Selected() == tabUsers }

// OnActivity reports whether Activity History is the tab on screen.
func (w *Window) OnActivity() bool {
	return w.desk != nil && w.desk.tabs.Selected() == tabActivity
}

// DemoFaults are the bad days of the running demo platform, as its menu switches them.
func (w *Window) DemoFaults() DemoFaults { return w.demo.Faults }
