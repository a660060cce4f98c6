package bulk

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

const slotPaste = "bulk.paste"

// panelWidth is the width of what is filled in beside the list, at scale 1.
const panelWidth float32 = 304

// choose is the first step: which operation, on whom.
type choose struct {
	page     *Page
	root     fyne.CanvasObject
	kind     *kit.Select
	marked   *kit.Button
	matching *kit.Button
	pasting  *kit.Button
	next     *kit.Button
	said     *kit.Paragraph
	list     *kit.Grid

	uids      []platform.UID
	unmatched []app.PastedLine
	nearby    near
}

func newChoose(p *Page) *choose {
	c := &choose{page: p, said: kit.NewParagraph("", theme.ColorNamePlaceHolder, true)}
	host := p.env.Host
	c.kind = kit.NewSelect(host, kindOptions(), func(string) { c.refresh() })
	c.kind.Set(string(model.Refill))
	c.kind.Hint = text.T("bulk.operation")
	c.marked = kit.NewButton(host, "", theme.ConfirmIcon(), func() { c.take(p.list.Marked(), nil) })
	c.marked.Action.WhyNot = whyNobody(p.list.Marked, "list.nothingmarked")
	c.matching = kit.NewButton(host, "", theme.ListIcon(), func() { c.take(p.list.Matching(), nil) })
	c.matching.Action.WhyNot = whyNobody(p.list.Matching, "bulk.choose.nomatch")
	c.pasting = kit.NewButton(host, text.T("list.pastelist"), theme.ContentPasteIcon(), c.paste)
	c.pasting.Says = text.T("bulk.choose.paste.hint")
	c.next = kit.NewPrimaryButton(host, "", theme.NavigateNextIcon(), c.review)
	c.next.Action.WhyNot = c.whyNotNext
	c.nearby = near{env: p.env, slot: "bulk.choose.rows", painted: func() { c.list.RefreshRows(0, c.list.Length()) }}
	c.buildList()
	panel := kit.Stack(
		kit.NewBold(text.T("bulk.choose.what")), labelled("bulk.operation", c.kind), kit.NewLine(false),
		kit.Margin(kit.NewBold(text.T("bulk.choose.who")), 0, 6), kit.Margin(c.marked, 0, 3), kit.Margin(c.matching, 0, 3), kit.Margin(c.pasting, 0, 3),
		kit.Margin(c.said, 0, 6), kit.NewLine(false), kit.Margin(c.next, 0, 10))
	c.root = beside(panel, c.list)
	return c
}

// whyNobody is why a source of customers gives nobody.
func whyNobody(source func() []platform.UID, key string) func() string {
	return func() string {
		if len(source()) == 0 {
			return text.T(key)
		}
		return ""
	}
}

// beside puts a panel of a fixed width at the left of a list.
func beside(panel, list fyne.CanvasObject) fyne.CanvasObject {
	scroll := container.NewVScroll(kit.Margin(panel, 14, 12))
	left := container.NewBorder(nil, nil, nil, kit.NewLine(true), kit.Wide(panelWidth, scroll))
	return container.NewBorder(nil, nil, left, nil, list)
}

// labelled is a control below its name.
func labelled(key string, control fyne.CanvasObject) fyne.CanvasObject {
	return kit.Margin(kit.Stack(kit.NewCaption(text.T(key)), control), 0, 3)
}

func (c *choose) buildList() {
	c.list = kit.NewGrid(c.page.env.Host,
		column("line", text.T("bulk.column.line"), 56, fyne.TextAlignTrailing), column("state", "", 24, fyne.TextAlignCenter),
		identity(column("login", text.T("bulk.column.login"), 300, fyne.TextAlignLeading)),
		column("uid", text.T("bulk.column.uid"), 76, fyne.TextAlignTrailing),
		column("group", text.T("bulk.column.group"), 110, fyne.TextAlignLeading),
		flexible(column("found", text.T("bulk.column.found"), 260, fyne.TextAlignLeading)))
	c.list.Length = func() int { return len(c.unmatched) + len(c.uids) }
	c.list.Fill = c.fill
	c.list.RowsNeeded = func(from, to int) { c.nearby.need(c.uids, from-len(c.unmatched), to-len(c.unmatched)) }
	c.list.OnEscape = c.page.Leave
	c.list.OnActivate = func(int) { c.next.Press() }
}

// fill shows the lines that nobody matches first: they need a person.
func (c *choose) fill(i int, _ []kit.Column, row *kit.Row) bool {
	row.Key = uint64(i) + 1
	if i < len(c.unmatched) {
		line := c.unmatched[i]
		row.Ground = kit.ColorTintWarning
		row.Cells[0] = kit.Cell{Text: text.Count(line.Number)}
		row.Cells[1] = kit.Cell{Icon: kit.CellIcon{Resource: theme.WarningIcon(), Color: theme.ColorNameWarning}}
		row.Cells[2] = kit.Cell{Text: text.Visible(line.Text)}
		row.Cells[5] = kit.Cell{Text: text.T("bulk.choose.unmatched"), Color: theme.ColorNameWarning}
		return true
	}
	uid := c.uids[i-len(c.unmatched)]
	row.Cells[3] = uidCell(uid)
	known, here := c.nearby.rows[uid]
	if !here {
		return false
	}
	row.Cells[1] = stateCell(known.State())
	row.Cells[2] = kit.Cell{Text: text.Visible(known.Email)}
	row.Cells[4] = kit.Cell{Text: text.Visible(known.Group.Name)}
	return true
}

// begin starts with whom the list has marked.
func (c *choose) begin() { c.take(c.page.list.Marked(), nil) }

// take makes these the customers.
func (c *choose) take(uids []platform.UID, unmatched []app.PastedLine) {
	c.uids, c.unmatched = uids, unmatched
	c.nearby.rows = nil
	c.said.SetText("")
	c.list.Refresh()
	c.list.RefreshRows(0, c.list.Length())
	c.list.ScrollToTop()
	c.refresh()
	c.page.head.show()
}

// paste takes the lines of the clipboard.
func (c *choose) paste() {
	pasted := fyne.CurrentApp().Clipboard().Content()
	c.page.env.Tasks.Go(slotPaste, func(ctx context.Context) (func(), error) {
		found, err := c.page.env.Cluster.MatchPasted(ctx, pasted)
		if err != nil {
			return nil, err
		}
		return func() {
			c.take(found.UIDs, found.Unmatched)
			c.said.SetText(pastedWords(found))
			if len(found.UIDs)+len(found.Unmatched) == 0 {
				c.said.SetText(text.T("bulk.choose.paste.empty"))
			}
			c.root.Refresh()
		}, nil
	}, c.page.env.Fail)
}

// pastedWords sums a pasted list up.
func pastedWords(found app.Pasted) string {
	words := text.T("bulk.choose.pasted", text.N(len(found.UIDs)))
	if len(found.Unmatched) > 0 {
		words += " " + text.T("bulk.choose.pasted.unmatched", text.N(len(found.Unmatched)))
	}
	if found.Twice > 0 {
		words += " " + text.T("bulk.choose.pasted.twice", text.N(found.Twice))
	}
	return words
}

func (c *choose) whyNotNext() string {
	if len(c.uids) == 0 {
		return text.T("bulk.choose.nobody")
	}
	return ""
}

// review goes on to the plan.
func (c *choose) review() { c.page.Begin(model.OperationKind(c.kind.Selected()), c.uids, "") }

func (c *choose) object() fyne.CanvasObject { return c.root }
func (c *choose) grid() *kit.Grid           { return c.list }
func (c *choose) focus()                    { c.page.env.Window.Canvas().Focus(c.list) }

func (c *choose) refresh() {
	c.marked.SetTitle(text.T("bulk.choose.marked", text.N(len(c.page.list.Marked()))))
	c.matching.SetTitle(text.T("bulk.choose.matching", text.N(len(c.page.list.Matching()))))
	c.next.SetTitle(text.T("bulk.choose.next", text.N(len(c.uids))))
	c.page.head.show()
}

func (c *choose) heading() heading {
	return heading{title: titleOf(model.OperationKind(c.kind.Selected()), len(c.uids)), badge: text.T("bulk.badge.plan"), step: stepChoose}
}

// near are the customers around the rows on screen.
type near struct {
	env     *screen.Env
	slot    string
	rows    map[platform.UID]model.Customer
	painted func()
}

// nearAhead is how many rows beyond the ones on screen are read with them.
const nearAhead = 100

// need reads the customers of the rows [from, to) that are not here yet.
func (n *near) need(uids []platform.UID, from, to int) {
	from, to = max(from, 0), min(to, len(uids))
	for i := from; i < to; i++ {
		if _, here := n.rows[uids[i]]; here {
			continue
		}
		wanted := append([]platform.UID(nil), uids[max(i-nearAhead, 0):min(to+nearAhead, len(uids))]...)
		n.env.Tasks.Go(n.slot, func(ctx context.Context) (func(), error) {
			list, err := n.env.Cluster.Customers(ctx, wanted)
			if err != nil {
				return nil, err
			}
			return func() { n.keep(list) }, nil
		}, n.env.Fail)
		return
	}
}

func (n *near) keep(list []model.Customer) {
	if n.rows == nil || len(n.rows) > 20*nearAhead {
		n.rows = make(map[platform.UID]model.Customer, len(list))
	}
	for _, c := range list {
		n.rows[c.UID] = c
	}
	if len(list) > 0 {
		n.painted()
	}
}
