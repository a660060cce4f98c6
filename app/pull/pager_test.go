package pull

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"steward/client/platform"
)

// roll is a platform's list of customers, as it is at one moment.
type roll struct {
	uids []platform.UID
	next platform.UID
	most int // rows a page at most; 0: as asked
}

func newRoll(n int) *roll {
	l := &roll{next: 1}
	for range n {
		l.create()
	}
	return l
}

func (l *roll) create() {
	l.uids = append(l.uids, l.next)
	l.next += 3
}

func (l *roll) delete(i int) { l.uids = slices.Delete(l.uids, i, i+1) }

func (l *roll) page(r request) []platform.User {
	count := r.count
	if l.most > 0 {
		count = min(count, l.most)
	}
	from := min(r.start, len(l.uids))
	to := min(from+count, len(l.uids))
	users := make([]platform.User, 0, count)
	for _, uid := range l.uids[from:to] {
		users = append(users, platform.User{UID: uid})
	}
	return users
}

// walk reads the whole list; between two pages the list changes.
func walk(t *testing.T, p *pager, l *roll, between func()) (read map[platform.UID]bool, requests int) {
	t.Helper()
	read = map[platform.UID]bool{}
	for {
		if requests++; requests > 10_000 {
			t.Fatal("the walk does not end")
		}
		r := p.next()
		users := l.page(r)
		verdict := p.take(r, users, 0, len(l.uids))
		if verdict != again {
			for _, u := range users {
				read[u.UID] = true
			}
		}
		if verdict == done {
			return read, requests
		}
		between()
	}
}

func TestEveryoneIsReadOnceOnAQuietPlatform(t *testing.T) {
	for _, n := range []int{0, 1, 19, 20, 21, 499, 500, 501, 980, 981, 5000} {
		p, l := resume(position{}), newRoll(n)
		read, requests := walk(t, p, l, func() {})
		if len(read) != n || p.Read != n || p.Total != n || p.short() {
			t.Errorf("%d customers: read %d, counted %d of %d", n, len(read), p.Read, p.Total)
		}
		if want := 1 + max(0, n-overlap-1)/(fullPage-overlap); requests > want+1 {
			t.Errorf("%d customers: %d requests, want about %d", n, requests, want)
		}
	}
}

// Whoever is on the platform from the first page to the last must be read,
// however many are deleted before the next page and created behind it.
func TestNobodyIsMissedWhileTheListChanges(t *testing.T) {
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		p, l := resume(position{}), newRoll(3000)
		alive := map[platform.UID]bool{}
		for _, uid := range l.uids {
			alive[uid] = true
		}
		read, _ := walk(t, p, l, func() {
			if rnd.IntN(4) == 0 { // a clean-up takes a whole stretch away
				for range min(len(l.uids), rnd.IntN(700)) {
					delete(alive, l.uids[0])
					l.delete(0)
				}
			}
			for range rnd.IntN(60) {
				if len(l.uids) > 0 {
					i := rnd.IntN(len(l.uids))
					delete(alive, l.uids[i])
					l.delete(i)
				}
			}
			for range rnd.IntN(20) {
				l.create()
			}
		})
		for uid := range alive {
			if !read[uid] {
				t.Fatalf("seed %d: customer %d was on the platform all the time and was not read", seed, uid)
			}
		}
	}
}

func TestAWalkGoesOnFromAStoredPosition(t *testing.T) {
	l := newRoll(2500)
	p := resume(position{})
	first := l.page(p.next())
	p.take(p.next(), first, 0, len(l.uids))
	for range 300 { // while nobody looked
		l.delete(0)
	}
	read, _ := walk(t, resume(p.position), l, func() {})
	for _, u := range first {
		read[u.UID] = true
	}
	for _, uid := range l.uids {
		if !read[uid] {
			t.Fatalf("customer %d was not read", uid)
		}
	}
}

func TestAPlatformThatGivesFewerRowsThanAsked(t *testing.T) {
	p, l := resume(position{}), newRoll(1234)
	l.most = 150
	read, _ := walk(t, p, l, func() {})
	if len(read) != 1234 || p.Read != 1234 {
		t.Errorf("read %d, counted %d, want 1234", len(read), p.Read)
	}
}

func TestAPlatformThatDoesNotOrderByUID(t *testing.T) {
	p, l := resume(position{}), newRoll(1800)
	rand.New(rand.NewPCG(4, 4)).Shuffle(len(l.uids), func(i, j int) { l.uids[i], l.uids[j] = l.uids[j], l.uids[i] })
	read, _ := walk(t, p, l, func() {})
	if len(read) != 1800 || p.Read != 1800 || !p.scattered {
		t.Errorf("read %d, counted %d, want 1800", len(read), p.Read)
	}
}

func TestAPlatformThatCountsMoreThanItLists(t *testing.T) {
	p, l := resume(position{}), newRoll(700)
	for range 20 {
		r := p.next()
		if p.take(r, l.page(r), 0, len(l.uids)+40) == done {
			if p.Read != 700 || !p.short() {
				t.Errorf("read %d of %d, short %v", p.Read, p.Total, p.short())
			}
			return
		}
	}
	t.Fatal("the walk does not end")
}

func TestWithoutATotalAShortPageIsTheLast(t *testing.T) {
	p, l := resume(position{}), newRoll(1100)
	for range 20 {
		r := p.next()
		if p.take(r, l.page(r), 0, -1) == done {
			if p.Read != 1100 {
				t.Errorf("read %d, want 1100", p.Read)
			}
			return
		}
	}
	t.Fatal("the walk does not end")
}

func TestPagesFollowThePaceOfThePlatform(t *testing.T) {
	const quickly, slowly, far = time.Second, 5 * time.Second, 11 * time.Second
	for name, c := range map[string]struct {
		answers []time.Duration
		want    int
	}{
		"quick":                       {[]time.Duration{quickly, quickly}, fullPage},
		"one slow answer":             {[]time.Duration{slowly}, fullPage},
		"slow, quick, slow":           {[]time.Duration{slowly, quickly, slowly}, fullPage},
		"two slow answers in a row":   {[]time.Duration{slowly, slowly}, smallPage},
		"one answer over ten seconds": {[]time.Duration{far}, smallPage},
		"four quick ones after":       {[]time.Duration{far, quickly, quickly, quickly, quickly}, smallPage},
		"comes back":                  {[]time.Duration{far, quickly, quickly, quickly, quickly, quickly}, fullPage},
		"falls again":                 {[]time.Duration{far, quickly, quickly, quickly, quickly, quickly, slowly, slowly}, smallPage},
	} {
		var p pace
		for _, d := range c.answers {
			p.took(d)
		}
		if p.size() != c.want {
			t.Errorf("%s: %d rows, want %d", name, p.size(), c.want)
		}
	}
}

func TestBackoffGrowsToAMinuteAndKeepsWhatThePlatformAsksFor(t *testing.T) {
	for i, seconds := range []int{2, 4, 8, 16, 32, 60, 60, 60} {
		for range 50 {
			got, middle := backoff(i+1, 0), time.Duration(seconds)*time.Second
			if got < middle*8/10 || got > middle*12/10 {
				t.Fatalf("failure %d: %v, want about %v", i+1, got, middle)
			}
		}
	}
	if got := backoff(1, 90*time.Second); got != 90*time.Second {
		t.Errorf("asked for 90 s, waits %v", got)
	}
	if got := backoff(1, 10*time.Hour); got != longestAsked {
		t.Errorf("asked for 10 h, waits %v", got)
	}
}
