package bulk

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

const (
	slotFile    = "bulk.file"
	slotFolders = "bulk.folders"

	settingFolder = "bulk.folder" // where the last plan file lies

	planSuffix         = ".json"
	fileWidth  float32 = 560
)

// file asks where a plan lies, or where it shall lie, and says in place why it
// cannot be opened or written.
type file struct {
	page    *Page
	root    fyne.CanvasObject
	saving  bool
	folder  *kit.Entry
	name    *kit.Entry
	other   *kit.Check // for another desk
	desk    *kit.Entry
	own     *kit.Label
	warning *kit.Paragraph
	said    *kit.Paragraph
	yes     *kit.Button
	box     *fyne.Container
	deskRow fyne.CanvasObject
	replace string // the file that a person saw is already there
	busy    bool
}

func newFile(p *Page) *file {
	host := p.env.Host
	f := &file{
		page: p, folder: kit.NewEntry(host, text.T("export.folder")), name: kit.NewEntry(host, text.T("export.name")), desk: kit.NewEntry(host, text.T("bulk.file.desk")),
		own: kit.NewCaption(""), warning: kit.NewParagraph(text.T("bulk.file.personal"), theme.ColorNamePlaceHolder, true), said: kit.NewParagraph("", theme.ColorNameError, false),
	}
	f.other = kit.NewCheck(host, text.T("bulk.file.other"), func(bool) { f.show() })
	for _, e := range []*kit.Entry{f.folder, f.name, f.desk} {
		e.OnChanged = func(string) { f.typed() }
		e.OnSubmitted = func(string) { f.yes.Press() }
	}
	f.folder.Hint, f.name.Hint, f.desk.Hint = text.T("export.folder"), text.T("export.name"), text.T("bulk.file.desk")
	f.yes = kit.NewPrimaryButton(host, "", nil, f.run)
	f.yes.Action.WhyNot = f.whyNot
	no := kit.NewButton(host, text.T("bulk.file.back"), nil, f.back)
	f.said.Width, f.warning.Width = fileWidth-40, fileWidth-40
	f.deskRow = kit.Stack(kit.Margin(f.other, 0, 3), labelled("bulk.file.desk", f.desk), f.own)
	buttons := kit.NewBar(44, nil, []fyne.CanvasObject{no, f.yes})
	buttons.Pad = 0
	f.box = kit.Stack(labelled("export.folder", f.folder), labelled("export.name", f.name), f.deskRow, kit.Margin(f.warning, 0, 6), kit.Margin(f.said, 0, 4), buttons)
	card := kit.NewCard(kit.Margin(f.box, 20, 16))
	f.root = container.NewVBox(kit.Margin(container.NewHBox(kit.Wide(fileWidth, card)), 20, 20))
	return f
}

// toOpen asks which file is to be opened.
func (f *file) toOpen() { f.ask(false, "") }

// toSave asks where the plan is to be written.
func (f *file) toSave() {
	r := f.page.review
	f.ask(true, text.T("bulk.file.name", text.With("Plan", shortID(r.plan.ID)))+planSuffix)
}

func (f *file) ask(saving bool, name string) {
	f.saving, f.busy, f.replace = saving, false, ""
	f.name.SetText(name)
	f.desk.SetText("")
	f.other.Set(false)
	f.say("")
	env := f.page.env
	env.Tasks.Go(slotFolders, func(ctx context.Context) (func(), error) {
		folder, err := screen.Stored(ctx, env.App, env.Cluster.Profile().ID, settingFolder, "")
		if folders := env.App.Folders(); folder == "" && len(folders) > 0 {
			folder = folders[0]
		}
		own, failed := env.App.DeskID(ctx)
		if err == nil {
			err = failed
		}
		return func() {
			if f.folder.Text() == "" {
				f.folder.SetText(folder)
			}
			f.own.SetText(text.T("bulk.file.own", text.With("Desk", own)))
			f.yes.Refresh()
		}, err
	}, env.Fail)
	f.show()
}

func (f *file) typed() {
	f.replace = ""
	f.say("")
	f.show()
}

func (f *file) say(words string) {
	f.said.SetText(words)
	f.box.Refresh()
}

func (f *file) show() {
	f.yes.Action.Title = text.T("bulk.file.open")
	f.deskRow.Hide()
	if f.saving {
		f.deskRow.Show()
		f.yes.Action.Title = text.T("bulk.file.save")
		if f.other.On() {
			f.yes.Action.Title = text.T("bulk.file.handover")
		}
		if f.replace != "" {
			f.yes.Action.Title = text.T("export.replace")
		}
	}
	f.desk.SetEnabled(f.other.On())
	f.yes.Refresh()
	f.box.Refresh()
}

// path is the file that is meant.
func (f *file) path() string {
	name := strings.TrimSpace(f.name.Text())
	if filepath.Ext(name) == "" && name != "" {
		name += planSuffix
	}
	return filepath.Join(strings.TrimSpace(f.folder.Text()), name)
}

func (f *file) whyNot() string {
	switch {
	case f.busy:
		return text.T("bulk.file.busy")
	case strings.TrimSpace(f.name.Text()) == "":
		return text.T("export.noname")
	case !filepath.IsAbs(f.path()):
		return text.T("export.wholepath")
	case f.saving && f.other.On() && strings.TrimSpace(f.desk.Text()) == "":
		return text.T("bulk.file.desk.none")
	}
	return ""
}

// run opens or writes the file.
func (f *file) run() {
	f.busy = true
	f.yes.Refresh()
	f.page.env.Keep(settingFolder, filepath.Dir(f.path()))
	if f.saving {
		f.write()
		return
	}
	env, path := f.page.env, f.path()
	env.Tasks.Go(slotFile, func(ctx context.Context) (func(), error) {
		p, err := env.Cluster.OpenPlan(ctx, path)
		return func() {
			f.busy = false
			f.page.review.adopt(p, fromFile)
			f.page.show(f.page.review)
		}, err
	}, f.failed)
}

// write writes the plan; for another desk it is closed here.
func (f *file) write() {
	env, path, desk, plan := f.page.env, f.path(), "", f.page.review.plan
	if f.other.On() {
		desk = strings.TrimSpace(f.desk.Text())
	}
	replace := f.replace == path
	env.Tasks.Go(slotFile, func(ctx context.Context) (func(), error) {
		err := env.Cluster.SavePlan(ctx, path, plan, desk, replace)
		return func() { f.written(path, desk) }, err
	}, f.failed)
}

func (f *file) written(path, desk string) {
	f.busy = false
	name := text.With("Name", filepath.Base(path))
	if desk == "" {
		f.page.env.Toast(text.T("bulk.file.saved", name, text.With("Folder", filepath.Dir(path))))
		f.page.show(f.page.review)
		return
	}
	f.page.env.Toast(text.T("bulk.file.handedover", name, text.With("Desk", desk)))
	f.page.review.drop()
	f.page.Plans()
}

// failed says in place why there is no plan, or asks whether to replace a file.
func (f *file) failed(err error) {
	f.busy = false
	if f.saving && model.CodeOf(err) == model.Conflict && f.page.env.App.Explain(err).Key == "export.there" {
		f.replace = f.path()
	}
	f.say(f.page.env.Sentence(err))
	f.show()
}

func (f *file) back() {
	if f.saving {
		f.page.show(f.page.review)
		return
	}
	f.page.Plans()
}

func (f *file) object() fyne.CanvasObject { return f.root }
func (f *file) grid() *kit.Grid           { return nil }
func (f *file) refresh()                  { f.show() }

func (f *file) focus() {
	f.name.Focus()
	f.name.SelectAll()
}

func (f *file) heading() heading {
	if f.saving {
		return heading{title: text.T("bulk.file.title.save"), badge: text.T("bulk.badge.plan"), step: stepReview}
	}
	return heading{title: text.T("bulk.file.title.open"), step: stepNone}
}
