package operations

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// evidenceBefore is how far before an operation its evidence goes back.
const evidenceBefore = 26 * time.Hour

// evidenceRows is how many rows are shown before the table scrolls.
const evidenceRows = 6

// proof is a row of the platform's record beside an operation.
type proof struct {
	funding  platform.Funding
	expected bool // the row that is looked for, not one that is there
	ours     bool // our mark
	fits     bool // the same size and kind
	attempt  int
}

// evidence is the table of the funding history around a money operation: the
// row that is expected first, rows of the same size or kind marked.
type evidence struct {
	env     *screen.Env
	rows    []proof
	op      model.Operation
	reads   int
	numbers bool // of the rows stand in a column
	title   *kit.Label
	about   *kit.Label
	grid    *kit.Grid
	room    *kit.Ground
	object  *fyne.Container
}

func newEvidence(env *screen.Env) *evidence {
	e := &evidence{env: env, title: kit.NewBold(text.T("operations.evidence")), about: kit.NewCaption("")}
	e.about.Cut = true
	e.grid = kit.NewGrid(env.Host, evidenceColumns(env.ZoneName(), false)...)
	e.grid.Length = func() int { return len(e.rows) }
	e.grid.Fill = e.fill
	e.room = kit.NewGround(kit.ColorClear, nil)
	head := kit.NewBar(26, []fyne.CanvasObject{e.title, e.about}, nil)
	head.Pad = 0
	card := kit.NewCard(nil)
	e.object = kit.Stack(head, container.New(asFirst{}, e.room, card, kit.Margin(e.grid, 1, 1)))
	return e
}

// asFirst gives all objects the room that the first one wants.
type asFirst struct{}

func (asFirst) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (asFirst) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(size)
	}
}

// evidenceColumns are the columns of the table; the numbers of rows stand in one
// where there are any.
func evidenceColumns(zone string, numbers bool) []kit.Column {
	title := func(id string) string { return text.T("operations.evidence." + id) }
	list := []kit.Column{
		{ID: "icon", Width: 26, Fixed: true, Frozen: true, Align: fyne.TextAlignCenter},
		{ID: "date", Title: text.T("operations.evidence.date", text.With("Zone", zone)), Width: 150, Fixed: true},
		{ID: "size", Title: title("size"), Width: 76, Fixed: true, Align: fyne.TextAlignTrailing},
		{ID: "operation", Title: title("operation"), Width: 86, Fixed: true},
	}
	if numbers {
		list = append(list, kit.Column{ID: "row", Title: title("row"), Width: 114, Fixed: true, Align: fyne.TextAlignTrailing})
	}
	return append(list, kit.Column{ID: "note", Title: title("note"), Width: 70, Fixed: true, Flex: true})
}

// sameRow reports whether two readings saw one row of the history: where rows
// have numbers, these alone say so; two bookings of one second are alike in all else.
func sameRow(a, b platform.Funding) bool {
	if a.ID != 0 && b.ID != 0 {
		return a.ID == b.ID
	}
	return a.At.Equal(b.At) && a.Note == b.Note && a.Operation == b.Operation
}

// proofsOf are the rows beside an operation: what its readings saw, and what is
// cached of the history around it; newest first, the expected one before all.
func proofsOf(s model.OperationStory, ledger []platform.Funding) []proof {
	var rows []proof
	add := func(p proof) {
		if !slices.ContainsFunc(rows, func(q proof) bool { return sameRow(q.funding, p.funding) }) {
			rows = append(rows, p)
		}
	}
	for i, r := range s.Readings {
		for _, w := range r.Witness {
			if (i == 0 || w.Ours) && w.Funding.Operation != "" {
				add(proof{funding: w.Funding, ours: w.Ours, fits: w.Fits, attempt: w.Attempt})
			}
		}
	}
	o := s.Operation
	for _, f := range ledger {
		id, attempt, marked := model.SplitStamp(f.Stamp())
		fits := f.Operation == o.Expected() && f.Amount.Amount().Abs().Equal(o.Change.Amount.Amount())
		add(proof{funding: f, fits: fits, ours: marked && id == o.ID, attempt: attempt})
	}
	slices.SortStableFunc(rows, func(a, b proof) int { return b.funding.At.Compare(a.funding.At) })
	if found := slices.ContainsFunc(rows, func(p proof) bool { return p.ours }); !found && o.State != model.StateCancelled {
		want := platform.Funding{Operation: o.Expected(), Amount: screen.SignedAmount(o.Kind, o.Change.Amount)}
		rows = slices.Insert(rows, 0, proof{funding: want, expected: true, fits: true})
	}
	return rows
}

// show shows the rows; reads is how many looks there were.
func (e *evidence) show(s model.OperationStory, ledger []platform.Funding, now time.Time) {
	e.op, e.reads = s.Operation, len(s.Readings)
	e.rows = proofsOf(s, ledger)
	if numbers := slices.ContainsFunc(e.rows, func(p proof) bool { return p.funding.ID != 0 }); numbers != e.numbers {
		e.numbers = numbers
		e.grid.SetColumns(evidenceColumns(e.env.ZoneName(), numbers))
	}
	alike, there := 0, 0
	for _, p := range e.rows {
		if !p.expected {
			there++
			if p.fits {
				alike++
			}
		}
	}
	from := s.Operation.Recorded.Add(-evidenceBefore)
	key := "operations.evidence.about"
	if alike == 0 {
		key = "operations.evidence.none"
	}
	e.about.SetText(text.T(key, text.With("From", clockTime(from, now, e.env.Zone())), text.N(there), text.With("Alike", alike)))
	shown := float32(min(max(len(e.rows), 1), evidenceRows))
	high := kit.GridRowHeight
	if e.env.Prefs.Comfortable {
		high = kit.GridRowHeightRoomy
	}
	e.grid.SetRowHeight(high)
	e.room.Least = fyne.NewSize(0, kit.GridHeaderHeight+shown*high+3)
	e.grid.Refresh()
	e.grid.RefreshRows(0, len(e.rows))
	e.object.Refresh()
}

func (e *evidence) fill(index int, shown []kit.Column, row *kit.Row) bool {
	if index >= len(e.rows) {
		return false
	}
	p := e.rows[index]
	f := p.funding
	row.Key = uint64(f.ID)
	size, _, _ := strings.Cut(text.MoneyChange(f.Amount), " ")
	number := ""
	if f.ID != 0 {
		number = strconv.FormatInt(f.ID, 10)
	}
	cells := []kit.Cell{
		{}, {Text: text.DateTime(f.At, e.env.Zone()), Mono: true}, {Text: size, Hint: text.MoneyChange(f.Amount)},
		{Text: fundingWord(f.Operation)}, {Text: number}, {Text: text.Visible(f.Note)},
	}
	switch {
	case p.expected:
		row.Ground = ""
		cells[0].Icon = kit.CellIcon{Resource: theme.SearchIcon(), Color: theme.ColorNamePlaceHolder}
		cells[1].Text = text.T("operations.evidence.since", text.With("Time", clockTime(e.op.Recorded, e.env.App.Now(), e.env.Zone())))
		cells[1].Mono = false
		cells[4].Text = text.T("operations.evidence.awaited")
		cells[5].Text, cells[5].Hint = text.T("operations.evidence.expected", text.N(e.reads)), text.T("operations.evidence.long", text.N(e.reads))
		for i := range cells {
			cells[i].Color = theme.ColorNamePlaceHolder
		}
	case p.ours:
		row.Ground = kit.ColorTintSuccess
		cells[0].Icon = kit.CellIcon{Resource: assets.Icon("st-active"), Color: theme.ColorNameSuccess, Hint: text.T("operations.evidence.ours")}
		if !p.fits {
			row.Ground = kit.ColorTintError
			cells[0].Icon = kit.CellIcon{Resource: assets.Icon("op-wrong"), Color: theme.ColorNameError, Hint: text.T("operations.evidence.other")}
		}
	case p.fits:
		row.Ground = kit.ColorTintWarning
		cells[0].Icon = kit.CellIcon{Resource: theme.WarningIcon(), Color: theme.ColorNameWarning, Hint: text.T("operations.evidence.alike")}
		cells[2].Bold = true
	}
	if len(shown) < len(cells) { // no row has a number
		if p.expected {
			cells[5].Text = cells[4].Text + ", " + cells[5].Text
		}
		cells = slices.Delete(cells, 4, 5)
	}
	copy(row.Cells, cells)
	return true
}

// fundingWord is what a row of the funding history is called.
func fundingWord(o platform.FundingOperation) string {
	if key := "funding.operation." + string(o); o.Balance() != platform.BalanceUnknown && text.Has(key) {
		return text.T(key)
	}
	return text.Isolated(text.Visible(string(o)))
}
