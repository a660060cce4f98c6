package customer

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

const slotOthers = "detail.quotas.others"

// Measures of the list of who else differs at scale 1.
const (
	othersWide  float32 = 620
	othersShown int     = 10 // rows before it scrolls
)

func (q *quotas) whyNotOthers() string {
	if _, ok := q.list.currentRow(); !ok {
		return text.T("quota.edit.none")
	}
	return ""
}

// askOthers asks the cache who else of the group differs in the current quota.
func (q *quotas) askOthers() {
	row, ok := q.list.currentRow()
	if !ok {
		return
	}
	env, uid := q.place.env, q.place.uid()
	env.Tasks.Go(slotOthers, func(ctx context.Context) (func(), error) {
		found, err := env.Cluster.QuotaDifferences(ctx, uid, row.Name)
		return func() { q.showOthers(row, found) }, err
	}, env.Fail)
}

// showOthers lists who differs, how much of the group is known here, and since when.
func (q *quotas) showOthers(row platform.Quota, found model.QuotaDifferences) {
	env := q.place.env
	dialog := kit.NewDialog(env.Host, env.Window.Canvas())
	grid := othersGrid(dialog.Host, found.Rows, func(d model.QuotaDifference) []string {
		return []string{text.Visible(d.Login), uidWords(d.UID), quotaShown(d.Quota, d.Quota.Value), quotaShown(d.Quota, d.Quota.GroupValue),
			text.AgeSince(d.ReadAt, env.App.Now(), env.Zone())}
	})
	lead := func() {
		if at := grid.Current(); at >= 0 && at < len(found.Rows) {
			dialog.Close()
			q.place.open(found.Rows[at].UID)
		}
	}
	grid.OnActivate = func(int) { lead() }
	grid.OnEscape = dialog.Close
	group := text.With("Group", text.Visible(q.place.customer().Group.Name))
	said := text.T("quota.else.none", group)
	if n := len(found.Rows); n > 0 {
		said = text.T("quota.else.found", text.N(n), group)
	}
	known := kit.NewParagraph(text.T("quota.else.read", text.With("Read", text.Count(found.Read)), text.With("All", text.Count(found.All)),
		text.With("Age", text.AgeSince(found.Oldest, env.App.Now(), env.Zone()))), theme.ColorNamePlaceHolder, false)
	known.Width = othersWide - 28
	done := kit.NewPrimaryButton(dialog.Host, text.T("customer.close"), nil, dialog.Close)
	content, buttons, first := kit.Stack(kit.NewLabel(said), kit.Margin(known, 0, 6)), []fyne.CanvasObject{done}, fyne.Focusable(done)
	if len(found.Rows) > 0 {
		room := kit.NewGround(kit.ColorClear, nil)
		room.Least = fyne.NewSize(0, kit.GridHeaderHeight+kit.GridRowHeight*(float32(min(len(found.Rows), othersShown))+0.5))
		content.Add(container.NewStack(room, grid))
		buttons, first = []fyne.CanvasObject{kit.NewButton(dialog.Host, text.T("quota.else.open"), theme.AccountIcon(), lead), done}, grid
	}
	dialog.Show(text.T("quota.else.title", text.With("Quota", text.Visible(row.Name))), othersWide, content, first, buttons...)
	grid.SetCurrent(0)
}

// othersGrid is a list of the words of each row.
func othersGrid(host *kit.Host, rows []model.QuotaDifference, words func(model.QuotaDifference) []string) *kit.Grid {
	grid := kit.NewGrid(host,
		kit.Column{ID: "login", Title: text.T("list.column.login"), Width: 240, Flex: true, Identity: true, Fixed: true},
		kit.Column{ID: "uid", Title: text.T("list.column.uid"), Width: 74, Align: fyne.TextAlignTrailing, Fixed: true},
		kit.Column{ID: "value", Title: text.T("quota.value"), Width: 80, Align: fyne.TextAlignTrailing, Fixed: true},
		kit.Column{ID: "group", Title: text.T("quota.group"), Width: 80, Align: fyne.TextAlignTrailing, Fixed: true},
		kit.Column{ID: "readat", Title: text.T("quota.else.readat"), Width: 96, Fixed: true})
	grid.Length = func() int { return len(rows) }
	grid.Fill = func(i int, _ []kit.Column, row *kit.Row) bool {
		row.Key = uint64(rows[i].UID)
		for at, said := range words(rows[i]) {
			row.Cells[at] = kit.Cell{Text: said, Bold: at == 2}
		}
		return true
	}
	return grid
}
