package activity

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

func (p *Page) buildTools() *kit.Bar {
	host := p.env.Host
	picked := func(time.Time) { p.pickDays() }
	p.first, p.last = kit.NewWideDateEntry(host, p.env.App.Now), kit.NewWideDateEntry(host, p.env.App.Now)
	p.first.OnPicked, p.last.OnPicked = picked, picked
	p.first.Hint, p.last.Hint = text.T("activity.from.hint"), text.T("activity.to.hint")
	options := make([]kit.Option, 0, len(presets)+1)
	for _, key := range presets {
		options = append(options, kit.Option{Key: key, Title: text.T("activity.preset." + key)})
	}
	options = append(options, kit.Option{Key: "", Title: text.T("activity.preset.days")})
	p.preset = kit.NewSelect(host, options, p.pickPreset)
	p.preset.Width = 128
	p.again = kit.NewPrimaryButton(host, text.T("activity.refresh"), theme.ViewRefreshIcon(), p.Refresh)
	p.again.Action.WhyNot = p.env.WhyNotRefresh
	p.search = kit.NewSearch(host, text.T("activity.search"))
	p.search.OnChanged = func(string) { p.arrange() }
	p.search.OnSubmitted = func(string) { p.toList() }
	p.search.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyDown {
			p.toList()
		}
		return e.Name == fyne.KeyDown
	}
	p.groups = kit.NewCheckList(host, text.T("list.groups.all"), nil, func(keys []string, not bool) {
		p.view.Groups, p.view.NotGroups = keys, not
		p.keep()
		p.arrange()
	})
	p.groups.AllowNot, p.groups.Width = true, 128
	p.choose = kit.NewButton(host, text.T("list.columns"), assets.Icon("columns"), p.ChooseColumns)
	p.export = kit.NewButton(host, text.T("export.menu"), theme.DownloadIcon(), p.Export)
	p.export.Action.WhyNot = p.WhyNotExport
	p.age = kit.NewAgeLabel()
	age := container.NewStack(p.age) // hides by itself when there is nothing to say
	from, to := kit.NewSecondary(text.T("activity.from")), kit.NewSecondary(text.T("activity.to"))
	p.wide = []fyne.CanvasObject{from, age}
	return kit.NewToolbar([]fyne.CanvasObject{
		from, kit.Wide(122, p.first), to, kit.Wide(122, p.last),
		p.preset, p.again, kit.Gap(4), kit.Wide(180, p.search), p.groups,
	}, []fyne.CanvasObject{age, p.choose, p.export})
}

// toList gives the keyboard to the list, on its first row if there is none.
func (p *Page) toList() {
	p.FocusList()
	if p.grid.Current() < 0 && len(p.rows) > 0 {
		p.grid.SetCurrent(0)
		p.chosen(0)
	}
}

// fit leaves out of a narrow toolbar what is said elsewhere: the strip has the
// age, the button its icon.
func (p *Page) fit(narrow bool) {
	for _, o := range p.wide {
		if narrow {
			o.Hide()
		} else {
			o.Show()
		}
	}
	p.again.IconOnly, p.choose.IconOnly, p.export.IconOnly = narrow, narrow, narrow
	p.again.Refresh()
	p.choose.Refresh()
	p.export.Refresh()
	p.tools.Refresh()
}

func (p *Page) showDays() {
	first, last := p.days()
	p.first.SetDay(first)
	p.last.SetDay(last)
	p.preset.Set(p.view.Preset)
}

func (p *Page) pickPreset(key string) {
	first, last := p.days()
	p.view.Preset, p.view.First, p.view.Last = key, first, last
	p.showDays()
	p.keep()
	p.Shown()
}

// pickDays takes what stands in the two fields; days in the wrong order are
// told in place and nothing is read.
func (p *Page) pickDays() {
	first, okFirst := p.first.Day()
	last, okLast := p.last.Day()
	if !okFirst || !okLast {
		return
	}
	p.last.SetError("")
	if last.Before(first) {
		p.env.Host.Hint.Say(text.T("activity.wrongorder"))
		p.last.SetError(text.T("activity.wrongorder"))
		return
	}
	p.view.Preset, p.view.First, p.view.Last = "", first, last
	p.preset.Set("")
	p.keep()
	p.Shown()
}
