package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"steward/app/model"
	"steward/client/platform"
)

// naive answers a filter by looking at every row, without the store.
func naive(users map[platform.UID]platform.User, f model.Filter) []platform.UID {
	var hits []platform.User
	for _, u := range users {
		if naiveMatch(u, f) {
			hits = append(hits, u)
		}
	}
	keys := slices.Clone(f.Sort)
	if len(keys) == 0 {
		keys = []model.SortKey{{Column: model.ColumnUID}}
	}
	keys = append(keys, model.SortKey{Column: model.ColumnUID, Desc: keys[0].Desc})
	slices.SortFunc(hits, func(a, b platform.User) int {
		for _, k := range keys {
			order := naiveCompare(k.Column, a, b)
			if k.Desc {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
	uids := make([]platform.UID, len(hits))
	for i, u := range hits {
		uids[i] = u.UID
	}
	return uids
}

func naiveMatch(u platform.User, f model.Filter) bool {
	if f.Only != nil && !slices.Contains(f.Only, u.UID) ||
		len(f.States) > 0 && !slices.Contains(f.States, u.State()) ||
		len(f.Groups) > 0 && slices.Contains(f.Groups, u.Group.Name) == f.NotGroups {
		return false
	}
	text := strings.ToLower(strings.TrimSpace(f.Text))
	if f.Logins {
		return strings.Contains(strings.ToLower(u.Email), text) || strconv.Itoa(int(u.UID)) == text
	}
	digits := onlyDigits(text)
	return text == "" || strings.Contains(strings.ToLower(u.Email), text) || strings.Contains(strings.ToLower(u.Note), text) ||
		strings.Contains(onlyDigits(u.Phone), text) || strconv.Itoa(int(u.UID)) == text ||
		digits != "" && strings.Trim(text, "+0123456789 ()-./") == "" && strings.Contains(onlyDigits(u.Phone), digits)
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("+0123456789", r) {
			return r
		}
		return -1
	}, s)
}

func naiveCompare(c model.Column, a, b platform.User) int {
	lower := func(x, y string) int { return strings.Compare(strings.ToLower(x), strings.ToLower(y)) }
	money := func(x, y platform.Money) int {
		if !x.Given() || !y.Given() {
			return cmp.Compare(integer(x.Given()), integer(y.Given()))
		}
		return x.Amount().Shift(6).Floor().Cmp(y.Amount().Shift(6).Floor())
	}
	switch c {
	case model.ColumnLogin:
		return lower(a.Email, b.Email)
	case model.ColumnGroup:
		return lower(a.Group.Name, b.Group.Name)
	case model.ColumnReseller:
		return lower(a.Reseller.Name, b.Reseller.Name)
	case model.ColumnNote:
		return lower(a.Note, b.Note)
	case model.ColumnPhone:
		return strings.Compare(onlyDigits(a.Phone), onlyDigits(b.Phone))
	case model.ColumnState, model.ColumnWord:
		return cmp.Compare(a.State(), b.State())
	case model.ColumnBalance:
		return money(a.Balance, b.Balance)
	case model.ColumnBonus:
		return money(a.Bonus, b.Bonus)
	case model.ColumnSignup:
		return a.SignedUp.Compare(b.SignedUp)
	case model.ColumnExtID:
		return strings.Compare(a.ExtBillingID, b.ExtBillingID)
	case model.ColumnUID:
		return cmp.Compare(a.UID, b.UID)
	}
	return 0 // nothing is known by which two differ
}

var columns = []model.Column{model.ColumnState, model.ColumnLogin, model.ColumnUID, model.ColumnGroup, model.ColumnBalance, model.ColumnBonus,
	model.ColumnPhone, model.ColumnSignup, model.ColumnReseller, model.ColumnNote, model.ColumnWord, model.ColumnExtID, model.ColumnTwoFactor}

var words = []string{"", "", "a", "E", "anna", "ÇELİK", "дмитрий", "straße", "玲", "@example", "example.com", "4711", "no such word", "vip",
	"+49 30 1234", "(30) 12", "555 000", "0", "+", "-", " late ", ".", "größe", "æ"}

func someFilter(r *rand.Rand, users []platform.User) model.Filter {
	f := model.Filter{Text: words[r.IntN(len(words))], Logins: r.IntN(4) == 0}
	some := users[r.IntN(len(users))]
	switch r.IntN(8) {
	case 0:
		f.Text = some.Email[:len(some.Email)/2+1]
	case 1:
		f.Text = some.Phone
	case 2:
		f.Text = fmt.Sprint(some.UID)
	}
	f.Text = strings.ToValidUTF8(f.Text, "")
	for range r.IntN(3) {
		f.Groups = append(f.Groups, groupNames[r.IntN(len(groupNames))].Name)
	}
	f.NotGroups = r.IntN(3) == 0
	for range r.IntN(3) {
		f.States = append(f.States, platform.State(r.IntN(6)))
	}
	if r.IntN(5) == 0 {
		f.Only = []platform.UID{3}
		for range r.IntN(300) {
			f.Only = append(f.Only, users[r.IntN(len(users))].UID)
		}
	}
	for range r.IntN(3) {
		f.Sort = append(f.Sort, model.SortKey{Column: columns[r.IntN(len(columns))], Desc: r.IntN(2) == 0})
	}
	return f
}

func TestSearchEqualsLookingAtEveryRow(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	s := newStore(t)
	users := someUsers(1, 3000)
	cached := map[platform.UID]platform.User{}
	for round := range 4 {
		if round == 2 { // the first rounds are sorted in memory, the others by the file's indexes
			complete(t, s)
		}
		page := slices.Clone(users)
		if round > 0 { // some change, some go, some come in between
			page = nil
			for range 200 {
				page = append(page, someUser(r, users[r.IntN(len(users))].UID))
				page = append(page, someUser(r, platform.UID(1000+r.IntN(10000))))
			}
			var removed []platform.UID
			for range 50 {
				removed = append(removed, users[r.IntN(len(users))].UID)
			}
			if err := s.RemoveUsers(t.Context(), removed); err != nil {
				t.Fatal(err)
			}
			for _, uid := range removed {
				delete(cached, uid)
			}
		}
		fill(t, s, tick(round), latest(page))
		for _, u := range latest(page) {
			cached[u.UID] = u
		}
		for range 120 {
			compareWithNaive(t, s, cached, someFilter(r, users))
		}
	}
}

// latest leaves the last of several rows of one customer.
func latest(users []platform.User) []platform.User {
	byUID := map[platform.UID]platform.User{}
	var order []platform.UID
	for _, u := range users {
		if _, known := byUID[u.UID]; !known {
			order = append(order, u.UID)
		}
		byUID[u.UID] = u
	}
	out := make([]platform.User, len(order))
	for i, uid := range order {
		out[i] = byUID[uid]
	}
	return out
}

func compareWithNaive(t *testing.T, s *Store, cached map[platform.UID]platform.User, f model.Filter) {
	t.Helper()
	want := naive(cached, f)
	page, err := s.FirstPage(t.Context(), f, 100)
	if err != nil {
		t.Fatal(err)
	}
	if got := uidsOf(page); !slices.Equal(got, want[:min(100, len(want))]) {
		t.Fatalf("first page of %+v:\n got %v\nwant %v", f, got, want[:min(100, len(want))])
	}
	list, err := s.List(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(list.UIDs, want) || list.Total != len(cached) {
		t.Fatalf("list of %+v: got %d of %d, want %d of %d", f, len(list.UIDs), list.Total, len(want), len(cached))
	}
}

func TestSearchBeforeTheIndexIsLoaded(t *testing.T) {
	s := newStore(t)
	users := someUsers(2, 1500)
	fill(t, s, tick(0), users)
	complete(t, s)
	s.ready = make(chan struct{}) // as if it were still loading
	cached := map[platform.UID]platform.User{}
	for _, u := range users {
		cached[u.UID] = u
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		f := someFilter(r, users)
		f.Sort = []model.SortKey{{Column: []model.Column{model.ColumnUID, model.ColumnLogin, model.ColumnBalance, model.ColumnBonus, model.ColumnSignup}[r.IntN(5)]}}
		want := naive(cached, f)
		page, err := s.FirstPage(t.Context(), f, 50)
		if err != nil || !slices.Equal(uidsOf(page), want[:min(50, len(want))]) {
			t.Fatalf("first page of %+v: got %v, want %v (%v)", f, uidsOf(page), want[:min(50, len(want))], err)
		}
	}
	close(s.ready)
}

func TestSearchWhileCustomersArrive(t *testing.T) {
	s := newStore(t)
	users := someUsers(5, 6000)
	fill(t, s, tick(0), users[:1000])
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var readers sync.WaitGroup
	for n := range 3 {
		readers.Go(func() {
			r := rand.New(rand.NewPCG(uint64(n), 9))
			for ctx.Err() == nil {
				f := someFilter(r, users)
				if _, err := s.FirstPage(ctx, f, 50); err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
				list, err := s.List(ctx, f)
				if err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
				seen := map[platform.UID]bool{}
				for _, uid := range list.UIDs {
					if seen[uid] {
						t.Errorf("%d stands twice in the list of %+v", uid, f)
						return
					}
					seen[uid] = true
				}
			}
		})
	}
	fill(t, s, tick(1), users)
	fill(t, s, tick(2), someUsers(6, 3000))
	stop()
	readers.Wait()
}

func TestPagesAppearWhole(t *testing.T) {
	s := newStore(t)
	page := func(round int) []platform.User {
		users := make([]platform.User, 200)
		for i := range users {
			users[i] = platform.User{UID: platform.UID(i + 1), Email: fmt.Sprintf("round%d-%d@example.com", round, i), Status: platform.AccountActive}
		}
		return users
	}
	put(t, s, tick(0), page(0)...)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var reader sync.WaitGroup
	reader.Go(func() {
		for ctx.Err() == nil {
			for round := range 20 {
				list, err := s.List(ctx, model.Filter{Text: fmt.Sprintf("round%d-", round)})
				if err == nil && len(list.UIDs) != 0 && len(list.UIDs) != 200 {
					t.Errorf("half a page: %d rows", len(list.UIDs))
					return
				}
			}
		}
	})
	for round := 1; round < 20; round++ {
		put(t, s, tick(round), page(round)...)
	}
	stop()
	reader.Wait()
}

func TestTypingOnSiftsWhatWasFound(t *testing.T) {
	s := newStore(t)
	users := someUsers(21, 2500)
	fill(t, s, tick(0), users)
	cached := map[platform.UID]platform.User{}
	for _, u := range users {
		cached[u.UID] = u
	}
	for _, whole := range []string{"anna.maria", "+49 (30) 1234", "4711", fmt.Sprint(users[5].UID), users[77].Email, users[78].Phone, "1 555 00", "straße"} {
		runes := []rune(whole)
		for n := 1; n <= len(runes); n++ {
			compareWithNaive(t, s, cached, model.Filter{Text: string(runes[:n]), Sort: []model.SortKey{{Column: model.ColumnLogin}}})
		}
	}
}

func TestCustomersOutOfOrder(t *testing.T) {
	s := newStore(t)
	users := someUsers(8, 12000)
	r := rand.New(rand.NewPCG(8, 8))
	r.Shuffle(len(users), func(i, j int) { users[i], users[j] = users[j], users[i] })
	users[0].UID = math.MaxUint32 // one far away from the others
	fill(t, s, tick(0), users)
	cached := map[platform.UID]platform.User{}
	for _, u := range users {
		cached[u.UID] = u
	}
	for range 30 {
		compareWithNaive(t, s, cached, someFilter(r, users))
	}
}

func TestBlankedTextIsGivenBack(t *testing.T) {
	s := newStore(t)
	note := strings.Repeat("x", 1000)
	users := make([]platform.User, 2000)
	for round := range 5 {
		for i := range users {
			users[i] = platform.User{UID: platform.UID(i + 1), Email: fmt.Sprintf("c%d@example.com", i), Note: fmt.Sprintf("round%d %s", round, note), Status: platform.AccountActive}
		}
		fill(t, s, tick(round), users)
	}
	if n := len(s.index.hay.chunks); n > 5 {
		t.Errorf("%d MiB of text are kept for 2 MB", n)
	}
	for round, want := range []int{0, 0, 0, 0, 2000} {
		list, err := s.List(t.Context(), model.Filter{Text: fmt.Sprintf("round%d", round)})
		if err != nil || len(list.UIDs) != want {
			t.Errorf("round %d: %d customers, want %d (%v)", round, len(list.UIDs), want, err)
		}
	}
	list, err := s.List(t.Context(), model.Filter{Text: "c1999@"})
	if err != nil || !slices.Equal(list.UIDs, []platform.UID{2000}) {
		t.Errorf("got %v, %v", list.UIDs, err)
	}
}
