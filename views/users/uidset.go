package users

import (
	"maps"
	"math/bits"
	"slices"

	"steward/client/platform"
)

// pageBits is how many User IDs stand in one page of a uidSet, as a power of 2.
const pageBits = 12

// uidSet is a set of User IDs that a million can be put into and read from, in
// order, without being felt. The zero value is empty.
type uidSet struct {
	pages map[uint32]*[1 << pageBits / 64]uint64
	count int
}

func (s *uidSet) has(uid platform.UID) bool {
	page := s.pages[uint32(uid)>>pageBits]
	word, bit := place(uid)
	return page != nil && page[word]&bit != 0
}

// put adds or removes a User ID.
func (s *uidSet) put(uid platform.UID, in bool) {
	if s.has(uid) == in {
		return
	}
	at := uint32(uid) >> pageBits
	if s.pages == nil {
		s.pages = map[uint32]*[1 << pageBits / 64]uint64{}
	}
	if s.pages[at] == nil {
		s.pages[at] = new([1 << pageBits / 64]uint64)
	}
	word, bit := place(uid)
	s.pages[at][word] ^= bit
	if in {
		s.count++
	} else {
		s.count--
	}
}

// sorted are all User IDs in ascending order.
func (s *uidSet) sorted() []platform.UID {
	uids := make([]platform.UID, 0, s.count)
	for _, at := range slices.Sorted(maps.Keys(s.pages)) {
		for word, rest := range s.pages[at] {
			for ; rest != 0; rest &= rest - 1 {
				uids = append(uids, platform.UID(at<<pageBits|uint32(word*64+bits.TrailingZeros64(rest))))
			}
		}
	}
	return uids
}

// place is where a User ID stands in its page.
func place(uid platform.UID) (word int, bit uint64) {
	in := int(uid) & (1<<pageBits - 1)
	return in / 64, 1 << (in % 64)
}
