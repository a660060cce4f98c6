package views

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/settings"
	"steward/views/signin"
)

// askAgain shows the sign-in in place, over the open platform.
func (w *Window) askAgain(d *desk, attempt *app.Attempt) {
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	dialog.OnClosed = func() { d.asked = false }
	form := signin.NewAgain(w.signinConfig(), dialog.Host, attempt, func() {
		dialog.Close()
		d.refresh()
	})
	dialog.Show(text.T("window.signinagain.title", text.With("Platform", d.env.Cluster.Profile().Name)), 420,
		form.Object(), form.First(), form.Buttons(dialog.Close)...)
}

func (w *Window) showSettings() {
	changed := false
	settings.Show(settings.Config{
		App: w.cfg.App, Tasks: w.tasks, Host: w.host, Window: w.window, Version: w.cfg.App.Version(), Keeping: text.T("settings.keeping." + w.cfg.App.Keeping()),
		Preferences: w.prefs, Changed: w.setPreferences, Open: w.openID(), Cluster: w.Cluster(),
		PlatformsChanged: func() {
			changed = true
			if w.desk != nil {
				w.desk.nameChanged()
			}
		},
		SignInTo: w.chooseForSignIn, Licences: w.showAbout, CopySupport: w.copySupport,
		Closed: func() {
			if changed && w.signin != nil {
				w.signin.Start("")
			}
		},
	})
}

// openID is the platform that is open; empty: none.
func (w *Window) openID() string {
	if w.desk == nil {
		return ""
	}
	return w.desk.profileID()
}

// chooseForSignIn leads to the sign-in page with a platform chosen.
func (w *Window) chooseForSignIn(id string) {
	if w.desk != nil {
		w.leave(false, w.signInTo(id))
		return
	}
	w.showSignIn(id)
}

// showKeys lists every key, from the same table that runs them.
func (w *Window) showKeys() {
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	rows := keyRows(w.menus)
	if w.desk != nil {
		for _, extra := range []string{"space", "shiftarrows", "enter", "esc", "f6", "alt"} {
			rows = append(rows, [2]string{text.T("keys." + extra + ".key"), text.T("keys." + extra)})
		}
	}
	lines := make([]fyne.CanvasObject, len(rows))
	for i, r := range rows {
		lines[i] = kit.NewBar(24, []fyne.CanvasObject{kit.Wide(130, kit.NewMono(r[0])), kit.NewLabel(r[1])}, nil)
	}
	scroll := container.NewVScroll(kit.Stack(lines...))
	scroll.SetMinSize(fyne.NewSize(0, kit.Px(min(420, 24*float32(len(rows))))))
	w.tell(dialog, text.T("menu.keys"), 460, scroll)
}

// tell shows something to read, with one button that closes it; more stand
// before it.
func (w *Window) tell(dialog *kit.Dialog, title string, width float32, content fyne.CanvasObject, more ...fyne.CanvasObject) {
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	dialog.Show(title, width, content, done, append(more, done)...)
}

// paragraph is a text in a dialog of a width.
func paragraph(words string, width float32) *kit.Paragraph {
	p := kit.NewParagraph(words, theme.ColorNameForeground, false)
	p.Width = width - 28
	return p
}

// keyRows are key and title of every action that has a key.
func keyRows(actions []*kit.Action) [][2]string {
	var rows [][2]string
	for _, a := range actions {
		if k := a.Key.String(); k != "" {
			rows = append(rows, [2]string{k, a.Title})
		}
		rows = append(rows, keyRows(a.Menu)...)
	}
	return rows
}

// promises are the keys of what Steward promises.
var promises = []string{"offline", "age", "queued", "record", "disposable", "sealed", "conflicts", "readonly", "limits", "nobody"}

func (w *Window) showPromises() {
	const width = 480
	lines := make([]fyne.CanvasObject, len(promises))
	for i, key := range promises {
		lines[i] = kit.Margin(paragraph(text.T("promise."+key), width), 0, 4)
	}
	w.tell(kit.NewDialog(w.host, w.window.Canvas()), text.T("menu.promises"), width, kit.Stack(lines...))
}

// explainReadOnly says why nothing can be changed and offers to unlock writing;
// while it is unlocked it is locked again.
func (d *desk) explainReadOnly() {
	why, readOnly := d.env.Cluster.ReadOnly()
	if !readOnly {
		d.turnWriting()
		return
	}
	w := d.window
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	said := paragraph(text.T(why), 380)
	if !d.env.Cluster.MayUnlock() {
		w.tell(dialog, text.T("connection.readonly"), 380, said)
		return
	}
	w.tell(dialog, text.T("connection.readonly"), 380, said, kit.NewButton(dialog.Host, text.T("operations.unlock"), assets.Icon("st-suspended"), func() {
		dialog.Close()
		d.turnWriting()
	}))
}

// reconnect is a click on the connection: sign in where that is missing, else
// ask the platform.
func (d *desk) reconnect() {
	switch d.env.Cluster.Connection().State {
	case model.Expired, model.Cached:
		d.signInAgain()
	default:
		d.users.Refresh()
	}
}

// turnFault switches a bad day of the demo platform on or off.
func (w *Window) turnFault(key string, turn func(bool) error) {
	on := !w.faults[key]
	w.tasks.Go("demo.fault", func(context.Context) (func(), error) {
		err := turn(on)
		return func() {
			w.faults[key] = on
			if w.desk != nil {
				w.deskMenu()
			}
		}, err
	}, nil)
}
