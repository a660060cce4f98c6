package customer

import (
	"context"
	"iter"
	"strings"

	"steward/app/export"
	"steward/assets/text"
	"steward/client/platform"
)

// auditExported is how many actions of a log are in memory at once for an export.
const auditExported = 500

// export is the log of what is filtered, followed as far back as on screen.
func (a *audit) export() Exported {
	name := text.T("customer.tab.audit")
	sheet, columns := a.log.sheet(name)
	look := a.look() // the log on screen may be another one by then
	fixed := auditColumns(func() auditLook { return look }, nil, nil)
	for i, c := range columns {
		for at := range fixed {
			if fixed[at].id == c.id {
				columns[i] = &fixed[at]
			}
		}
	}
	cluster, uid, filter := a.place.env.Cluster, a.list.uid, a.list.filter
	e := Exported{Name: name, UID: uid, Shows: a.filterWords(), Sheet: sheet, State: a.known.SectionState, Count: a.list.len()}
	e.Rows = func(ctx context.Context) iter.Seq2[[]export.Value, error] {
		return func(yield func([]export.Value, error) bool) {
			list, err := cluster.AuditList(ctx, uid, filter)
			if err != nil {
				yield(nil, err)
				return
			}
			values := make([]export.Value, len(columns))
			for at := 0; at < len(list.Keys); at += auditExported {
				rows, err := cluster.AuditRows(ctx, uid, span(list.Keys, at, at+auditExported))
				if err != nil {
					yield(nil, err)
					return
				}
				if !yieldActions(yield, values, columns, rows) {
					return
				}
			}
		}
	}
	return e
}

// yieldActions hands actions on; those that are gone meanwhile are left out.
func yieldActions(yield func([]export.Value, error) bool, values []export.Value, columns []*column[*auditRow], rows []platform.Action) bool {
	for i := range rows {
		if rows[i].Started.IsZero() {
			continue
		}
		fillExport(values, columns, &auditRow{Action: rows[i]})
		if !yield(values, nil) {
			return false
		}
	}
	return true
}

// filterWords says in words what restricts the log.
func (a *audit) filterWords() string {
	f := a.list.filter
	parts := []string{spanWords(platform.Period{From: f.From, To: f.To})}
	if f.Text != "" {
		parts = append(parts, text.T("customer.export.search", text.With("Text", f.Text)))
	}
	for _, part := range []string{string(f.Type), f.Environment} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if f.OnlyErrors {
		parts = append(parts, a.errors.Title)
	}
	return strings.Join(parts, ", ")
}
