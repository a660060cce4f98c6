package customer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// Measures of the control row at scale 1.
const (
	loadingHigh float32 = 2
	leastWide   float32 = 480 // of the pane: no tab's controls may make it wider
)

// controlRow stands between the tabs and what they show: the tab's own controls
// at the left; age, Refresh, columns and export at the right; under it a thin bar
// while something is read, and the line that says what failed.
type controlRow struct {
	frame                      *Frame
	bar                        *kit.Bar
	age                        *kit.AgeLabel
	refresher, columns, export *kit.Button
	loading                    *kit.Ground
	problem                    *kit.ErrorLine
	object                     *fyne.Container

	used   *page
	whyNot string
	said   shownAge
}

// shownAge is what the age label shows.
type shownAge struct {
	words string
	stale bool
}

func newControlRow(f *Frame) *controlRow {
	r := &controlRow{frame: f, age: kit.NewAgeLabel(), problem: kit.NewErrorLine(f.env.Host)}
	r.refresher = kit.NewLowButton(f.env.Host, text.T("customer.refresh"), theme.ViewRefreshIcon(), f.Refresh)
	r.refresher.Small, r.refresher.Action.WhyNot = true, f.env.WhyNotRefresh
	r.columns = kit.NewIconButton(f.env.Host, text.T("list.columns"), assets.Icon("columns"), func() {
		if t, is := f.page().tab.(chooser); is {
			t.chooseColumns()
		}
	})
	r.export = kit.NewIconButton(f.env.Host, text.T("customer.export"), theme.DownloadIcon(), f.ExportTab)
	r.export.Action.WhyNot = f.WhyNotExport
	r.columns.Small, r.export.Small = true, true
	r.columns.Hide()
	r.export.Hide()
	r.bar = kit.NewControlRow(nil, r.right())
	r.loading = kit.NewGround(theme.ColorNamePrimary, nil)
	r.loading.Hide()
	r.object = kit.Stack(container.New(overlay{}, r.bar, r.loading, kit.Watch(r.fit)), r.problem)
	return r
}

func (r *controlRow) right() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.age, r.refresher, r.columns, r.export}
}

// use shows the controls of a tab; nil: it has none.
func (r *controlRow) use(p *page) {
	if p == r.used && p != nil {
		return
	}
	r.used, r.said, r.whyNot = p, shownAge{}, r.frame.env.WhyNotRefresh()
	r.age.Set("", false)
	r.loading.Hide()
	r.fail("")
	visible(r.columns, p != nil && isChooser(p.tab))
	visible(r.export, p != nil && isExporter(p.tab) && r.frame.Export != nil)
	var left []fyne.CanvasObject
	if p != nil {
		left = p.controls()
	}
	r.bar.Set(left, r.right())
	r.fit(r.bar.Size())
}

func isChooser(t tab) bool  { _, is := t.(chooser); return is }
func isExporter(t tab) bool { _, is := t.(exporter); return is }

// visible shows or hides an object.
func visible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

// show writes age, flight and error of a tab; what is the same is not painted
// again.
func (r *controlRow) show(p *page, uid platform.UID) {
	f, state := r.frame, p.state
	section := p.keys(uid)[0].Section
	now := f.env.App.Now()
	at := state.ReadAt
	if section == model.SectionInfo && f.reading.customer.ReadAt.After(at) {
		at = f.reading.customer.ReadAt
	}
	said := shownAge{}
	switch {
	case state.Reading:
		said.words = text.T("customer.reading")
	case !at.IsZero():
		said.words = text.T("window.updated", text.With("Age", text.AgeSince(at, now, f.env.Zone())))
		said.stale = !state.Settled && now.Sub(at) > section.StaleAfter()
		if said.stale {
			said.words = text.T("customer.old", text.With("Age", said.words))
		}
	}
	if said != r.said {
		r.said = said
		r.age.Set(said.words, said.stale)
		r.fit(r.bar.Size())
		r.bar.Refresh()
	}
	if r.loading.Visible() != state.Reading {
		visible(r.loading, state.Reading)
	}
	problem := ""
	if state.Err != nil {
		problem = f.env.Sentence(state.Err)
	}
	r.fail(problem)
	r.refresh()
}

// fail says what failed; an empty sentence takes the line away.
func (r *controlRow) fail(sentence string) {
	if sentence == r.problem.Text() {
		return
	}
	f := r.frame
	r.problem.Set(sentence, &kit.Action{
		Title: text.T("customer.retry"), Icon: theme.ViewRefreshIcon(), WhyNot: f.env.WhyNotRefresh, Run: f.Refresh,
	})
	f.whole.Refresh()
}

// refresh asks the buttons anew why they cannot be used.
func (r *controlRow) refresh() {
	if whyNot := r.frame.env.WhyNotRefresh() + "|" + r.frame.WhyNotExport(); whyNot != r.whyNot {
		r.whyNot = whyNot
		r.refresher.Refresh()
		r.export.Refresh()
	}
}

// fit leaves out the title of Refresh where it has no room.
func (r *controlRow) fit(size fyne.Size) {
	was := r.refresher.IconOnly
	r.refresher.IconOnly = false
	r.refresher.IconOnly = r.bar.MinSize().Width > size.Width
	if r.refresher.IconOnly != was {
		r.refresher.Refresh()
		r.bar.Refresh()
	}
}

// ExportTab writes what the chosen tab shows to a file.
func (f *Frame) ExportTab() {
	if p := f.page(); p != nil && f.Export != nil && f.WhyNotExport() == "" {
		if t, is := p.tab.(exporter); is {
			f.Export(t.export())
		}
	}
}

// WhyNotExport is why what the chosen tab shows cannot be exported now.
func (f *Frame) WhyNotExport() string {
	if why := f.Nobody(); why != "" {
		return why
	}
	p := f.made[f.tabs.Selected()]
	if p == nil || !isExporter(p.tab) {
		return text.T("customer.export.none")
	}
	if p.uid != f.uid || p.state.ReadAt.IsZero() {
		return text.T("customer.neverread")
	}
	return ""
}

// overlay gives the first object all the room, the second a thin strip at its
// lower edge, and the third all of it too.
type overlay struct{}

// MinSize implements fyne.Layout.
func (overlay) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	return fyne.NewSize(min(least.Width, kit.Px(leastWide)), least.Height)
}

// Layout implements fyne.Layout.
func (overlay) Layout(o []fyne.CanvasObject, size fyne.Size) {
	high := kit.Px(loadingHigh)
	o[0].Resize(size)
	o[1].Move(fyne.NewPos(0, size.Height-high))
	o[1].Resize(fyne.NewSize(size.Width, high))
	o[2].Resize(size)
}
