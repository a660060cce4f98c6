// Package customer is the frame at the right of the Users list: everything
// about one customer, in tabs.
package customer

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// Tabs are the keys of the tabs in their order.
var Tabs = []string{"environments", "subscriptions", "audit", "billing", "quotas", "funding", "info", "collaboration"}

// TabInfo is the tab that is shown first.
const TabInfo = "info"

// settingTab is where the last tab is kept.
const settingTab = "customer.tab"

// Frame shows one customer: a header, the tabs, and what the chosen tab shows.
// All methods run on the UI thread.
type Frame struct {
	env     *screen.Env
	onClose func()

	uid     platform.UID // 0: nobody
	left    bool         // was here and is gone from the platform
	awaited bool         // the keyboard goes to the tabs as soon as they are there
	reading reading

	icon                *kit.Icon
	email, line         *kit.Label
	balance, bonus      *kit.Label
	tabs                *kit.Tabs
	age                 *kit.AgeLabel
	problem             *kit.ErrorLine
	refresh             *kit.Button
	attention           *notice
	info                *Info
	scroll              *container.Scroll // of the Info tab
	next, empty         *kit.Paragraph
	body, whole, nobody *fyne.Container
	object              *fyne.Container
}

// NewFrame returns an empty frame. closed is called when a person closes it.
func NewFrame(env *screen.Env, closed func()) *Frame {
	f := &Frame{env: env, onClose: closed}
	f.info = newInfo(env)
	f.attention = newNotice()
	f.scroll = container.NewVScroll(kit.Stack(f.attention.object, f.info.box))
	f.next = kit.NewParagraph("", theme.ColorNamePlaceHolder, false)
	f.empty = kit.NewParagraph(text.T("customer.none"), theme.ColorNamePlaceHolder, false)
	f.body = container.NewStack()
	f.whole = container.NewBorder(kit.Stack(f.header(), f.tabBar(), f.controls()), nil, nil, nil, f.body)
	f.nobody = container.NewCenter(kit.Wide(320, f.empty))
	f.object = container.NewStack(f.whole, f.nobody)
	f.Show(0)
	screen.Recall(env, settingTab, TabInfo, func(tab string) {
		if slices.Contains(Tabs, tab) {
			f.tabs.Set(tab)
			f.showTab()
		}
	})
	return f
}

// Object is the frame on the canvas.
func (f *Frame) Object() fyne.CanvasObject { return f.object }

// UID is the customer in the frame, 0 if none.
func (f *Frame) UID() platform.UID { return f.uid }

func (f *Frame) header() fyne.CanvasObject {
	f.icon = kit.NewIconSize(theme.AccountIcon(), theme.ColorNameForeground, 18)
	f.email, f.line = kit.NewLabel(""), kit.NewCaption("")
	f.email.Bold, f.email.Height = true, theme.SizeNameSubHeadingText
	f.email.Cut, f.line.Cut = true, true
	f.line.Color = theme.ColorNamePlaceHolder
	f.balance, f.bonus = kit.NewBold(""), kit.NewCaption("")
	f.balance.Align, f.bonus.Align = fyne.TextAlignTrailing, fyne.TextAlignTrailing
	f.bonus.Color = theme.ColorNamePlaceHolder
	copyCard := kit.NewIconButton(f.env.Host, text.T("customer.card"), theme.ContentCopyIcon(), f.CopyCard)
	closeIt := kit.NewIconButton(f.env.Host, text.T("customer.close"), theme.CancelIcon(), func() { f.onClose() })
	return kit.NewBar(kit.HeightDetailHeader, []fyne.CanvasObject{
		kit.Gap(2), f.icon, kit.Gap(2), kit.Fill(kit.Stack(f.email, f.line)),
	}, []fyne.CanvasObject{kit.Stack(f.balance, f.bonus), kit.Gap(4), copyCard, closeIt})
}

func (f *Frame) tabBar() fyne.CanvasObject {
	tabs := make([]kit.Tab, len(Tabs))
	for i, key := range Tabs {
		tabs[i] = kit.Tab{Key: key, Title: text.T("customer.tab." + key), HintAt: "Alt+" + strconv.Itoa(i+1)}
	}
	f.tabs = kit.NewTabs(f.env.Host, tabs, func(key string) {
		f.env.Keep(settingTab, key)
		f.showTab()
	})
	f.tabs.Set(TabInfo)
	return f.tabs
}

func (f *Frame) controls() fyne.CanvasObject {
	f.age = kit.NewAgeLabel()
	f.problem = kit.NewErrorLine(f.env.Host)
	f.refresh = kit.NewLowButton(f.env.Host, text.T("customer.refresh"), theme.ViewRefreshIcon(), f.Refresh)
	f.refresh.Small = true
	f.refresh.Action.WhyNot = f.env.WhyNotRefresh
	return kit.Stack(kit.NewControlRow([]fyne.CanvasObject{f.age}, []fyne.CanvasObject{f.refresh}), f.problem)
}

// ChooseTab shows a tab by its key, as a click on it does.
func (f *Frame) ChooseTab(key string) { f.tabs.Choose(key) }

// Tab is the key of the chosen tab.
func (f *Frame) Tab() string { return f.tabs.Selected() }

// FocusTabs gives the keyboard to the tab bar, at once or as soon as the
// customer is on screen.
func (f *Frame) FocusTabs() {
	if f.uid != 0 {
		f.awaited = f.whole.Hidden
		f.env.Window.Canvas().Focus(f.tabs)
	}
}

// Show puts a customer into the frame; 0: nobody. It is read from the cache
// now and from the platform if it is stale.
func (f *Frame) Show(uid platform.UID) {
	if uid != f.uid {
		f.reading, f.awaited, f.left = reading{}, false, false
		f.scroll.ScrollToTop()
	}
	f.uid = uid
	if uid == 0 {
		f.env.Tasks.Cancel(slotInfo)
		f.say(text.T("customer.none"))
		return
	}
	f.Reread()
	f.env.Cluster.Show(f.key())
}

// Reread asks the cache again because what it holds has changed.
func (f *Frame) Reread() {
	if f.uid == 0 {
		return
	}
	uid := f.uid
	f.env.Tasks.Go(slotInfo, func(ctx context.Context) (func(), error) {
		r, err := readInfo(ctx, f.env, uid)
		if err != nil {
			return nil, err
		}
		return func() { f.apply(r) }, nil
	}, f.failed)
}

// failed says why the cache could not be asked. What is on screen stays if it
// is this customer's, else it goes.
func (f *Frame) failed(err error) {
	if f.reading.found {
		f.sayProblem(f.env.Sentence(err))
		return
	}
	f.say(f.env.Sentence(err))
}

// sayProblem shows a sentence above the tab; an empty one takes it away.
func (f *Frame) sayProblem(sentence string) {
	if sentence == f.problem.Text() {
		return
	}
	f.problem.Set(sentence, &kit.Action{
		Title: text.T("customer.retry"), Icon: theme.ViewRefreshIcon(), WhyNot: f.env.WhyNotRefresh, Run: f.Refresh,
	})
	f.whole.Refresh()
}

// say shows a sentence instead of a customer.
func (f *Frame) say(sentence string) {
	f.whole.Hide()
	f.empty.SetText(sentence)
	f.nobody.Show()
}

// Refresh reads the chosen tab again because a person asked.
func (f *Frame) Refresh() {
	if f.uid != 0 {
		f.env.Cluster.Refresh(f.key())
	}
}

func (f *Frame) apply(r reading) {
	f.left = !r.found && (f.left || f.reading.found || r.state.Err != nil && r.state.Err.Code == model.NotFound)
	f.reading = r
	if !r.found {
		uid := text.With("UID", strconv.FormatUint(uint64(f.uid), 10))
		if f.left {
			f.say(text.T("pull.gone", uid))
		} else {
			f.say(text.T("customer.gone", uid))
		}
		return
	}
	f.nobody.Hide()
	f.whole.Show()
	f.showHeader(r.customer)
	f.info.show(r.customer, r.identity, r.known)
	f.attention.show(f.attentionOf(r.customer))
	f.showState()
	f.showTab()
	if f.awaited {
		f.FocusTabs()
	}
}

func (f *Frame) showHeader(c model.Customer) {
	s := kit.StatusOf(c.State())
	f.icon.Set(s.Icon, s.Color)
	f.email.SetText(text.Isolated(text.Visible(c.Email)))
	parts := []string{s.Word, "UID " + strconv.FormatUint(uint64(c.UID), 10), groupText(c.Group)}
	if !c.SignedUp.IsZero() {
		parts = append(parts, text.T("customer.since", text.With("Year", strconv.Itoa(c.SignedUp.In(f.env.Zone()).Year()))))
	}
	f.line.SetText(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "   "))
	f.balance.SetText(text.MoneyFull(c.Balance))
	f.balance.SetColor("")
	if c.Balance.Sign() < 0 {
		f.balance.SetColor(theme.ColorNameError)
	}
	f.bonus.SetText("")
	if c.Bonus.Given() {
		f.bonus.SetText(text.T("customer.bonusline", text.With("Sum", text.MoneyFull(c.Bonus))))
	}
	f.whole.Refresh()
}

// attentionOf is what one has to know before anything else; empty if nothing.
func (f *Frame) attentionOf(c model.Customer) string {
	switch state := c.State(); state {
	case platform.StateSuspended, platform.StateDestroyed, platform.StateDeleted, platform.StateInactive:
		since := ""
		if !c.StatusChanged.IsZero() {
			since = text.AgeSince(c.StatusChanged, f.env.App.Now(), f.env.Zone())
		}
		return strings.ReplaceAll(text.T("customer.attention."+state.String(), text.With("Since", since)), " .", ".")
	}
	return ""
}

// Tick writes the age anew, and has read again what is older than its limit;
// the window calls it every few seconds while the frame is on screen.
func (f *Frame) Tick() {
	if f.Nobody() != "" {
		return
	}
	f.showState()
	if f.reading.state.Stale(model.SectionInfo, f.env.App.Now()) {
		f.env.Cluster.Show(f.key())
	}
}

// StateChanged asks the controls anew why they cannot be used.
func (f *Frame) StateChanged() { f.refresh.Refresh() }

func (f *Frame) key() model.SectionKey {
	return model.SectionKey{Section: model.SectionInfo, UID: f.uid}
}

// showState shows age, error and flight of the Info section.
func (f *Frame) showState() {
	state, now := f.reading.state, f.env.App.Now()
	at := state.ReadAt
	if f.reading.customer.ReadAt.After(at) {
		at = f.reading.customer.ReadAt
	}
	if state.Reading {
		f.age.Set(text.T("customer.reading"), false)
	} else {
		f.age.Set(text.T("window.updated", text.With("Age", text.AgeSince(at, now, f.env.Zone()))),
			now.Sub(at) > model.SectionInfo.StaleAfter())
	}
	problem := ""
	if state.Err != nil {
		problem = f.env.Sentence(state.Err)
	}
	f.sayProblem(problem)
	f.refresh.Refresh()
}

// showTab shows what belongs to the chosen tab.
func (f *Frame) showTab() {
	if f.tabs.Selected() == TabInfo {
		f.body.Objects = []fyne.CanvasObject{f.scroll}
	} else {
		f.next.SetText(text.T("customer.next", text.With("Tab", text.T("customer.tab."+f.tabs.Selected()))))
		f.body.Objects = []fyne.CanvasObject{container.NewCenter(kit.Wide(320, f.next))}
	}
	f.body.Refresh()
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
