package views

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// Slots of the help dialogs.
const (
	slotSupport = "help.support"
	slotCrash   = "help.crash"
)

// seen are the facts that only the window knows.
func (w *Window) seen() []app.Fact {
	graphics := text.T("window.support.unknown")
	if w.cfg.Graphics != nil {
		graphics = w.cfg.Graphics()
	}
	size := w.window.Canvas().Size()
	display := "X11"
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		display = "Wayland"
	}
	if os.Getenv("WAYLAND_DISPLAY")+os.Getenv("DISPLAY") == "" {
		display = "the system's own"
	}
	return []app.Fact{
		{Name: "Sources", Value: assets.Commit()},
		{Name: "Graphics", Value: graphics},
		{Name: "Display", Value: fmt.Sprintf("%s, screen scale %.2f, interface scale %.1f, window %.0f x %.0f", display, w.window.Canvas().Scale(), cmp.Or(w.prefs.Scale, 1), size.Width, size.Height)},
	}
}

// gather has the support information put together, and then done.
func (w *Window) gather(slot string, done func(facts string)) {
	seen := w.seen()
	w.tasks.Go(slot, func(ctx context.Context) (func(), error) {
		facts := w.cfg.App.Support(ctx, seen...)
		return func() { done(facts) }, nil
	}, nil)
}

// copySupport puts the support information into the clipboard.
func (w *Window) copySupport() {
	w.gather(slotSupport, func(facts string) {
		fyne.CurrentApp().Clipboard().SetContent(facts)
		w.toast(text.T("window.support.copied"))
	})
}

// showReport shows what a report of a problem should say, to be copied.
func (w *Window) showReport() {
	const width = 620
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	facts := newReader(dialog, text.T("window.support.title"), 260)
	facts.setText(text.T("window.support.gathering"))
	copyIt := kit.NewButton(dialog.Host, text.T("window.report.copy"), theme.ContentCopyIcon(), func() {
		fyne.CurrentApp().Clipboard().SetContent(facts.words)
		dialog.Close()
		w.toast(text.T("window.report.copied"))
	})
	w.tell(dialog, text.T("window.report.title"), width,
		kit.Stack(paragraph(text.T("window.report.body"), width), kit.Margin(facts.object, 0, 8)), copyIt)
	w.gather(slotSupport, facts.setText)
}

// showCrash tells that the program broke the last time, and offers what it left.
func (w *Window) showCrash(file string) {
	const width = 620
	dialog := kit.NewDialog(w.host, w.window.Canvas())
	left := newReader(dialog, text.T("window.crash.file"), 0)
	content := kit.Stack(paragraph(text.T("window.crash.body"), width), left.object)
	var show *kit.Button
	show = kit.NewButton(dialog.Host, text.T("window.crash.show"), theme.DocumentIcon(), func() {
		left.setHeight(300)
		show.Hide()
		content.Refresh()
		dialog.Arrange()
	})
	copyIt := kit.NewButton(dialog.Host, text.T("window.support.copy"), theme.ContentCopyIcon(), func() {
		w.gather(slotSupport, func(facts string) {
			fyne.CurrentApp().Clipboard().SetContent(facts + "\n" + left.words)
			w.toast(text.T("window.report.copied"))
		})
	})
	w.tell(dialog, text.T("window.crash.title"), width, content, show, copyIt)
	w.tasks.Go(slotCrash, func(context.Context) (func(), error) {
		words, err := os.ReadFile(file)
		return func() { left.setText(string(words)) }, err
	}, w.fail)
}

// reader is a long text to be read and scrolled: a line a row, so that only what is
// on screen is drawn.
type reader struct {
	words  string
	lines  []string
	grid   *kit.Grid
	room   *kit.Ground
	object *fyne.Container
}

// newReader is a reader of a height (at scale 1) under a title; 0: hidden for now.
func newReader(dialog *kit.Dialog, title string, height float32) *reader {
	r := &reader{grid: kit.NewGrid(dialog.Host, kit.Column{ID: "line", Title: title, Width: 400, Flex: true, Fixed: true}), room: kit.NewGround(kit.ColorClear, nil)}
	r.grid.SetRowHeight(18)
	r.grid.Length = func() int { return len(r.lines) }
	r.grid.Fill = func(i int, _ []kit.Column, row *kit.Row) bool {
		row.Key, row.Cells[0] = uint64(i), kit.Cell{Text: r.lines[i], Mono: true}
		return true
	}
	r.grid.OnEscape = dialog.Close
	r.object = container.NewStack(r.room, r.grid)
	r.setHeight(height)
	return r
}

func (r *reader) setHeight(height float32) {
	r.room.Least = fyne.NewSize(0, height)
	r.object.Hidden = height == 0
	r.object.Refresh()
}

// readerWide is how many characters a line of a reader has.
const readerWide = 78

// folded is a line in pieces that fit; what follows the first stands in.
func folded(line string) (pieces []string) {
	const in = "      "
	letters := []rune(line)
	for len(letters) > readerWide {
		pieces = append(pieces, string(letters[:readerWide]))
		letters = append([]rune(in), letters[readerWide:]...)
	}
	return append(pieces, string(letters))
}

// setText shows another text.
func (r *reader) setText(words string) {
	r.words = words
	r.lines = nil
	for line := range strings.Lines(strings.TrimRight(words, "\n")) {
		r.lines = append(r.lines, folded(text.Visible(strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")))...)
	}
	r.grid.SetCurrent(-1)
	r.grid.ScrollToTop()
	r.grid.RefreshRows(0, len(r.lines))
	r.grid.Refresh()
}
