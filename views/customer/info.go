package customer

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

const slotInfo = "detail.info"

// Info is the Info tab: all fields of one customer to read, every one to copy.
type Info struct {
	env *screen.Env

	facts                                       *facts
	email, status, group, uid, extID, phone     *fact
	balance, bonus, twoFactor, reseller, signup *fact
	note                                        *kit.Paragraph
	noteCard                                    *fyne.Container
	box                                         *fyne.Container
}

func newInfo(env *screen.Env) *Info {
	i := &Info{env: env, facts: newFacts(env.Host)}
	f := i.facts
	i.email, i.status, i.group = f.add("customer.email"), f.add("customer.status"), f.add("customer.group")
	i.uid, i.extID, i.phone = f.add("customer.uid"), f.add("customer.extid"), f.add("customer.phone")
	f.half = len(f.list)
	i.balance, i.bonus, i.twoFactor = f.add("customer.balance"), f.add("customer.bonus"), f.add("customer.twofactor")
	i.reseller, i.signup = f.add("customer.reseller"), f.add("customer.signup")
	i.uid.text.Mono, i.extID.text.Mono = true, true
	i.balance.text.Bold, i.bonus.text.Bold = true, true
	i.note = kit.NewParagraph("", theme.ColorNameForeground, false)
	i.noteCard = card(text.T("customer.notes"), i.note)
	i.box = container.NewVBox(f.box, inset(i.noteCard))
	return i
}

// show puts a customer on screen; identity may not be known yet.
func (i *Info) show(c model.Customer, identity platform.Identity, known bool) {
	zone := i.env.Zone()
	i.email.set(text.Isolated(text.Visible(c.Email)), c.Email)
	s := kit.StatusOf(c.State())
	word := s.Word
	if !c.StatusChanged.IsZero() {
		word += "  " + text.AgeSince(c.StatusChanged, i.env.App.Now(), zone)
	}
	i.status.set(word, s.Word)
	i.status.mark(s.Icon, s.Color)
	i.group.set(groupText(c.Group), c.Group.Name)
	if c.Upgrading() {
		i.group.mark(assets.Icon("upgrade"), theme.ColorNamePrimary)
		i.group.text.SetText(groupText(c.Group) + ", " + text.T("list.upgrading"))
	}
	id := strconv.FormatUint(uint64(c.UID), 10)
	i.uid.set(id, id)
	optional(i.extID, c.ExtBillingID)
	optional(i.phone, c.Phone)
	i.money(i.balance, c.Balance)
	i.money(i.bonus, c.Bonus)
	i.twoFactorField(c.TwoFactor, identity, known)
	optional(i.reseller, c.Reseller.Name)
	at := text.DateTime(c.SignedUp, zone)
	if at == "" {
		i.signup.set(text.T("list.notgiven"), "")
	} else {
		i.signup.set(at+" "+zone.String(), at)
	}
	i.showNote(c.Note)
	i.facts.refresh()
}

func (i *Info) money(it *fact, m platform.Money) {
	if !m.Given() {
		it.set(text.T("list.notgiven"), "")
		return
	}
	it.set(text.MoneyFull(m), text.MoneyCopy(m))
	it.text.SetColor("")
	if m.Sign() < 0 {
		it.text.SetColor(theme.ColorNameError)
	}
}

func (i *Info) twoFactorField(state platform.TwoFactor, identity platform.Identity, known bool) {
	if known {
		state = identity.TwoFactor
	}
	switch state {
	case platform.TwoFactorOn:
		i.twoFactor.set(text.T("customer.twofactor.on"), text.T("customer.twofactor.on"))
		i.twoFactor.mark(assets.Icon("shield"), theme.ColorNameSuccess)
	case platform.TwoFactorOff:
		i.twoFactor.set(text.T("customer.twofactor.off"), text.T("customer.twofactor.off"))
	default:
		i.twoFactor.set(text.T("customer.twofactor.unknown"), "")
	}
}

func (i *Info) showNote(note string) {
	if note == "" {
		i.note.Color = theme.ColorNamePlaceHolder
		i.note.SetText(text.T("customer.notes.none"))
		return
	}
	i.note.Color = theme.ColorNameForeground
	i.note.SetText(text.VisibleLines(note))
}

// read asks the store for what the Info tab shows of a customer.
func readInfo(ctx context.Context, env *screen.Env, uid platform.UID) (reading, error) {
	var r reading
	var err error
	if r.customer, r.found, err = env.Cluster.Customer(ctx, uid); err != nil {
		return r, err
	}
	if r.identity, r.known, err = env.Cluster.Identity(ctx, uid); err != nil {
		return r, err
	}
	r.state, err = env.Cluster.State(ctx, model.SectionKey{Section: model.SectionInfo, UID: uid})
	return r, err
}

// reading is what the cache holds of one customer.
type reading struct {
	customer model.Customer
	found    bool
	identity platform.Identity
	known    bool
	state    model.SectionState
}

// optional shows a field that not every customer has, or hides it.
func optional(it *fact, value string) {
	if value == "" {
		it.leave()
		return
	}
	it.set(text.Isolated(text.Visible(value)), value)
}

func groupText(g platform.GroupRef) string {
	name := text.Visible(g.Name)
	if string(g.Type) != "" && string(g.Type) != g.Name {
		return name + " (" + text.Visible(string(g.Type)) + ")"
	}
	return name
}
