// Package settings is the page with the person's settings for the whole program.
package settings

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/task"
)

// The interface may be scaled from 80 to 200 %.
const (
	LeastScale float32 = 0.8
	MostScale  float32 = 2.0
)

// Config is what the settings are shown with.
type Config struct {
	App         *app.App
	Tasks       *task.Runner
	Host        *kit.Host
	Window      fyne.Window
	Version     string
	Keeping     string // one sentence: how secrets are kept
	Preferences model.Preferences
	Changed     func(model.Preferences) // applied and stored at once

	Open             string          // ID of the platform that is open; empty: none
	Cluster          *app.Cluster    // that platform; nil: none
	PlatformsChanged func()          // one has another name or kind, or is gone
	SignInTo         func(id string) // leads to the sign-in page with a platform chosen
	Closed           func()
	Licences         func() // shows what Steward is made of
	CopySupport      func() // copies the support information
}

// width is the width of the settings, at scale 1.
const width float32 = 620

// page is the open dialog.
type page struct {
	cfg   Config
	host  *kit.Host
	prefs model.Preferences
}

// Show opens the settings; every change holds at once.
func Show(cfg Config) {
	dialog := kit.NewDialog(cfg.Host, cfg.Window.Canvas())
	p := &page{cfg: cfg, host: dialog.Host, prefs: cfg.Preferences}
	dialog.OnClosed = cfg.Closed
	places := newPlatforms(cfg, dialog.Host, dialog.Close)
	places.load(cfg.Open)
	panes := map[string]fyne.CanvasObject{
		"general": p.general(), "platforms": places.object, "reading": p.reading(), "security": newSecurity(cfg, dialog.Host).object,
		"money": newMoney(cfg, dialog.Host).object, "about": p.about(dialog.Close),
	}
	keys := []string{"general", "platforms", "security", "money", "reading", "about"}
	if cfg.App.Policy().Managed() {
		keys = append(keys, "managed")
		panes["managed"] = newManaged(cfg, dialog)
	}
	tabs := make([]kit.Tab, len(keys))
	for i, key := range keys {
		tabs[i] = kit.Tab{Key: key, Title: text.T("settings." + key)}
	}
	body := container.NewStack() // with every pane, so that another theme reaches them all
	for _, key := range keys {
		body.Add(panes[key])
	}
	choose := func(chosen string) {
		for key, pane := range panes {
			pane.Hide()
			if key == chosen {
				pane.Show()
			}
		}
		body.Refresh()
	}
	choose("general")
	bar := kit.NewTabs(dialog.Host, tabs, choose)
	least := kit.NewGround(kit.ColorClear, nil)
	least.Least = fyne.NewSize(0, 376)
	room := container.NewStack(least, kit.Margin(body, 4, 10))
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	dialog.Show(text.T("settings.title"), width, kit.Stack(bar, room), done, done)
}

func (p *page) change(change func(*model.Preferences)) {
	change(&p.prefs)
	p.cfg.Changed(p.prefs)
}

func (p *page) general() fyne.CanvasObject {
	look := kit.NewSelect(p.host, []kit.Option{
		{Key: "", Title: text.T("menu.theme.system")}, {Key: "light", Title: text.T("menu.theme.light")}, {Key: "dark", Title: text.T("menu.theme.dark")},
	}, func(key string) { p.change(func(m *model.Preferences) { m.Theme = key }) })
	look.Set(p.prefs.Theme)
	var sizes []kit.Option
	for percent := 80; percent <= 200; percent += 10 {
		sizes = append(sizes, kit.Option{Key: strconv.Itoa(percent), Title: strconv.Itoa(percent) + " %"})
	}
	scale := kit.NewSelect(p.host, sizes, func(key string) {
		percent, _ := strconv.Atoi(key) // the keys are ours
		p.change(func(m *model.Preferences) { m.Scale = float32(percent) / 100 })
	})
	scale.Set(strconv.Itoa(int(max(p.prefs.Scale, 0)*100 + 0.5)))
	if p.prefs.Scale == 0 {
		scale.Set("100")
	}
	return kit.Stack(
		row("settings.theme", look), row("settings.scale", scale),
		p.check("settings.comfortable", &p.prefs.Comfortable), p.check("settings.localtime", &p.prefs.LocalTime),
		p.check("settings.decimals", &p.prefs.AllDecimals),
	)
}

func (p *page) reading() fyne.CanvasObject {
	var often []kit.Option
	for _, minutes := range []int{5, 15, 30, 60, 240} {
		often = append(often, kit.Option{Key: strconv.Itoa(minutes), Title: text.T("settings.minutes", text.N(minutes))})
	}
	every := kit.NewSelect(p.host, often, func(key string) {
		minutes, _ := strconv.Atoi(key) // the keys are ours
		p.change(func(m *model.Preferences) { m.PullMinutes = minutes })
	})
	every.Set("15")
	if p.prefs.PullMinutes > 0 {
		every.Set(strconv.Itoa(p.prefs.PullMinutes))
	}
	return kit.Stack(row("settings.every", every), p.check("settings.loginsonly", &p.prefs.LoginsOnly))
}

func (p *page) about(closeIt func()) fyne.CanvasObject {
	licences := kit.NewButton(p.host, text.T("settings.licences"), theme.DocumentIcon(), func() {
		closeIt()
		p.cfg.Licences()
	})
	support := kit.NewButton(p.host, text.T("menu.support"), theme.ContentCopyIcon(), p.cfg.CopySupport)
	buttons := kit.NewBar(38, []fyne.CanvasObject{licences, support}, nil)
	buttons.Pad = 3
	return kit.Stack(
		kit.Margin(kit.NewParagraph(text.T("window.about", text.With("Version", p.cfg.Version)), theme.ColorNameForeground, false), 3, 6),
		managedNote(p.cfg.App.Policy().Sets(model.PolicyNoUpdates), text.T("settings.updates")), kit.Margin(buttons, 0, 6))
}

// check is a setting that is on or off.
func (p *page) check(key string, value *bool) fyne.CanvasObject {
	c := kit.NewCheck(p.host, text.T(key), nil)
	c.Set(*value)
	c.OnChanged = func(on bool) {
		*value = on
		p.cfg.Changed(p.prefs)
	}
	return kit.Margin(c, 0, 4)
}

// row is a control behind its name.
func row(key string, control fyne.CanvasObject) fyne.CanvasObject {
	bar := kit.NewBar(36, []fyne.CanvasObject{kit.Wide(150, kit.NewLabel(text.T(key))), kit.Wide(220, control)}, nil)
	bar.Pad = 3 // as the boxes have
	return bar
}
