// Package views is the window: it puts the pages together and leads from one
// to the next.
package views

import (
	"context"
	"errors"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
	"steward/views/signin"
	"steward/views/task"
)

// Usual and least size of the window at scale 1.
const (
	usualWidth, usualHeight float32 = 1440, 900
	leastWidth, leastHeight float32 = 1024, 640
)

// How often ages are written anew, and the time of toasts is counted while
// there are any.
const (
	tickEvery  = 5 * time.Second
	toastEvery = time.Second
)

const slotToasts = "toasts"

// Demo is a running demo platform, its switches for bad days, and the customers it
// has for those who look for something worth showing.
type Demo struct {
	Access  app.DemoAccess
	Faults  DemoFaults
	Notable func(kind string) platform.UID // 0: there is none of the kind
	Close   func() error
}

// DemoFaults are the bad days that can be switched on from the Help menu.
type DemoFaults struct {
	Offline     func(on bool) error // nobody answers
	Slow        func(on bool) error // every answer takes seconds
	LoseAnswers func(on bool) error // a change that was asked for is done, its answer is lost
	LoseChanges func(on bool) error // a change that was asked for is lost on its way, and nobody answers
}

// Config is what main decides for the window.
type Config struct {
	App        *app.App
	Fyne       fyne.App
	Dispatcher task.Dispatcher // nil: Fyne's own
	Timers     task.Timers     // nil: the system's
	OpenDemo   bool            // open the demo platform without a question
	StartDemo  func(ctx context.Context) (Demo, error)
	Prepare    func()                  // loads what the first page needs while the window comes up; may be nil
	Crashed    string                  // file with what the program left when it broke the last time; empty: it did not
	Show       func(fyne.Window) error // shows the window or says why it cannot be shown
	Graphics   func() string           // what draws the window, for the support information; may be nil
}

// Window is Steward's one window. All methods run on the UI thread.
type Window struct {
	ctx    context.Context
	cfg    Config
	window fyne.Window
	tasks  *task.Runner
	host   *kit.Host
	toasts *kit.Toasts
	stage  *fyne.Container
	prefs  model.Preferences
	demo   *Demo
	faults map[string]bool // bad days of the demo platform that are on

	menuWords string        // of the menu bar on screen
	menus     []*kit.Action // of the page on screen
	bound     []kit.Key     // of the page on screen, in the window's key table
	unlocked  bool          // what is stored is open
	signin    *signin.Page
	desk      *desk         // nil before a platform is open
	prepared  chan struct{} // closed when Prepare has ended
}

// New makes the window and begins to unlock what is stored; the window may be
// shown before that is done.
func New(ctx context.Context, cfg Config) *Window {
	if cfg.Dispatcher == nil {
		cfg.Dispatcher = new(task.Fyne)
	}
	w := &Window{ctx: ctx, cfg: cfg, window: cfg.Fyne.NewWindow("Steward"), toasts: kit.NewToasts(), faults: map[string]bool{}, prepared: make(chan struct{})}
	options := []task.Option{task.WithFailed(func(_ string, err error) { w.fail(err) })}
	if cfg.Timers != nil {
		options = append(options, task.WithTimers(cfg.Timers))
	}
	w.tasks = task.New(ctx, cfg.Dispatcher, options...)
	hint := kit.NewHintLine()
	w.host = &kit.Host{Hint: hint, Keys: kit.NewKeys(hint)}
	w.toasts.Clear = w.host
	w.stage = container.NewStack()
	w.applyPreferences(model.Preferences{})
	w.window.SetPadded(false)
	least := canvas.NewRectangle(color.Transparent)
	least.SetMinSize(fyne.NewSize(leastWidth, leastHeight-kit.HeightMenuBar))
	w.window.SetContent(container.NewStack(least, w.stage, w.toasts))
	w.window.Resize(fyne.NewSize(usualWidth, usualHeight))
	w.window.SetMaster()
	w.window.SetCloseIntercept(w.Quit)
	w.tasks.Every("tick", tickEvery, w.tick)
	w.prepare()
	w.start()
	return w
}

// prepare lets Prepare run beside everything else that start does.
func (w *Window) prepare() {
	if w.cfg.Prepare == nil {
		close(w.prepared)
		return
	}
	w.tasks.Go("prepare", func(context.Context) (func(), error) {
		defer close(w.prepared)
		w.cfg.Prepare()
		return nil, nil
	}, nil)
}

// ShowAndRun shows the window and returns when it is closed, or why it cannot be shown.
func (w *Window) ShowAndRun() error {
	stop := context.AfterFunc(w.ctx, func() { w.cfg.Dispatcher.Do(w.Close) })
	defer stop()
	if err := w.cfg.Show(w.window); err != nil {
		w.end()
		return err
	}
	<-w.prepared // with its first frame the toolkit walks the texts that were measured
	w.cfg.Fyne.Run()
	return nil
}

// Fyne is the toolkit's window, for those who drive it.
func (w *Window) Fyne() fyne.Window { return w.window }

// Tasks are the window's jobs, for those who wait until it is idle.
func (w *Window) Tasks() *task.Runner { return w.tasks }

// Close ends the program.
func (w *Window) Close() {
	w.end()
	w.window.SetCloseIntercept(nil)
	w.cfg.Fyne.Quit()
}

// end stops what goes on behind the window.
func (w *Window) end() {
	if w.desk != nil {
		w.desk.stop()
	}
	w.tasks.Close()
	if w.demo != nil {
		_ = w.demo.Close() // it is gone with the program in any case
	}
}

func (w *Window) show(o fyne.CanvasObject) {
	w.window.Canvas().Unfocus()
	w.host.Hint.Forget()
	w.stage.Objects = []fyne.CanvasObject{o}
	w.stage.Refresh()
}

func (w *Window) tick() {
	w.host.Hint.Renew()
	if w.desk != nil {
		w.desk.tick()
	}
}

// toast says that work in the background has finished.
func (w *Window) toast(sentence string) { w.say(kit.ToneInfo, sentence) }

// fail says an error that has no place of its own.
func (w *Window) fail(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		w.say(kit.ToneError, Sentence(w.cfg.App.Explain(err)))
	}
}

// Sentence is what a person is told of an error.
func Sentence(e *model.Error) string { return text.Error(e.Key, e.Args) }

// say shows a toast, and counts its time from now on.
func (w *Window) say(tone kit.Tone, sentence string) {
	w.toasts.Say(tone, sentence)
	w.countToasts()
}

// countToasts counts the time of the messages on screen.
func (w *Window) countToasts() {
	w.tasks.Every(slotToasts, toastEvery, func() {
		w.toasts.Advance(toastEvery)
		if len(w.toasts.Texts()) == 0 {
			w.tasks.Cancel(slotToasts)
		}
	})
}

// applyPreferences changes theme, scale and density of everything on screen.
func (w *Window) applyPreferences(p model.Preferences) {
	w.prefs = p
	variant := map[string]kit.Variant{"light": kit.Light, "dark": kit.Dark}[p.Theme]
	scale := p.Scale
	if scale == 0 {
		scale = 1
	}
	if look := kit.NewTheme(variant, scale); !look.Is(w.cfg.Fyne.Settings().Theme()) {
		w.cfg.Fyne.Settings().SetTheme(look) // which has the fonts loaded anew
	}
}

// setPreferences applies and stores.
func (w *Window) setPreferences(p model.Preferences) {
	w.applyPreferences(p)
	w.tasks.Go("preferences", func(ctx context.Context) (func(), error) {
		return nil, w.cfg.App.PutPreferences(ctx, p)
	}, nil)
	if w.desk != nil {
		w.desk.env.Prefs = p
		w.desk.preferencesChanged()
	}
}

// env is what the pages of an open platform get. A page that is gone has
// nothing to say any more.
func (w *Window) env(d *desk, c *app.Cluster) *screen.Env {
	return &screen.Env{
		App: w.cfg.App, Cluster: c, Tasks: w.tasks, Host: w.host, Window: w.window, Prefs: w.prefs,
		Toast: func(sentence string) {
			if w.desk == d {
				w.toast(sentence)
			}
		},
		Fail: func(err error) {
			if w.desk == d {
				w.fail(err)
			}
		},
		OpenCustomer: d.openCustomer, OpenOperation: d.openOperation, Changed: d.refresh,
	}
}

// LoadFonts is what a program gives as Config.Prepare.
func LoadFonts() { kit.LoadFonts() }
