package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"go.uber.org/goleak"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if benchFile.path != "" {
			_ = os.RemoveAll(filepath.Dir(benchFile.path))
		}
		os.Exit(code)
	}))
}

var start = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)

// tick is the moment n seconds after start.
func tick(n int) time.Time { return start.Add(time.Duration(n) * time.Second) }

func openAt(t testing.TB, path string, key sealed.Key) *Store {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: path, Key: key, Clock: model.SystemClock{}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func shut(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// fresh is an empty store in a real encrypted file, closed with the test.
func newStore(t testing.TB) *Store {
	t.Helper()
	s := openAt(t, filepath.Join(t.TempDir(), "cache.db"), sealed.NewKey())
	t.Cleanup(func() { shut(t, s) })
	return s
}

func put(t testing.TB, s *Store, began time.Time, users ...platform.User) int {
	t.Helper()
	changed, err := s.PutUsers(t.Context(), began, users)
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

var (
	firstNames = []string{"anna", "Boris", "çelik", "Дмитрий", "ECE", "Łukasz", "françois", "玲", "Ærø", "omar", "Zoë", "ivan", "maria", "İpek", "STRASSE", "straße"}
	hosts      = []string{"example.com", "mail.example.org", "Firma.example.de", "пример.example", "web.example.net"}
	remarks    = []string{"", "", "", "VIP", "pays late", "Größe XL", "calls on Mondays", "migrated from OLD panel", "do not suspend!", "see ticket 4711"}
	groupNames = []platform.GroupRef{{Name: "billing", Type: platform.GroupBilling}, {Name: "Trial", Type: platform.GroupTrial},
		{Name: "beta", Type: platform.GroupBeta}, {Name: "Business Ä", Type: platform.GroupBilling}, {}}
	resellerNames = []platform.ResellerRef{{}, {}, {ID: 7, Name: "Nordwind"}, {ID: 9, Name: "alpha hosting"}}
	statuses      = []platform.AccountStatus{platform.AccountActive, platform.AccountActive, platform.AccountActive, platform.AccountInactive,
		platform.AccountDestroyed, platform.AccountDeleted, "NEW"}
	phones = []string{"", "+49 (30) 1234-%04d", "+1 555 %07d", "0%06d", "+90.532.%07d"}
)

// someUser is a random customer; the same random source gives the same ones.
func someUser(r *rand.Rand, uid platform.UID) platform.User {
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	u := platform.User{
		UID:    uid,
		Email:  fmt.Sprintf("%s.%s%d@%s", pick(firstNames), pick(firstNames), r.IntN(3000), pick(hosts)),
		Group:  groupNames[r.IntN(len(groupNames))],
		Status: statuses[r.IntN(len(statuses))], Disabled: r.IntN(8) == 0,
		Note:     pick(remarks),
		Reseller: resellerNames[r.IntN(len(resellerNames))],
		SignedUp: start.Add(-time.Duration(r.IntN(3e6)) * time.Second), Commercial: r.IntN(2) == 0, Registered: r.IntN(2) == 0,
		Balance:  platform.NewMoney(decimal.New(int64(r.IntN(4000000)-1000000), -2), "EUR"),
		Language: "en", ExtBillingID: fmt.Sprintf("X%d", r.IntN(50)),
	}
	if phone := pick(phones); phone != "" {
		u.Phone = fmt.Sprintf(phone, r.IntN(10000))
	}
	switch r.IntN(6) {
	case 0:
		u.Bonus = platform.NewMoney(decimal.New(int64(r.IntN(100)), 0), "EUR")
	case 1:
		u.Bonus = platform.NewMoney(decimal.New(int64(r.IntN(100000)), -9), "EUR") // finer than millionths
	case 2:
		u.Balance = platform.NewMoney(decimal.New(int64(r.IntN(1000)), 0), "USD")
	case 3:
		u.SignedUp = time.Time{}
	}
	return u
}

func someUsers(seed uint64, n int) []platform.User {
	r := rand.New(rand.NewPCG(seed, 7))
	users := make([]platform.User, n)
	uid := platform.UID(1000)
	for i := range users {
		uid += platform.UID(1 + r.IntN(5))
		users[i] = someUser(r, uid)
	}
	return users
}

// fill puts users in pages, as a pull does.
func fill(t testing.TB, s *Store, began time.Time, users []platform.User) {
	t.Helper()
	for len(users) > 0 {
		n := min(500, len(users))
		put(t, s, began, users[:n]...)
		users = users[n:]
	}
}

// complete ends a reading and waits for the indexes to sort by.
func complete(t testing.TB, s *Store) {
	t.Helper()
	if err := s.SetPullMark(t.Context(), PullMark{Run: 1, Complete: true}); err != nil {
		t.Fatal(err)
	}
	s.load.Wait()
	if !s.indexed.Load() {
		t.Fatal("no indexes after a complete reading")
	}
}

func uidsOf(customers []model.Customer) []platform.UID {
	uids := make([]platform.UID, len(customers))
	for i, c := range customers {
		uids[i] = c.UID
	}
	return uids
}
