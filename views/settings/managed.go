package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// managedHeight is how high the list of managed settings is, at scale 1.
const managedHeight = kit.GridHeaderHeight + 7*kit.GridRowHeight

// newManaged is the pane with what the organisation has set: nothing of it can be
// changed here.
func newManaged(cfg Config, dialog *kit.Dialog) fyne.CanvasObject {
	p := cfg.App.Policy()
	grid := kit.NewGrid(dialog.Host,
		kit.Column{ID: "setting", Title: text.T("policy.setting"), Width: 230, Fixed: true},
		kit.Column{ID: "value", Title: text.T("policy.value"), Width: 240, Flex: true, Fixed: true})
	grid.Length = func() int { return len(p.Values) }
	grid.Fill = func(i int, _ []kit.Column, row *kit.Row) bool { return fillManaged(p.Values[i], i, row) }
	grid.OnEscape = dialog.Close
	room := kit.NewGround(kit.ColorClear, nil)
	room.Least = fyne.NewSize(0, managedHeight)
	parts := []fyne.CanvasObject{kit.Margin(kit.NewParagraph(text.T("policy.intro", text.With("Place", p.Source)), theme.ColorNameForeground, false), 3, 6)}
	if p.Problem != "" {
		parts = append(parts, kit.Margin(kit.NewParagraph(text.T("policy.wrong", text.With("Problem", text.Visible(p.Problem))), theme.ColorNameError, false), 3, 6))
	}
	return kit.Stack(append(parts, container.NewStack(room, grid))...)
}

func fillManaged(v model.PolicyValue, i int, row *kit.Row) bool {
	row.Key = uint64(i)
	row.Cells[0] = kit.Cell{Text: text.T("policy.name." + v.Key), Icon: kit.CellIcon{Resource: assets.Icon("st-suspended"), Hint: text.T("policy.set")}}
	row.Cells[1] = kit.Cell{Text: text.Visible(v.Value)}
	return true
}

// managedNote is a sentence, behind a lock where the organisation has set what it
// says.
func managedNote(managed bool, words string) fyne.CanvasObject {
	said := kit.NewParagraph(words, theme.ColorNameForeground, false)
	said.Width = width - 60
	return locked(managed, said)
}

// locked is something behind a lock where the organisation has set it.
func locked(managed bool, what fyne.CanvasObject) fyne.CanvasObject {
	if !managed {
		return what
	}
	lock := kit.NewIcon(assets.Icon("st-suspended"), theme.ColorNamePlaceHolder)
	return container.NewBorder(nil, nil, kit.Margin(lock, 3, 3), nil, what)
}
