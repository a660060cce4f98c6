package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

func TestRowsComeBackAsTheyWere(t *testing.T) {
	s := newStore(t)
	odd := platform.User{UID: math.MaxUint32, Email: "Odd\x00\x01\xff@Example.COM", Note: strings.Repeat("ß", 50_000), Status: "SOMETHING NEW",
		Balance: platform.NewMoney(decimal.RequireFromString("1e64"), "EUR"), Bonus: platform.NewMoney(decimal.RequireFromString("-0.123456789123"), "USD"),
		Credit: platform.NewMoney(decimal.Zero, "")}
	users := append(someUsers(4, 800), odd)
	fill(t, s, tick(3), users)
	var uids []platform.UID
	for _, u := range users {
		uids = append([]platform.UID{u.UID}, uids...)
	}
	got, err := s.Customers(t.Context(), append(uids, 5))
	if err != nil || len(got) != len(users) {
		t.Fatalf("%d rows, %v", len(got), err)
	}
	slices.Reverse(got)
	for i, u := range users {
		sameUser(t, got[i], u)
		if !got[i].ReadAt.Equal(tick(3)) {
			t.Errorf("read at %v", got[i].ReadAt)
		}
	}
	if _, known, err := s.Customer(t.Context(), 5); known || err != nil {
		t.Errorf("found nobody's row (%v)", err)
	}
}

func sameUser(t *testing.T, got model.Customer, want platform.User) {
	t.Helper()
	for _, pair := range [][2]platform.Money{{got.Balance, want.Balance}, {got.Bonus, want.Bonus}, {got.Credit, want.Credit}} {
		if !pair[0].Equal(pair[1]) {
			t.Errorf("%d has %v, want %v", want.UID, pair[0], pair[1])
		}
	}
	plain := got.User
	plain.Balance, plain.Bonus, plain.Credit = want.Balance, want.Bonus, want.Credit
	if plain != want {
		t.Errorf("got  %+v\nwant %+v", plain, want)
	}
}

func TestOnlyRealChangesCountAndOnlyLaterAnswersReplace(t *testing.T) {
	s := newStore(t)
	users := someUsers(4, 300)
	if n := put(t, s, tick(10), users...); n != 300 {
		t.Errorf("%d new rows", n)
	}
	if n := put(t, s, tick(11), users...); n != 0 {
		t.Errorf("%d of the same rows counted", n)
	}
	renamed := users[7]
	renamed.Email = "renamed@example.com"
	if n := put(t, s, tick(5), renamed); n != 0 {
		t.Error("an earlier answer counted")
	}
	if c, _, _ := s.Customer(t.Context(), renamed.UID); c.Email != users[7].Email || !c.ReadAt.Equal(tick(11)) {
		t.Errorf("an earlier answer replaced the row: %v read at %v", c.Email, c.ReadAt)
	}
	if n := put(t, s, tick(12), append(slices.Clone(users[:7]), renamed)...); n != 1 {
		t.Errorf("%d changes counted, want 1", n)
	}
	if c, _, _ := s.Customer(t.Context(), renamed.UID); c.Email != renamed.Email || !c.ReadAt.Equal(tick(12)) {
		t.Errorf("the later answer is not there: %v", c)
	}
}

func TestARunFindsWhoItHasNotSeen(t *testing.T) {
	s := newStore(t)
	users := someUsers(4, 300)
	mark := PullMark{Run: 1, Next: 480, LastUID: 77, Total: 300, StartedAt: tick(1)}
	for _, m := range []PullMark{mark, {Run: 2, Complete: true, StartedAt: tick(2), FinishedAt: tick(3)}} {
		if err := s.SetPullMark(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if got, err := s.PullMark(t.Context()); err != nil || got != m {
			t.Errorf("mark %+v, want %+v (%v)", got, m, err)
		}
		if m.Run == 1 {
			put(t, s, tick(1), users...)
			continue
		}
		put(t, s, tick(2), users[10:]...)
	}
	unseen, err := s.Unseen(t.Context(), 2)
	if err != nil || len(unseen) != 10 || unseen[9] != users[9].UID {
		t.Fatalf("unseen %v, %v", unseen, err)
	}
	if err := s.RemoveUsers(t.Context(), unseen); err != nil {
		t.Fatal(err)
	}
	after, err := s.UsersAfter(t.Context(), users[20].UID, 3)
	if want := []platform.UID{users[21].UID, users[22].UID, users[23].UID}; err != nil || !slices.Equal(after, want) {
		t.Errorf("after %d: %v, %v", users[20].UID, after, err)
	}
	if list, err := s.List(t.Context(), model.Filter{}); err != nil || list.Total != 290 || len(list.UIDs) != 290 {
		t.Errorf("%d of %d left, %v", len(list.UIDs), list.Total, err)
	}
}

func TestEverythingSurvivesARestart(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "cache.db"), sealed.NewKey()
	s := openAt(t, path, key)
	users := someUsers(4, 700)
	fill(t, s, tick(0), users)
	f := model.Filter{Text: "an", Sort: []model.SortKey{{Column: model.ColumnLogin, Desc: true}}}
	before, err := s.List(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetPullMark(t.Context(), PullMark{Run: 9}); err != nil {
		t.Fatal(err)
	}
	shut(t, s)

	s = openAt(t, path, key)
	defer func() { shut(t, s) }()
	put(t, s, tick(1), users[:5]...) // while the index is still loading
	after, err := s.List(t.Context(), f)
	if err != nil || !slices.Equal(before.UIDs, after.UIDs) || after.Total != 700 {
		t.Errorf("another list after the restart: %d of %d, %v", len(after.UIDs), after.Total, err)
	}
	if unseen, err := s.Unseen(t.Context(), 9); err != nil || len(unseen) != 695 {
		t.Errorf("the run is forgotten: %d unseen, %v", len(unseen), err)
	}
}

func TestMemoryStore(t *testing.T) {
	t.Chdir(t.TempDir())
	s := openAt(t, "", sealed.Key{})
	defer shut(t, s)
	users := someUsers(4, 700)
	fill(t, s, tick(0), users)
	cached := map[platform.UID]platform.User{}
	for _, u := range users {
		cached[u.UID] = u
	}
	for _, column := range columns {
		compareWithNaive(t, s, cached, model.Filter{Text: "a", Sort: []model.SortKey{{Column: column}}})
	}
	if left, _ := os.ReadDir("."); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestBrokenNewerAndForeignFiles(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "cache.db"), sealed.NewKey()
	s := openAt(t, path, key)
	fill(t, s, tick(0), someUsers(4, 3000))
	shut(t, s)
	try := func(key sealed.Key) error {
		s, err := Open(t.Context(), Options{Path: path, Key: key, Clock: model.SystemClock{}})
		if err != nil {
			return err
		}
		defer shut(t, s)
		return s.loaded(t.Context())
	}
	if err := try(sealed.NewKey()); !errors.Is(err, sealed.ErrUnreadable) {
		t.Errorf("wrong key: %v", err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cracked := bytes.Clone(whole)
	for at := 4096 * 3; at < len(cracked); at += 4096 { // every page but the first
		cracked[at] ^= 1
	}
	for name, data := range map[string][]byte{"cut": whole[:len(whole)/2], "cracked": cracked} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := try(key); !sealed.Broken(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sealed.Open(t.Context(), sealed.Options{Path: path, Key: key, Migrations: append(slices.Clone(migrations), `CREATE TABLE later (id INTEGER) STRICT`)})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := try(key); !errors.Is(err, sealed.ErrNewer) {
		t.Errorf("newer: %v", err)
	}
}

func TestNothingPersonalIsReadableInAnyFile(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	s := openAt(t, filepath.Join(folder, "profile", "cache.db"), sealed.NewKey())
	users := make([]platform.User, 1000)
	var secrets [][]byte
	for i := range users {
		users[i] = platform.User{UID: platform.UID(i + 1), Email: fmt.Sprintf("person-%04d@private.example", i), Phone: fmt.Sprintf("+49157%08d", 77_000_000+i), Status: platform.AccountActive}
		for _, text := range []string{users[i].Email, users[i].Phone} {
			secrets = append(secrets, []byte(text), []byte(base64.StdEncoding.EncodeToString([]byte(text))), []byte(hex.EncodeToString([]byte(text))), utf16Bytes(text))
		}
	}
	fill(t, s, tick(0), users)
	for _, column := range columns { // sorting may spill
		if _, err := s.List(t.Context(), model.Filter{Text: "person", Sort: []model.SortKey{{Column: column}, {Column: model.ColumnNote}}}); err != nil {
			t.Fatal(err)
		}
	}
	look := func(when string, least int) {
		files := 0
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			files++
			data, err := os.ReadFile(path)
			for _, secret := range secrets {
				if bytes.Contains(data, secret) {
					t.Errorf("%s: %s holds %q", when, path, secret)
					break
				}
			}
			return err
		})
		if err != nil || files < least {
			t.Errorf("%s: %d files, %v", when, files, err)
		}
	}
	look("open, with its log", 3)
	shut(t, s)
	look("closed", 1)
}

func utf16Bytes(s string) (out []byte) {
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

func TestSumsAreExact(t *testing.T) {
	s := newStore(t)
	money := func(text, currency string) platform.Money {
		return platform.NewMoney(decimal.RequireFromString(text), currency)
	}
	put(t, s, tick(0),
		platform.User{UID: 1, Balance: money("0.1", "EUR"), Bonus: money("0.0000000001", "EUR")},
		platform.User{UID: 2, Balance: money("0.2", "EUR"), Bonus: money("0.0000000002", "EUR")},
		platform.User{UID: 3, Balance: money("9223372036854.775807", "EUR")}, // the largest that fits
		platform.User{UID: 4, Balance: money("9223372036854.775807", "EUR")},
		platform.User{UID: 5, Balance: money("123456789012345678901234567890.5", "EUR")},
		platform.User{UID: 6, Balance: money("-7.25", "USD"), Bonus: money("3", "USD")},
		platform.User{UID: 7},
	)
	all, err := s.Sums(t.Context(), nil)
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	want := decimal.RequireFromString("123456789012345678901234567890.5").Add(decimal.RequireFromString("18446744073709.551614")).Add(decimal.RequireFromString("0.3"))
	if got := all[0]; got.Customers != 5 || !got.Balance.Equal(platform.NewMoney(want, "EUR")) || !got.Bonus.Equal(money("0.0000000003", "EUR")) {
		t.Errorf("euros: %+v", got)
	}
	some, err := s.Sums(t.Context(), []platform.UID{6, 2, 6, 99, 1})
	if err != nil || len(some) != 2 || some[0].Customers != 2 || some[0].Balance.String() != "0.3 EUR" || some[1].Balance.String() != "-7.25 USD" {
		t.Errorf("some: %+v, %v", some, err)
	}
	if none, err := s.Sums(t.Context(), []platform.UID{}); err != nil || len(none) != 0 {
		t.Errorf("nobody has %v, %v", none, err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Sums(cancelled, nil); err == nil {
		t.Error("summed after being cancelled")
	}
}

func TestGroupCountsAndFind(t *testing.T) {
	s := newStore(t)
	users := someUsers(4, 500)
	users[3].Email = "Shared@Example.com"
	users[4].Email = "shared@example.COM"
	fill(t, s, tick(0), users)
	counts, err := s.GroupCounts(t.Context())
	if err != nil || len(counts) != len(groupNames) {
		t.Fatalf("%v, %v", counts, err)
	}
	for _, c := range counts {
		n := 0
		for _, u := range users {
			if u.Group == c.GroupRef {
				n++
			}
		}
		if n != c.Customers {
			t.Errorf("%v has %d, want %d", c.GroupRef, c.Customers, n)
		}
	}
	uid := fmt.Sprint(users[9].UID)
	found, missing, err := s.Find(t.Context(), []string{" SHARED@example.com", uid, users[9].Email, "nobody@example.com", "", "4000000000"})
	if want := []platform.UID{users[3].UID, users[4].UID, users[9].UID}; err != nil || !slices.Equal(found, want) || !slices.Equal(missing, []string{"nobody@example.com", "4000000000"}) {
		t.Errorf("found %v, missing %v (%v)", found, missing, err)
	}
}

func TestListIsCancelled(t *testing.T) {
	s := newStore(t)
	fill(t, s, tick(0), someUsers(4, 2000))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, column := range columns {
		if _, err := s.List(ctx, model.Filter{Text: "anna", Sort: []model.SortKey{{Column: column}}}); !errors.Is(err, context.Canceled) && err == nil {
			t.Errorf("by %s: not cancelled", column)
		}
	}
}
