package users

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
	"steward/views/screen"
)

const slotRemoval = "users.removal"

// changes are the actions that change customers: the current one, or all that are
// marked.
type changes struct {
	page *Page

	Activate, Deactivate, Suspend, Destroy, DeletePersonalData *kit.Action
	Group, Email, Phone, Refill, Withdraw, TwoFactor, Note     *kit.Action
	// hidden are the resellers (0: the platform) that hide Delete Personal Data.
	hidden map[int64]bool
}

func newChanges(p *Page) *changes {
	c := &changes{page: p, hidden: map[int64]bool{}}
	ctrl, both := kit.Ctrl, kit.Ctrl|fyne.KeyModifierShift
	c.Activate = c.action(model.Activate, assets.Icon("st-active"), kit.Key{})
	c.Deactivate = c.action(model.Deactivate, assets.Icon("st-inactive"), kit.Key{})
	c.Suspend = c.action(model.Suspend, assets.Icon("st-suspended"), kit.Key{})
	c.Destroy = c.action(model.Destroy, assets.Icon("st-destroyed"), kit.Key{})
	c.DeletePersonalData = c.action(model.DeletePersonalData, assets.Icon("st-deleted"), kit.Key{})
	c.Group = c.action(model.ChangeGroup, theme.GridIcon(), kit.Key{Name: fyne.KeyG, Mod: ctrl})
	c.Email = c.single(model.ChangeEmail, theme.MailSendIcon(), kit.Key{Name: fyne.KeyE, Mod: ctrl})
	c.Phone = c.single(model.ChangePhone, theme.DocumentCreateIcon(), kit.Key{})
	c.Refill = c.action(model.Refill, assets.Icon("refill"), kit.Key{Name: fyne.KeyB, Mod: ctrl})
	c.Withdraw = c.action(model.Withdraw, assets.Icon("withdraw"), kit.Key{Name: fyne.KeyB, Mod: both})
	c.TwoFactor = c.single(model.Disable2FA, assets.Icon("shield"), kit.Key{})
	c.Note = c.single(model.SetNote, theme.DocumentCreateIcon(), kit.Key{Name: fyne.KeyN, Mod: ctrl})
	c.Note.Title, c.Note.Run = text.T("actions.note"), func() {
		p.ShowDetail()
		p.detail.EditNotes()
	}
	return c
}

// action is for the current customer, or for all that are marked.
func (c *changes) action(kind model.OperationKind, icon fyne.Resource, key kit.Key) *kit.Action {
	return &kit.Action{
		Title: text.T("actions.form", text.With("What", screen.OperationName(kind))), Icon: icon, Key: key,
		WhyNot: func() string { return c.whyNot(c.kind(kind)) }, Run: func() { c.run(c.kind(kind)) },
	}
}

// single is for exactly one customer.
func (c *changes) single(kind model.OperationKind, icon fyne.Resource, key kit.Key) *kit.Action {
	a := c.action(kind, icon, key)
	a.WhyNot = func() string {
		if c.page.marks.count() > 1 {
			return text.T("actions.one")
		}
		return c.whyNot(kind)
	}
	return a
}

// kind is what Activate means for the customer: of a suspended one, the end of the
// suspension.
func (c *changes) kind(kind model.OperationKind) model.OperationKind {
	if who, ok := c.page.chosen(); ok && kind == model.Activate && c.page.marks.count() < 2 && who.State() == platform.StateSuspended {
		return model.EndSuspension
	}
	return kind
}

// chosen is the customer that an action means while not several are marked: the
// marked one, else the current one.
func (p *Page) chosen() (model.Customer, bool) {
	if p.marks.count() == 1 {
		c, ok := p.list.rows[p.marks.sorted()[0]]
		return c, ok
	}
	if c, ok := p.currentCustomer(); ok {
		return c, true
	}
	c, ok := p.detail.Customer()
	return c, ok && c.UID == p.current
}

// whyNot is why a change is not possible now.
func (c *changes) whyNot(kind model.OperationKind) string {
	p := c.page
	if why := forms.WhyNotChange(p.env); why != "" {
		return why
	}
	if p.marks.count() > 1 {
		if p.Bulk == nil {
			return text.T("actions.one")
		}
		return ""
	}
	who, ok := p.chosen()
	if !ok {
		return text.T("list.nobody")
	}
	return whyNotState(kind, who)
}

// whyNotState is why the state of a customer does not allow a change.
func whyNotState(kind model.OperationKind, c model.Customer) string {
	state := c.State()
	gone := state == platform.StateDestroyed || state == platform.StateDeleted
	already := map[model.OperationKind]platform.State{
		model.Activate: platform.StateActive, model.Deactivate: platform.StateInactive, model.Suspend: platform.StateSuspended,
		model.Destroy: platform.StateDestroyed, model.DeletePersonalData: platform.StateDeleted,
	}
	word := text.With("Status", kit.StatusOf(state).Word)
	switch {
	case already[kind] == state && already[kind] != platform.StateUnknown:
		return text.T("actions.already", word)
	case state == platform.StateDeleted, gone && kind != model.DeletePersonalData && kind != model.SetNote:
		return text.T("actions.gone", word)
	}
	return ""
}

// run opens the form of one customer, or the plan of several.
func (c *changes) run(kind model.OperationKind) {
	p := c.page
	if p.marks.count() > 1 {
		p.Bulk(kind, p.marks.sorted(), "")
		return
	}
	if who, ok := p.chosen(); ok {
		p.OpenForm(forms.Prepared(kind, who))
	}
}

// whyNotShown is why a change of the customer in the detail is not possible now,
// whoever is marked.
func (p *Page) whyNotShown(kind model.OperationKind) string {
	if why := forms.WhyNotChange(p.env); why != "" {
		return why
	}
	who, ok := p.detail.Customer()
	if !ok {
		return text.T("list.nobody")
	}
	return whyNotState(kind, who)
}

// refillShown refills the customer in the detail.
func (c *changes) refillShown() *kit.Action {
	p := c.page
	return &kit.Action{
		Title: text.T("customer.refill"), Icon: assets.Icon("refill"), WhyNot: func() string { return p.whyNotShown(model.Refill) },
		Run: func() {
			if op, ok := p.detail.Prepare(model.Refill); ok {
				p.OpenForm(op)
			}
		},
	}
}

// OpenForm shows the form of a prepared operation beside the list.
func (p *Page) OpenForm(op model.Operation) {
	if p.current != op.UID {
		p.Find(op.UID)
	}
	p.env.Tasks.Cancel(slotFollow)
	p.ShowDetail()
	p.detail.OpenForm(op)
}

// status are the items of Change Status.
func (c *changes) status() []*kit.Action {
	activate := *c.Activate
	if c.kind(model.Activate) == model.EndSuspension {
		activate.Title = text.T("actions.form", text.With("What", screen.OperationName(model.EndSuspension)))
	}
	items := []*kit.Action{&activate, c.Deactivate, c.Suspend, c.Destroy}
	if !c.removalHidden() {
		items = append(items, kit.Separator, c.DeletePersonalData)
	}
	return items
}

// actions are the items of Actions.
func (c *changes) actions() []*kit.Action {
	return []*kit.Action{c.Group, c.Email, c.Phone, kit.Separator, c.Refill, c.Withdraw, kit.Separator, c.Note, c.TwoFactor}
}

// menu is Change Status as a menu of its own.
func (c *changes) menu() *kit.Action {
	return &kit.Action{Title: c.statusTitle(), Menu: c.status()}
}

func (c *changes) statusTitle() string {
	if n := c.page.marks.count(); n > 1 {
		return text.T("actions.status.of", text.With("N", text.Count(n)))
	}
	return text.T("actions.status")
}

func (c *changes) actionsTitle() string {
	if n := c.page.marks.count(); n > 1 {
		return text.T("actions.menu.for", text.With("N", text.Count(n)))
	}
	return text.T("actions.menu")
}

// removalHidden reports whether the platform hides the removal of personal data
// from those who look after this customer.
func (c *changes) removalHidden() bool {
	who, ok := c.page.chosen()
	return ok && c.hidden[who.Reseller.ID]
}

// askRemoval asks the platform once, for each reseller, whether it offers the
// removal of personal data.
func (c *changes) askRemoval() {
	env := c.page.env
	who, ok := c.page.chosen()
	if _, known := c.hidden[who.Reseller.ID]; !ok || known || env.WhyNotRefresh() != "" {
		return
	}
	reseller := who.Reseller.ID
	c.hidden[reseller] = false
	env.Tasks.Go(slotRemoval, func(ctx context.Context) (func(), error) {
		may, err := env.Cluster.MayRemovePersonalData(ctx, reseller)
		return func() {
			if err != nil {
				delete(c.hidden, reseller) // asked again with the next customer
				return
			}
			c.hidden[reseller] = !may
			env.Changed()
		}, nil
	}, nil)
}

// ChangeMenu is what the Customer menu has of changes.
func (p *Page) ChangeMenu() []*kit.Action {
	return append([]*kit.Action{p.changes.menu(), p.visiting.SignIn, p.visiting.Popup, kit.Separator}, p.changes.actions()...)
}

// DropStatus opens the Change Status menu.
func (p *Page) DropStatus() { p.tools.status.Press() }

// SaveInPlace saves what is edited in place: the notes, or the form on screen.
func (p *Page) SaveInPlace() { p.detail.SaveInPlace() }

// EditField edits the first field of the customer, as its pencil does.
func (p *Page) EditField() { p.detail.EditField() }
