package views

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

const slotAbout = "help.about"

// Measures of the dialog at scale 1.
const (
	aboutWidth    float32 = 760
	partsHeight   float32 = kit.GridHeaderHeight + 5*kit.GridRowHeight
	licenceHeight float32 = 170
)

// about is the dialog with version, licence, and the parts that others made.
type about struct {
	all, found []assets.Licence
	grid       *kit.Grid
	licence    *reader
}

// showAbout shows what Steward is and what it is made of.
func (w *Window) showAbout() {
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	a := &about{licence: newReader(dialog, text.T("window.about.text"), licenceHeight)}
	a.grid = kit.NewGrid(dialog.Host,
		kit.Column{ID: "part", Title: text.T("window.about.part"), Width: 300, Flex: true, Fixed: true},
		kit.Column{ID: "version", Title: text.T("window.about.version"), Width: 220, Fixed: true},
		kit.Column{ID: "licence", Title: text.T("window.about.licence"), Width: 140, Fixed: true})
	a.grid.Length = func() int { return len(a.found) }
	a.grid.Fill = a.fill
	a.grid.OnCurrent = a.read
	a.grid.OnEscape = dialog.Close
	search := kit.NewSearch(dialog.Host, text.T("window.about.find"))
	search.Hint = text.T("window.about.find")
	search.OnChanged = a.find
	search.OnKey = func(event *fyne.KeyEvent) bool {
		if event.Name != fyne.KeyDown || len(a.found) == 0 {
			return false
		}
		w.window.Canvas().Focus(a.grid)
		return true
	}
	room := kit.NewGround(kit.ColorClear, nil)
	room.Least = fyne.NewSize(0, partsHeight)
	version := strings.TrimSpace(w.cfg.App.Version() + " " + assets.Commit()[:min(10, len(assets.Commit()))])
	words := paragraph(text.T("window.about", text.With("Version", version)), aboutWidth)
	parts := paragraph("", aboutWidth)
	w.tell(dialog, "Steward", aboutWidth, kit.Stack(words, kit.Margin(parts, 0, 6), search,
		kit.Margin(container.NewStack(room, a.grid), 0, 6), a.licence.object))
	search.Focus()
	w.tasks.Go(slotAbout, func(context.Context) (func(), error) {
		all := assets.Licences()
		return func() {
			a.all = all
			parts.SetText(text.T("window.about.parts", text.N(len(all))))
			a.find("")
			dialog.Arrange()
		}, nil
	}, w.fail)
}

// find lists the parts that have a text in their name, their version or their
// licence.
func (a *about) find(words string) {
	words = strings.ToLower(strings.TrimSpace(words))
	a.found = nil
	for _, l := range a.all {
		if strings.Contains(strings.ToLower(l.Name+" "+l.Version+" "+l.Kind), words) || strings.Contains(strings.ToLower(l.Text), words) {
			a.found = append(a.found, l)
		}
	}
	a.grid.SetMessage(nil)
	if len(a.found) == 0 {
		a.grid.SetMessage(&kit.GridMessage{Text: text.T("window.about.none")})
	}
	a.grid.RefreshRows(0, len(a.found))
	a.grid.Refresh()
	a.grid.ScrollToTop()
	first := min(0, len(a.found)-1)
	a.grid.SetCurrent(first)
	a.read(first)
}

// read shows the licence of a part; -1: of none.
func (a *about) read(row int) {
	if row < 0 || row >= len(a.found) {
		a.licence.setText("")
		return
	}
	a.licence.setText(a.found[row].Text)
}

func (a *about) fill(i int, _ []kit.Column, row *kit.Row) bool {
	l := a.found[i]
	row.Key = uint64(i)
	row.Cells[0] = kit.Cell{Text: l.Name}
	row.Cells[1] = kit.Cell{Text: l.Version, Mono: true}
	row.Cells[2] = kit.Cell{Text: l.Kind}
	return true
}
