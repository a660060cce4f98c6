package customer

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
)

const slotNotes = "detail.notes"

// notes is the customer's note, in one plain field. What is typed and not saved
// stays with its customer until the window closes.
type notes struct {
	place  place
	view   *kit.Paragraph // the note to read, harmless whatever is in it
	opener *kit.Button
	area   *kit.Entry // the note as it is, to be changed
	count  *kit.Label
	mark   *kit.Badge
	saver  *kit.Button
	drop   *kit.Button
	theirs *kit.Paragraph
	clash  *fyne.Container
	object *fyne.Container

	of     model.Customer
	drafts map[platform.UID]draft
	busy   bool
	opened bool // a person changes the note
}

// draft is a note that was typed, and the note that it began from.
type draft struct{ text, was string }

func newNotes(p place) *notes {
	host := p.env.Host
	n := &notes{place: p, drafts: map[platform.UID]draft{}, area: kit.NewArea(host, text.T("customer.notes.none"), 5), count: kit.NewCaption("")}
	n.area.OnChanged, n.area.Hint = n.typed, text.T("notes.hint")
	n.view = kit.NewParagraph("", theme.ColorNameForeground, false)
	n.opener = kit.NewLowButton(host, text.T("actions.note"), theme.DocumentCreateIcon(), n.focus)
	n.opener.Small, n.opener.Action.WhyNot = true, func() string { return forms.WhyNotChange(p.env) }
	n.mark = kit.NewBadge("", kit.ToneWarning)
	n.mark.Hide()
	n.saver = kit.NewPrimaryButton(host, text.T("forms.note.save"), theme.DocumentSaveIcon(), n.save)
	n.saver.Action.Key, n.saver.Action.WhyNot, n.saver.Small = kit.Key{Name: fyne.KeyS, Mod: kit.Ctrl}, n.whyNot, true
	n.drop = kit.NewLowButton(host, text.T("notes.drop"), nil, n.takeTheirs)
	n.drop.Small = true
	n.theirs = kit.NewParagraph("", theme.ColorNameForeground, false)
	both := kit.NewButton(host, text.T("notes.both"), nil, n.putTogether)
	take := kit.NewLowButton(host, text.T("notes.theirs"), nil, n.takeTheirs)
	both.Small, take.Small = true, true
	ground := kit.NewGround(kit.ColorTintWarning, kit.Margin(kit.Stack(n.theirs, container.NewHBox(both, take)), 10, 6))
	ground.Edge = theme.ColorNameWarning
	n.clash = container.NewStack(kit.Margin(ground, 0, 4))
	n.clash.Hide()
	foot := kit.NewBar(34, []fyne.CanvasObject{n.count, n.mark}, []fyne.CanvasObject{n.opener, n.drop, n.saver})
	foot.Pad = 0
	n.object = card(text.T("customer.notes"), kit.Stack(n.clash, n.view, n.area, foot))
	return n
}

// show shows the note of a customer, or what was typed instead of it.
func (n *notes) show(c model.Customer) {
	another := c.UID != n.of.UID
	n.of = c
	if another {
		n.opened = false
	}
	d, typed := n.drafts[c.UID]
	switch {
	case typed && c.Note == d.text: // it is the note by now
		delete(n.drafts, c.UID)
		n.set(c.Note)
	case typed:
		n.set(d.text)
	case another || n.area.Text() != n.intended():
		n.set(n.intended())
	}
	n.refresh()
}

// intended is the note as it will be, if one is on its way, else as it is.
func (n *notes) intended() string {
	for _, op := range n.place.env.Cluster.OpenOperations()[n.of.UID] {
		if op.Kind == model.SetNote {
			return op.Change.Wanted
		}
	}
	return n.of.Note
}

func (n *notes) set(s string) {
	if n.area.Text() != s {
		n.area.SetText(s)
	}
}

func (n *notes) clear() {
	n.of = model.Customer{}
	n.set("")
	n.refresh()
}

// typed keeps what a person writes.
func (n *notes) typed(s string) {
	if n.of.UID == 0 {
		return
	}
	d, had := n.drafts[n.of.UID]
	if !had {
		d.was = n.of.Note
	}
	d.text = s
	n.drafts[n.of.UID] = d
	if s == n.of.Note {
		delete(n.drafts, n.of.UID)
	}
	n.refresh()
}

// refresh says how long the note is, whether it is saved, and what clashes.
func (n *notes) refresh() {
	d, typed := n.drafts[n.of.UID]
	n.count.SetText(text.T("notes.count", text.With("N", text.Count(len([]rune(n.area.Text())))), text.With("Most", text.Count(forms.NoteLongest))))
	said, tone := "", kit.ToneWarning
	switch {
	case typed:
		said = text.T("notes.unsaved")
	case n.of.UID != 0 && n.intended() != n.of.Note:
		said, tone = text.T("notes.pending"), kit.ToneInfo
	}
	n.mark.Set(said, tone)
	visible(n.mark, said != "")
	visible(n.drop, typed)
	n.view.SetText(text.VisibleLines(n.intended()))
	writes := typed || n.opened || n.intended() == ""
	visible(n.area, writes)
	visible(n.saver, writes)
	visible(n.view, !writes)
	visible(n.opener, !writes)
	clashes := typed && n.of.Note != d.was && n.of.Note != d.text
	if clashes {
		theirs := n.of.Note
		if theirs == "" {
			theirs = text.T("notes.none")
		}
		n.theirs.SetText(text.T("notes.clash") + "\n" + text.VisibleLines(theirs))
	}
	visible(n.clash, clashes)
	n.area.SetEnabled(forms.WhyNotChange(n.place.env) == "" && n.of.State() != platform.StateDeleted)
	n.saver.Level = kit.Plain
	if typed {
		n.saver.Level = kit.Primary
	}
	n.saver.Refresh()
	n.object.Refresh()
}

// whyNot is why there is nothing to be saved.
func (n *notes) whyNot() string {
	d, typed := n.drafts[n.of.UID]
	why := forms.WhyNotChange(n.place.env)
	switch {
	case why != "":
		return why
	case !typed:
		return text.T("forms.same")
	case n.busy:
		return text.T("forms.sending")
	case len([]rune(d.text)) > forms.NoteLongest:
		return text.T("forms.long", text.With("N", len([]rune(d.text))), text.With("Most", forms.NoteLongest))
	case n.of.Note != d.was && n.of.Note != d.text:
		return text.T("notes.clash.first")
	}
	return ""
}

// save writes the note down.
func (n *notes) save() {
	why := n.whyNot()
	if why != "" {
		n.place.env.Host.Hint.Say(why)
		return
	}
	env, d, uid := n.place.env, n.drafts[n.of.UID], n.of.UID
	op := forms.Prepared(model.SetNote, n.of)
	op.Change.Wanted = strings.TrimRight(d.text, "\n ")
	n.busy = true
	n.refresh()
	env.Tasks.Go(slotNotes, func(ctx context.Context) (func(), error) {
		ops, err := env.Cluster.Record(ctx, app.Given{}, op)
		if err != nil {
			return nil, err
		}
		return func() {
			n.busy = false
			if n.drafts[uid].text == d.text {
				delete(n.drafts, uid)
				n.opened = n.opened && n.of.UID != uid
			}
			n.place.sent(ops)
			n.refresh()
		}, nil
	}, func(err error) {
		n.busy = false
		n.refresh()
		env.Fail(err)
	})
}

// takeTheirs gives up what was typed.
func (n *notes) takeTheirs() {
	n.opened = false
	delete(n.drafts, n.of.UID)
	n.set(n.of.Note)
	n.refresh()
}

// putTogether keeps both texts, for the person to look over.
func (n *notes) putTogether() {
	d := n.drafts[n.of.UID]
	both := strings.TrimRight(n.of.Note, "\n ") + "\n" + strings.TrimLeft(d.text, "\n ")
	n.drafts[n.of.UID] = draft{text: both, was: n.of.Note}
	n.set(both)
	n.refresh()
	n.area.Focus()
}

// focus begins to change the note.
func (n *notes) focus() {
	n.opened = true
	n.refresh()
	n.area.Focus()
}
