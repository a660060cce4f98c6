package users

import (
	"math"
	"slices"
	"testing"

	"steward/client/platform"
)

func TestUIDSet(t *testing.T) {
	var s uidSet
	uids := []platform.UID{4096, 1, math.MaxUint32, 63, 64, 4095, 12_000_000}
	for _, uid := range uids {
		s.put(uid, true)
		s.put(uid, true)
	}
	slices.Sort(uids)
	if got := s.sorted(); !slices.Equal(got, uids) || s.count != len(uids) {
		t.Fatalf("%d: %v", s.count, got)
	}
	s.put(64, false)
	s.put(65, false)
	if s.has(64) || !s.has(63) || s.has(2) || s.count != len(uids)-1 {
		t.Errorf("%d: %v", s.count, s.sorted())
	}
}
