package customer

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// merged is the state of the first section, with what the others add to it: a
// failure if it has none itself.
func merged(states []model.SectionState) model.SectionState {
	if len(states) == 0 {
		return model.SectionState{}
	}
	whole := states[0]
	for _, s := range states[1:] {
		if whole.Err == nil && s.Err != nil {
			whole.Err, whole.FailedAt = s.Err, s.FailedAt
		}
	}
	return whole
}

// showState shows age, flight and error of the tab's first section.
func (f *Frame) showState(p *page, state model.SectionState) {
	p.state = state
	p.status(status{SectionState: state, WhyNot: f.env.WhyNotRefresh()})
	f.row.show(p, f.uid)
}

// rereadState asks what is known of the sections on screen, not for their data.
func (f *Frame) rereadState() {
	p, uid := f.page(), f.uid
	if p == nil || uid == 0 || f.env.Tasks.Running(slotRead) {
		f.Reread()
		return
	}
	own := p.keys(uid)
	f.env.Tasks.Go(slotState, func(ctx context.Context) (func(), error) {
		r, err := f.read(ctx, uid, own)
		return func() {
			if r.found != f.reading.found || p.uid != uid {
				f.Reread()
				return
			}
			f.reading.info = r.info
			f.showState(p, r.state)
		}, err
	}, f.failed)
}

// SectionChanged asks the cache again if what changed is on screen.
func (f *Frame) SectionChanged(key model.SectionKey) {
	f.forms.SectionChanged(key)
	if f.concerns(key) {
		f.Reread()
	}
}

// SectionStatus shows age, flight and error anew if they are on screen.
func (f *Frame) SectionStatus(key model.SectionKey) {
	if f.concerns(key) {
		f.rereadState()
	}
}

// concerns reports whether a section is on screen.
func (f *Frame) concerns(changed model.SectionKey) bool {
	return slices.ContainsFunc(f.keys(f.page()), changed.Touches)
}

// Tick writes ages anew, and has read again what is older than its limit; the
// window calls it every few seconds while the frame is on screen.
func (f *Frame) Tick() {
	p := f.page()
	if p == nil || f.Nobody() != "" || p.uid != f.uid {
		return
	}
	f.row.show(p, f.uid)
	if t, is := p.tab.(ager); is {
		t.tick()
	}
	now := f.env.App.Now()
	if p.state.Stale(p.keys(f.uid)[0].Section, now) || f.reading.info.Stale(model.SectionInfo, now) {
		f.want()
	}
}

// StateChanged asks the controls anew why they cannot be used.
func (f *Frame) StateChanged() {
	f.head.refresh()
	f.row.refresh()
	f.forms.StateChanged()
	if p := f.page(); p != nil && p.uid == f.uid && f.uid != 0 {
		p.status(status{SectionState: p.state, WhyNot: f.env.WhyNotRefresh()})
	}
}

// PreferencesChanged shows everything with other settings.
func (f *Frame) PreferencesChanged() {
	for _, p := range f.made {
		if t, is := p.tab.(restyler); is {
			t.restyle()
		}
	}
	f.Reread()
}

// Refresh reads what is on screen again because a person asked.
func (f *Frame) Refresh() {
	for _, key := range f.keys(f.page()) {
		f.env.Cluster.Refresh(key)
	}
}

// Nobody is why nothing can be done with the customer of the frame; empty if
// there is one.
func (f *Frame) Nobody() string {
	if f.uid == 0 || !f.reading.found {
		return text.T("customer.none")
	}
	return ""
}

// WhyNotRefresh is why the customer cannot be read again now.
func (f *Frame) WhyNotRefresh() string {
	if why := f.Nobody(); why != "" {
		return why
	}
	return f.env.WhyNotRefresh()
}

// FocusTabs gives the keyboard to the tab bar, at once or as soon as the
// customer is on screen.
func (f *Frame) FocusTabs() {
	if f.uid != 0 {
		f.awaited = f.whole.Hidden
		f.env.Window.Canvas().Focus(f.tabs)
	}
}

// FocusBody gives the keyboard to what the tab shows.
func (f *Frame) FocusBody() {
	if p := f.page(); p != nil && f.Nobody() == "" {
		p.focus()
		return
	}
	f.FocusTabs()
}

// TabsFocused reports whether the tab bar has the keyboard.
func (f *Frame) TabsFocused() bool { return f.tabs.Focused() }

// openCustomer leads to a customer; one that is not in the cache is asked of the
// platform first.
func (f *Frame) openCustomer(uid platform.UID) {
	name := text.With("UID", strconv.FormatUint(uint64(uid), 10))
	whyNot := f.env.WhyNotRefresh()
	f.env.Tasks.Go(slotLink, func(ctx context.Context) (func(), error) {
		_, known, err := f.env.Cluster.Customer(ctx, uid)
		if err == nil && !known && whyNot == "" {
			var found []platform.UID
			found, err = f.env.Cluster.Ask(ctx, strconv.FormatUint(uint64(uid), 10))
			known = slices.Contains(found, uid)
		}
		return func() {
			switch {
			case known:
				f.env.OpenCustomer(uid)
			case whyNot != "":
				f.env.Toast(text.T("customer.link.unknown", name) + " " + whyNot)
			default:
				f.env.Toast(text.T("customer.link.none", name))
			}
		}, err
	}, f.env.Fail)
}

// CopyCard puts the customer's main facts on the clipboard.
func (f *Frame) CopyCard() {
	c := f.reading.customer
	if f.Nobody() != "" {
		return
	}
	lines := []string{
		c.Email, "UID " + strconv.FormatUint(uint64(c.UID), 10), kit.StatusOf(c.State()).Word, c.Group.Name,
		text.T("customer.balance") + " " + text.MoneyCopy(c.Balance) + " " + c.Balance.Currency(),
		text.T("customer.bonus") + " " + text.MoneyCopy(c.Bonus) + " " + c.Bonus.Currency(),
	}
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(lines, "\n"))
	f.env.Host.Hint.Say(text.T("customer.card.copied"))
}
