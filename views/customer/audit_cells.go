package customer

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// auditRow is an action and what the log knows it by. Rows are handed on as
// pointers: a step of the wheel asks for many cells.
type auditRow struct {
	key int64 // 0: not known yet
	platform.Action
}

// auditLook is what the words about an action depend on besides the action.
type auditLook struct {
	owner platform.UID
	zone  *time.Location
	now   time.Time
}

// auditColumns are the columns of the log. look is asked anew for each cell; open
// shows an action's details, visit leads to a customer.
func auditColumns(look func() auditLook, open func(*auditRow), visit func(platform.UID)) []column[*auditRow] {
	title := func(id string) string { return text.T("audit.column." + id) }
	info := kit.CellIcon{Resource: theme.InfoIcon(), Color: theme.ColorNamePrimary, Hint: text.T("audit.info")}
	return []column[*auditRow]{{
		id: "date", title: title("date"), width: 154, dated: true, frozen: true, kind: export.KindTime,
		text:  func(r *auditRow) string { return text.DateTime(r.Started, look().zone) },
		cell:  func(r *auditRow) kit.Cell { return kit.Cell{Text: text.DateTime(r.Started, look().zone), Mono: true} },
		value: func(r *auditRow) export.Value { return export.Time(r.Started) },
	}, {
		id: "action", title: title("action"), width: 170, link: open,
		text: func(r *auditRow) string { return plainName(&r.Action) },
		cell: func(r *auditRow) kit.Cell {
			return kit.Cell{Text: screen.ActionName(&r.Action), Hint: actionHint(&r.Action), Color: theme.ColorNameForeground, Icon: info}
		},
	}, {
		id: "environment", title: title("environment"), width: 110, hidden: true, unsorted: true,
		text: func(r *auditRow) string { return r.Environment },
	}, {
		id: "type", title: title("type"), width: 96, unsorted: true,
		text: func(r *auditRow) string { return string(r.Type) },
	}, {
		id: "uid", title: title("uid"), width: 60, align: fyne.TextAlignTrailing, unsorted: true,
		text:   func(r *auditRow) string { return uidWords(collaboratorOf(&r.Action, look().owner)) },
		cell:   func(r *auditRow) kit.Cell { return look().who(&r.Action) },
		link:   func(r *auditRow) { visit(collaboratorOf(&r.Action, look().owner)) },
		linked: func(r *auditRow) bool { return collaboratorOf(&r.Action, look().owner) != 0 },
	}, {
		id: "duration", title: title("duration"), width: 76, align: fyne.TextAlignTrailing, kind: export.KindDuration,
		text: func(r *auditRow) string { return screen.ActionTook(&r.Action) },
		value: func(r *auditRow) export.Value {
			if took, ok := r.Took(); ok {
				return export.Duration(took)
			}
			return export.Text("")
		},
	}, {
		id: "result", title: title("result"), width: 130, flex: true,
		text: func(r *auditRow) string { return look().plainOutcome(&r.Action) },
		cell: func(r *auditRow) kit.Cell { return screen.ActionResult(&r.Action, look().now) },
	}}
}

// actionHint is an action in the hint line: with the environment that it concerns.
func actionHint(a *platform.Action) string {
	if a.Environment == "" {
		return ""
	}
	return text.T("audit.concerns", text.With("Action", screen.ActionName(a)), text.With("Environment", text.Isolated(text.Visible(a.Environment))))
}

// uidWords is a User ID in digits; empty for none.
func uidWords(uid platform.UID) string {
	if uid == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(uid), 10)
}

// who is the collaborator of a row; empty for everybody else.
func (l auditLook) who(a *platform.Action) kit.Cell {
	uid := collaboratorOf(a, l.owner)
	if uid == 0 {
		return kit.Cell{}
	}
	who := text.Isolated(text.Visible(a.Email))
	if who == "" {
		who = uidWords(uid)
	}
	return kit.Cell{Text: uidWords(uid), Hint: text.T("audit.by", text.With("Who", who))}
}

// collaboratorOf is who did it, if a collaborator of the owner did; 0: nobody else.
func collaboratorOf(a *platform.Action, owner platform.UID) platform.UID {
	switch {
	case !a.ByCollaborator(owner):
		return 0
	case a.Collaborator != 0:
		return a.Collaborator
	}
	return a.UID
}

// outcome is how an action ended, in words.
func (l auditLook) outcome(a *platform.Action) string { return screen.ActionOutcome(a, l.now) }

// plainOutcome is outcome as the platform wrote it, for copies.
func (l auditLook) plainOutcome(a *platform.Action) string {
	if a.Error != "" {
		return a.Error
	}
	return l.outcome(a)
}
