package model

// Layout is how a person arranged the Users list. The check box, the state and
// the login always come first and are not part of it, but for their widths.
type Layout struct {
	Columns []ColumnLayout // in the order on screen, hidden ones too
	Sort    []SortKey      // empty: by User ID
}

// ColumnLayout is one column of a Layout.
type ColumnLayout struct {
	Column Column
	Width  float32 // device-independent pixels at scale 1.0
	Shown  bool
}

// DefaultLayout is the layout before anybody changed it.
func DefaultLayout() Layout {
	return Layout{Columns: []ColumnLayout{
		{ColumnState, 24, true},
		{ColumnLogin, 246, true},
		{ColumnUID, 68, true},
		{ColumnGroup, 76, true},
		{ColumnBalance, 120, true},
		{ColumnBonus, 80, true},
		{ColumnPhone, 122, true},
		{ColumnSignup, 92, true},
		{ColumnReseller, 120, true},
		{ColumnNote, 260, true},
		{ColumnWord, 92, false},
		{ColumnExtID, 122, false},
		{ColumnTwoFactor, 92, false},
		{ColumnReadAt, 122, false},
	}}
}

// Complete is the layout of the customer list fit for use, see CompleteFrom.
func (l Layout) Complete() Layout { return l.CompleteFrom(DefaultLayout()) }

// CompleteFrom is a layout fit for use where usual is the one of a list that nobody
// changed: what an older or newer version stored loses columns that do not exist (or
// come twice) and gains the missing ones at the end, as they usually are.
func (l Layout) CompleteFrom(usual Layout) Layout {
	whole := Layout{Sort: l.Sort}
	seen := make(map[Column]bool, len(usual.Columns))
	known := make(map[Column]bool, len(usual.Columns))
	for _, c := range usual.Columns {
		known[c.Column] = true
	}
	for _, c := range append(append([]ColumnLayout{}, l.Columns...), usual.Columns...) {
		if known[c.Column] && !seen[c.Column] {
			seen[c.Column] = true
			whole.Columns = append(whole.Columns, c)
		}
	}
	return whole
}
