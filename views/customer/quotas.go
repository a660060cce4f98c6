package customer

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// settingDiffers is where it is kept whether only what differs is shown.
const settingDiffers = "customer.quotas.differs"

// quotas is the Quotas tab: what a customer may do, beside what the group may.
type quotas struct {
	place   place
	list    *table[platform.Quota]
	search  *kit.Entry
	differs *kit.Check
	number  *kit.Badge // how many differ

	shown            []fyne.CanvasObject // the controls
	editing          *editPane
	more             *kit.Button // what can be done
	edit, reset, all *kit.Action
	others           *kit.Action                // who else differs
	whoElse          *kit.Button                // ... at the foot
	pending          map[string]model.Operation // by the name of the quota
}

func newQuotas(p place) *quotas {
	q := &quotas{place: p}
	q.differs = kit.NewCheck(p.env.Host, text.T("quota.differs"), func(on bool) {
		p.env.Keep(settingDiffers, on)
		q.restrict()
	})
	q.differs.Hint = text.T("quota.differs.hint")
	q.number = kit.NewBadge("", kit.ToneInfo)
	q.number.Hide()
	q.makeEditing(p)
	q.list = newTable(p, tableOf[platform.Quota]{
		name: "quotas", columns: q.columns(), activate: func(platform.Quota) { q.edit.Start(p.env.Host.Hint) }, current: q.moved,
		below: q.editing.panel.Object(), belowWhen: q.editing.panel.IsOpen, belowShare: 0.5,
		key:   func(row platform.Quota) uint64 { return keyOf(row.Name + "\x00" + row.ReferenceID) },
		empty: text.T("quota.none"), noMatch: text.T("quota.nomatch"), clear: q.showAll, foot: q.foot, does: []fyne.CanvasObject{q.whoElse},
		more: func(platform.Quota) []*kit.Action { return q.actions() },
	})
	q.editing.toggle, q.editing.back = q.list.showBelow, q.list.focus
	q.search = q.list.searchFor(text.T("quota.search"))
	screen.Recall(p.env, settingDiffers, false, func(on bool) {
		if on {
			q.differs.Set(true)
			q.restrict()
		}
	})
	return q
}

func (q *quotas) object() fyne.CanvasObject { return q.list.object }

func (q *quotas) controls() []fyne.CanvasObject {
	if q.shown == nil {
		q.shown = []fyne.CanvasObject{kit.Wide(150, q.search), q.differs, q.number, q.more}
	}
	return q.shown
}

func (q *quotas) keys(uid platform.UID) []model.SectionKey {
	return []model.SectionKey{{Section: model.SectionQuotas, UID: uid}}
}

func (q *quotas) ask(uid platform.UID) question {
	return func(ctx context.Context) (func(), error) {
		found, err := q.place.env.Cluster.Quotas(ctx, uid)
		return func() {
			q.readPending()
			q.list.setRows(found.Rows)
			q.refreshButtons()
			q.count(found.Rows)
		}, err
	}
}

// moved is another row: what was typed for the one before is kept.
func (q *quotas) moved(row platform.Quota, ok bool) {
	if _, kind := q.editing.panel.Of(); kind != "" && (!ok || q.editing.panel.Target() != row.Name) {
		q.editing.leave()
	}
	q.refreshButtons()
}

func (q *quotas) refreshButtons() {
	q.all.Title = text.T("quota.resetall")
	if n := len(q.own()); n > 0 {
		q.all.Title = text.T("quota.resetall.of", text.With("N", n))
	}
	q.whoElse.Refresh()
}

// columns are those of the list, with what is on its way.
func (q *quotas) columns() []column[platform.Quota] {
	list := quotaColumns()
	for i := range list {
		if list[i].id == "value" {
			list[i].cell = q.valueCell
		}
	}
	return list
}

func (q *quotas) clear() {
	q.editing.leave()
	q.list.clearRows()
	q.count(nil)
}

func (q *quotas) status(s status) {
	q.list.status(s)
	q.refreshButtons()
}

func (q *quotas) focus() { q.list.focus() }

func (q *quotas) restyle() { q.list.restyle() }

func (q *quotas) chooseColumns() { q.list.chooseColumns() }

func (q *quotas) export() Exported {
	shows := ""
	if q.differs.On() {
		shows = q.differs.Title
	}
	return q.list.exported(text.T("customer.tab.quotas"), shows)
}

// restrict shows what the switch says.
func (q *quotas) restrict() {
	if q.differs.On() {
		q.list.setFilter(platform.Quota.Differs)
		return
	}
	q.list.setFilter(nil)
}

// showAll takes the switch back.
func (q *quotas) showAll() {
	if q.differs.On() {
		q.differs.Tapped(nil)
	}
}

// count says beside the switch how many differ.
func (q *quotas) count(rows []platform.Quota) {
	said := ""
	if len(rows) > 0 {
		said = text.T("quota.of", text.With("N", differing(rows)), text.With("All", len(rows)))
	}
	if said != q.number.Text() {
		q.number.Set(said, kit.ToneInfo)
		visible(q.number, said != "")
	}
}

func differing(rows []platform.Quota) int {
	n := 0
	for _, row := range rows {
		if row.Differs() {
			n++
		}
	}
	return n
}

func (q *quotas) foot(shown, all []platform.Quota) footing {
	n := differing(all)
	return footing{
		count: text.Count(len(shown)),
		note:  text.T("quota.shown", text.N(len(all)), text.With("Follow", text.Count(len(all)-n))),
	}
}

func quotaColumns() []column[platform.Quota] {
	type row = platform.Quota
	return []column[row]{
		{
			id: "name", title: text.T("quota.name"), width: 244, frozen: true,
			text: func(q row) string { return q.Name },
			cell: func(q row) kit.Cell { return kit.Cell{Text: text.Visible(q.Name), Mono: true} },
		},
		{id: "meaning", title: text.T("quota.meaning"), width: 130, flex: true, text: meaningOf},
		{
			id: "value", title: text.T("quota.value"), width: 68, align: fyne.TextAlignTrailing,
			text:  func(q row) string { return quotaText(q, q.Value) },
			cell:  valueCell,
			order: func(a, b row) int { return cmp.Compare(a.Value, b.Value) },
			value: func(q row) export.Value { return export.Number(q.Value) }, kind: export.KindNumber,
		},
		{
			id: "group", title: text.T("quota.group"), width: 62, align: fyne.TextAlignTrailing,
			text: func(q row) string {
				if !q.GroupTold {
					return ""
				}
				return quotaText(q, q.GroupValue)
			},
			cell: groupValueCell,
			order: func(a, b row) int {
				return cmp.Or(cmp.Compare(told(a), told(b)), cmp.Compare(a.GroupValue, b.GroupValue))
			},
			value: func(q row) export.Value {
				if !q.GroupTold {
					return export.Value{}
				}
				return export.Number(q.GroupValue)
			}, kind: export.KindNumber,
		},
		{id: "unit", title: text.T("quota.unit"), width: 72, text: unitOf, cell: func(q row) kit.Cell {
			return kit.Cell{Text: unitOf(q), Color: theme.ColorNamePlaceHolder}
		}},
		{id: "setby", title: text.T("quota.setby"), width: 70, text: setBy, cell: func(q row) kit.Cell {
			cell := kit.Cell{Text: text.Visible(setBy(q)), Hint: setByHint(q)}
			if q.SetBy == platform.QuotaOfGroup {
				cell.Color = theme.ColorNamePlaceHolder
			}
			return cell
		}},
		{id: "described", title: text.T("quota.described"), width: 220, hidden: true,
			text: func(q row) string { return q.Description }},
		{id: "reference", title: text.T("quota.reference"), width: 120, hidden: true,
			text: func(q row) string { return q.ReferenceID }},
	}
}

func told(q platform.Quota) int {
	if q.GroupTold {
		return 1
	}
	return 0
}

// meaningOf is what a quota limits, in our words where its name is known, else in
// the platform's.
func meaningOf(q platform.Quota) string {
	if key := "quota.meaning." + strings.ToLower(q.Name); text.Has(key) {
		return text.T(key)
	}
	return q.Description
}

// unitOf is what a quota counts, in words; empty: nothing to be named.
func unitOf(q platform.Quota) string {
	if key := "quota.unitof." + strings.ToLower(q.Name); text.Has(key) {
		return text.T(key)
	}
	if q.Unit() == platform.UnitCloudlet {
		return text.T("quota.unit.cloudlet")
	}
	return ""
}

func setBy(q platform.Quota) string {
	switch q.SetBy {
	case platform.QuotaPersonal:
		return text.T("quota.setby.personal")
	case platform.QuotaOfGroup:
		return text.T("quota.setby.group")
	}
	return string(q.SetBy)
}

// setByHint says in full who set a quota.
func setByHint(q platform.Quota) string {
	switch q.SetBy {
	case platform.QuotaPersonal:
		return text.T("quota.setby.personal.hint")
	case platform.QuotaOfGroup:
		return text.T("quota.setby.group.hint")
	}
	return string(q.SetBy)
}

// quotaText is a value for the clipboard: Yes and No of a switch, else digits.
func quotaText(q platform.Quota, value int64) string {
	if q.Unit() == platform.UnitSwitch {
		switch value {
		case 0:
			return text.T("quota.no")
		case 1:
			return text.T("quota.yes")
		}
	}
	return strconv.FormatInt(value, 10)
}

// quotaShown is a value on screen.
func quotaShown(q platform.Quota, value int64) string {
	if q.Unit() == platform.UnitSwitch && (value == 0 || value == 1) {
		return quotaText(q, value)
	}
	return text.Count(value)
}

func valueCell(q platform.Quota) kit.Cell {
	return kit.Cell{Text: quotaShown(q, q.Value), Bold: q.Differs() || q.SetBy == platform.QuotaPersonal}
}

func groupValueCell(q platform.Quota) kit.Cell {
	if !q.GroupTold {
		return kit.Cell{Text: text.T("quota.group.unknown"), Color: theme.ColorNamePlaceHolder, Hint: text.T("quota.group.unknown.hint")}
	}
	return kit.Cell{Text: quotaShown(q, q.GroupValue), Color: theme.ColorNamePlaceHolder}
}
