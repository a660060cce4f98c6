package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"steward/client/platform"
	"steward/views/kit"
)

// piece is a visible object, where it stands on the canvas, and in what.
type piece struct {
	fyne.CanvasObject
	at fyne.Position
	in []piece // from the outermost
}

// words is what a piece says by itself, in full even where the place cuts it.
func (p piece) words() string {
	switch o := p.CanvasObject.(type) {
	case *kit.HintLine:
		return o.Text
	case *kit.Label:
		return o.Text
	case *kit.Paragraph:
		return o.Text
	case *canvas.Text:
		return strings.ReplaceAll(o.Text, "\u2800", " ") // a blank behind an arrow
	}
	return ""
}

// walk visits what can be seen below an object; visit says whether to look inside.
func walk(p piece, visit func(piece) bool) {
	if !p.Visible() || !visit(p) {
		return
	}
	var inside []fyne.CanvasObject
	switch o := p.CanvasObject.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	if g, is := p.CanvasObject.(*kit.Grid); is {
		inside = append(slices.Clip(inside), written(g)...)
	}
	if len(inside) == 0 {
		return
	}
	in := append(slices.Clip(p.in), p)
	for _, o := range inside {
		if o != nil {
			walk(piece{CanvasObject: o, at: p.at.Add(o.Position()), in: in}, visit)
		}
	}
}

// written are the texts in a list's pictures, as the objects they would be.
func written(g *kit.Grid) (texts []fyne.CanvasObject) {
	for _, w := range g.Written() {
		t := canvas.NewText(w.Text, nil)
		t.Move(w.At)
		t.Resize(w.Size)
		texts = append(texts, t)
	}
	return texts
}

// pieces are all visible objects, those of pop-ups and dialogs first.
func (s *story) pieces() []piece {
	var found []piece
	c := s.window.Fyne().Canvas()
	roots := append(c.Overlays().List(), c.Content())
	for _, root := range roots {
		walk(piece{CanvasObject: root, at: root.Position()}, func(p piece) bool {
			found = append(found, p)
			return p.words() == "" // a label holds a shortened copy of its text
		})
	}
	return found
}

func (s *story) onScreen(o fyne.CanvasObject) bool {
	return slices.ContainsFunc(s.pieces(), func(p piece) bool { return p.CanvasObject == o })
}

// screen is every word on screen but those of lists, for people who read a
// failed test.
func (s *story) screen() string {
	var words []string
	for _, p := range s.pieces() {
		listed := slices.ContainsFunc(p.in, func(a piece) bool { _, is := a.CanvasObject.(*kit.Grid); return is })
		if w := p.words(); w != "" && !listed {
			words = append(words, w)
		}
	}
	if s.window.Users() == nil {
		return strings.Join(words, " | ")
	}
	return fmt.Sprintf("%s | (%d rows)", strings.Join(words, " | "), s.grid().Length())
}

// sees fails unless a text on screen has these words in it.
func (s *story) sees(words string) {
	s.t.Helper()
	if !s.shows(words) {
		s.t.Fatalf("nowhere %q. On screen:\n%s", words, s.screen())
	}
}

func (s *story) seesNot(words string) {
	s.t.Helper()
	if s.shows(words) {
		s.t.Fatalf("%q should not be there. On screen:\n%s", words, s.screen())
	}
}

func (s *story) shows(words string) bool {
	return slices.ContainsFunc(s.pieces(), func(p piece) bool { return strings.Contains(p.words(), words) })
}

// find is the first piece that says exactly this; pop-ups come first.
func (s *story) find(words string) piece {
	s.t.Helper()
	for _, p := range s.pieces() {
		if p.words() == words {
			return p
		}
		if b, ok := p.CanvasObject.(*kit.Button); ok && b.Action.Title == words {
			return piece{CanvasObject: b, at: p.at, in: append(slices.Clip(p.in), p)}
		}
	}
	s.t.Fatalf("nothing says %q. On screen:\n%s", words, s.screen())
	return piece{}
}

// inGrid is the middle of the first cell or header of the list that says
// exactly this.
func (s *story) inGrid(words string) (*kit.Grid, fyne.Position) {
	s.t.Helper()
	g := s.grid()
	for _, p := range s.pieces() {
		if alike(p.words(), words) && slices.ContainsFunc(p.in, func(a piece) bool { return a.CanvasObject == g }) {
			root := p.in[slices.IndexFunc(p.in, func(a piece) bool { return a.CanvasObject == g })]
			return g, p.at.Subtract(root.at).AddXY(p.Size().Width/2, 8)
		}
	}
	s.t.Fatalf("the list does not show %q. On screen:\n%s", words, s.screen())
	return nil, fyne.Position{}
}

// alike reports whether a text on screen is this one, perhaps cut.
func alike(shown, words string) bool {
	start, cut := strings.CutSuffix(shown, "…")
	return shown == words || cut && len(start) > 4 && strings.HasPrefix(words, start)
}

// button is the title of the first button that has these words in it.
func (s *story) button(words string) string {
	s.t.Helper()
	for _, p := range s.pieces() {
		if b, ok := p.CanvasObject.(*kit.Button); ok && strings.Contains(b.Action.Title, words) {
			return b.Action.Title
		}
	}
	s.t.Fatalf("no button has %q. On screen:\n%s", words, s.screen())
	return ""
}

// uids are the customers of the list in its order.
func (s *story) uids() []platform.UID {
	g := s.grid()
	uids, columns := make([]platform.UID, g.Length()), g.Columns()
	r := kit.Row{Cells: make([]kit.Cell, len(columns))}
	for i := range uids {
		g.Fill(i, columns, &r)
		uids[i] = platform.UID(r.Key)
	}
	return uids
}

// row is a row of the list as the grid paints it.
func (s *story) row(i int) kit.Row {
	g := s.grid()
	columns := g.Columns()
	r := kit.Row{Cells: make([]kit.Cell, len(columns))}
	g.Fill(i, columns, &r)
	return r
}

// cell is what a row of the list says in a column.
func (s *story) cell(i int, column string) kit.Cell {
	s.t.Helper()
	at := slices.IndexFunc(s.grid().Columns(), func(c kit.Column) bool { return c.ID == column })
	if at < 0 {
		s.t.Fatalf("the list has no column %q", column)
	}
	return s.row(i).Cells[at]
}

// logins are the e-mails of the rows that are loaded.
func (s *story) logins() []string {
	var list []string
	for i := range s.grid().Length() {
		list = append(list, s.cell(i, "login").Text)
	}
	return list
}

// titles are the titles of the list's columns in their order.
func (s *story) titles() []string {
	var list []string
	for _, c := range s.grid().Columns() {
		if c.Title != "" {
			list = append(list, c.Title)
		}
	}
	return list
}

// marked are the rows of the list whose box is ticked.
func (s *story) marked() []platform.UID {
	var list []platform.UID
	for _, uid := range s.uids() {
		if s.grid().Marked(uint64(uid)) {
			list = append(list, uid)
		}
	}
	return list
}

func (s *story) clipboard() string { return s.fyne.Clipboard().Content() }

// strip is what the strip at the foot says.
func (s *story) strip() string { return strings.Join(s.window.Strip(), " | ") }

// same fails unless two things are alike.
func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if reflect.DeepEqual(got, want) || reflect.ValueOf(got).Kind() == reflect.Slice && fmt.Sprint(got) == fmt.Sprint(want) {
		return
	}
	t.Fatalf("%s:\n got %.600v\nwant %.600v", what, fmt.Sprint(got), fmt.Sprint(want))
}
