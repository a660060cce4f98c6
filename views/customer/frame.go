// Package customer is the frame at the right of the Users list: everything
// about one customer, in tabs.
package customer

import (
	"context"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
	"steward/views/screen"
)

// settingTab is where the last tab is kept.
const settingTab = "customer.tab"

// Slots of the frame's jobs: whatever tab is on screen, a newer question about
// it cancels the older.
const (
	slotRead     = "detail.read"
	slotState    = "detail.state"
	slotSkeleton = "detail.skeleton"
	slotLink     = "detail.link"
)

// skeletonAfter is how long the customer before stays on screen while the next
// one is read from the cache.
const skeletonAfter = 80 * time.Millisecond

// Frame shows one customer: a header, the tabs, and what the chosen tab shows.
// All methods run on the UI thread.
type Frame struct {
	env     *screen.Env
	onClose func()
	// Export writes what a tab shows to a file; nil: there is no such button.
	Export func(Exported)
	// Statuses are the changes of status that a customer may get; nil: none.
	Statuses func() []*kit.Action

	uid     platform.UID // 0: nobody
	left    bool         // was here and is gone from the platform
	awaited bool         // the keyboard goes to the tabs as soon as they are there
	reading reading

	forms      *forms.Panel
	prepared   *model.Operation // its form opens as soon as the customer is on screen
	beforeForm fyne.Focusable   // had the keyboard before the form
	outcome    *outcome

	head           *header
	tabs           *kit.Tabs
	row            *controlRow
	made           map[string]*page
	empty, next    *kit.Paragraph
	body           *fyne.Container
	kept           *fyne.Container // what all tabs made have, never seen: another theme reaches it here
	whole, nobody  *fyne.Container
	object, absent *fyne.Container
}

// page is a tab that was made, and of whom it shows something.
type page struct {
	tab
	shown fyne.CanvasObject
	uid   platform.UID // 0: nobody
	state model.SectionState
}

// reading is what the cache holds of the customer for the header.
type reading struct {
	customer model.Customer
	found    bool
	info     model.SectionState
	state    model.SectionState // of the tab's sections
}

// NewFrame returns an empty frame. closed is called when a person closes it;
// visits walk through the customers visited, they stand in the header.
func NewFrame(env *screen.Env, closed func(), visits ...*kit.Action) *Frame {
	f := &Frame{env: env, onClose: closed, made: map[string]*page{}}
	f.head = newHeader(f, visits)
	f.tabs = f.newTabs()
	f.row = newControlRow(f)
	f.forms, f.outcome = f.newForms(), newOutcome(f)
	f.next = kit.NewParagraph("", theme.ColorNamePlaceHolder, false)
	f.absent = container.NewCenter(kit.Wide(320, f.next))
	f.empty = kit.NewParagraph(text.T("customer.none"), theme.ColorNamePlaceHolder, false)
	f.body, f.kept = container.NewStack(), container.NewWithoutLayout()
	f.kept.Hide()
	f.kept.Objects = []fyne.CanvasObject{f.forms.Object()}
	f.whole = kit.Pillar(kit.Stack(f.head.object, f.outcome.object, f.tabs, f.row.object), f.body, kit.Stack())
	f.nobody = container.NewCenter(kit.Wide(320, f.empty))
	f.object = container.NewStack(f.whole, f.nobody, f.kept)
	f.say(text.T("customer.none"))
	screen.Recall(env, settingTab, TabInfo, func(tab string) {
		if slices.Contains(Tabs, tab) && tab != f.tabs.Selected() {
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

func (f *Frame) newTabs() *kit.Tabs {
	list := make([]kit.Tab, len(Tabs))
	for i, key := range Tabs {
		list[i] = kit.Tab{Key: key, Title: text.T("customer.tab." + key), HintAt: "Alt+" + strconv.Itoa(i+1)}
	}
	tabs := kit.NewTabs(f.env.Host, list, func(key string) {
		f.env.Keep(settingTab, key)
		f.showTab()
	})
	tabs.Set(TabInfo)
	return tabs
}

// ChooseTab shows a tab by its key, as a click on it does.
func (f *Frame) ChooseTab(key string) { f.tabs.Choose(key) }

// Tab is the key of the chosen tab.
func (f *Frame) Tab() string { return f.tabs.Selected() }

// page is the chosen tab, made when it is first wanted; nil: it is not built.
func (f *Frame) page() *page {
	key := f.tabs.Selected()
	if p := f.made[key]; p != nil {
		return p
	}
	t := newTab(key, place{env: f.env, again: f.again, open: f.openCustomer, environment: f.openEnvironment, uid: f.UID,
		customer: func() model.Customer { return f.reading.customer }, form: f.OpenForm, sent: f.Sent, statuses: f.statuses})
	if t == nil {
		return nil
	}
	p := &page{tab: t, shown: t.object()}
	f.made[key] = p
	f.kept.Objects = append(f.kept.Objects, append(slices.Clip(t.controls()), p.shown)...)
	return p
}

// Show puts a customer into the frame; 0: nobody. It is read from the cache
// now and from the platform if it is stale.
func (f *Frame) Show(uid platform.UID) {
	if uid == f.uid {
		f.again()
		return
	}
	f.leaveForms()
	f.uid = uid
	f.outcome.customer(uid)
	f.reading, f.awaited, f.left = reading{}, false, false
	f.env.Tasks.Cancel(slotState)
	if uid == 0 {
		f.env.Tasks.Cancel(slotRead)
		f.env.Tasks.Cancel(slotSkeleton)
		f.say(text.T("customer.none"))
		return
	}
	f.env.Tasks.After(slotSkeleton, skeletonAfter, f.skeleton)
	f.again()
}

// showTab shows the chosen tab.
func (f *Frame) showTab() {
	f.leaveForm()
	p := f.page()
	f.row.use(p)
	switch {
	case p == nil:
		f.next.SetText(text.T("customer.next", text.With("Tab", text.T("customer.tab."+f.tabs.Selected()))))
		f.setBody(f.absent)
	default:
		if p.uid != f.uid {
			p.forget()
			f.env.Tasks.After(slotSkeleton, skeletonAfter, f.skeleton)
		}
		f.setBody(p.shown)
	}
	f.again()
}

func (f *Frame) setBody(o fyne.CanvasObject) {
	if len(f.body.Objects) == 1 && f.body.Objects[0] == o {
		return
	}
	f.body.Objects = []fyne.CanvasObject{o}
	f.body.Refresh()
	f.env.Host.Hint.Turn()
}

// forget takes off the screen whom the tab showed.
func (p *page) forget() {
	p.uid, p.state = 0, model.SectionState{}
	p.clear()
}

// skeleton shows the frame of a customer whom the cache is slow to give: grey
// rows where data will stand, nothing of the customer before.
func (f *Frame) skeleton() {
	p := f.page()
	if f.uid == 0 || p == nil || p.uid == f.uid {
		return
	}
	p.forget()
	if !f.reading.found {
		f.head.wait(f.uid)
	}
	f.showState(p, model.SectionState{Reading: true})
	f.showWhole()
}

func (f *Frame) showWhole() {
	if f.whole.Hidden {
		f.nobody.Hide()
		f.showBody()
		f.whole.Show()
	}
}

// showBody puts the chosen tab under the control row, if none is there yet.
func (f *Frame) showBody() {
	if len(f.body.Objects) == 0 {
		p := f.page()
		f.row.use(p)
		if p != nil {
			f.setBody(p.shown)
		}
	}
}

// say shows a sentence instead of a customer.
func (f *Frame) say(sentence string) {
	f.whole.Hide()
	f.empty.SetText(sentence)
	f.nobody.Show()
}

// again asks the cache about what is on screen, and has read what is stale.
func (f *Frame) again() {
	f.Reread()
	f.want()
}

// want has the sections on screen read if they are stale; the tab's go first.
func (f *Frame) want() {
	for _, key := range f.keys(f.page()) {
		f.env.Cluster.Show(key)
	}
}

// keys are the sections on screen: those of the tab, then Info for the header.
func (f *Frame) keys(p *page) []model.SectionKey {
	if f.uid == 0 {
		return nil
	}
	info := infoKey(f.uid)
	var keys []model.SectionKey
	if p != nil {
		keys = p.keys(f.uid)
	}
	if !slices.Contains(keys, info) {
		keys = append(slices.Clip(keys), info)
	}
	return keys
}

func infoKey(uid platform.UID) model.SectionKey {
	return model.SectionKey{Section: model.SectionInfo, UID: uid}
}

// Reread asks the cache again because what it holds has changed.
func (f *Frame) Reread() {
	if f.uid == 0 {
		return
	}
	uid, p := f.uid, f.page()
	var ask question
	var own []model.SectionKey
	if p != nil {
		ask, own = p.ask(uid), p.keys(uid)
	}
	f.env.Tasks.Go(slotRead, func(ctx context.Context) (func(), error) {
		r, err := f.read(ctx, uid, own)
		if err != nil || !r.found || ask == nil {
			return func() { f.apply(r, p, nil) }, err
		}
		show, err := ask(ctx)
		return func() { f.apply(r, p, show) }, err
	}, f.failed)
}

// read asks for the header and for what is known of the sections of the tab.
func (f *Frame) read(ctx context.Context, uid platform.UID, own []model.SectionKey) (r reading, err error) {
	if r.customer, r.found, err = f.env.Cluster.Customer(ctx, uid); err != nil {
		return r, err
	}
	if r.info, err = f.env.Cluster.State(ctx, infoKey(uid)); err != nil {
		return r, err
	}
	states := make([]model.SectionState, len(own))
	for i, key := range own {
		if states[i], err = f.env.Cluster.State(ctx, key); err != nil {
			return r, err
		}
	}
	r.state = merged(states)
	return r, nil
}

// apply puts an answer of the cache on screen.
func (f *Frame) apply(r reading, p *page, show func()) {
	f.env.Tasks.Cancel(slotSkeleton)
	f.left = !r.found && (f.left || f.reading.found || r.info.Err != nil && r.info.Err.Code == model.NotFound)
	f.reading = r
	if !r.found {
		f.sayGone()
		return
	}
	f.head.show(r, f.env)
	f.showBody()
	if p != nil && show != nil {
		p.uid = f.uid
		show()
		f.showState(p, r.state)
	}
	f.showWhole()
	switch {
	case f.prepared != nil:
		f.OpenForm(*f.prepared)
	case f.awaited:
		f.FocusTabs()
	}
}

func (f *Frame) sayGone() {
	uid := text.With("UID", strconv.FormatUint(uint64(f.uid), 10))
	if f.left {
		f.say(text.T("pull.gone", uid))
		return
	}
	f.say(text.T("customer.gone", uid))
}

// failed says why the cache could not be asked. What is on screen stays if it
// is this customer's, else it goes.
func (f *Frame) failed(err error) {
	f.env.Tasks.Cancel(slotSkeleton)
	if f.reading.found {
		f.row.fail(f.env.Sentence(err))
		return
	}
	f.say(f.env.Sentence(err))
}
