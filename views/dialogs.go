package views

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
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
	settings.Show(settings.Config{
		Host: w.host, Window: w.window, Version: w.cfg.App.Version(), Keeping: text.T("settings.keeping." + w.cfg.App.Keeping()),
		Preferences: w.prefs, Changed: w.setPreferences,
	})
}

// showKeys lists every key, from the same table that runs them.
func (w *Window) showKeys() {
	if w.desk == nil {
		return
	}
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	rows := keyRows(w.desk.menus())
	for _, extra := range []string{"space", "shiftarrows", "enter", "esc", "f2", "f6", "alt"} {
		rows = append(rows, [2]string{text.T("keys." + extra + ".key"), text.T("keys." + extra)})
	}
	lines := make([]fyne.CanvasObject, len(rows))
	for i, r := range rows {
		lines[i] = kit.NewBar(24, []fyne.CanvasObject{kit.Wide(130, kit.NewMono(r[0])), kit.NewLabel(r[1])}, nil)
	}
	scroll := container.NewVScroll(kit.Stack(lines...))
	scroll.SetMinSize(fyne.NewSize(0, kit.Px(420)))
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	dialog.Show(text.T("menu.keys"), 460, scroll, done, done)
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

func (w *Window) showAbout() {
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	about := text.T("window.about", text.With("Version", w.cfg.App.Version()))
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	dialog.Show("Steward", 380, kit.NewParagraph(about, theme.ColorNameForeground, false), done, done)
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
