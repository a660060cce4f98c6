package store

import (
	"bytes"
	"context"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"steward/app/model"
	"steward/client/platform"
)

// selection is a filter in terms of the index.
type selection struct {
	needles
	states uint64 // a bit for each state; 0: all
	groups []bool // by number; nil: all
	only   rowSet // nil: all
	text   []byte // needles.text
	dialed []byte // needles.phone
}

// compile translates a filter. The caller holds the lock.
func (x *index) compile(f model.Filter) *selection {
	s := &selection{needles: needlesOf(f.Text, f.Logins)}
	s.text, s.dialed = []byte(s.needles.text), []byte(s.needles.phone)
	for _, state := range f.States {
		s.states |= 1 << state
	}
	if len(f.Groups) > 0 {
		s.groups = make([]bool, maxNames)
		for no := range s.groups {
			in := no < len(x.names.groups) && slices.Contains(f.Groups, x.names.groups[no].Name)
			s.groups[no] = in != f.NotGroups
		}
	}
	if f.Only != nil {
		s.only = newRowSet(len(x.uids))
		for _, uid := range f.Only {
			if row, known := x.row(uid); known {
				s.only.add(row)
			}
		}
	}
	return s
}

// attributes reports whether a row passes all of the selection but its text.
func (x *index) attributes(s *selection, row uint32) bool {
	return s.admits(x.states[row], x.groups[row]) && (s.only == nil || s.only.has(row))
}

func (s *selection) admits(state uint8, group uint16) bool {
	return state != gone && (s.states == 0 || s.states>>state&1 != 0) && (s.groups == nil || s.groups[group])
}

// worded reports whether a living row has the text of the selection.
func (x *index) worded(s *selection, row uint32) bool {
	return s.empty() || s.worded(x.uids[row], x.hay.text(x.texts[row]))
}

// worded reports whether a User ID or a record's text is what is searched.
func (s *selection) worded(uid platform.UID, text []byte) bool {
	if s.logins {
		text = text[:bytes.IndexByte(text, fieldEnd)]
	}
	return uid == s.uid || bytes.Contains(text, s.text) || len(s.dialed) > 0 && bytes.Contains(phoneOf(text), s.dialed)
}

// phoneOf is the second field of a record's text.
func phoneOf(text []byte) []byte {
	text = text[bytes.IndexByte(text, fieldEnd)+1:]
	return text[:bytes.IndexByte(text, fieldEnd)]
}

// rowSet is a set of rows.
type rowSet []uint64

func newRowSet(rows int) rowSet { return make(rowSet, (rows+63)/64) }

func (s rowSet) add(row uint32)      { s[row/64] |= 1 << (row % 64) }
func (s rowSet) has(row uint32) bool { return int(row/64) < len(s) && s[row/64]>>(row%64)&1 != 0 }

func (s rowSet) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// each calls visit with every row of the set.
func (s rowSet) each(visit func(row uint32)) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			visit(uint32(i*64 + bits.TrailingZeros64(word)))
		}
	}
}

func (s rowSet) rows() []uint32 {
	out := make([]uint32, 0, s.count())
	s.each(func(row uint32) { out = append(out, row) })
	return out
}

// textHits are the rows that have a text, as of a wording of the index.
type textHits struct {
	needles needles
	wording uint64
	rows    rowSet
}

// selected is the set of all rows of a selection. The caller holds the lock
// for reading; memo keeps the rows of the text.
func (x *index) selected(ctx context.Context, s *selection) (set rowSet, memo *textHits, err error) {
	set = newRowSet(len(x.uids))
	if s.empty() {
		for row := range uint32(len(x.uids)) {
			if x.attributes(s, row) {
				set.add(row)
			}
		}
		return set, nil, ctx.Err()
	}
	if memo, err = x.hitsOf(ctx, s); err != nil {
		return nil, nil, err
	}
	memo.rows.each(func(row uint32) {
		if x.attributes(s, row) {
			set.add(row)
		}
	})
	return set, memo, nil
}

// hitsOf are the rows that have the text of a selection: as known, or sifted
// from those of a shorter text that was typed just before, or found by a scan.
func (x *index) hitsOf(ctx context.Context, s *selection) (*textHits, error) {
	if known := x.recall(s.needles); known != nil {
		return known, nil
	}
	if wider := x.narrowest(s); wider != nil {
		rows := newRowSet(len(x.uids))
		wider.rows.each(func(row uint32) {
			if x.states[row] != gone && x.worded(s, row) {
				rows.add(row)
			}
		})
		x.addExact(s, rows)
		return &textHits{s.needles, x.wording, rows}, ctx.Err()
	}
	rows, err := x.scan(ctx, s)
	if err == nil && s.logins {
		rows = x.inLogins(s, rows)
	}
	return &textHits{s.needles, x.wording, rows}, err
}

// recall is what was found of a text that was searched lately; nil if it was
// not, or other customers came since.
func (x *index) recall(n needles) *textHits {
	for i := range x.recent {
		if h := &x.recent[i]; h.needles == n && h.wording == x.wording {
			return h
		}
	}
	return nil
}

// narrowest are the fewest rows that were found lately and hold all of a
// selection; nil if sifting them would take longer than a scan.
func (x *index) narrowest(s *selection) (found *textHits) {
	fewest := len(x.hay.chunks) * rowsForChunk
	for i := range x.recent {
		h := &x.recent[i]
		if h.wording != x.wording || !s.narrows(h.needles) {
			continue
		}
		if n := h.rows.count(); n < fewest {
			found, fewest = h, n
		}
	}
	return found
}

// inLogins leaves the rows that have the text in the e-mail, or are the User ID.
func (x *index) inLogins(s *selection, rows rowSet) rowSet {
	in := newRowSet(len(x.uids))
	rows.each(func(row uint32) {
		if x.worded(s, row) {
			in.add(row)
		}
	})
	return in
}

// rowsForChunk is how many rows are tested in the time of scanning a chunk.
const rowsForChunk = 1500

// narrows reports whether all that n finds by text, o finds too.
func (n needles) narrows(o needles) bool {
	return (n.logins || !o.logins) && strings.Contains(n.text, o.text) &&
		(n.phone == "" || strings.Contains(n.phone, o.text) || o.phone != "" && strings.Contains(n.phone, o.phone))
}

// addExact adds the row of the User ID that was typed.
func (x *index) addExact(s *selection, rows rowSet) {
	if row, known := x.row(s.uid); known && s.uid != 0 && x.states[row] != gone {
		rows.add(row)
	}
}

// scan goes through the whole haystack, in two halves at once.
func (x *index) scan(ctx context.Context, s *selection) (rowSet, error) {
	middle := len(x.hay.chunks) / 2
	first, second := newRowSet(len(x.uids)), newRowSet(len(x.uids))
	var both sync.WaitGroup
	both.Go(func() { x.hay.scan(ctx, x.hay.chunks[:middle], s, first) })
	x.hay.scan(ctx, x.hay.chunks[middle:], s, second)
	both.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i := range first {
		first[i] |= second[i]
	}
	x.addExact(s, first)
	return first, nil
}

// firstLook is how many rows are tested before it is decided whether walking
// on finds enough soon; farEnough how many rows a walk may take, longWalk how many
// for a text that many have: the order may begin with all who have it not, as
// e-mails do with those that were hashed.
const (
	firstLook = 1024
	farEnough = 24 << 10
	longWalk  = 96 << 10
)

// frequent reports whether one in thirty-two rows, looked at all over an order, is
// of a selection.
func (x *index) frequent(order []uint32, s *selection) bool {
	hits, step := 0, max(1, len(order)/firstLook)
	for i := 0; i < len(order); i += step {
		if x.attributes(s, order[i]) && x.worded(s, order[i]) {
			hits++
		}
	}
	return hits*step*32 >= len(order)
}

// walk goes along an order for the first n rows of a selection.
type walk struct {
	n, far int
	known  bool // the rows that have the text are remembered
}

// tires reports whether scanning all text is better than walking on, after so many
// rows of the order and that many found.
func (x *index) tires(w *walk, order []uint32, s *selection, walked, found int) bool {
	if s.empty() {
		return false
	}
	if w.known {
		return true
	}
	if walked/(found+1)*w.n <= farEnough {
		return false
	}
	if w.far == farEnough && x.frequent(order, s) {
		w.far = longWalk
	}
	return w.far == farEnough || walked >= w.far
}

// page is the first n rows of a selection in an order. The caller holds the
// lock for reading. Frequent texts are found by walking along the order, rare
// ones by scanning all text first.
func (x *index) page(ctx context.Context, order []uint32, s *selection, n int) (rows []uint32, memo *textHits, err error) {
	w := walk{n: n, far: farEnough, known: x.recall(s.needles) != nil}
	for i, row := range order {
		if len(rows) == n {
			return rows, nil, nil
		}
		if i > 0 && i%firstLook == 0 && x.tires(&w, order, s, i, len(rows)) {
			set, memo, err := x.selected(ctx, s)
			if err != nil {
				return nil, nil, err
			}
			return set.along(order[i:], rows, n), memo, nil
		}
		if x.attributes(s, row) && x.worded(s, row) {
			rows = append(rows, row)
		}
	}
	return rows, nil, nil
}

// along appends the rows of the set in an order, up to n in all (0: all).
func (s rowSet) along(order, rows []uint32, n int) []uint32 {
	for _, row := range order {
		if s.has(row) {
			if rows = append(rows, row); len(rows) == n {
				break
			}
		}
	}
	return rows
}

// uidsOf are the User IDs of rows.
func (x *index) uidsOf(rows []uint32) []platform.UID {
	uids := make([]platform.UID, len(rows))
	for i, row := range rows {
		uids[i] = x.uids[row]
	}
	return uids
}
