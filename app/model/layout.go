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
		{ColumnBalance, 92, true},
		{ColumnBonus, 64, true},
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

// Complete is the layout fit for use: what an older or newer version stored
// loses columns that do not exist (or come twice) and gains the missing ones
// at the end, as they are by default.
func (l Layout) Complete() Layout {
	whole := Layout{Sort: l.Sort}
	defaults := DefaultLayout().Columns
	seen := make(map[Column]bool, len(defaults))
	known := make(map[Column]bool, len(defaults))
	for _, c := range defaults {
		known[c.Column] = true
	}
	for _, c := range append(append([]ColumnLayout{}, l.Columns...), defaults...) {
		if known[c.Column] && !seen[c.Column] {
			seen[c.Column] = true
			whole.Columns = append(whole.Columns, c)
		}
	}
	return whole
}
