package store

import (
	"testing"

	"steward/client/platform"
)

// A column nobody has anything in hides itself; it comes with the first who
// has, and goes with the last.
func TestGivenFollowsTheCustomers(t *testing.T) {
	s := newStore(t)
	want := func(phone, reseller bool, count int) {
		t.Helper()
		p, r, err := s.Given(t.Context())
		n, countErr := s.Count(t.Context())
		if err != nil || countErr != nil || p != phone || r != reseller || n != count {
			t.Fatalf("phone %v, reseller %v (%v), %d customers (%v)", p, r, err, n, countErr)
		}
	}
	user := func(uid platform.UID, phone, note string, seller platform.ResellerRef) platform.User {
		return platform.User{UID: uid, Email: "a@example.com", Phone: phone, Note: note, Reseller: seller}
	}
	want(false, false, 0)
	put(t, s, tick(1), user(1, "", "a note", platform.ResellerRef{}))
	want(false, false, 1)
	put(t, s, tick(2), user(2, "+49 30 1", "", platform.ResellerRef{}), user(3, "", "", platform.ResellerRef{ID: 7, Name: "Nordwind"}))
	want(true, true, 3)
	if err := s.RemoveUsers(t.Context(), []platform.UID{2, 3}); err != nil {
		t.Fatal(err)
	}
	want(false, false, 1)
}
