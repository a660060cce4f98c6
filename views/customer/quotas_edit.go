package customer

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
	"steward/views/screen"
)

const slotResetAll = "detail.quotas.reset"

// makeEditing makes what changes quotas: the pane below, and the buttons.
func (q *quotas) makeEditing(p place) {
	q.editing = newEditPane(p, "quotas", model.SetQuota, model.ResetQuota)
	q.edit = &kit.Action{Title: text.T("quota.edit"), Icon: theme.DocumentCreateIcon(), WhyNot: q.whyNotEdit, Run: func() { q.change(model.SetQuota) }}
	q.reset = &kit.Action{Title: screen.OperationName(model.ResetQuota), Icon: theme.ContentUndoIcon(), WhyNot: q.whyNotReset,
		Run: func() { q.change(model.ResetQuota) }}
	q.all = &kit.Action{Title: text.T("quota.resetall"), WhyNot: q.whyNotAll, Run: q.resetAll}
	q.others = &kit.Action{Title: text.T("quota.else"), Icon: theme.QuestionIcon(), WhyNot: q.whyNotOthers, Run: q.askOthers}
	q.whoElse = kit.NewActionButton(p.env.Host, q.others)
	q.whoElse.Level, q.whoElse.Small = kit.Low, true
	q.more = kit.NewMenuButton(p.env.Host, text.T("environments.change"), theme.MoreVerticalIcon(), q.actions)
	q.more.Small, q.more.IconOnly = true, true
}

// actions are what can be done with the current quota, and with all.
func (q *quotas) actions() []*kit.Action {
	return []*kit.Action{q.edit, q.reset, q.others, kit.Separator, q.all}
}

func (q *quotas) openForm(op model.Operation) bool { return q.editing.openForm(op) }

func (q *quotas) form() *forms.Panel { return q.editing.open() }

func (q *quotas) leaveForm() { q.editing.leave() }

// change opens the form of the current quota.
func (q *quotas) change(kind model.OperationKind) {
	if row, ok := q.list.currentRow(); ok {
		q.place.form(quotaOperation(kind, q.place.customer(), row))
	}
}

// quotaOperation is a prepared change of a quota.
func quotaOperation(kind model.OperationKind, c model.Customer, row platform.Quota) model.Operation {
	op := forms.Prepared(kind, c)
	op.Change.Quota, op.Change.ReferenceID = row.Name, row.ReferenceID
	op.Change.Was = strconv.FormatInt(row.Value, 10)
	if kind == model.ResetQuota && row.GroupTold {
		op.Change.Wanted = strconv.FormatInt(row.GroupValue, 10)
	}
	return op
}

func (q *quotas) whyNotEdit() string {
	if _, ok := q.list.currentRow(); !ok {
		return text.T("quota.edit.none")
	}
	return forms.WhyNotChange(q.place.env)
}

func (q *quotas) whyNotReset() string {
	row, ok := q.list.currentRow()
	switch {
	case !ok:
		return text.T("quota.edit.none")
	case row.SetBy == platform.QuotaOfGroup:
		return text.T("quota.reset.already")
	}
	return forms.WhyNotChange(q.place.env)
}

// own are the quotas that the customer has of their own.
func (q *quotas) own() (rows []platform.Quota) {
	for _, row := range q.list.all {
		if row.SetBy == platform.QuotaPersonal {
			rows = append(rows, row)
		}
	}
	return rows
}

func (q *quotas) whyNotAll() string {
	if len(q.own()) == 0 {
		return text.T("quota.reset.already")
	}
	return forms.WhyNotChange(q.place.env)
}

// resetAll gives all quotas of the customer's own back to the group, once a person
// said so.
func (q *quotas) resetAll() {
	rows, env := q.own(), q.place.env
	kit.Confirm(env.Host, env.Window.Canvas(), kit.Question{
		Title: text.T("quota.resetall"), Body: text.T("quota.resetall.ask", text.N(len(rows)), text.With("Group", q.place.customer().Group.Name)),
		Yes: text.T("quota.resetall.sure", text.N(len(rows))), Run: func() { q.resetThese(rows) },
	})
}

func (q *quotas) resetThese(rows []platform.Quota) {
	env, c := q.place.env, q.place.customer()
	env.Tasks.Go(slotResetAll, func(ctx context.Context) (func(), error) {
		var sent []model.Operation
		for _, row := range rows {
			ops, err := env.Cluster.Record(ctx, app.Given{}, quotaOperation(model.ResetQuota, c, row))
			if err != nil {
				return nil, err
			}
			sent = append(sent, ops...)
		}
		return func() { q.place.sent(sent[len(sent)-1:]) }, nil
	}, env.Fail)
}

// operationChanged shows what is on its way.
func (q *quotas) operationChanged() {
	q.readPending()
	q.list.refreshRows()
}

func (q *quotas) readPending() {
	q.pending = map[string]model.Operation{}
	for _, op := range q.place.env.Cluster.OpenOperations()[q.place.uid()] {
		if op.Change.Quota != "" {
			q.pending[op.Change.Quota] = op
		}
	}
}

// valueCell is a value, and what it shall be.
func (q *quotas) valueCell(row platform.Quota) kit.Cell {
	cell := valueCell(row)
	if op, is := q.pending[row.Name]; is {
		wanted, err := strconv.ParseInt(op.Change.Wanted, 10, 64)
		if err == nil {
			cell.Text = "→ " + quotaShown(row, wanted)
		}
		cell.Color, cell.Bold = theme.ColorNamePrimary, true
		cell.Hint = text.T("quota.pending", text.With("Now", quotaShown(row, row.Value)), text.With("State", screen.OperationStateWord(op.State)))
	}
	return cell
}
