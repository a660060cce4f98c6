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
	"steward/views/screen"
)

// lastShown is how many operations Info shows.
const lastShown = 3

// lastOperations are what was done from here with the customer.
type lastOperations struct {
	place  place
	rows   *fyne.Container
	object *fyne.Container
	had    []model.Operation
}

func newLastOperations(p place) *lastOperations {
	l := &lastOperations{place: p, rows: kit.Stack()}
	l.object = container.NewStack(inset(card(text.T("customer.operations"), l.rows)))
	l.object.Hide()
	return l
}

// readLast are the newest operations of a customer.
func readLast(ctx context.Context, p place, uid platform.UID) ([]model.Operation, error) {
	keys, err := p.env.Cluster.OperationKeys(ctx, model.OperationFilter{UID: uid})
	if err != nil || len(keys) == 0 {
		return nil, err
	}
	return p.env.Cluster.Operations(ctx, keys[:min(lastShown, len(keys))])
}

func (l *lastOperations) show(ops []model.Operation) {
	l.had = ops
	rows := make([]fyne.CanvasObject, 0, len(ops))
	for _, op := range ops {
		rows = append(rows, l.row(op))
	}
	l.rows.Objects = rows
	visible(l.object, len(ops) > 0)
	l.rows.Refresh()
	l.object.Refresh()
}

// row is one operation: when, what, and how it ended.
func (l *lastOperations) row(op model.Operation) fyne.CanvasObject {
	env := l.place.env
	at := kit.NewMono(text.DateTime(op.Recorded, env.Zone()))
	at.Color = theme.ColorNamePlaceHolder
	change := kit.NewSecondary(screen.OperationChange(op))
	change.Cut = true
	look := screen.LookOfOperation(op.State, op.Late)
	word := kit.NewLabel(look.Word)
	right := []fyne.CanvasObject{kit.NewIcon(look.Icon, look.Color), word}
	if env.OpenOperation != nil {
		open := kit.NewIconButton(env.Host, text.T("outcome.open"), theme.NavigateNextIcon(), func() { env.OpenOperation(op.ID) })
		open.Small = true
		right = append(right, open)
	}
	bar := kit.NewBar(25, []fyne.CanvasObject{at, kit.NewLabel(screen.OperationName(op.Kind)), kit.Fill(change)}, right)
	bar.Pad = 0
	return bar
}
