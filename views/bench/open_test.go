package bench

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"steward/app"
	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
	"steward/views/customer"
)

const (
	openCustomers = 5_000
	usualMost     = 6 // environments of a customer of median size, at most
	rowHeight     = 25
)

var (
	firstRow = [2]int{200, 141}
	besides  = area{725, 215, 690, 290} // the rows of the tab; the age above them goes on by itself
)

// TestBenchOpen measures from the click on a customer whose environments are cached
// to the last pixel of them, in the real window.
func TestBenchOpen(t *testing.T) {
	if !record.Full() {
		return // there is no built program; the window's instruments are proven beside
	}
	s := openScreen(t)
	program := steward(t)
	dir := folder(t)
	site := serve(t, dir, openCustomers)
	h, _ := filledHome(t, dir, site, openCustomers)
	f := h.cached(t, site, notable(t, openCustomers, demo.NotableEnvironments))
	h.lend(t)

	r := launch(t, s, program, "--home", h.dir)
	defer r.end(t)
	r.paints(t, painted)
	s.still(r.window, besides, time.Second)
	var usual []time.Duration
	for range 4 {
		for _, row := range f.usual {
			usual = append(usual, r.opens(row))
		}
	}
	spread(t, "open.median", usual)
	record.Measured(t, record.Figure{
		ID: "open.median", Name: "a click on a cached customer of median size to the last pixel of the visible tab, 95 of 100",
		Value: ms(share(95, usual)), Unit: "ms", Bound: 100, Better: record.Lower,
	})

	s.click(searchField[0], searchField[1])
	for _, letter := range f.text {
		s.press(xproto.Keysym(letter))
	}
	s.still(r.window, logins, time.Second)
	var most []time.Duration
	for range 20 {
		r.opens(f.other)
		most = append(most, r.opens(f.large))
	}
	spread(t, "open.large", most)
	record.Measured(t, record.Figure{
		ID: "open.large", Name: "the same, a customer with 400 environments, 95 of 100",
		Value: ms(share(95, most)), Unit: "ms", Bound: 200, Better: record.Lower,
	})
}

// findings are where customers stand in the list, and what is typed to have the
// one with most environments near the top, with others.
type findings struct {
	usual        []int // rows of the whole list
	text         string
	large, other int // rows of the list of the text
}

// cached has the environments of the customers at the top of the list, and of the
// large one and a neighbour, read, and the window open with their tab.
func (h home) cached(t *testing.T, site *site, large platform.UID) (f findings) {
	t.Helper()
	h.tidy(t)
	core := h.open(t)
	cluster := signIn(t, core, site)
	defer func() {
		if err := core.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := core.Put(t.Context(), cluster.Profile().ID, "customer.tab", customer.TabEnvironments); err != nil {
		t.Fatal(err)
	}
	top, err := cluster.FirstPage(t.Context(), model.Filter{}, 24)
	if err != nil {
		t.Fatal(err)
	}
	for row, c := range top {
		if n := environmentsOf(t, cluster, c.UID); n > 0 && n <= usualMost {
			f.usual = append(f.usual, row)
		}
	}
	if len(f.usual) < 5 {
		t.Fatalf("only %d of the first customers have a few environments", len(f.usual))
	}
	t.Logf("%d environments in the large one", environmentsOf(t, cluster, large))
	who, _, err := cluster.Customer(t.Context(), large)
	if err != nil {
		t.Fatal(err)
	}
	for f.text = strings.ToLower(who.Email); ; f.text = f.text[:len(f.text)-1] {
		found, err := cluster.FirstPage(t.Context(), model.Filter{Text: f.text}, 24)
		if err != nil {
			t.Fatal(err)
		}
		f.large = slices.IndexFunc(found, func(c model.Customer) bool { return c.UID == large })
		if len(found) > 1 && f.large >= 0 {
			f.other = (f.large + 1) % len(found)
			environmentsOf(t, cluster, found[f.other].UID)
			return f
		}
	}
}

// environmentsOf reads a customer's environments from the platform and counts them.
func environmentsOf(t *testing.T, c *app.Cluster, uid platform.UID) int {
	t.Helper()
	moved := make(chan struct{}, 1)
	defer c.Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for _, section := range []model.Section{model.SectionInfo, model.SectionEnvironments} {
		key := model.SectionKey{Section: section, UID: uid}
		c.Show(key)
		for {
			state, err := c.State(ctx, key)
			if err != nil || state.Err != nil {
				t.Fatal(err, state.Err)
			}
			if !state.ReadAt.IsZero() && !state.Reading {
				break
			}
			select {
			case <-moved:
			case <-ctx.Done():
				t.Fatalf("%s of %d was not read", section, uid)
			}
		}
	}
	found, err := c.Environments(ctx, uid)
	if err != nil {
		t.Fatal(err)
	}
	return len(found.Rows)
}

// opens clicks on a row of the list and returns when the detail pane was painted last.
func (r *running) opens(row int) time.Duration {
	y := firstRow[1] + row*rowHeight
	r.screen.move(firstRow[0], y)
	r.screen.still(r.window, besides, 100*time.Millisecond)
	return r.screen.reacts(r.window, besides, 400*time.Millisecond, true, func() { r.screen.click(firstRow[0], y) })
}
