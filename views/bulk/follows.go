package bulk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// showWritten shows the note as the platform will have it.
func (f *form) showWritten() {
	c := f.change()
	note := c.Reason
	if c.Ticket != "" {
		if note != "" {
			note += ", "
		}
		note += c.Ticket
	}
	f.written.SetText(text.T("bulk.written.mark") + " " + text.Visible(note))
}

// showRules names how the plan will run. The rules are the journal's: all but
// one can only be read here.
func (f *form) showRules(kind model.OperationKind) {
	keys := []string{"bulk.rule.once", "bulk.rule.parallel"}
	if kind.Money() {
		keys = []string{"bulk.rule.unknown", "bulk.rule.rejections", "bulk.rule.reread", "bulk.rule.single"}
	}
	f.rules.Objects = nil
	for _, key := range keys {
		check := kit.NewCheck(f.review.page.env.Host, text.T(key), nil)
		check.WhyNot = func() string { return text.T("bulk.rule.fixed") }
		check.Set(true)
		if key == "bulk.rule.rejections" {
			f.stopsAtRejections(check)
		}
		f.rules.Add(check)
	}
	f.rules.Refresh()
}

// stopsAtRejections is the rule that a person may switch off, in a plan of their own.
func (f *form) stopsAtRejections(check *kit.Check) {
	r := f.review
	check.Set(!r.pastRejections)
	check.WhyNot = func() string {
		if r.from > fromBatch {
			return text.T("bulk.rule.planned")
		}
		return ""
	}
	check.OnChanged = func(stops bool) {
		r.pastRejections = !stops
		f.changed()
	}
}

// showFollows says what the plan brings about, and how it is undone.
func (f *form) showFollows(p *model.Plan) {
	f.follows.Objects = nil
	for _, line := range follows(p) {
		words := kit.NewParagraph(line.words, "", false)
		words.Width = panelWidth - 60
		icon := kit.NewIcon(line.icon, line.color)
		f.follows.Add(kit.Margin(container.NewBorder(nil, nil, container.NewVBox(kit.Wide(22, icon)), nil, words), 0, 2))
	}
	f.follows.Refresh()
	f.frozen.SetText(text.T("bulk.plan.frozen", text.With("Plan", shortID(p.ID)), text.With("Time", text.DateTime(p.Made, f.review.page.env.Zone())[11:])))
	f.root.Refresh()
}

// consequence is one thing that follows.
type consequence struct {
	icon  fyne.Resource
	color fyne.ThemeColorName
	words string
}

// follows is what a plan brings about.
func follows(p *model.Plan) []consequence {
	info := func(words string) consequence { return consequence{theme.InfoIcon(), theme.ColorNamePrimary, words} }
	var lines []consequence
	rows, states := 0, map[string]int{}
	notify, bonus := false, false
	for i := range p.Rows {
		r := &p.Rows[i]
		if r.Goes() {
			rows++
			states[r.State]++
			notify, bonus = notify || r.Change.Notify, bonus || r.Change.Balance == platform.BalanceBonus
		}
	}
	lines = append(lines, info(followsWords(p.Kind, rows)))
	if notify {
		lines = append(lines, info(text.T("bulk.follows.mail", text.N(rows))))
	}
	suspended, inactive := states[platform.StateSuspended.String()], states[platform.StateInactive.String()]
	if p.Kind.Money() && suspended > 0 {
		lines = append(lines, info(text.T("bulk.follows.stay", text.N(suspended))))
	}
	if p.Kind == model.Refill && inactive > 0 {
		lines = append(lines, info(text.T("bulk.follows.inactive", text.N(inactive))))
	}
	switch back, ok := model.NewOperation(p.Kind, 1, model.Change{Was: "a", Wanted: "b"}).Reverse(); {
	case p.Kind.Irreversible():
		lines = append(lines, consequence{theme.WarningIcon(), theme.ColorNameError, text.T("bulk.follows.forever", text.N(rows))})
	case !ok:
		lines = append(lines, info(text.T("bulk.follows.noreverse")))
	case p.Kind.Money() && bonus:
		lines = append(lines, reverse(text.T("bulk.follows.reverse.bonus", text.With("Operation", screen.OperationName(back.Kind)), text.N(rows))))
	default:
		lines = append(lines, reverse(text.T("bulk.follows.reverse", text.With("Operation", screen.OperationName(back.Kind)), text.N(rows))))
	}
	return lines
}

func reverse(words string) consequence {
	return consequence{theme.ContentUndoIcon(), theme.ColorNamePrimary, words}
}

// shortID is what of a plan's id is shown: eight characters tell plans of one
// desk apart.
func shortID(id string) string {
	if len(id) < 8 {
		return id
	}
	return id[:4] + "-" + id[4:8]
}

// followsKeys are the sentences of what an operation brings about.
var followsKeys = map[model.OperationKind]string{
	model.Activate: "bulk.follows.activate", model.Deactivate: "bulk.follows.deactivate", model.Suspend: "bulk.follows.suspend",
	model.EndSuspension: "bulk.follows.endsuspension", model.Destroy: "bulk.follows.destroy", model.DeletePersonalData: "bulk.follows.delete",
	model.ChangeGroup: "bulk.follows.group", model.Refill: "bulk.follows.refill", model.Withdraw: "bulk.follows.withdraw",
	model.SetQuota: "bulk.follows.quota", model.ResetQuota: "bulk.follows.quota.reset", model.SetNote: "bulk.follows.note",
	model.ResetSignins: "bulk.follows.signins",
}

func followsWords(k model.OperationKind, rows int) string {
	return text.T(followsKeys[k], text.N(rows))
}
