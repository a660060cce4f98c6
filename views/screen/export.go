package screen

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"steward/app"
	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

// settingExport is where the last folder and format are kept.
const settingExport = "export.target"

// Slots of an export.
const (
	slotExport         = "export"
	slotExportShow     = "export.show"
	slotExportProgress = "export.progress"
)

// How long an export runs before its progress is shown, and how often that is
// written anew then.
const (
	exportShown = 500 * time.Millisecond
	exportTick  = 100 * time.Millisecond
)

// exportTarget is where the last export went.
type exportTarget struct {
	Folder string
	XLSX   bool
}

// exporting is an export from the question where to, to its end. It lives on the UI
// thread; what it writes does not.
type exporting struct {
	env     *Env
	what    Exported
	form    *exportForm
	dialog  *kit.Dialog
	replace string       // the file that a person saw is already there
	behind  bool         // it goes on without its dialog
	rows    atomic.Int64 // written so far
}

// Export asks where a table is to be written, and in which form, and writes it. An
// export that goes on behind is shown again instead.
func (e *Env) Export(what Exported) { e.ExportAs(what, nil) }

// ExportAs is Export with a form proposed; nil: the last one.
func (e *Env) ExportAs(what Exported, format *export.Format) {
	if x := e.exporting; x != nil {
		if x.behind {
			x.behind = false
			x.show()
		}
		return
	}
	x := &exporting{env: e, what: what}
	e.exporting = x
	x.dialog = kit.NewDialog(e.Host, e.Window.Canvas())
	x.dialog.OnClosed = x.closed
	x.form = newExportForm(x)
	x.show()
	x.recall(format)
}

// StopExport ends an export that goes on; nothing is left of it.
func (e *Env) StopExport() {
	if e.exporting != nil {
		x := e.exporting
		e.exporting = nil
		x.stop()
		x.dialog.Close()
	}
}

// recall proposes the last folder and form.
func (x *exporting) recall(format *export.Format) {
	e, scope := x.env, x.env.Cluster.Profile().ID
	e.Tasks.Go(slotExport, func(ctx context.Context) (func(), error) {
		target, err := Stored(ctx, e.App, scope, settingExport, exportTarget{})
		folders := e.App.Folders()
		if target.Folder == "" && len(folders) > 0 {
			target.Folder = folders[0]
		}
		if format != nil {
			target.XLSX = *format == export.XLSX
		}
		return func() { x.form.propose(target, folders) }, err
	}, x.failed)
}

func (x *exporting) show() {
	x.dialog.Show(text.T("export.title", text.With("Name", x.what.Name)), exportWidth, x.form.object, x.form.name.Focusable(),
		x.form.buttons()...)
	x.form.name.SelectAll()
}

// running reports whether the file is being written.
func (x *exporting) running() bool { return x.form.writing && x.env.Tasks.Running(slotExport) }

// closed ends what the dialog was for, unless it goes on behind.
func (x *exporting) closed() {
	if x.behind || x.env.exporting != x {
		return
	}
	if x.running() {
		x.env.Toast(text.T("export.stopped"))
	}
	x.stop()
	x.env.exporting = nil
}

func (x *exporting) stop() {
	for _, slot := range []string{slotExport, slotExportShow, slotExportProgress} {
		x.env.Tasks.Cancel(slot)
	}
}

// goBehind takes the dialog away and lets the export go on; a toast says its end.
func (x *exporting) goBehind() {
	x.behind = true
	x.dialog.Close()
}

// start writes the file that the form names.
func (x *exporting) start() {
	if x.running() {
		return
	}
	f, e := x.form, x.env
	folder, path, problem := f.path()
	if problem != "" {
		f.say(problem)
		return
	}
	what := x.what.pick(f.scope(), f.columns.On())
	job := app.Export{
		Path: path, Replace: x.replace == path, Filter: what.Shows, Age: what.age(e.App.Now()), Sheet: what.Sheet,
		Progress: func(rows int) { x.rows.Store(int64(rows)) },
	}
	e.Keep(settingExport, exportTarget{Folder: folder, XLSX: f.format.Selected() == formatXLSX})
	x.rows.Store(0)
	f.write(true)
	e.Tasks.After(slotExportShow, exportShown, func() {
		f.progress(int(x.rows.Load()), what.Count)
		e.Tasks.Every(slotExportProgress, exportTick, func() { f.progress(int(x.rows.Load()), what.Count) })
	})
	e.Tasks.Go(slotExport, func(ctx context.Context) (func(), error) {
		job.Rows = what.Rows(ctx)
		rows, err := e.Cluster.Export(ctx, job)
		return func() { x.done(rows, path) }, err
	}, x.failed)
}

// done says that the file is there.
func (x *exporting) done(rows int, path string) {
	x.stop()
	x.env.exporting = nil
	x.dialog.Close()
	x.env.Toast(text.T("export.done", text.N(rows), text.With("Name", filepath.Base(path)), text.With("Folder", filepath.Dir(path))))
}

// failed says in place why there is no file, or asks whether to replace one.
func (x *exporting) failed(err error) {
	x.stop()
	x.form.write(false)
	if errors.Is(err, context.Canceled) {
		return
	}
	if x.behind { // the place to say it is the dialog
		x.behind = false
		x.show()
	}
	if model.CodeOf(err) == model.Conflict {
		_, x.replace, _ = x.form.path()
	}
	x.form.ask(x.replace != "")
	x.form.say(x.env.Sentence(err))
}
