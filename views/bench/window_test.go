package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"steward/app/model"
	"steward/app/vault"
	"steward/client/platform"
	"steward/views/bench/record"
)

// Where things are in Steward's window of 1440 x 900, which stands at the
// screen's corner: there is no window manager.
var (
	logins      = area{60, 134, 240, 250} // ten rows of the login column
	manyRows    = area{60, 140, 240, 600}
	searchField = [2]int{130, 83}
	loginHeader = [2]int{75, 120}
	oneRow      = [2]int{200, 400}
	thumbLeft   = 713 // the list's scroll bar
	thumbTop    = 140
	thumbEnd    = 820
)

const painted = 10 // lines of text that make a painted list

// running is a program with a window.
type running struct {
	process *exec.Cmd
	screen  *screen
	window  xproto.Window
	started time.Time
}

// launch starts a program.
func launch(t *testing.T, s *screen, program string, args ...string) *running {
	t.Helper()
	r := &running{process: exec.Command(program, args...), screen: s}
	r.process.Stderr = os.Stderr
	r.started = time.Now()
	if err := r.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.end(t) })
	return r
}

// paints waits for the program's window and for its rows.
func (r *running) paints(t *testing.T, rows int) time.Duration {
	t.Helper()
	err := r.screen.until(func() bool {
		if r.window == 0 {
			r.window = r.screen.wide()
		}
		return r.window != 0 && lines(r.screen.pixels(r.window, manyRows), manyRows.w) >= rows
	})
	if err != nil {
		t.Fatalf("%s painted no rows: %v", filepath.Base(r.process.Path), err)
	}
	return time.Since(r.started)
}

// end asks the program to end and waits until its window is gone.
func (r *running) end(t *testing.T) {
	if r.process.ProcessState != nil {
		return
	}
	_ = r.process.Process.Signal(syscall.SIGTERM)
	limit := time.AfterFunc(patience/10, func() { _ = r.process.Process.Kill() })
	defer limit.Stop()
	_ = r.process.Wait()
	if err := r.screen.until(func() bool { return r.screen.wide() == 0 }); err != nil {
		t.Error("the window stayed: ", err)
	}
}

// resident is the program's resident memory in MB.
func (r *running) resident(t *testing.T) float64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.process.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var kilobytes float64
	parts := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.HasPrefix(name, "Rss") || name == "VmRSS" {
			parts[name] = strings.TrimSpace(value)
		}
	}
	if _, err := fmt.Sscanf(parts["VmRSS"], "%f kB", &kilobytes); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: resident %s, of it anonymous %s, files %s", filepath.Base(r.process.Path), parts["VmRSS"], parts["RssAnon"], parts["RssFile"])
	return kilobytes / 1000
}

// TestBenchWindow measures the built program in its real window.
func TestBenchWindow(t *testing.T) {
	s := openScreen(t)
	if !record.Full() {
		instrument(t, s)
		return
	}
	program, plain, empty := steward(t), built(t, "steward/views/bench/plain", "bench-plain"), built(t, "steward/views/bench/empty", "bench-empty")
	dir := folder(t)
	site := serve(t, dir, 1_000_000)
	h, w := filledHome(t, dir, site, 1_000_000)
	script := scripted(t, h, w)
	h.lend(t)

	h.tidy(t)
	search(t, s, program, h, script)
	h.tidy(t)
	memory(t, s, program, empty, h, w)
	site.stop() // the list has to come up without it
	h.tidy(t)
	start(t, s, program, []string{plain}, h, record.Figure{
		ID: "start.ratio", Name: "start to the painted list of a stored platform of 1,000,000 customers / to a plain window of labels, median of 9 pairs",
		Unit: "x", Bound: 1.6, Better: record.Lower,
	})
}

// instrument proves what the window is measured with on a window of its own:
// that pixels are seen to change, and lines of text are counted.
func instrument(t *testing.T, s *screen) {
	t.Helper()
	ink := make([]byte, 4*10*6)
	for i := range ink {
		ink[i] = 0xff
	}
	for _, row := range []int{1, 2, 4} {
		ink[row*40+8] = 0
		ink[row*40+9], ink[row*40+10] = 0, 0
	}
	if n := lines(ink, 10); n != 2 {
		t.Errorf("counted %d lines of text, there are 2", n)
	}
	began := time.Now()
	window, err := xproto.NewWindowId(s.conn)
	s.must(err)
	s.must(xproto.CreateWindowChecked(s.conn, 0, window, s.root, 0, 0, 1200, 300, 0, xproto.WindowClassInputOutput, 0,
		xproto.CwBackPixel, []uint32{0xffffff}).Check())
	s.must(xproto.MapWindowChecked(s.conn, window).Check())
	s.must(s.until(func() bool { return s.wide() == window }))
	part := area{0, 0, 100, 100}
	s.still(window, part, 10*look)
	paint := time.AfterFunc(20*look, func() {
		s.must(xproto.ChangeWindowAttributesChecked(s.conn, window, xproto.CwBackPixel, []uint32{0}).Check())
		s.must(xproto.ClearAreaChecked(s.conn, false, window, 0, 0, 0, 0).Check())
	})
	defer paint.Stop()
	took := s.reacts(window, part, 100*look, true, func() { s.press('a') })
	if took < 15*look || took > time.Since(began) {
		t.Errorf("a window that paints after %v was seen to paint after %v", 20*look, took)
	}
	s.must(xproto.DestroyWindowChecked(s.conn, window).Check())
}

// lend puts the home's secrets into the session's keyring, where the program
// looks for them. It must be the keyring of the measuring run.
func (h home) lend(t *testing.T) {
	t.Helper()
	if run := os.Getenv("XDG_RUNTIME_DIR"); run == "" || !strings.HasPrefix(run, os.Getenv("HOME")+"/") {
		t.Fatal("this would write into a person's keyring: use make bench")
	}
	system := vault.System("app.steward.Steward")
	for name, secret := range h.ring.secrets {
		if err := system.Set(context.Background(), name, platform.NewSecret(secret)); err != nil {
			t.Fatal(err)
		}
	}
}

// keystroke is a key of a search and whether the first rows are others after it.
type keystroke struct {
	symbol xproto.Keysym
	turns  bool
}

// script is what is typed in one order of the list.
type script struct {
	by   model.Column
	keys []keystroke
}

// scripted are searches letter by letter and back, and which of the keys change
// what the first rows show: only there is something to be seen.
func scripted(t *testing.T, h home, w words) (all []script) {
	t.Helper()
	core := h.open(t)
	list, err := core.Profiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := core.Offline(t.Context(), list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []model.Column{model.ColumnUID, model.ColumnLogin} {
		first := func(text string) []platform.UID {
			page, err := cluster.FirstPage(t.Context(), model.Filter{Text: text, Sort: []model.SortKey{{Column: by}}}, painted)
			if err != nil {
				t.Fatal(err)
			}
			uids := make([]platform.UID, len(page))
			for i, c := range page {
				uids[i] = c.UID
			}
			return uids
		}
		s := script{by: by}
		for _, word := range slices.Concat(w.rare[:3], w.frequent, w.letters) {
			shown := first("")
			for i := range word {
				next := first(word[:i+1])
				s.keys = append(s.keys, keystroke{xproto.Keysym(word[i]), !slices.Equal(shown, next)})
				shown = next
			}
			for i := range word {
				next := first(word[:len(word)-1-i])
				s.keys = append(s.keys, keystroke{keyBack, !slices.Equal(shown, next)})
				shown = next
			}
		}
		all = append(all, s)
	}
	if err := core.Close(); err != nil {
		t.Fatal(err)
	}
	return all
}

// search measures keys in the search field up to the pixels of the rows.
func search(t *testing.T, s *screen, program string, h home, scripts []script) {
	t.Helper()
	const while = 250 * time.Millisecond // between two keys
	r := launch(t, s, program, "--home", h.dir)
	r.paints(t, painted)
	s.still(r.window, logins, 2*time.Second)
	var all []time.Duration
	for _, script := range scripts {
		if script.by == model.ColumnLogin {
			s.click(loginHeader[0], loginHeader[1])
			s.still(r.window, logins, 2*time.Second)
		}
		s.click(searchField[0], searchField[1])
		var times []time.Duration
		for _, key := range script.keys {
			if took := s.reacts(r.window, logins, while, key.turns, func() { s.press(key.symbol) }); key.turns {
				times = append(times, took)
			}
		}
		spread(t, "search.window, by "+string(script.by), times)
		all = append(all, times...)
	}
	spread(t, "search.window", all)
	record.Measured(t, record.Figure{
		ID: "search.window", Name: "a key in the real window's search field to the last pixel of the new rows, 1,000,000 customers, 95 of 100",
		Value: ms(share(95, all)), Unit: "ms", Bound: 60, Better: record.Lower,
	})
	r.end(t)
}

// memory compares resident memory after a morning's work with an empty window's.
func memory(t *testing.T, s *screen, program, empty string, h home, w words) {
	t.Helper()
	e := launch(t, s, empty)
	if err := s.until(func() bool { e.window = s.wide(); return e.window != 0 }); err != nil {
		t.Fatal(err)
	}
	s.still(e.window, manyRows, time.Second)
	nothing := e.resident(t)
	e.end(t)

	r := launch(t, s, program, "--home", h.dir)
	r.paints(t, painted)
	s.still(r.window, manyRows, 2*time.Second)
	r.resident(t)
	r.jump()
	r.resident(t)
	r.searches(w, 100)
	after := r.resident(t)
	r.searches(w, 100)
	later := r.resident(t)
	r.end(t)
	record.Measured(t, record.Figure{
		ID: "memory.ratio", Name: "resident memory after 20 jumps and 100 searches, 1,000,000 customers / an empty window's",
		Value: after / nothing, Unit: "x", Bound: 3, Better: record.Lower,
	})
	record.Measured(t, record.Figure{
		ID: "memory.growth", Name: "growth of resident memory over the next 100 searches",
		Value: 100 * (later/after - 1), Unit: "%", Bound: 5, Better: record.Lower,
	})
}

// jump makes twenty jumps through the list.
func (r *running) jump() {
	r.screen.click(oneRow[0], oneRow[1])
	settle := func() { r.screen.still(r.window, manyRows, 100*time.Millisecond) }
	for round := range 4 {
		for _, key := range []xproto.Keysym{keyEnd, keyHome} {
			r.screen.press(key)
			settle()
		}
		r.screen.drag(thumbLeft, thumbTop, thumbLeft, thumbTop+(thumbEnd-thumbTop)*(round+1)/5)
		settle()
		for range 2 {
			r.screen.press(keyPageDown)
			settle()
		}
	}
}

// searches types beginnings of words and clears the field.
func (r *running) searches(w words, n int) {
	list := slices.Concat(w.rare, w.frequent, w.letters)
	r.screen.click(searchField[0], searchField[1])
	for i := range n {
		word := list[i%len(list)]
		word = word[i/len(list)%2:]
		for _, letter := range word[:min(len(word), 6)] {
			r.screen.press(xproto.Keysym(letter))
			r.screen.still(r.window, logins, 60*time.Millisecond)
		}
		r.screen.press(keyEscape)
		r.screen.still(r.window, logins, 60*time.Millisecond)
	}
}

// start compares the time from the start of the program to the painted list of a
// stored platform, which is away, with a plain window's.
func start(t *testing.T, s *screen, program string, plain []string, h home, figure record.Figure) {
	t.Helper()
	var ratios []float64
	for range 9 {
		r := launch(t, s, program, "--home", h.dir)
		own := r.paints(t, painted)
		r.end(t)
		p := launch(t, s, plain[0], plain[1:]...)
		other := p.paints(t, painted)
		p.end(t)
		t.Logf("start: list painted after %.0f ms, a plain window's after %.0f ms", ms(own), ms(other))
		ratios = append(ratios, own.Seconds()/other.Seconds())
	}
	figure.Value = middle(ratios)
	record.Measured(t, figure)
}
