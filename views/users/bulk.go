package users

import (
	"slices"

	"steward/client/platform"
)

// Marked are the User IDs of the marked customers, in ascending order.
func (p *Page) Marked() []platform.UID { return p.marks.sorted() }

// Matching are the User IDs of the list in its order; nil while it is not whole.
func (p *Page) Matching() []platform.UID {
	if !p.list.whole {
		return nil
	}
	return slices.Clone(p.list.uids)
}
