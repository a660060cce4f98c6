package demo

import (
	"slices"
	"strings"
)

// auditQuery is what an operator asks of a log.
type auditQuery struct {
	from, to      int64
	kinds         []string
	appids        []string // ids or names of environments
	service, text string
	id            *int64
	collaborator  *int64
	code          *int64
	onlyErrors    bool
	onlyCompleted bool
	start, count  int
	order         string
	sign          int
}

var actionKinds = []string{"PUBLIC", "ADMIN", "PROXY", "SYSTEM", "CMP"}

// getUserActivity lists what was done to or by a customer.
func getUserActivity(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	q := auditQuery{service: c.param("serviceName"), text: c.param("searchText"), order: c.param("orderField")}
	if q.from, q.to, err = c.period(); err != nil {
		return err
	}
	if q.start, q.count, err = c.paging(); err != nil {
		return err
	}
	if q.sign, err = direction(c.param("orderDirection"), "orderDirection"); err != nil {
		return err
	}
	if c.has("actionTypes") {
		q.kinds = strings.Split(c.param("actionTypes"), ",")
	}
	if c.has("targetAppid") {
		q.appids = []string{c.param("targetAppid")}
	}
	return c.actions(r, q, "actionTypes", "orderField")
}

// searchActions is the other form of the same: everything in one parameter.
func searchActions(c *call) error {
	var s search
	err := c.search(&s)
	if err != nil {
		return err
	}
	var r record
	switch {
	case s.UID != nil:
		r, err = c.visible(c.p.store.customer(c.r.Context(), *s.UID))
	case s.Login != "":
		r, err = c.visible(c.p.store.customerByLogin(c.r.Context(), s.Login))
	default:
		return invalid("search")
	}
	if err != nil {
		return err
	}
	q := auditQuery{kinds: s.Types, appids: s.Appids, service: s.ServiceName, text: s.Value, id: s.ID, collaborator: s.CollaboratorUID,
		code: s.ResultCode, onlyErrors: s.OnlyErrors, onlyCompleted: s.OnlyCompleted, start: s.StartRow, count: s.ResultCount, order: s.OrderField}
	if q.from, q.to, err = s.period(); err != nil {
		return err
	}
	if q.sign, err = s.sign(); err != nil {
		return err
	}
	return c.actions(r, q, "search", "search")
}

// actions writes a page of a log. Both orders that it knows are those of time.
func (c *call) actions(r record, q auditQuery, kinds, order string) error {
	for _, kind := range q.kinds {
		if !slices.Contains(actionKinds, kind) {
			return invalid(kinds)
		}
	}
	if !slices.Contains([]string{"", "id", "startDate"}, q.order) {
		return invalid(order)
	}
	l, err := c.p.store.auditLog(c.r.Context(), r, c.p.now())
	if err != nil {
		return err
	}
	refs := l.refs(q.from, q.to)
	if q.filters() {
		refs = slices.DeleteFunc(refs, func(ref auditRef) bool {
			row := l.row(ref)
			return !q.matches(&row)
		})
	}
	if q.sign < 0 {
		slices.Reverse(refs)
	}
	from, to := bounds(len(refs), q.start, q.count)
	c.int("totalCount", int64(len(refs)))
	c.key("array")
	c.open('[')
	for _, ref := range refs[from:to] {
		row := l.row(ref)
		c.appendAction(&row)
		if err := c.flush(); err != nil {
			return err
		}
	}
	c.close(']')
	return nil
}

// filters reports whether more than the period is asked for.
func (q *auditQuery) filters() bool {
	return len(q.kinds) > 0 || len(q.appids) > 0 || q.service != "" || q.text != "" ||
		q.id != nil || q.collaborator != nil || q.code != nil || q.onlyErrors || q.onlyCompleted
}

func (q *auditQuery) matches(row *auditRow) bool {
	running := row.end == 0
	switch {
	case len(q.kinds) > 0 && !slices.Contains(q.kinds, row.kind),
		len(q.appids) > 0 && (row.appid == "" || !slices.Contains(q.appids, row.appid) && !slices.Contains(q.appids, row.env)),
		q.service != "" && row.service != q.service,
		q.id != nil && row.id != *q.id,
		q.collaborator != nil && row.collaborator != *q.collaborator,
		q.code != nil && (running || row.result != *q.code),
		q.onlyErrors && (running || row.result == 0),
		q.onlyCompleted && running:
		return false
	}
	if q.text == "" {
		return true
	}
	said := strings.Join([]string{row.service, row.text, row.env, row.email, row.args, row.failure}, "\n")
	return strings.Contains(strings.ToLower(said), strings.ToLower(q.text))
}
