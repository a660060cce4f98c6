package customer

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// Settings of the log that are kept for each platform.
const (
	settingAuditRange = "customer.audit.range"
	settingAuditSplit = "customer.audit.split"
)

// audit is the Audit Log: what was done on a customer's account, newest first.
// It goes on into the past as one scrolls.
type audit struct {
	place  place
	days   *kit.DateRange
	search *kit.Entry
	kind   *kit.Select // of actions
	where  *kit.Select // environments
	errors *kit.Check
	gaps   *notice
	log    *table[*auditRow]
	list   *auditList
	detail *auditDetail
	split  *kit.Split
	box    *fyne.Container

	further   time.Time // the log was followed back to here; zero: only the chosen days
	chosen    platform.Period
	beginning time.Time       // nothing is older than this; zero: not known
	names     map[string]bool // environments to choose from
	known     status
	current   int64     // key of the current row
	said      string    // at the end of the log
	opened    bool      // the details are on screen
	looked    time.Time // when actions in progress were asked for last
	counts    int       // seconds left to count without being told that the tab is seen
}

func newAudit(p place) *audit {
	a := &audit{place: p, gaps: newNotice(), names: map[string]bool{}}
	a.list = &auditList{env: p.env, replaced: a.replaced, updated: a.updated, painted: a.painted, trouble: a.trouble}
	a.list.forget()
	a.days = keptRange(p, settingAuditRange, kit.RangeMonth, a.chooseDays)
	a.chosen = a.days.Period()
	a.log = newTable(p, tableOf[*auditRow]{
		name: "audit", columns: auditColumns(a.look, a.open, p.open), key: func(r *auditRow) uint64 { return uint64(r.key) },
		empty: text.T("audit.empty"), noMatch: text.T("audit.nomatch"), clear: a.clearFilters, foot: a.foot,
		ground: a.ground, current: a.moved, activate: a.open, rune: a.typed, more: a.actions,
		sort: []model.SortKey{{Column: model.AuditDate, Desc: true}},
	})
	a.log.pages = &paged[*auditRow]{length: a.list.len, at: a.list.at, needed: a.needed, filtered: a.filtered, arrange: p.again}
	a.log.grid.OnEscape = a.escape
	a.detail = newAuditDetail(p.env, a.look, a.closeDetail)
	a.split = kit.NewSplit(p.env.Host, true, belowShare, a.log.object, a.detail.object)
	a.split.FirstLeast, a.split.SecondLeast = leastRows, leastBelow
	a.split.OnMoved = func(share float64) { p.env.Keep(settingAuditSplit, share) }
	screen.Recall(p.env, settingAuditSplit, belowShare, func(share float64) {
		if share != belowShare {
			a.split.SetShare(share)
		}
	})
	a.split.ShowSecond(false)
	a.box = kit.Pillar(kit.Stack(a.filters(), a.gaps.object), container.NewStack(a.split), kit.Stack())
	return a
}

// filters are the bar of what restricts the log.
func (a *audit) filters() *kit.Bar {
	host, again := a.place.env.Host, func(string) { a.place.again() }
	a.search = a.log.searchFor(text.T("audit.search"))
	a.search.OnChanged = again
	a.kind = kit.NewSelect(host, []kit.Option{
		{Title: text.T("audit.types")}, kindOption(platform.ActionPublic), kindOption(platform.ActionSystem), kindOption(platform.ActionAdmin),
	}, again)
	a.kind.Small, a.kind.Width = true, 100
	a.where = kit.NewSelect(host, nil, again)
	a.where.Small, a.where.Width = true, 150
	a.offer()
	a.errors = kit.NewCheck(host, text.T("audit.errors"), func(bool) { a.place.again() })
	return kit.NewControlRow([]fyne.CanvasObject{kit.Fill(a.search), a.kind, a.where, a.errors}, nil)
}

func kindOption(t platform.ActionType) kit.Option {
	return kit.Option{Key: string(t), Title: string(t)}
}

func (a *audit) object() fyne.CanvasObject { return a.box }

func (a *audit) controls() []fyne.CanvasObject { return a.days.Objects() }

// period is the chosen days and what the log was followed back to.
func (a *audit) period() platform.Period {
	if a.further.IsZero() && renewed(a.place, a.days) {
		a.chosen = a.days.Period()
	}
	period := a.chosen
	if !a.further.IsZero() {
		period.From = a.further
	}
	return period
}

func (a *audit) keys(uid platform.UID) []model.SectionKey {
	return []model.SectionKey{{Section: model.SectionAudit, UID: uid, Period: a.period()}}
}

func (a *audit) filter() model.AuditFilter {
	period := a.period()
	f := model.AuditFilter{
		From: period.From, To: period.To, Text: strings.TrimSpace(a.search.Text()), Type: platform.ActionType(a.kind.Selected()),
		Environment: a.where.Selected(), OnlyErrors: a.errors.On(),
	}
	copy(f.Order[:], a.log.layout.Sort)
	return f
}

// filtered reports whether anything but the days restricts the log.
func (a *audit) filtered() bool {
	f := a.filter()
	f.From, f.To, f.Order = time.Time{}, time.Time{}, [2]model.SortKey{}
	return f != model.AuditFilter{}
}

// ask begins another log, goes on with the one on screen further back, or has it
// read again.
func (a *audit) ask(uid platform.UID) question {
	f, l := a.filter(), a.list
	same := f
	same.From = l.filter.From
	if uid == l.uid && same == l.filter && !f.From.After(l.filter.From) {
		return func(context.Context) (func(), error) { return func() { l.extend(f.From) }, nil }
	}
	another := uid != l.uid
	if another { // the environment is somebody else's
		f.Environment = ""
	}
	return func(ctx context.Context) (func(), error) {
		page, err := a.place.env.Cluster.AuditFirst(ctx, uid, f, auditFirst)
		if err != nil {
			return nil, err
		}
		var owned model.Environments
		if another {
			if owned, err = a.place.env.Cluster.Environments(ctx, uid); err != nil {
				return nil, err
			}
		}
		return func() {
			if another {
				a.forgetCustomer()
				a.offer(namesOf(owned.Rows)...)
			}
			l.begin(uid, f, page)
		}, nil
	}
}

func namesOf(owned []platform.Environment) []string {
	names := make([]string, len(owned))
	for i, e := range owned {
		names[i] = e.Name
	}
	return names
}

// offer adds environments to choose from: those of the customer, and those that
// the log tells of.
func (a *audit) offer(names ...string) {
	more := len(a.names) == 0
	for _, name := range names {
		if name != "" && !a.names[name] {
			a.names[name], more = true, true
		}
	}
	if !more {
		return
	}
	options := make([]kit.Option, 0, len(a.names)+1)
	for name := range a.names {
		options = append(options, kit.Option{Key: name, Title: text.Isolated(text.Visible(name))})
	}
	slices.SortFunc(options, func(x, y kit.Option) int { return strings.Compare(x.Title, y.Title) })
	a.where.SetOptions(append([]kit.Option{{Title: text.T("audit.environments")}}, options...))
}

// forgetCustomer drops what was found out about the customer before. Their
// environments are nobody else's.
func (a *audit) forgetCustomer() {
	clear(a.names)
	a.where.Set("")
	a.offer()
	a.further, a.beginning, a.looked, a.current = time.Time{}, time.Time{}, time.Time{}, 0
	a.showDetail(false)
}

func (a *audit) clear() {
	a.list.leave()
	a.list.forget()
	a.list.uid = 0
	a.forgetCustomer()
	a.known = status{}
	sayGaps(a.gaps, a.box, status{})
	a.log.clearRows()
	a.showEnd()
}

func (a *audit) status(s status) {
	a.known = s
	a.log.status(s)
	a.showEnd()
	sayGaps(a.gaps, a.box, s)
	a.countOn()
}

func (a *audit) focus() { a.log.focus() }

func (a *audit) chooseColumns() { a.log.chooseColumns() }

func (a *audit) restyle() {
	a.log.restyle()
	a.detail.grid.SetRowHeight(rowHigh(a.place.env))
	if a.opened {
		a.detail.show(a.detail.action)
	}
}

// chooseDays takes the days that a person chose.
func (a *audit) chooseDays() {
	a.further, a.chosen = time.Time{}, a.days.Period()
	a.place.again()
}

func (a *audit) clearFilters() {
	a.kind.Set("")
	a.where.Set("")
	a.errors.Set(false)
	a.search.Clear()
	a.place.again()
}

func (a *audit) look() auditLook {
	return auditLook{owner: a.list.uid, zone: a.place.env.Zone(), now: a.place.env.App.Now()}
}

// ground tints what a collaborator did.
func (a *audit) ground(r *auditRow) fyne.ThemeColorName {
	if r.ByCollaborator(a.list.uid) {
		return kit.ColorTintInfo
	}
	return ""
}

// actions are the context menu of a row.
func (a *audit) actions(r *auditRow) []*kit.Action {
	list := []*kit.Action{
		{Title: text.T("audit.detail.open"), Icon: theme.InfoIcon(), Run: func() { a.open(r) }},
		{Title: text.T("audit.copy.text"), Icon: theme.ContentCopyIcon(), Run: func() { copyOut(a.place.env, actionText(&r.Action, a.look())) }},
	}
	if r.Environment != "" {
		list = append(list, &kit.Action{Title: text.T("audit.filter.environment"), Run: func() {
			a.offer(r.Environment)
			a.where.Set(r.Environment)
			a.place.again()
		}})
	}
	return list
}
