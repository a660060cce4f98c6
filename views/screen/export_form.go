package screen

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/assets/text"
	"steward/views/kit"
)

// Keys of the forms of a file.
const (
	formatCSV  = "csv"
	formatXLSX = "xlsx"
)

// Measures of the dialog at scale 1.
const (
	exportWidth    float32 = 540
	exportNames    float32 = 84
	exportSaidHigh float32 = 40
)

// exportForm is what the dialog shows: what, where and in which form; how far it is,
// or what is wrong.
type exportForm struct {
	of            *exporting
	object        *fyne.Container
	what          *kit.Select // of the rows; nil: there is no choice
	folder, name  *kit.Entry
	choose        *kit.Button // of the folder
	format        *kit.Select
	columns       *kit.Check
	said          *kit.Paragraph
	line          *kit.ProgressLine
	yes, away, no *kit.Button
	folders       []string
	writing       bool
}

func newExportForm(x *exporting) *exportForm {
	host, what := x.dialog.Host, x.what
	f := &exportForm{
		of: x, folder: kit.NewEntry(host, text.T("export.folder")), name: kit.NewEntry(host, text.T("export.name")),
		said: kit.NewParagraph("", theme.ColorNameError, false), line: kit.NewProgressLine(),
	}
	f.folder.Hint, f.name.Hint = text.T("export.folder"), text.T("export.name")
	f.said.Width = exportWidth - 28
	f.folder.OnChanged, f.name.OnChanged = f.changed, f.nameChanged
	f.folder.OnSubmitted, f.name.OnSubmitted = f.submit, f.submit
	f.name.SetText(what.fileName(x.env.App.Now()))
	f.choose = kit.NewMenuButton(host, text.T("export.folder.choose"), theme.FolderOpenIcon(), f.places)
	f.choose.IconOnly = true
	f.format = kit.NewSelect(host, []kit.Option{
		{Key: formatCSV, Title: text.T("export.format.csv")}, {Key: formatXLSX, Title: text.T("export.format.xlsx")},
	}, f.formatChanged)
	f.columns = kit.NewCheck(host, text.T("export.columns"), nil)
	f.yes = kit.NewPrimaryButton(host, text.T("export.start"), theme.DownloadIcon(), x.start)
	f.away = kit.NewButton(host, text.T("export.behind"), nil, x.goBehind)
	f.no = kit.NewButton(host, text.T("kit.cancel"), nil, x.dialog.Close)
	f.away.Hide()
	f.build()
	return f
}

// build puts the rows of the form together.
func (f *exportForm) build() {
	var rows []fyne.CanvasObject
	what := f.of.what
	if len(what.Scopes) > 0 {
		options := make([]kit.Option, len(what.Scopes))
		for i, title := range what.Scopes {
			options[i] = kit.Option{Key: strconv.Itoa(i), Title: title}
		}
		f.what = kit.NewSelect(f.of.dialog.Host, options, f.changed)
		f.what.Width = 240
		rows = append(rows, exportRow("export.what", f.what))
	}
	f.format.Width = 240
	rows = append(rows, exportRow("export.name", kit.Fill(f.name)), exportRow("export.folder", kit.Fill(f.folder), f.choose), exportRow("export.format", f.format))
	if what.HiddenColumns {
		rows = append(rows, exportRow("", f.columns))
	}
	line := kit.NewBar(24, []fyne.CanvasObject{f.line}, nil)
	line.Pad = 3
	room := kit.NewGround(kit.ColorClear, nil)
	room.Least = fyne.NewSize(0, exportSaidHigh)
	rows = append(rows, container.NewStack(room, kit.Margin(f.said, 3, 4), kit.Margin(line, 0, 4)))
	f.object = kit.Stack(rows...)
}

// exportRow are controls behind their name.
func exportRow(key string, controls ...fyne.CanvasObject) fyne.CanvasObject {
	name := ""
	if key != "" {
		name = text.T(key)
	}
	bar := kit.NewBar(36, append([]fyne.CanvasObject{kit.Wide(exportNames, kit.NewLabel(name))}, controls...), nil)
	bar.Pad = 3
	return bar
}

func (f *exportForm) buttons() []fyne.CanvasObject {
	return []fyne.CanvasObject{f.away, f.no, f.yes}
}

// propose fills in where the last export went.
func (f *exportForm) propose(target exportTarget, folders []string) {
	f.folders = folders
	f.folder.SetText(target.Folder)
	f.format.Set(formatCSV)
	if target.XLSX {
		f.format.Set(formatXLSX)
	}
}

// places are folders to choose from.
func (f *exportForm) places() []*kit.Action {
	list := make([]*kit.Action, len(f.folders))
	for i, folder := range f.folders {
		list[i] = &kit.Action{Title: folder, Icon: theme.FolderIcon(), Run: func() {
			f.folder.SetText(folder)
			f.changed("")
		}}
	}
	return list
}

// scope is the choice of rows.
func (f *exportForm) scope() int {
	if f.what == nil {
		return 0
	}
	n, _ := strconv.Atoi(f.what.Selected()) // our own keys
	return n
}

// path is where the file goes, or what is wrong with that.
func (f *exportForm) path() (folder, path, problem string) {
	name, _ := split(f.name.Text())
	end := export.CSV.Extension()
	if f.format.Selected() == formatXLSX {
		end = export.XLSX.Extension()
	}
	folder = strings.TrimSpace(f.folder.Text())
	if rest, own := strings.CutPrefix(folder, "~"); own && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			folder = home + rest
		}
	}
	switch {
	case name == "":
		return "", "", text.T("export.noname")
	case !filepath.IsAbs(folder):
		return "", "", text.T("export.wholepath")
	case name != filepath.Base(name):
		return "", "", text.T("export.badname", text.With("Name", text.Visible(name)))
	}
	return filepath.Clean(folder), filepath.Join(folder, name+end), ""
}

// split takes the end of a form off a name; the key of that form is empty if there is
// none.
func split(name string) (bare, form string) {
	name = strings.TrimSpace(name)
	for form, f := range map[string]export.Format{formatCSV: export.CSV, formatXLSX: export.XLSX} {
		if at := len(name) - len(f.Extension()); at >= 0 && strings.EqualFold(name[at:], f.Extension()) {
			return name[:at], form
		}
	}
	return name, ""
}

// nameChanged lets a name that ends as one of the forms do choose that form.
func (f *exportForm) nameChanged(name string) {
	if _, form := split(name); form != "" {
		f.format.Set(form)
	}
	f.changed("")
}

// formatChanged takes the end of another form off the name.
func (f *exportForm) formatChanged(form string) {
	if bare, other := split(f.name.Text()); other != "" && other != form {
		f.name.SetText(bare)
	}
	f.changed("")
}

// changed takes back what was said of what stood here before.
func (f *exportForm) changed(string) {
	f.of.replace = ""
	f.ask(false)
	f.say("")
}

// submit is Enter in a field. It does not replace a file: a key held too long would.
func (f *exportForm) submit(string) {
	if f.of.replace != "" {
		f.of.env.Window.Canvas().Focus(f.yes)
		return
	}
	f.yes.Press()
}

// ask makes the button say that a file will be replaced.
func (f *exportForm) ask(replace bool) {
	word, level, ink := text.T("export.start"), kit.Primary, theme.ColorNameError
	if replace {
		word, level, ink = text.T("export.replace"), kit.Danger, theme.ColorNameWarning
	}
	f.yes.Level = level
	f.yes.SetTitle(word)
	f.said.SetColor(ink)
	f.of.dialog.Arrange()
}

// say shows what is wrong.
func (f *exportForm) say(sentence string) {
	f.said.SetText(sentence)
	f.object.Refresh()
}

// write shows that the file is being written, or no longer.
func (f *exportForm) write(on bool) {
	f.writing = on
	f.line.Set("", 0, 0)
	f.away.Hide()
	f.say("")
	for _, e := range []*kit.Entry{f.folder, f.name} {
		e.SetEnabled(!on)
	}
	if on {
		f.yes.Hide()
		f.of.dialog.Arrange()
		f.of.env.Window.Canvas().Focus(f.no)
		return
	}
	f.yes.Show()
	f.of.dialog.Arrange()
	f.of.env.Window.Canvas().Focus(f.name.Focusable())
}

// progress shows how far it is; all 0: nobody knows how much there is.
func (f *exportForm) progress(rows, all int) {
	if f.away.Hidden {
		f.away.Show()
		f.of.dialog.Arrange()
	}
	f.line.Set(text.T("export.writing", text.N(rows)), rows, all)
	f.object.Refresh()
}
