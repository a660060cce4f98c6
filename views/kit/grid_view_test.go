package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

func TestGridHoldsTheLastOfAMillionRowsStill(t *testing.T) {
	s := wideSample(t, 1000000)
	s.ScrollToRow(999999)
	end := s.scroll.y(999999)
	if bottom := end + GridRowHeight; bottom != s.scroll.height {
		t.Fatalf("the last row ends at %v, the view at %v", bottom, s.scroll.height)
	}
	for range 100 { // 1 px at a time: a 32-bit offset would not move, or jump
		before := s.scroll.y(999999)
		s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1)})
		if moved := s.scroll.y(999999) - before; moved != 1 {
			t.Fatalf("one pixel moves the row by %v", moved)
		}
	}
	for range 100 {
		s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -1)})
	}
	if got := s.scroll.y(999999); got != end {
		t.Errorf("there and back the last row is at %v, not %v", got, end)
	}
	if got := s.texts(999999); !strings.HasPrefix(got, sampleLogins[999999%len(sampleLogins)]+"|1009999|") {
		t.Errorf("the last row shows %s", got)
	}
}

func TestGridThumbReachesBothEnds(t *testing.T) {
	s := wideSample(t, 1000000)
	thumb := func() fyne.Position {
		t, _ := s.verticalThumb()
		return fyne.NewPos(s.Size().Width-4, GridHeaderHeight+t.at+5)
	}
	s.drag(thumb(), fyne.NewPos(690, 5000))
	if from, to := s.InView(); to != 1000000 || s.scroll.fraction() != 1 {
		t.Errorf("dragged to the end, rows %d-%d are in view", from, to)
	}
	s.drag(thumb(), fyne.NewPos(690, -5000))
	if s.scroll.top != 0 || s.scroll.rest != 0 {
		t.Errorf("dragged to the start, row %d+%v is first", s.scroll.top, s.scroll.rest)
	}
	s.press(fyne.NewPos(s.Size().Width-4, 500), 0) // on the track: a page
	if s.scroll.top != 24 {
		t.Errorf("a click on the track shows row %d first", s.scroll.top)
	}
}

func TestGridWheel(t *testing.T) {
	s := wideSample(t, 1000)
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	if s.scroll.top != 3 || s.scroll.rest != 0 {
		t.Errorf("a notch goes to row %d+%v, want 3", s.scroll.top, s.scroll.rest)
	}
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
	if s.scroll.top != 3 || s.scroll.rest != 10 {
		t.Errorf("10 px of a touchpad go to row %d+%v, want 3+10", s.scroll.top, s.scroll.rest)
	}
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 1000)})
	if s.scroll.top != 0 || s.scroll.rest != 0 {
		t.Errorf("the list begins at row %d+%v", s.scroll.top, s.scroll.rest)
	}
}

func TestGridAsksForRowsInViewOnce(t *testing.T) {
	s := wideSample(t, 1000)
	s.unread = func(row int) bool { return row >= 500 }
	s.RowsNeeded = func(from, to int) { s.tell("need %d-%d", from, to) }
	s.Refresh()
	s.wants(t, "need 0-26")
	s.ScrollToRow(600)
	s.wants(t, "need 575-601")
	if got := s.texts(600); !strings.HasPrefix(got, "…|…|…") {
		t.Errorf("a row that is not read shows %s", got)
	}
	s.unread = nil
	s.fills = 0
	s.RefreshRows(590, 700)
	if s.fills != 11 {
		t.Errorf("%d rows were filled, want the 11 of them in view", s.fills)
	}
	if got := s.texts(600); !strings.Contains(got, "10600") {
		t.Errorf("row 600 shows %s", got)
	}
	s.wants(t)
}

func TestGridStepFillsOnlyWhatComesIn(t *testing.T) {
	s := wideSample(t, 1000)
	s.fills = 0
	s.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	if s.fills != 3 {
		t.Errorf("a step of three rows filled %d", s.fills)
	}
	s.RefreshMarks()
	s.keys(fyne.KeyHome)
	s.fills = 0
	s.keys(fyne.KeyDown)
	if s.fills != 0 {
		t.Errorf("moving the current row filled %d rows", s.fills)
	}
}

func TestGridShrinksWithItsRows(t *testing.T) {
	s := wideSample(t, 1000)
	s.keys(fyne.KeyEnd)
	s.rows = 30
	s.Refresh()
	if from, to := s.InView(); from != 4 || to != 30 {
		t.Errorf("after the list became shorter rows %d-%d are in view", from, to)
	}
	if s.Current() != -1 {
		t.Errorf("row %d is current, which is gone", s.Current())
	}
	s.rows = 3
	s.Refresh()
	visible := 0
	for _, r := range s.body.slots {
		if r.base.Visible() {
			visible++
		}
	}
	if visible != 3 {
		t.Errorf("%d rows are painted of 3", visible)
	}
}

func TestGridSorting(t *testing.T) {
	s := wideSample(t, 100)
	s.OnSort = func(column string, add bool) { s.tell("sort %s %v", column, add) }
	s.press(s.head("login"), 0)
	s.press(s.head("group"), fyne.KeyModifierShift)
	s.press(s.head("phone"), 0) // not sortable
	s.wants(t, "sort login false", "sort group true")
	s.SetSort(GridSort{Column: "login"}, GridSort{Column: "group", Desc: true})
	login, group := s.header.titles[2], s.header.titles[4]
	if !login.arrow.Visible() || login.second.Visible() || !group.arrow.Visible() || group.second.Text != "2" {
		t.Error("the header does not show both keys of the order")
	}
	if login.arrow.Image == group.arrow.Image {
		t.Error("up and down look the same")
	}
	s.SetSort()
	if login.arrow.Visible() || group.second.Visible() {
		t.Error("the header shows an order that is over")
	}
	s.column = 5
	s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt | fyne.KeyModifierShift})
	s.wants(t, "sort balance true")
}

func ids(columns []Column) string {
	var all []string
	for _, c := range columns {
		all = append(all, c.ID)
	}
	return strings.Join(all, " ")
}

// inColumns checks that titles and texts stand in their columns.
func (s *gridSample) inColumns(t *testing.T, when string) {
	t.Helper()
	for i, c := range s.columns.all {
		if c.Title == "" || c.Align != fyne.TextAlignLeading {
			continue
		}
		want := s.columns.x[i] + gridPad
		if got := s.header.titles[i].cell.text.Position().X; got != want {
			t.Errorf("%s the title of %s is at %v, want %v", when, c.ID, got, want)
		}
		if got := s.body.slot(s.scroll.top).cells[i].text.Position().X; got != want {
			t.Errorf("%s the text of %s is at %v, want %v", when, c.ID, got, want)
		}
	}
}

func TestGridColumnsByMouse(t *testing.T) {
	s := wideSample(t, 100)
	s.OnSort = func(string, bool) { s.tell("sort") }
	s.OnColumns = func(c []Column) { s.tell("%s, group %v", ids(c), c[4].Width) }
	border := fyne.NewPos(s.columns.left(4, 0)+s.columns.w[4]-1, 10)
	s.drag(border, border.AddXY(30, 0))
	s.wants(t, "check state login uid group balance bonus phone signup note, group 106")
	s.inColumns(t, "after group became wider")
	s.drag(border.AddXY(30, 0), fyne.NewPos(0, 10))
	s.wants(t, "check state login uid group balance bonus phone signup note, group 24")
	s.drag(s.head("balance"), s.head("uid"))
	s.wants(t, "check state login balance uid group bonus phone signup note, group 68")
	s.drag(s.head("balance"), s.head("login")) // to the frozen side: not possible
	s.drag(s.head("state"), s.head("login"))   // fixed
	s.wants(t)
	if got := s.texts(1); !strings.HasPrefix(got, sampleLogins[1]+"|7.20|10001|") {
		t.Errorf("after the move row 1 shows %s", got)
	}
}

func TestGridColumnsByKeys(t *testing.T) {
	s := wideSample(t, 100)
	s.OnColumns = func(c []Column) { s.tell("%s %v", ids(c[3:6]), c[4].Width) }
	press := func(key fyne.KeyName, mod fyne.KeyModifier) {
		s.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mod})
	}
	press(fyne.KeyRight, Ctrl)
	if s.CurrentColumn() != "uid" {
		t.Fatalf("column %s is meant, want uid", s.CurrentColumn())
	}
	press(fyne.KeyRight, Ctrl|fyne.KeyModifierShift)
	press(fyne.KeyRight, fyne.KeyModifierAlt|fyne.KeyModifierShift)
	s.wants(t, "group uid balance 68", "group uid balance 76")
	if s.CurrentColumn() != "uid" {
		t.Errorf("the moved column is not meant any more, but %s", s.CurrentColumn())
	}
}

func TestGridFitsAColumnOnDoubleClick(t *testing.T) {
	s := wideSample(t, 100)
	border := fyne.NewPos(s.columns.left(4, 0)+s.columns.w[4]-1, 10)
	s.drag(border, border.AddXY(-40, 0))
	if got := s.texts(3); !strings.Contains(got, "…") {
		t.Fatalf("a narrow column shows %s", got)
	}
	border = border.AddXY(-40, 0)
	s.press(border, 0)
	s.press(border, 0)
	s.DoubleTapped(&fyne.PointEvent{Position: border})
	if got := s.texts(3); !strings.Contains(got, "|enterprise|") {
		t.Errorf("after the double click the row shows %s", got)
	}
}

func TestGridSidewaysKeepsFrozenColumns(t *testing.T) {
	s := wideSample(t, 100)
	login, phone := s.columns.left(2, s.scroll.left), s.columns.left(7, s.scroll.left)
	s.keys(fyne.KeyRight, fyne.KeyRight)
	if got := s.columns.left(2, s.scroll.left); got != login {
		t.Errorf("Login moved from %v to %v", login, got)
	}
	if got := s.columns.left(7, s.scroll.left); got != phone-80 {
		t.Errorf("Phone Number is at %v, want %v", got, phone-80)
	}
	s.press(fyne.NewPos(s.columns.edge+2, 40), 0)
	if got := s.CurrentColumn(); got != "group" {
		t.Errorf("right of the frozen columns stands %s, want group", got)
	}
	s.drag(fyne.NewPos(s.columns.edge+60, s.Size().Height-3), fyne.NewPos(5000, s.Size().Height-3))
	if end := s.columns.left(9, s.scroll.left) + s.columns.w[9] + gridBar; end != s.Size().Width {
		t.Errorf("at the end the last column reaches to %v of %v", end, s.Size().Width)
	}
	for range 5 {
		s.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: Ctrl})
	}
	for range 10 {
		s.keys(fyne.KeyLeft)
	}
	if s.scroll.left != 0 {
		t.Errorf("back at the start the columns are scrolled by %v", s.scroll.left)
	}
}

func TestGridNeverCutsIdentityWhileThereIsRoom(t *testing.T) {
	long := "a.very.long.name.of.a.department@subsidiary.example.com"
	sampleBefore := sampleLogins[0]
	sampleLogins[0] = long
	defer func() { sampleLogins[0] = sampleBefore }()
	s := wideSample(t, 100)
	if got := s.texts(0); !strings.HasPrefix(got, long+"|") {
		t.Errorf("row 0 shows %s", got)
	}
	s.inColumns(t, "after Login grew")
	s.window.Resize(fyne.NewSize(420, 400))
	if s.columns.edge > 420*gridFrozenShare {
		t.Errorf("the frozen columns take %v of 420 px", s.columns.edge)
	}
}

func TestGridTextIsCutAtItsEnd(t *testing.T) {
	s := wideSample(t, 1)
	font := s.look.font(false, false)
	for _, text := range []string{
		"accounts@alderpress.example.com", strings.Repeat("x", 3000), "WAVE AVATAR To Ty LT",
		"Žluťoučký kůň úpěl ďábelské ódy, příliš", strings.Repeat("ж", 3000), "x", "…",
	} {
		for _, width := range []float32{8, 30, 120, 300} {
			got := s.look.fit(text, width, font)
			measured := fyne.MeasureText(got, font.size, font.style()).Width
			if got != text && !strings.HasSuffix(got, "…") {
				t.Errorf("%.20q cut to %v px is %q", text, width, got)
			}
			if measured > max(width, fyne.MeasureText("…", font.size, font.style()).Width)+1.5 {
				t.Errorf("%.20q cut to %v px is %v px wide", text, width, measured)
			}
			if got != text && !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
				t.Errorf("%.20q cut to %v px is %q", text, width, got)
			}
		}
	}
}

func TestGridTakesTheNewTheme(t *testing.T) {
	s := wideSample(t, 10)
	light := s.body.slot(0).cells[2].text.Color
	fyne.CurrentApp().Settings().SetTheme(NewTheme(Dark, 1.5))
	s.Refresh()
	r := s.body.slot(0)
	if r.cells[2].text.Color == light || r.cells[2].text.TextSize != 13*1.5 {
		t.Errorf("the text has colour %v and size %v", r.cells[2].text.Color, r.cells[2].text.TextSize)
	}
	if want := float32(38); r.picture.raster.Size().Height != want { // of 37.5: whole pixels
		t.Errorf("a row is %v high, want %v", r.picture.raster.Size().Height, want)
	}
}

func TestGridHasObjectsForTheViewOnly(t *testing.T) {
	count := func(rows int) int {
		s := wideSample(t, rows)
		s.keys(fyne.KeyEnd, fyne.KeyHome, fyne.KeyPageDown, fyne.KeyEnd)
		return countObjects(s.body.base) + countObjects(s.body.rest)
	}
	if few, many := count(100), count(1000000); many > few+few/10 {
		t.Errorf("100 rows have %d objects, a million rows %d", few, many)
	}
}

func countObjects(o fyne.CanvasObject) int {
	n := 1
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			n += countObjects(child)
		}
	}
	return n
}

// The blank after an arrow is drawn as a blank, not as the box of a letter that the
// font of the arrow does not have.
func TestGridBlankAfterAnArrow(t *testing.T) {
	s := newGridSample(t, 2, fyne.NewSize(300, 27+2*25+40), Light)
	s.Fill = func(i int, _ []Column, row *Row) bool {
		row.Key, row.Cells[0] = uint64(i), Cell{Text: []string{"→", "→ "}[i]}
		row.Ground = theme.ColorNameBackground
		return true
	}
	s.SetColumns([]Column{{ID: "change", Title: "Change", Width: 120}})
	img := s.window.Canvas().Capture()
	inked := 0
	for x := 10; x < 120; x++ {
		for y := 2; y < 23; y++ {
			one, two := img.At(x, 27+y), img.At(x, 27+25+y)
			if one != two {
				t.Fatalf("the pixel %d, %d of the blank has %v, beside it is %v", x, y, two, one)
			}
			if one != img.At(119, 27+y) {
				inked++
			}
		}
	}
	if inked == 0 {
		t.Error("there is no arrow")
	}
}
