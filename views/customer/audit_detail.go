package customer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// auditDetail is the pane below the log: one action with its arguments and its
// full result, laid out and ready to be copied.
type auditDetail struct {
	env    *screen.Env
	look   func() auditLook
	closed func()

	action platform.Action
	lines  []detailLine
	title  *kit.Label
	grid   *kit.Grid
	object fyne.CanvasObject
}

func newAuditDetail(env *screen.Env, look func() auditLook, closed func()) *auditDetail {
	d := &auditDetail{env: env, look: look, closed: closed, title: kit.NewBold("")}
	d.title.Cut = true
	d.grid = kit.NewGrid(env.Host,
		kit.Column{ID: "field", Title: text.T("audit.detail.field"), Width: 112, Frozen: true, Fixed: true},
		kit.Column{ID: "value", Title: text.T("audit.detail.value"), Width: 560, Flex: true, Fixed: true})
	d.grid.SetRowHeight(rowHigh(env))
	d.grid.Length = func() int { return len(d.lines) }
	d.grid.Fill = d.fill
	d.grid.OnEscape = closed
	d.grid.OnShortcut = func(s fyne.Shortcut) bool {
		_, isCopy := s.(*fyne.ShortcutCopy)
		if row := d.grid.Current(); isCopy && row >= 0 {
			copyOut(d.env, d.lines[row].plain)
		}
		return isCopy
	}
	button := func(title string, copied func() string) fyne.CanvasObject {
		b := kit.NewLowButton(env.Host, text.T(title), theme.ContentCopyIcon(), func() { copyOut(env, copied()) })
		b.Small = true
		return b
	}
	closing := kit.NewIconButton(env.Host, text.T("audit.detail.close"), theme.CancelIcon(), closed)
	closing.Small = true
	bar := kit.NewControlRow([]fyne.CanvasObject{kit.Fill(d.title)}, []fyne.CanvasObject{
		button("audit.copy.arguments", func() string { return laidOut(d.action.Arguments) }),
		button("audit.copy.response", func() string { return laidOut(fullResult(&d.action)) }),
		button("audit.copy.text", func() string { return actionText(&d.action, d.look()) }),
		closing,
	})
	d.object = kit.Pillar(bar, d.grid, kit.Stack())
	return d
}

func (d *auditDetail) fill(index int, _ []kit.Column, row *kit.Row) bool {
	if index >= len(d.lines) {
		return false
	}
	line := &d.lines[index]
	row.Cells[0] = kit.Cell{Text: line.field, Color: theme.ColorNamePlaceHolder}
	row.Cells[1] = kit.Cell{Text: line.value, Mono: line.mono}
	if line.bad {
		row.Cells[1].Color = theme.ColorNameError
	}
	return true
}

// show shows an action; the same one, read again, stays where it is scrolled to.
func (d *auditDetail) show(a platform.Action) {
	another := a.ID != d.action.ID || !a.Started.Equal(d.action.Started)
	d.action = a
	d.lines = detailsOf(&a, d.look())
	d.title.SetText(screen.ActionName(&a))
	if another {
		d.grid.SetCurrent(-1)
		d.grid.ScrollToTop()
	}
	d.grid.Refresh()
	d.grid.RefreshRows(0, len(d.lines))
}

// count writes anew how long an action in progress has been going on.
func (d *auditDetail) count() {
	if d.action.Running() {
		d.show(d.action)
	}
}

// rowHigh is the height of a row in the density that a person chose, at scale 1.
func rowHigh(env *screen.Env) float32 {
	if env.Prefs.Comfortable {
		return kit.GridRowHeightRoomy
	}
	return kit.GridRowHeight
}

// copyOut puts a text on the clipboard and says so.
func copyOut(env *screen.Env, s string) {
	fyne.CurrentApp().Clipboard().SetContent(s)
	env.Host.Hint.Say(text.T("list.copied", text.With("Text", text.Visible(s))))
}
