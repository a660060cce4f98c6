package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// benchSize is how many customers the benchmarks have: 100,000, or what
// STEWARD_BENCH_CUSTOMERS says.
func benchSize() int {
	if n, err := strconv.Atoi(os.Getenv("STEWARD_BENCH_CUSTOMERS")); err == nil {
		return n
	}
	return 100_000
}

// crowd makes customers page by page, much as a platform has them.
type crowd struct {
	r   *rand.Rand
	uid platform.UID
}

func newCrowd() *crowd { return &crowd{r: rand.New(rand.NewPCG(1, 2)), uid: 10_000} }

var (
	given    = []string{"anna", "bruno", "carla", "dimitri", "elena", "felix", "gina", "henrik", "irma", "jonas", "katja", "lars", "mona", "nils", "olga", "paulo", "quentin", "rosa", "sven", "tilda"}
	families = []string{"almeida", "berger", "costa", "dubois", "eriksen", "fischer", "garcia", "hansen", "ivanova", "jensen", "keller", "lopez", "moreau", "novak", "olsen", "petrov"}
	comments = []string{"", "", "", "", "", "", "", "pays by invoice", "migrated", "VIP customer, call first"}
)

func (c *crowd) page(n int) []platform.User {
	users := make([]platform.User, n)
	for i := range users {
		c.uid += platform.UID(1 + c.r.IntN(3))
		u := &users[i]
		*u = platform.User{
			UID: c.uid, Email: fmt.Sprintf("%s.%s%d@%s", given[c.r.IntN(20)], families[c.r.IntN(16)], c.uid, hosts[c.r.IntN(2)]),
			Group: groupNames[c.r.IntN(4)], Status: statuses[c.r.IntN(6)], Disabled: c.r.IntN(20) == 0,
			Note: comments[c.r.IntN(len(comments))], Reseller: resellerNames[c.r.IntN(4)],
			SignedUp: start.Add(-time.Duration(4_000_000_000-int64(c.uid)*1000) * time.Millisecond),
			Balance:  platform.NewMoney(decimal.New(int64(c.r.IntN(4_000_000)-200_000), -2), "EUR"),
			Bonus:    platform.NewMoney(decimal.New(int64(c.r.IntN(10)/9*c.r.IntN(5000)), -2), "EUR"),
			Credit:   platform.NewMoney(decimal.Zero, "EUR"), Language: "en", Registered: true,
		}
		if c.r.IntN(3) > 0 {
			u.Phone = fmt.Sprintf("+49 %d %07d", 30+c.r.IntN(900), c.r.IntN(10_000_000))
		}
	}
	return users
}

// BenchmarkPutUsers measures pages of 500 from an empty cache on.
func BenchmarkPutUsers(b *testing.B) {
	n := benchSize()
	for b.Loop() {
		s := openAt(b, filepath.Join(b.TempDir(), "cache.db"), sealed.NewKey())
		crowd := newCrowd()
		var took, again time.Duration
		for i := 0; i < n; i += 500 {
			page := crowd.page(500)
			begin := time.Now()
			put(b, s, tick(i), page...)
			took += time.Since(begin)
		}
		crowd = newCrowd()
		for i := 0; i < n; i += 500 {
			page := crowd.page(500)
			begin := time.Now()
			if put(b, s, tick(n+i), page...) != 0 {
				b.Fatal("unchanged rows were counted")
			}
			again += time.Since(begin)
		}
		b.ReportMetric(float64(n)/took.Seconds(), "rows/s")
		b.ReportMetric(float64(n)/again.Seconds(), "unchanged-rows/s")
		complete(b, s)
		shut(b, s)
	}
}

// benchFile is a file of benchSize customers, made once.
var benchFile = struct {
	path string
	key  sealed.Key
}{}

func benchStore(b *testing.B) *Store {
	b.Helper()
	if benchFile.path == "" {
		folder, err := os.MkdirTemp("", "steward-bench-")
		if err != nil {
			b.Fatal(err)
		}
		benchFile.path, benchFile.key = filepath.Join(folder, "cache.db"), sealed.NewKey()
		s := openAt(b, benchFile.path, benchFile.key)
		crowd := newCrowd()
		for i := 0; i < benchSize(); i += 500 {
			put(b, s, tick(i), crowd.page(500)...)
		}
		complete(b, s)
		shut(b, s)
	}
	s := openAt(b, benchFile.path, benchFile.key)
	b.Cleanup(func() { shut(b, s) })
	return s
}

// quantiles reports the middle and the 95th of 100 of some times.
func quantiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(0, "ns/op")
}

var benchWords = map[string]func(i int) string{
	"all":      func(int) string { return "" },
	"letter":   func(i int) string { return string(rune('a' + i%26)) },
	"frequent": func(i int) string { return given[i%20][:4] },
	"medium":   func(i int) string { return families[i%16] + strconv.Itoa(1+i%9) },
	"rare":     func(i int) string { return fmt.Sprintf("%s%d", families[i%16], 10_000+i*37%90_000) },
	"nothing":  func(i int) string { return given[i%20] + "#" },
	"phone":    func(i int) string { return fmt.Sprintf("+49 (%d) %d", 30+i*7%900, 100+i%900) },
	"note":     func(i int) string { return "VIP cust" },
}

func BenchmarkFirstPage(b *testing.B) {
	for _, sort := range []model.Column{model.ColumnUID, model.ColumnLogin, model.ColumnBalance, model.ColumnGroup} {
		for _, state := range []string{"cold", "warm"} {
			for _, kind := range []string{"all", "letter", "frequent", "medium", "rare", "nothing", "phone", "note"} {
				b.Run(fmt.Sprintf("%s/%s/%s", sort, state, kind), func(b *testing.B) { benchFirstPage(b, sort, state == "warm", benchWords[kind]) })
			}
		}
	}
}

// benchFirstPage is cold before the whole list of the sort was asked for once.
func benchFirstPage(b *testing.B, sort model.Column, warm bool, word func(i int) string) {
	s := benchStore(b)
	f := model.Filter{Sort: []model.SortKey{{Column: sort}}}
	if err := s.loaded(b.Context()); err != nil {
		b.Fatal(err)
	}
	if warm {
		if _, err := s.List(b.Context(), f); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	var times []time.Duration
	for i := range 200 {
		f.Text = word(i)
		begin := time.Now()
		if _, err := s.FirstPage(b.Context(), f, 100); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(begin))
	}
	quantiles(b, times)
}

func BenchmarkList(b *testing.B) {
	for _, sort := range []model.Column{model.ColumnUID, model.ColumnLogin, model.ColumnBalance, model.ColumnGroup, model.ColumnNote, model.ColumnReadAt} {
		for kind, word := range map[string]string{"all": "", "letter": "e", "frequent": "anna", "rare": "anna.berger1234"} {
			for _, first := range []bool{true, false} {
				b.Run(fmt.Sprintf("%s/%s/first=%v", sort, kind, first), func(b *testing.B) {
					s := benchStore(b)
					f := model.Filter{Text: word, Sort: []model.SortKey{{Column: sort}}}
					if err := s.loaded(b.Context()); err != nil {
						b.Fatal(err)
					}
					var times []time.Duration
					for range 5 {
						if first {
							s.index.keepOrder(rowOrder{})
						}
						begin := time.Now()
						if _, err := s.List(b.Context(), f); err != nil {
							b.Fatal(err)
						}
						times = append(times, time.Since(begin))
					}
					quantiles(b, times)
				})
			}
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	benchStore(b)
	var times []time.Duration
	for range 5 {
		begin := time.Now()
		s := openAt(b, benchFile.path, benchFile.key)
		if err := s.loaded(b.Context()); err != nil {
			b.Fatal(err)
		}
		times = append(times, time.Since(begin))
		complete(b, s)
		shut(b, s)
	}
	quantiles(b, times)
}

func BenchmarkHeap(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s := benchStore(b)
	list, err := s.List(b.Context(), model.Filter{Sort: []model.SortKey{{Column: model.ColumnLogin}}})
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/1e6, "heap-MB")
	b.ReportMetric(float64(len(s.index.hay.chunks)), "text-MiB")
	b.ReportMetric(0, "ns/op")
	runtime.KeepAlive(list)
}

func BenchmarkSums(b *testing.B) {
	s := benchStore(b)
	if err := s.loaded(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Sums(b.Context(), nil); err != nil {
			b.Fatal(err)
		}
	}
}
