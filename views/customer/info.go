package customer

import (
	"context"
	"strconv"
	"strings"
	"time"

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

// info is the Info tab: all fields of one customer to read, every one to copy.
type info struct {
	place place

	attention                                             *notice
	facts                                                 *facts
	email, word, group, uid, extID, phone                 *fact
	balance, bonus, twoFactor, reseller, signup, spending *fact
	notes                                                 *notes
	last                                                  *lastOperations
	access                                                *access
	problem                                               *kit.ErrorLine
	box                                                   *fyne.Container
	scroll                                                *container.Scroll
	had                                                   infoReading // what is on screen
}

// infoReading is what the cache holds for the Info tab.
type infoReading struct {
	customer model.Customer
	identity platform.Identity
	known    bool // the identity was read
	spending model.Spending
	last     []model.Operation // newest first
}

func newInfo(p place) *info {
	i := &info{place: p, facts: newFacts(p.env.Host), attention: newNotice()}
	f := i.facts
	i.email, i.word, i.group = f.add("customer.email"), f.add("customer.status"), f.add("customer.group")
	i.uid, i.extID, i.phone = f.add("customer.uid"), f.add("customer.extid"), f.add("customer.phone")
	f.half = len(f.list)
	i.balance, i.bonus, i.twoFactor = f.add("customer.balance"), f.add("customer.bonus"), f.add("customer.twofactor")
	i.reseller, i.signup, i.spending = f.add("customer.reseller"), f.add("customer.signup"), f.add("customer.spending")
	i.uid.text.Mono, i.extID.text.Mono = true, true
	i.balance.whole, i.bonus.whole = true, true
	i.balance.text.Bold, i.bonus.text.Bold = true, true
	i.notes, i.last, i.access, i.problem = newNotes(p), newLastOperations(p), newAccess(p), kit.NewErrorLine(p.env.Host)
	i.pencils()
	i.box = kit.Stack(f.box, i.problem, inset(i.notes.object), i.last.object, inset(i.access.object))
	i.scroll = container.NewVScroll(kit.Stack(i.attention.object, i.box))
	return i
}

func (i *info) object() fyne.CanvasObject { return i.scroll }

func (i *info) controls() []fyne.CanvasObject { return nil }

func (i *info) keys(uid platform.UID) []model.SectionKey { return []model.SectionKey{infoKey(uid)} }

// ask reads the customer, the sign-in side, and what is paid a day.
func (i *info) ask(uid platform.UID) question {
	env := i.place.env
	return func(ctx context.Context) (func(), error) {
		var r infoReading
		var err error
		if r.customer, _, err = env.Cluster.Customer(ctx, uid); err != nil {
			return nil, err
		}
		if r.identity, r.known, err = env.Cluster.Identity(ctx, uid); err != nil {
			return nil, err
		}
		if r.spending, err = env.Cluster.Spending(ctx, uid); err != nil {
			return nil, err
		}
		if env.Cluster.JournalTrouble() == nil { // else the banner says why nothing is known
			r.last, err = readLast(ctx, i.place, uid)
		}
		if err != nil {
			return nil, err
		}
		return func() { i.show(r) }, nil
	}
}

func (i *info) clear() {
	i.had = infoReading{}
	i.facts.endEdit()
	i.notes.clear()
	i.access.clear()
	i.box.Hide()
	i.attention.show("")
	i.scroll.ScrollToTop()
}

func (i *info) status(status) { i.notes.refresh() }

// operationChanged reads again what was sent from here.
func (i *info) operationChanged() {
	i.place.again()
	i.access.changed()
}

func (i *info) focus() { i.facts.focus() }

// tick writes ages anew.
func (i *info) tick() {
	if i.had.customer.UID != 0 {
		i.showStatus(i.had.customer)
	}
}

// show puts a customer on screen.
func (i *info) show(r infoReading) {
	c, zone := r.customer, i.place.env.Zone()
	if c.UID != i.had.customer.UID {
		i.scroll.ScrollToTop()
		i.facts.endEdit()
		i.say("")
	}
	i.had = r
	i.email.set(text.Isolated(text.Visible(c.Email)), c.Email)
	i.showStatus(c)
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
	i.twoFactorField(c.TwoFactor, r.identity, r.known)
	optional(i.reseller, c.Reseller.Name)
	at := text.DateTime(c.SignedUp, zone)
	if at == "" {
		i.signup.set(text.T("list.notgiven"), "")
	} else {
		i.signup.set(at+" "+zone.String(), at)
	}
	i.showSpending(r.spending)
	i.showPending()
	i.notes.show(c)
	i.last.show(r.last)
	i.access.show(c)
	i.attention.show(attentionOf(c, i.place.env))
	i.box.Show()
	i.facts.refresh()
}

// showStatus says the status and since when it holds.
func (i *info) showStatus(c model.Customer) {
	s := kit.StatusOf(c.State())
	word := s.Word
	if !c.StatusChanged.IsZero() {
		word += "  " + sinceWhen(c.StatusChanged, i.place.env)
	}
	i.word.set(word, s.Word)
	i.word.mark(s.Icon, s.Color)
}

// sinceWhen says since when something holds: a day, and the time too if that is
// less than two days ago. An age would read as if it held no more.
func sinceWhen(at time.Time, env *screen.Env) string {
	if env.App.Now().Sub(at) < 48*time.Hour {
		return text.T("age.since", text.With("Date", text.DayMonth(at, env.Zone())+" "+text.Clock(at, env.Zone())))
	}
	return text.AgeSince(at, env.App.Now(), env.Zone())
}

// showSpending says the mean of a day; it is not there while nothing of it was
// read.
func (i *info) showSpending(s model.Spending) {
	if s.Days == 0 || !s.ADay.Given() {
		i.spending.leave()
		return
	}
	i.spending.set(text.T("customer.spending.mean", text.N(s.Days), text.With("Sum", text.MoneyFull(s.ADay))), text.MoneyCopy(s.ADay))
}

// attentionOf is what one has to know before anything else; empty if nothing.
func attentionOf(c model.Customer, env *screen.Env) string {
	switch state := c.State(); state {
	case platform.StateSuspended, platform.StateDestroyed, platform.StateDeleted, platform.StateInactive:
		since := ""
		if !c.StatusChanged.IsZero() {
			since = sinceWhen(c.StatusChanged, env)
		}
		return strings.ReplaceAll(text.T("customer.attention."+state.String(), text.With("Since", since)), " .", ".")
	}
	return ""
}

func (i *info) money(it *fact, m platform.Money) {
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

func (i *info) twoFactorField(state platform.TwoFactor, identity platform.Identity, known bool) {
	if known {
		state = identity.TwoFactor
	}
	i.twoFactor.fixed = true
	switch state {
	case platform.TwoFactorOn:
		i.twoFactor.fixed = false
		i.twoFactor.set(text.T("customer.twofactor.on"), text.T("customer.twofactor.on"))
		i.twoFactor.mark(assets.Icon("shield"), theme.ColorNameSuccess)
	case platform.TwoFactorOff:
		i.twoFactor.set(text.T("customer.twofactor.off"), text.T("customer.twofactor.off"))
	default:
		i.twoFactor.set(text.T("customer.twofactor.unknown"), "")
	}
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
