package operations

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// searchRest is how long a text has to rest before it is looked for: it is
// looked for in what is sealed.
const searchRest = 120 * time.Millisecond

// ranges are the ready-made periods; the last one is any time.
var ranges = []string{"today", "week", "month", "quarter", ""}

const usualRange = "week"

// periodOf is a ready-made period: whole days in UTC, open at its end.
func periodOf(name string, now time.Time) platform.Period {
	today := now.UTC().Truncate(24 * time.Hour)
	days, known := map[string]int{"today": 0, "week": 6, "month": 29, "quarter": 12*7 - 1}[name]
	if !known {
		return platform.Period{}
	}
	return platform.Period{From: today.AddDate(0, 0, -days)}
}

func (p *Page) buildTools() *kit.Bar {
	host := p.env.Host
	p.search = kit.NewSearch(host, text.T("operations.search"))
	p.search.OnChanged = func(string) { p.env.Tasks.Debounce(slotSearch, searchRest, p.ask) }
	p.search.OnSubmitted = func(string) { p.toList() }
	p.search.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyDown {
			p.toList()
		}
		return e.Name == fyne.KeyDown
	}
	p.states = kit.NewCheckList(host, text.T("operations.states"), stateOptions(), func(keys []string, _ bool) {
		p.view.States = keys
		p.refilter()
	})
	p.kinds = kit.NewCheckList(host, text.T("operations.kinds"), kindOptions(), func(keys []string, _ bool) {
		p.view.Kinds = keys
		p.refilter()
	})
	options := make([]kit.Option, len(ranges))
	for i, name := range ranges {
		options[i] = kit.Option{Key: name, Title: text.T("operations.range." + rangeWord(name))}
	}
	p.preset = kit.NewSelect(host, options, func(name string) {
		p.view.Range = name
		p.refilter()
	})
	p.runs = kit.NewSelect(host, nil, p.chooseRun)
	p.runs.Hint = text.T("operations.runs.hint")
	p.states.Width, p.kinds.Width, p.preset.Width, p.runs.Width = 112, 124, 112, 112
	p.mine = kit.NewCheck(host, text.T("operations.mine"), func(on bool) {
		p.view.Mine = on
		p.refilter()
	})
	p.only = kit.NewButton(host, "", theme.CancelIcon(), func() {
		p.of = 0
		p.showView()
		p.ask()
	})
	p.only.Hide()
	p.send = kit.NewButton(host, text.T("operations.sendqueued"), theme.MailSendIcon(), p.SendQueued)
	p.send.Action.WhyNot = p.WhyNotSendQueued
	p.cancel = kit.NewButton(host, text.T("operations.cancelqueued"), theme.CancelIcon(), p.CancelQueued)
	p.cancel.Action.WhyNot = p.WhyNotCancelQueued
	p.export = kit.NewButton(host, text.T("export.menu"), theme.DownloadIcon(), p.Export)
	p.export.Action.WhyNot = p.WhyNotExport
	p.showView()
	return kit.NewToolbar([]fyne.CanvasObject{
		kit.Wide(292, p.search), p.states, p.kinds, p.preset, p.runs, p.mine, p.only,
	}, []fyne.CanvasObject{p.send, p.cancel, p.export})
}

func rangeWord(name string) string {
	if name == "" {
		return "any"
	}
	return name
}

func stateOptions() []kit.Option {
	var list []kit.Option
	for _, s := range model.OperationStates {
		if s == model.StateDraft {
			continue
		}
		look := screen.LookOfOperation(s, false)
		list = append(list, kit.Option{Key: string(s), Title: look.Word, Icon: look.Icon, Color: look.Color})
	}
	return list
}

func kindOptions() []kit.Option {
	list := make([]kit.Option, len(model.OperationKinds))
	for i, k := range model.OperationKinds {
		list[i] = kit.Option{Key: string(k), Title: screen.OperationName(k)}
	}
	return list
}

// refilter lists anew after a drop-down changed.
func (p *Page) refilter() {
	p.keep()
	p.ask()
}

// showView shows in the toolbar what is filtered.
func (p *Page) showView() {
	p.states.Set(p.view.States, false)
	p.kinds.Set(p.view.Kinds, false)
	p.preset.Set(p.view.Range)
	p.mine.Set(p.view.Mine)
	p.showRuns()
	p.only.Hidden = p.of == 0
	if p.of != 0 {
		p.only.SetTitle(text.T("operations.only", text.With("UID", strconv.FormatUint(uint64(p.of), 10))))
	}
	if p.tools != nil {
		p.tools.Refresh()
	}
}

// fit leaves out of a narrow toolbar what icons say, and uses the width of the
// story that stands below the list then.
func (p *Page) fit(narrow bool) {
	for _, b := range []*kit.Button{p.send, p.cancel, p.export} {
		b.IconOnly = narrow
		b.Refresh()
	}
	p.tools.Refresh()
	p.detail.fit(narrow)
}

// toList gives the keyboard to the list, on its first row if there is none.
func (p *Page) toList() {
	p.FocusList()
	if p.grid.Current() < 0 && len(p.list.lines) > 0 {
		p.grid.SetCurrent(0)
		p.chosen(0)
	}
}

// clearFilter shows everything of the period again.
func (p *Page) clearFilter() {
	p.view = view{Range: p.view.Range}
	p.of, p.batch = 0, ""
	p.search.SetText("")
	p.showView()
	p.keep()
	p.ask()
}
