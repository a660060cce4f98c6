package kit

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"steward/assets"
)

// gridSample is a list of n invented customers in a window, and what it was
// told.
type gridSample struct {
	*Grid
	window fyne.Window
	rows   int
	marks  map[uint64]bool
	unread func(row int) bool
	fills  int
	told   []string
}

func (s *gridSample) tell(format string, args ...any) {
	s.told = append(s.told, fmt.Sprintf(format, args...))
}

// take returns what was told since the last time.
func (s *gridSample) take() []string {
	told := s.told
	s.told = nil
	return told
}

var sampleLogins = []string{
	"accounts@alderpress.example.com", "admin@brightwell.example.net", "billing@calderrow.example.org",
	"cto@dovetail-labs.example.com", "devops@eastmere.example.net", "finance@fernhill.example.org",
	"hello@greenpost.example.com", "hosting@halcyon-arts.example.net", "info@ironbark.example.org",
}

func sampleColumns() []Column {
	return []Column{
		{ID: "check", Width: 28, Check: true, Frozen: true, Fixed: true, Align: fyne.TextAlignCenter},
		{ID: "state", Width: 24, Frozen: true, Fixed: true, Sortable: true, Align: fyne.TextAlignCenter},
		{ID: "login", Title: "Login", Width: 246, Frozen: true, Sortable: true, Identity: true},
		{ID: "uid", Title: "User ID", Width: 68, Align: fyne.TextAlignTrailing, Sortable: true},
		{ID: "group", Title: "Group", Width: 76, Sortable: true},
		{ID: "balance", Title: "Balance", Width: 92, Align: fyne.TextAlignTrailing, Sortable: true, MoreSlot: true},
		{ID: "bonus", Title: "Bonus", Width: 64, Align: fyne.TextAlignTrailing, Sortable: true},
		{ID: "phone", Title: "Phone Number", Width: 122},
		{ID: "signup", Title: "Signup Date", Width: 92, Sortable: true},
		{ID: "note", Title: "Notes", Width: 260},
	}
}

func (s *gridSample) fill(i int, columns []Column, row *Row) bool {
	s.fills++
	if s.unread != nil && s.unread(i) {
		return false
	}
	row.Key = uint64(10000 + i)
	for c := range columns {
		row.Cells[c] = s.cellOf(i, columns[c].ID)
	}
	return true
}

func (s *gridSample) cellOf(i int, column string) Cell {
	switch column {
	case "state":
		state := []string{"st-active", "st-active", "st-suspended", "st-active", "st-inactive", "st-destroyed"}[i%6]
		tint := []fyne.ThemeColorName{"success", "success", "warning", "success", "primary", ColorGone}[i%6]
		return Cell{Icon: CellIcon{Resource: assets.Icon(state), Color: tint, Hint: state}}
	case "login":
		c := Cell{Text: sampleLogins[i%len(sampleLogins)]}
		if i%6 == 5 {
			c.Color = ColorGone
		}
		if i%3 == 1 {
			c.Marks = []CellIcon{{Resource: assets.Icon("pin"), Color: theme.ColorNamePlaceHolder, Hint: "pinned note"}}
		}
		if i%7 == 6 {
			c.Marks = []CellIcon{{Resource: assets.Icon("pending"), Color: theme.ColorNameWarning, Hint: "waits to be sent"}}
		}
		return c
	case "uid":
		return Cell{Text: fmt.Sprint(10000 + i), Link: i%2 == 0}
	case "group":
		return Cell{Text: []string{"billing", "business", "trial", "enterprise"}[i%4]}
	case "balance":
		if i%5 == 2 {
			return Cell{Text: "–37.41", Color: theme.ColorNameError, More: true, Hint: "–37.4166 EUR"}
		}
		return Cell{Text: fmt.Sprintf("%d.20", i*7%9000), More: i%2 == 0}
	case "bonus":
		return Cell{Text: "0.00", Color: theme.ColorNamePlaceHolder}
	case "phone":
		return Cell{Text: fmt.Sprintf("+44 7700 %06d", i%1000000)}
	case "signup":
		return Cell{Text: "2023-06-30", Mono: true}
	case "note":
		return Cell{Text: fmt.Sprintf("%d asked for an invoice copy for October. Sent by mail, again.", i)}
	}
	return Cell{}
}

func newGridSample(t testing.TB, rows int, size fyne.Size, variant Variant) *gridSample {
	a := test.NewTempApp(t)
	a.Settings().SetTheme(NewTheme(variant, 1))
	s := &gridSample{rows: rows, marks: map[uint64]bool{}}
	s.Grid = NewGrid(nil, sampleColumns()...)
	s.Length = func() int { return s.rows }
	s.Fill = s.fill
	s.Marked = func(key uint64) bool { return s.marks[key] }
	s.OnMark = func(from, to int, on bool) {
		s.tell("mark %d-%d %v", from, to, on)
		for i := from; i < to; i++ {
			if delete(s.marks, uint64(10000+i)); on {
				s.marks[uint64(10000+i)] = true
			}
		}
	}
	s.OnCurrent = func(row int) { s.tell("current %d", row) }
	s.OnActivate = func(row int) { s.tell("open %d", row) }
	s.window = test.NewTempWindow(t, s.Grid)
	s.window.SetPadded(false)
	s.window.Resize(size)
	return s
}

// picture captures the window and keeps it in the folder STEWARD_PICTURES names.
func (s *gridSample) picture(t *testing.T, name string) image.Image {
	t.Helper()
	img := s.window.Canvas().Capture()
	if dir := os.Getenv("STEWARD_PICTURES"); dir != "" {
		f, err := os.Create(filepath.Join(dir, name+".png"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, img); err != nil {
			t.Fatal(err)
		}
	}
	return img
}
