package store

import (
	"bytes"
	"slices"
	"sync"

	"steward/client/platform"
)

// gone is the state byte of a removed row.
const gone = 0xff

// index finds customers in memory: User IDs, searched text and the attributes
// of filters, about 60 bytes a customer and hardly a pointer. A customer keeps
// its row for as long as the program runs.
type index struct {
	mu       sync.RWMutex
	uids     []platform.UID
	texts    []place
	states   []uint8
	groups   []uint16
	sellers  []uint16
	hay      haystack
	ids      rowFinder
	alive    int
	names    nameLists
	versions [sortColumns]uint64 // rise when a column's order may have changed
	wording  uint64              // rises when searched text changed
	order    rowOrder            // of the current sort
	recent   []textHits          // of the texts searched last, the newest first
}

func newIndex() *index { return &index{} }

// release forgets everybody and gives the memory back.
func (x *index) release() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.hay.release()
	x.uids, x.texts, x.states, x.groups, x.sellers, x.ids = nil, nil, nil, nil, nil, rowFinder{}
	x.alive, x.order, x.recent = 0, rowOrder{}, nil
}

// entry is what the index holds of one customer.
type entry struct {
	uid                platform.UID
	login, phone, note string // folded
	state              platform.State
	group, seller      uint16
	changed            columnSet // whose order may differ from before
}

// put takes a customer over. The caller holds the lock.
func (x *index) put(e *entry, scratch []byte) []byte {
	row, known := x.row(e.uid)
	if !known {
		row = uint32(len(x.uids))
		x.ids.add(x.uids, e.uid)
		x.uids = append(x.uids, e.uid)
		x.texts = append(x.texts, 0)
		x.states = append(x.states, gone)
		x.groups = append(x.groups, 0)
		x.sellers = append(x.sellers, 0)
	}
	if x.states[row] == gone {
		x.alive++
		e.changed = everyColumn
	}
	scratch = appendRecord(scratch[:0], row, e.login, e.phone, e.note)
	if x.texts[row] == 0 || !bytes.Equal(x.hay.record(x.texts[row]), scratch[:len(scratch)-1]) {
		x.forgetText(row)
		x.texts[row] = x.hay.put(scratch)
		x.wording++
	}
	e.changed.set(byState, x.states[row] != uint8(e.state))
	e.changed.set(byGroup, x.groups[row] != e.group)
	e.changed.set(bySeller, x.sellers[row] != e.seller)
	x.states[row], x.groups[row], x.sellers[row] = uint8(e.state), e.group, e.seller
	x.bump(e.changed)
	return scratch
}

// remove forgets a customer. The caller holds the lock.
func (x *index) remove(uid platform.UID) {
	row, known := x.row(uid)
	if !known || x.states[row] == gone {
		return
	}
	x.forgetText(row)
	x.states[row] = gone
	x.alive--
	x.wording++
	x.bump(everyColumn)
}

func (x *index) forgetText(row uint32) {
	if x.texts[row] != 0 {
		x.hay.blank(x.texts[row])
		x.texts[row] = 0
	}
}

// tidy gives back the memory of blanked text. The caller holds the lock.
func (x *index) tidy() {
	if !x.hay.crowded() {
		return
	}
	x.hay.compact(
		func(row uint32, at place) bool { return int(row) < len(x.texts) && x.texts[row] == at },
		func(row uint32, to place) { x.texts[row] = to })
}

func (x *index) bump(columns columnSet) {
	for c := range x.versions {
		if columns.has(sortColumn(c)) {
			x.versions[c]++
		}
	}
}

// changed notes a change of one column's order that no row of users shows.
func (x *index) changed(c sortColumn) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.versions[c]++
}

// name takes the lists of groups and resellers over.
func (x *index) name(groups []platform.GroupRef, sellers []platform.ResellerRef) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.names = nameLists{groups, sellers}
}

// take becomes a copy of an index that was loaded aside.
func (x *index) take(o *index) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.uids, x.texts, x.states, x.groups, x.sellers = o.uids, o.texts, o.states, o.groups, o.sellers
	x.hay, x.ids, x.alive = o.hay, o.ids, o.alive
	x.wording++
	x.bump(everyColumn)
}

// row is the row of a customer, living or gone.
func (x *index) row(uid platform.UID) (uint32, bool) { return x.ids.find(x.uids, uid) }

// byUID calls visit with every living row by User ID.
func (x *index) byUID(visit func(row uint32)) {
	x.ids.each(x.uids, func(row uint32) {
		if x.states[row] != gone {
			visit(row)
		}
	})
}

// nameLists are the groups and resellers by number.
type nameLists struct {
	groups  []platform.GroupRef
	sellers []platform.ResellerRef
}

func (n *nameLists) group(no uint16) (g platform.GroupRef) {
	if int(no) < len(n.groups) {
		g = n.groups[no]
	}
	return g
}

func (n *nameLists) seller(no uint16) (r platform.ResellerRef) {
	if int(no) < len(n.sellers) {
		r = n.sellers[no]
	}
	return r
}

// nameLists are the names as of now.
func (x *index) nameLists() *nameLists {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n := x.names
	return &n
}

// rowFinder finds the row of a User ID. Rows that came in the order of their
// User IDs cost nothing; the others wait in a small sorted list, which is
// merged into a sorted list of all now and then.
type rowFinder struct {
	sorted int      // this many first rows, or order's, are sorted
	order  []uint32 // rows by User ID; nil: as they are
	late   []uint32 // rows by User ID that are not among the sorted
	shift  uint     // a bucket is a User ID shifted by this
	bucket []uint32 // where in the sorted ones a bucket begins
	filled int      // sorted ones that the buckets know
}

const maxLate = 4096

func (f *rowFinder) at(i int) uint32 {
	if f.order == nil {
		return uint32(i)
	}
	return f.order[i]
}

// add notes that uid becomes the next row.
func (f *rowFinder) add(uids []platform.UID, uid platform.UID) {
	row := uint32(len(uids))
	if f.sorted == 0 || uids[f.at(f.sorted-1)] < uid {
		if f.order != nil {
			f.order = append(f.order, row)
			f.sorted++
			return
		}
		if len(f.late) == 0 {
			f.sorted++
			return
		}
	}
	i, _ := slices.BinarySearchFunc(f.late, uid, func(row uint32, uid platform.UID) int { return int(int64(uids[row]) - int64(uid)) })
	f.late = slices.Insert(f.late, i, row)
	if len(f.late) > maxLate {
		// The newest row is not in uids yet: the caller appends it next.
		f.merge(append(uids[:row:row], uid))
	}
}

func (f *rowFinder) merge(uids []platform.UID) {
	order := make([]uint32, 0, len(uids)+maxLate)
	f.each(uids, func(row uint32) { order = append(order, row) })
	*f = rowFinder{sorted: len(order), order: order}
}

// each calls visit with every row by User ID.
func (f *rowFinder) each(uids []platform.UID, visit func(row uint32)) {
	late := f.late
	for i := range f.sorted {
		row := f.at(i)
		for len(late) > 0 && uids[late[0]] < uids[row] {
			visit(late[0])
			late = late[1:]
		}
		visit(row)
	}
	for _, row := range late {
		visit(row)
	}
}

// find is the row of a User ID.
func (f *rowFinder) find(uids []platform.UID, uid platform.UID) (uint32, bool) {
	low, high := 0, f.sorted
	if n := len(f.bucket); n > 0 {
		if b := int(uid >> f.shift); b < n-1 {
			low, high = int(f.bucket[b]), int(f.bucket[b+1])
		} else {
			low = int(f.bucket[n-1])
		}
	}
	for low < high {
		middle := int(uint(low+high) >> 1)
		if uids[f.at(middle)] < uid {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < f.sorted && uids[f.at(low)] == uid {
		return f.at(low), true
	}
	i, known := slices.BinarySearchFunc(f.late, uid, func(row uint32, uid platform.UID) int { return int(int64(uids[row]) - int64(uid)) })
	if !known {
		return 0, false
	}
	return f.late[i], true
}

// bucketRows is how many rows share a bucket.
const bucketRows = 8

// fill makes the buckets again when many rows came since.
func (f *rowFinder) fill(uids []platform.UID) {
	if f.sorted < 1024 || f.sorted < f.filled+f.filled/4 {
		return
	}
	top := uids[f.at(f.sorted-1)]
	f.shift = 0
	for int(top>>f.shift) > f.sorted/bucketRows {
		f.shift++
	}
	f.bucket = make([]uint32, int(top>>f.shift)+1)
	next := 0
	for i := range f.sorted {
		for b := int(uids[f.at(i)] >> f.shift); next <= b; next++ {
			f.bucket[next] = uint32(i)
		}
	}
	f.filled = f.sorted
}
