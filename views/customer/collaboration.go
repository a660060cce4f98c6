package customer

import (
	"cmp"
	"context"
	"slices"
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

// settingShared is where it is kept which side was looked at last.
const settingShared = "customer.collaboration.side"

// The sides of collaboration.
const (
	sharedBy   = "by"   // the customer shares with others
	sharedWith = "with" // others share with the customer
)

// collaboration is the Collaboration tab: with whom a customer shares, and who
// shares with the customer.
type collaboration struct {
	place place
	sides *kit.Tabs
	list  *table[shared]
	found model.Collaboration
	names map[string]string   // of the environments that are shared, by appid
	shown []fyne.CanvasObject // the controls
}

// shared is one account shared with another: the other side of it.
type shared struct {
	platform.Collaboration
	other platform.Person
}

func newCollaboration(p place) *collaboration {
	c := &collaboration{place: p}
	c.sides = kit.NewTabs(p.env.Host, []kit.Tab{
		{Key: sharedBy, Title: text.T("share.by")}, {Key: sharedWith, Title: text.T("share.with")},
	}, func(side string) {
		p.env.Keep(settingShared, side)
		c.showSide()
	})
	c.sides.Set(sharedBy)
	c.list = newTable(p, tableOf[shared]{
		name: "collaboration", columns: c.columns(),
		key:   func(row shared) uint64 { return keyOf(strconv.FormatInt(row.ID, 10) + "\x00" + row.other.Email) },
		empty: text.T("share.by.none"), noMatch: text.T("share.nomatch"), foot: c.foot,
	})
	screen.Recall(p.env, settingShared, sharedBy, func(side string) {
		if side == sharedWith {
			c.sides.Set(side)
			c.showSide()
		}
	})
	return c
}

func (c *collaboration) object() fyne.CanvasObject { return c.list.object }

func (c *collaboration) controls() []fyne.CanvasObject {
	if c.shown == nil {
		c.shown = []fyne.CanvasObject{kit.Fill(c.sides)}
	}
	return c.shown
}

func (c *collaboration) keys(uid platform.UID) []model.SectionKey {
	return []model.SectionKey{{Section: model.SectionCollaboration, UID: uid}}
}

func (c *collaboration) ask(uid platform.UID) question {
	return func(ctx context.Context) (func(), error) {
		found, err := c.place.env.Cluster.Collaboration(ctx, uid)
		if err != nil {
			return nil, err
		}
		names, err := c.environmentNames(ctx, uid, found)
		return func() {
			c.found, c.names = found, names
			c.showSide()
		}, err
	}
}

// environmentNames are the names of the cached environments of all who share.
func (c *collaboration) environmentNames(ctx context.Context, uid platform.UID, found model.Collaboration) (map[string]string, error) {
	owners := map[platform.UID]bool{uid: true}
	for _, row := range found.SharedWith {
		owners[row.Owner.UID] = true
	}
	names := map[string]string{}
	for owner := range owners {
		envs, err := c.place.env.Cluster.Environments(ctx, owner)
		if err != nil {
			return nil, err
		}
		for _, e := range envs.Rows {
			names[e.AppID] = e.Title()
		}
	}
	return names, nil
}

// showSide shows the side that is switched to.
func (c *collaboration) showSide() {
	c.list.empty = text.T("share.by.none")
	rows := make([]shared, 0, len(c.found.SharedBy)+len(c.found.SharedWith))
	if c.sides.Selected() == sharedWith {
		c.list.empty = text.T("share.with.none")
		for _, row := range c.found.SharedWith {
			rows = append(rows, shared{row, row.Owner})
		}
	} else {
		for _, row := range c.found.SharedBy {
			rows = append(rows, shared{row, row.Member})
		}
	}
	c.list.setRows(rows)
}

func (c *collaboration) clear() {
	c.found = model.Collaboration{}
	c.list.clearRows()
}

func (c *collaboration) status(s status) { c.list.status(s) }

func (c *collaboration) focus() { c.list.focus() }

func (c *collaboration) restyle() { c.list.restyle() }

func (c *collaboration) chooseColumns() { c.list.chooseColumns() }

func (c *collaboration) export() Exported {
	side := text.T("share.by")
	if c.sides.Selected() == sharedWith {
		side = text.T("share.with")
	}
	return c.list.exported(text.T("customer.tab.collaboration"), side)
}

func (c *collaboration) foot(rows, _ []shared) footing {
	active := 0
	for _, row := range rows {
		if row.Status == platform.CollaborationActive {
			active++
		}
	}
	return footing{
		count: text.Count(len(rows)), note: text.T("share.accounts", text.N(len(rows)), text.With("Active", text.Count(active))),
		right: text.T("share.both", text.With("By", text.Count(len(c.found.SharedBy))), text.With("With", text.Count(len(c.found.SharedWith)))),
	}
}

func (c *collaboration) columns() []column[shared] {
	zone := c.place.env.Zone
	return []column[shared]{
		{
			id: "login", title: text.T("share.login"), width: 246, frozen: true,
			text: func(row shared) string { return row.other.Email },
			cell: personCell,
		},
		{
			id: "uid", title: text.T("share.uid"), width: 76, align: fyne.TextAlignTrailing,
			text:   shared.uid,
			cell:   shared.uidCell,
			order:  func(a, b shared) int { return cmp.Compare(a.other.UID, b.other.UID) },
			link:   func(row shared) { c.place.open(row.other.UID) },
			linked: func(row shared) bool { return row.other.UID != 0 },
			value: func(row shared) export.Value {
				if row.other.UID == 0 {
					return export.Value{}
				}
				return export.Number(row.other.UID)
			}, kind: export.KindNumber,
		},
		{
			id: "status", title: text.T("share.status"), width: 108, text: sharedStatus, cell: sharedStatusCell,
			order: func(a, b shared) int { return cmp.Compare(statusRank(a.Status), statusRank(b.Status)) },
		},
		{id: "access", title: text.T("share.access"), width: 150, flex: true, text: c.access, cell: c.accessCell},
		{
			id: "since", title: text.T("share.since"), width: 106, dated: true,
			text: func(row shared) string { return text.DateTime(row.Since, zone()) },
			cell: func(row shared) kit.Cell {
				return kit.Cell{Text: text.Date(row.Since, zone()), Mono: true, Hint: text.DateTime(row.Since, zone())}
			},
			order: func(a, b shared) int { return a.Since.Compare(b.Since) },
			value: func(row shared) export.Value { return export.Time(row.Since) }, kind: export.KindTime,
		},
		{id: "person", title: text.T("share.person"), width: 140, hidden: true, text: func(row shared) string { return row.other.Name }},
		{id: "account", title: text.T("share.account"), width: 110, hidden: true, text: func(row shared) string { return row.AccountStatus }},
	}
}

// uid is the User ID of the other side; empty: there is none.
func (s shared) uid() string {
	if s.other.UID == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(s.other.UID), 10)
}

// uidCell is the User ID, or that there is none yet.
func (s shared) uidCell() kit.Cell {
	if s.other.UID == 0 {
		return kit.Cell{Text: text.T("share.nouid"), Color: theme.ColorNamePlaceHolder, Hint: text.T("share.nouid.hint")}
	}
	return kit.Cell{Text: s.uid(), Hint: text.T("customer.link.open", text.With("What", s.uid()))}
}

func personCell(row shared) kit.Cell {
	shown := text.Visible(row.other.Email)
	if shown == "" {
		return kit.Cell{Text: text.T("list.notgiven"), Color: theme.ColorNamePlaceHolder}
	}
	hint := shown
	if row.other.Name != "" {
		hint += ", " + text.Visible(row.other.Name)
	}
	return kit.Cell{Text: shown, Hint: hint}
}

// sharedLooks are icon and colour of each status; the word says it too.
var sharedLooks = map[platform.CollaborationStatus]struct {
	icon  fyne.ThemeIconName
	color fyne.ThemeColorName
}{
	platform.CollaborationPending:   {theme.IconNameHistory, theme.ColorNamePrimary},
	platform.CollaborationRejected:  {theme.IconNameCancel, theme.ColorNameError},
	platform.CollaborationActive:    {theme.IconNameConfirm, theme.ColorNameSuccess},
	platform.CollaborationSuspended: {theme.IconNameMediaPause, theme.ColorNameWarning},
	platform.CollaborationLeft:      {theme.IconNameLogout, kit.ColorGone},
}

func sharedStatus(row shared) string {
	if key := "share.status." + strings.ToLower(string(row.Status)); text.Has(key) {
		return text.T(key)
	}
	return string(row.Status)
}

func sharedStatusCell(row shared) kit.Cell {
	cell := kit.Cell{Text: text.Visible(sharedStatus(row))}
	if look, known := sharedLooks[row.Status]; known {
		cell.Icon = kit.CellIcon{Resource: theme.Icon(look.icon), Color: look.color}
	}
	return cell
}

func statusRank(s platform.CollaborationStatus) int {
	if at := slices.Index(platform.CollaborationStatuses, s); at >= 0 {
		return at
	}
	return len(platform.CollaborationStatuses)
}

// access is what is shared, and what may be done there.
func (c *collaboration) access(row shared) string {
	parts := make([]string, len(row.Resources))
	for i, r := range row.Resources {
		if name := c.names[r.Resource]; name != "" {
			r.Resource = name
		}
		parts[i] = resource(r)
	}
	return strings.Join(parts, "; ")
}

func resource(r platform.SharedResource) string {
	kind := r.Type
	if key := "share.resource." + strings.ToLower(r.Type); text.Has(key) {
		kind = text.T(key)
	}
	words := strings.TrimSpace(kind + " " + r.Resource)
	if len(r.Roles) > 0 {
		words += " (" + strings.Join(r.Roles, ", ") + ")"
	}
	return words
}

func (c *collaboration) accessCell(row shared) kit.Cell {
	if len(row.Resources) == 0 {
		return kit.Cell{Text: text.T("share.access.unknown"), Color: theme.ColorNamePlaceHolder, Hint: text.T("share.access.unknown.hint")}
	}
	return kit.Cell{Text: text.Visible(c.access(row))}
}
