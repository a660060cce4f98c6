package customer

import (
	"slices"

	"steward/views/kit"
)

// openEnvironment leads to an environment of the customer in the frame, by its
// appid or its short name.
func (f *Frame) openEnvironment(ref string) {
	f.ChooseTab(TabEnvironments)
	if t, is := f.page().tab.(*environments); is {
		t.lead(ref)
	}
}

// hasColumn reports whether a column is on screen.
func (t *table[T]) hasColumn(id string) bool {
	return slices.ContainsFunc(t.grid.Columns(), func(c kit.Column) bool { return c.ID == id })
}
