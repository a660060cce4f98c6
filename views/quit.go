package views

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// Quit ends the program; with open work it asks once.
func (w *Window) Quit() {
	if w.desk == nil {
		w.Close()
		return
	}
	words := w.desk.watch.openWork()
	if words == "" {
		w.Close()
		return
	}
	kit.Confirm(w.host, w.window.Canvas(), kit.Question{
		Title: text.T("operations.quit.title"), Body: text.T("operations.quit.body", text.With("Counts", words)),
		Yes: text.T("operations.quit.yes"), No: text.T("operations.quit.no"), Run: w.Close,
	})
}

// openWork counts in words what is not at its end; empty: nothing is.
func (w *watch) openWork() string {
	var parts []string
	add := func(key string, many int) {
		if many > 0 {
			parts = append(parts, text.T(key, text.N(many)))
		}
	}
	add("operations.quit.queued", w.counts.Queued)
	add("operations.quit.flying", w.counts.Flying)
	add("operations.quit.unknown", w.counts.Unknown)
	if len(parts) > 1 {
		last := len(parts) - 1
		parts = []string{strings.Join(parts[:last], ", "), parts[last]}
	}
	return strings.Join(parts, " "+text.T("operations.quit.and")+" ")
}

// showRecovery makes the recovery code and shows it, once.
func (d *desk) showRecovery() {
	d.env.Tasks.Go("journal.recovery", func(ctx context.Context) (func(), error) {
		code, err := d.env.Cluster.NewRecoveryCode(ctx)
		return func() {
			d.watch.due = false
			d.showBanner()
			showCode(d.window.host, d.window.window, code)
		}, err
	}, d.env.Fail)
}

// codeWide is the width of the dialog with the code, at scale 1.
const codeWide = 460

// showCode shows a recovery code to be written down.
func showCode(host *kit.Host, window fyne.Window, code platform.Secret) {
	dialog := kit.NewDialog(host, window.Canvas())
	words := kit.NewMono(code.Reveal())
	words.Bold = true
	card := kit.NewCard(kit.Margin(words, 12, 10))
	copyIt := kit.NewButton(dialog.Host, text.T("operations.recovery.copy"), theme.ContentCopyIcon(), func() {
		fyne.CurrentApp().Clipboard().SetContent(code.Reveal())
		host.Hint.Say(text.T("operations.recovery.copied"))
	})
	done := kit.NewPrimaryButton(dialog.Host, text.T("operations.recovery.done"), theme.ConfirmIcon(), dialog.Close)
	dialog.Show(text.T("operations.recovery.title"), codeWide,
		kit.Stack(paragraph(text.T("operations.recovery.body"), codeWide), kit.Margin(card, 0, 10)), done, copyIt, done)
}

// asked is a line that a person types before something is done with the journal.
type asked struct {
	title, body, hint, yes string
	run                    func(ctx context.Context, line string) error
}

// askRecovery asks for the code that opens a journal whose key is lost.
func (d *desk) askRecovery() {
	d.ask(asked{
		title: text.T("operations.recover"), body: text.T("operations.recover.body"), hint: text.T("operations.recover.hint"), yes: text.T("operations.recover.yes"),
		run: func(ctx context.Context, code string) error {
			return d.env.Cluster.RecoverJournal(ctx, platform.NewSecret(code))
		},
	})
}

// askTrust asks why sending goes on though the journal does not match its check.
func (d *desk) askTrust() {
	d.ask(asked{
		title: text.T("operations.pause.end"), body: text.T("operations.trust.body"), hint: text.T("operations.trust.hint"), yes: text.T("operations.trust.yes"),
		run: d.env.Cluster.TrustJournal,
	})
}

func (d *desk) ask(a asked) {
	w := d.window
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	said := kit.NewParagraph("", theme.ColorNameError, false)
	said.Width = codeWide - 28
	entry := kit.NewEntry(dialog.Host, a.hint)
	body := kit.Stack(paragraph(a.body, codeWide), kit.Margin(entry, 0, 8), said)
	run := func() {
		line := entry.Text()
		d.env.Tasks.Go("journal.asked", func(ctx context.Context) (func(), error) {
			err := a.run(ctx, line)
			return func() {
				dialog.Close()
				d.refresh()
			}, err
		}, func(err error) {
			said.SetText(d.env.Sentence(err))
			body.Refresh()
		})
	}
	entry.OnSubmitted = func(string) { run() }
	yes := kit.NewPrimaryButton(dialog.Host, a.yes, nil, run)
	no := kit.NewButton(dialog.Host, text.T("kit.cancel"), nil, dialog.Close)
	dialog.Show(a.title, codeWide, body, entry.Focusable(), no, yes)
}

// lead shows a message that leads to what it is about.
func (w *Window) lead(tone kit.Tone, sentence string, run func()) {
	w.toasts.Lead(tone, sentence, run)
	w.countToasts()
}
