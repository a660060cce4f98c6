package views

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/operations"
	"steward/views/screen"
)

// Slots of the watch's jobs.
const (
	slotCounts = "journal.counts"
	slotNews   = "journal.news"
	slotWrite  = "journal.write"
	slotPause  = "journal.pause"
)

// watch follows the journal for the window: what is open stands in strip, badge
// and banner, and what ended in the background is told.
type watch struct {
	desk   *desk
	counts model.OperationCounts
	money  []model.OperationID // money operations with no certain outcome
	told   map[model.OperationID]model.OperationState
	fresh  map[model.OperationID]bool // news that nobody has read yet
	since  time.Time                  // what ended before is no news
	badge  *kit.Badge
	due    bool // the recovery code was not shown yet
}

func newWatch(d *desk) *watch {
	w := &watch{desk: d, told: map[model.OperationID]model.OperationState{}, fresh: map[model.OperationID]bool{}, since: d.env.App.Now()}
	w.badge = kit.NewBadge("", kit.ToneWarning)
	w.badge.Hide()
	w.due = d.env.Cluster.RecoveryCodeDue()
	return w
}

// hears notes what an event is about; the counts are read again.
func (w *watch) hears(e model.Event) {
	if e.Kind == model.OperationChanged && e.Operation != "" && e.Batch == "" {
		w.fresh[e.Operation] = true
	}
}

// read counts what is open, and reads the news.
func (w *watch) read() {
	env := w.desk.env
	env.Tasks.Go(slotCounts, func(ctx context.Context) (func(), error) {
		counts, err := env.Cluster.Counts(ctx)
		if err != nil {
			return nil, err
		}
		money := uncertain(env.Cluster.OpenOperations())
		return func() { w.count(counts, money) }, nil
	}, w.quiet)
	if len(w.fresh) > 0 {
		w.readNews()
	}
}

// quiet leaves out what fails because there is no journal: strip and tab say so.
func (w *watch) quiet(err error) {
	if w.desk.env.Cluster.JournalTrouble() == nil {
		w.desk.env.Fail(err)
	}
}

// uncertain are the money operations that hold their customer.
func uncertain(open map[platform.UID][]model.Operation) (ids []model.OperationID) {
	for _, list := range open {
		for _, o := range list {
			if o.Kind.Money() && o.State.NeedsPerson() && o.State != model.StateReview {
				ids = append(ids, o.ID)
			}
		}
	}
	return ids
}

func (w *watch) count(counts model.OperationCounts, money []model.OperationID) {
	w.counts, w.money = counts, money
	switch others := counts.NeedsPerson - counts.Unknown; {
	case counts.Unknown > 0:
		w.badge.Set(text.T("operations.badge.unknown", text.N(counts.Unknown)), kit.ToneWarning)
	case others > 0:
		w.badge.Set(text.T("operations.badge.needsyou", text.N(others)), kit.ToneWarning)
	default:
		w.badge.Set("", kit.ToneWarning)
	}
	w.desk.tabs.Refresh()
	w.desk.refresh()
}

// news is what became of an operation.
type news struct {
	model.Operation
	row int64 // of the funding history that proves it; 0: none
}

func (w *watch) readNews() {
	env := w.desk.env
	ids := make([]model.OperationID, 0, len(w.fresh))
	for id := range w.fresh {
		ids = append(ids, id)
	}
	env.Tasks.Go(slotNews, func(ctx context.Context) (func(), error) {
		list := make([]news, 0, len(ids))
		for _, id := range ids {
			s, err := env.Cluster.Story(ctx, id)
			if err != nil {
				return nil, err
			}
			list = append(list, news{s.Operation, provenBy(s)})
		}
		return func() { w.tell(list) }, nil
	}, w.quiet)
}

// provenBy is the row of the funding history that carries our mark.
func provenBy(s model.OperationStory) int64 {
	for _, r := range s.Readings {
		for _, seen := range r.Witness {
			if seen.Ours && seen.Funding.ID != 0 {
				return seen.Funding.ID
			}
		}
	}
	return 0
}

// tell shows a message for what ended since it was told last.
func (w *watch) tell(list []news) {
	for _, n := range list {
		delete(w.fresh, n.ID)
		was, known := w.told[n.ID]
		w.told[n.ID] = n.State
		if known && was == n.State || n.Changed.Before(w.since) || n.Batch != "" {
			continue
		}
		tone, words := newsWords(n)
		switch {
		case words == "":
		case w.desk.tabs.Selected() == tabOperations && w.desk.operations.Shows(n.ID): // a message would cover what it is about
			w.desk.env.Host.Hint.Say(words)
		default:
			w.desk.window.lead(tone, words, func() { w.desk.openOperation(n.ID) })
		}
	}
}

// newsWords are the message of what became of an operation; empty: none.
func newsWords(n news) (tone kit.Tone, words string) {
	what := screen.OperationName(n.Kind)
	if n.Kind.Money() {
		what += " " + text.MoneyChange(screen.SignedAmount(n.Kind, n.Change.Amount))
	}
	args := []text.Arg{
		text.With("What", what), text.With("Customer", n.Change.Login), text.With("Row", strconv.FormatInt(n.row, 10)),
		text.With("Amount", text.MoneyChange(screen.SignedAmount(n.Kind, n.Change.Amount))),
	}
	switch n.State {
	case model.StateConfirmed:
		if n.Kind == model.DeletePersonalData { // the name is gone too
			return kit.ToneSuccess, text.T("outcome.erased", text.With("UID", strconv.FormatUint(uint64(n.UID), 10)))
		}
		key := "operations.toast.confirmed"
		switch {
		case n.Late && n.Kind.Money():
			key = "operations.toast.late"
		case n.Kind.Money() && n.row != 0:
			key = "operations.toast.refill"
		}
		return kit.ToneSuccess, text.T(key, args...)
	case model.StateRejected:
		return kit.ToneError, text.T("operations.toast.rejected", args...)
	case model.StateUnknown:
		return kit.ToneWarning, text.T("operations.toast.unknown", args...)
	case model.StateDuplicate:
		return kit.ToneError, text.T("operations.toast.double", args...)
	case model.StateWrong:
		return kit.ToneError, text.T("operations.toast.wrong", args...)
	case model.StateReview:
		return kit.ToneWarning, text.T("operations.toast.review", args...)
	}
	return kit.ToneInfo, ""
}

// openOperation leads to the story of an operation.
func (d *desk) openOperation(id model.OperationID) {
	d.chooseTab(tabOperations)
	d.operations.ShowOperation(id)
}

// showOperations leads to the operations in some states.
func (d *desk) showOperations(states ...model.OperationState) {
	d.chooseTab(tabOperations)
	d.operations.ShowStates(states...)
}

// checkUnknown lets the platform's record be read for all that has no certain
// outcome.
func (d *desk) checkUnknown() {
	for _, list := range d.env.Cluster.OpenOperations() {
		for _, o := range list {
			if o.State == model.StateUnknown {
				d.env.Cluster.Check(o.ID)
			}
		}
	}
	d.env.Host.Hint.Say(text.T("operations.checking"))
}

// sayMoney is for money with no certain outcome.
func (d *desk) sayMoney() (kit.Message, bool) {
	many := len(d.watch.money)
	if many == 0 {
		return kit.Message{}, false
	}
	m := kit.Message{Tone: kit.ToneWarning, Icon: assets.Icon("op-unknown"), Head: text.T("operations.banner.unknown", text.N(many)),
		Body: text.T("operations.banner.unknown.body", text.N(many))}
	m.Action = &kit.Action{Title: text.T("operations.banner.open"), Run: func() {
		d.showOperations(model.StateUnknown, model.StateDuplicate, model.StateWrong)
	}}
	if d.tabs.Selected() == tabOperations {
		m.Action = &kit.Action{Title: text.T("operations.banner.check"), Icon: theme.ViewRefreshIcon(), Run: d.checkUnknown}
	}
	return m, true
}

// sayJournal is for a journal that cannot be used: nothing can be changed.
func (d *desk) sayJournal() (kit.Message, bool) {
	trouble := d.env.Cluster.JournalTrouble()
	if whole, found := d.env.Cluster.JournalFlaw(); found && trouble == nil {
		return kit.Message{Tone: kit.ToneError, Icon: theme.ErrorIcon(), Head: text.T("operations.banner.damaged", text.With("Entry", whole)),
			Body: text.T("operations.banner.damaged.body"), Action: &kit.Action{Title: text.T("operations.menu.export"), Icon: theme.DownloadIcon(), Run: d.exportJournal}}, true
	}
	if trouble == nil || !strings.HasPrefix(trouble.Key, "journalfile.") {
		return kit.Message{}, false
	}
	m := kit.Message{Tone: kit.ToneError, Icon: theme.ErrorIcon(), Head: text.T("operations.banner.trouble"), Body: d.env.Sentence(trouble),
		Action: &kit.Action{Title: text.T("operations.banner.open"), Run: func() { d.chooseTab(tabOperations) }}}
	if model.CodeOf(trouble) == model.Unauthorized {
		m.Action = &kit.Action{Title: text.T("operations.recover"), Run: d.askRecovery}
	}
	return m, true
}

// exportJournal writes every operation to a file, whatever the list was narrowed to.
func (d *desk) exportJournal() {
	d.showOperations()
	d.operations.Export()
}

// sayRecovery is for a recovery code that nobody has seen yet.
func (d *desk) sayRecovery() (kit.Message, bool) {
	if !d.watch.due {
		return kit.Message{}, false
	}
	return kit.Message{Tone: kit.ToneInfo, Icon: assets.Icon("shield"), Head: text.T("operations.recovery.banner"), Body: text.T("operations.recovery.banner.body"),
		Action: &kit.Action{Title: text.T("operations.recovery.show"), Run: d.showRecovery}}, true
}

// whyNotWrite is why writing can neither be unlocked nor locked.
func (d *desk) whyNotWrite() string {
	c := d.env.Cluster
	if c.MayUnlock() || !c.WritingUntil().IsZero() {
		return ""
	}
	if why := c.MayWrite(); why != nil {
		return d.env.Sentence(why)
	}
	return text.T("operations.unlock.needless")
}

// turnWriting unlocks writing for a while, or locks it again.
func (d *desk) turnWriting() {
	c, unlock := d.env.Cluster, d.env.Cluster.WritingUntil().IsZero()
	d.env.Tasks.Go(slotWrite, func(context.Context) (func(), error) {
		if !unlock {
			c.LockWriting()
			return func() { d.said(text.T("operations.locked")) }, nil
		}
		err := c.UnlockWriting()
		return func() {
			d.said(text.T("operations.unlocked", text.With("Time", text.Clock(c.WritingUntil(), d.env.Zone()))))
		}, err
	}, d.env.Fail)
}

// turnSending pauses all sending, or lets it go on: where the journal does not
// match its check only with a reason.
func (d *desk) turnSending() {
	c := d.env.Cluster
	if _, flawed := c.JournalFlaw(); flawed {
		d.askTrust()
		return
	}
	pause, words := !c.SendingPaused(), text.T("operations.pause.ended")
	if pause {
		words = text.T("operations.pause.begun")
	}
	d.env.Tasks.Go(slotPause, func(context.Context) (func(), error) {
		err := c.PauseSending(pause)
		return func() { d.said(words) }, err
	}, d.env.Fail)
}

// said writes anew what depends on the lock, and says what happened.
func (d *desk) said(words string) {
	d.refresh()
	d.env.Host.Hint.Say(words)
}

// operationsMenu is what concerns the journal as a whole.
func (d *desk) operationsMenu() []*kit.Action {
	p := d.operations
	in := func(run func()) func() {
		return func() {
			d.chooseTab(tabOperations)
			run()
		}
	}
	pause := &kit.Action{Title: text.T("operations.pause"), Icon: theme.MediaPauseIcon(), WhyNot: d.noJournal, Run: d.turnSending}
	if d.env.Cluster.SendingPaused() {
		pause.Title, pause.Icon = text.T("operations.pause.end"), theme.MediaPlayIcon()
	}
	write := &kit.Action{Title: text.T("operations.unlock"), Icon: assets.Icon("st-suspended"), Key: kit.Key{Name: "U", Mod: kit.Ctrl}, WhyNot: d.whyNotWrite, Run: d.turnWriting}
	if !d.env.Cluster.WritingUntil().IsZero() {
		write.Title = text.T("operations.lock")
	}
	return append(d.planActions(), []*kit.Action{
		kit.Separator, {Title: text.T("operations.sendqueued"), Icon: theme.MailSendIcon(), WhyNot: p.WhyNotSendQueued, Run: in(p.SendQueued)},
		{Title: text.T("operations.cancelqueued"), Icon: theme.CancelIcon(), WhyNot: p.WhyNotCancelQueued, Run: in(p.CancelQueued)},
		{Title: text.T("operations.menu.check"), Icon: theme.ViewRefreshIcon(), WhyNot: d.noneUnknown, Run: d.checkUnknown}, pause, kit.Separator,
		{Title: text.T("operations.menu.verify"), Icon: assets.Icon("shield"), WhyNot: d.noJournal, Run: in(p.Verify)},
		{Title: text.T("operations.menu.export"), Icon: theme.DownloadIcon(), WhyNot: d.noJournal, Run: in(p.Export)}, kit.Separator, write,
	}...)
}

func (d *desk) noneUnknown() string {
	if d.watch.counts.Unknown == 0 {
		return text.T("operations.menu.check.none")
	}
	return ""
}

func (d *desk) noJournal() string {
	if trouble := d.env.Cluster.JournalTrouble(); trouble != nil {
		return d.env.Sentence(trouble)
	}
	return ""
}

// Operations is the Operations tab; nil before a platform is open.
func (w *Window) Operations() *operations.Page {
	if w.desk == nil {
		return nil
	}
	return w.desk.operations
}

// OnOperations reports whether Operations is the tab on screen.
func (w *Window) OnOperations() bool { return w.desk != nil && w.desk.tabs.Selected() == tabOperations }
