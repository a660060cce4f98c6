package bench

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// look is how often pixels are looked at: often enough for the figures, seldom
// enough to leave the computer to what is measured.
const look = 2 * time.Millisecond

// Keys that are no letters, by their X symbol.
const (
	keyEscape   = 0xff1b
	keyHome     = 0xff50
	keyEnd      = 0xff57
	keyPageDown = 0xff56
	keyBack     = 0xff08
	keyShift    = 0xffe1
)

// screen is the X display: it sends keys and the pointer as a person's devices
// do, and looks at pixels.
type screen struct {
	t     *testing.T
	conn  *xgb.Conn
	root  xproto.Window
	keys  map[xproto.Keysym]xproto.Keycode
	shift map[xproto.Keysym]bool // needs Shift
	pace  *time.Ticker

	painted chan time.Time // a window that is watched was painted
	watched xproto.Window  // which
	damage  damage.Damage  // what tells
}

func openScreen(t *testing.T) *screen {
	t.Helper()
	conn, err := xgb.NewConn()
	if err != nil {
		t.Fatalf("no display: %v", err)
	}
	s := &screen{t: t, conn: conn, keys: map[xproto.Keysym]xproto.Keycode{}, shift: map[xproto.Keysym]bool{}, pace: time.NewTicker(look), painted: make(chan time.Time, 100)}
	t.Cleanup(func() {
		s.pace.Stop()
		conn.Close()
	})
	s.must(xtest.Init(conn))
	s.must(damage.Init(conn))
	_, err = damage.QueryVersion(conn, 1, 1).Reply()
	s.must(err)
	go s.hear()
	setup := xproto.Setup(conn)
	s.root = setup.DefaultScreen(conn).Root
	count := byte(setup.MaxKeycode - setup.MinKeycode + 1)
	m, err := xproto.GetKeyboardMapping(conn, setup.MinKeycode, count).Reply()
	s.must(err)
	for i, symbol := range m.Keysyms {
		column := i % int(m.KeysymsPerKeycode)
		if _, known := s.keys[symbol]; !known && column < 2 {
			s.keys[symbol] = setup.MinKeycode + xproto.Keycode(i/int(m.KeysymsPerKeycode))
			s.shift[symbol] = column == 1
		}
	}
	return s
}

// hear passes on when the watched window was painted, until the display is closed.
func (s *screen) hear() {
	for {
		event, err := s.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		if _, is := event.(damage.NotifyEvent); is {
			s.painted <- time.Now()
		}
	}
}

// watch has the display tell when a window is painted.
func (s *screen) watch(window xproto.Window) {
	s.t.Helper()
	if s.watched == window {
		return
	}
	id, err := damage.NewDamageId(s.conn)
	s.must(err)
	s.must(damage.CreateChecked(s.conn, id, xproto.Drawable(window), damage.ReportLevelNonEmpty).Check())
	s.watched, s.damage = window, id
}

func (s *screen) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// press presses and releases a key: a letter, or one of the key constants.
func (s *screen) press(symbol xproto.Keysym) {
	s.t.Helper()
	code, known := s.keys[symbol]
	if !known {
		s.t.Fatalf("the keyboard has no key for %#x", uint32(symbol))
	}
	if s.shift[symbol] {
		s.send(xproto.KeyPress, byte(s.keys[keyShift]), 0, 0)
		defer s.send(xproto.KeyRelease, byte(s.keys[keyShift]), 0, 0)
	}
	s.send(xproto.KeyPress, byte(code), 0, 0)
	s.send(xproto.KeyRelease, byte(code), 0, 0)
}

func (s *screen) move(x, y int) { s.send(xproto.MotionNotify, 0, x, y) }

func (s *screen) click(x, y int) { s.drag(x, y, x, y) }

// drag presses the left button, moves and releases it.
func (s *screen) drag(x, y, toX, toY int) {
	s.move(x, y)
	s.send(xproto.ButtonPress, 1, 0, 0)
	if x != toX || y != toY {
		s.move(toX, (y+toY)/2)
		s.move(toX, toY)
	}
	s.send(xproto.ButtonRelease, 1, 0, 0)
}

func (s *screen) send(kind, detail byte, x, y int) {
	s.t.Helper()
	s.must(xtest.FakeInputChecked(s.conn, kind, detail, 0, s.root, int16(x), int16(y), 0).Check())
}

// area is a part of a window.
type area struct{ x, y, w, h int }

// pixels are the pixels of an area, four bytes each.
func (s *screen) pixels(window xproto.Window, a area) []byte {
	reply, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(window),
		int16(a.x), int16(a.y), uint16(a.w), uint16(a.h), 0xffffffff).Reply()
	if err != nil {
		return nil // the window is not there yet, or not any more
	}
	return reply.Data
}

// wide finds the program's window, 0 if there is none yet: the one on the screen
// that is as large as a main window.
func (s *screen) wide() xproto.Window {
	tree, err := xproto.QueryTree(s.conn, s.root).Reply()
	s.must(err)
	for _, w := range tree.Children {
		attributes, err := xproto.GetWindowAttributes(s.conn, w).Reply()
		if err != nil || attributes.MapState != xproto.MapStateViewable {
			continue
		}
		size, err := xproto.GetGeometry(s.conn, xproto.Drawable(w)).Reply()
		if err == nil && size.Width >= 1000 {
			return w
		}
	}
	return 0
}

var errLate = errors.New("it did not happen in time")

// until looks until something holds.
func (s *screen) until(holds func() bool) error {
	for began := time.Now(); !holds(); <-s.pace.C {
		if time.Since(began) > patience/10 {
			return errLate
		}
	}
	return nil
}

// still waits until an area has not changed for a while.
func (s *screen) still(window xproto.Window, a area, quiet time.Duration) {
	s.t.Helper()
	before, since := s.pixels(window, a), time.Now()
	s.must(s.until(func() bool {
		if now := s.pixels(window, a); !bytes.Equal(now, before) {
			before, since = now, time.Now()
		}
		return time.Since(since) > quiet
	}))
}

// reacts does something and looks at an area for a while, if it has to change until
// it does; it returns when the area changed last, 0 if it never did. The display
// tells when to look: looking all the time would take the computer from what is
// measured.
func (s *screen) reacts(window xproto.Window, a area, while time.Duration, turns bool, do func()) (last time.Duration) {
	s.t.Helper()
	s.watch(window)
	for len(s.painted) > 0 {
		<-s.painted
	}
	s.must(damage.SubtractChecked(s.conn, s.damage, 0, 0).Check())
	before, began := s.pixels(window, a), time.Now()
	do()
	over := time.NewTimer(while)
	defer over.Stop()
	for {
		select {
		case at := <-s.painted:
			s.must(damage.SubtractChecked(s.conn, s.damage, 0, 0).Check())
			if now := s.pixels(window, a); !bytes.Equal(now, before) {
				before, last = now, at.Sub(began)
			}
		case <-over.C:
			if last > 0 || !turns {
				return last
			}
			if over.Reset(while); time.Since(began) > patience/10 {
				s.t.Fatal(errLate)
			}
		}
	}
}

// lines counts the lines of text in the pixels of an area: runs of pixel rows
// with something on them that stands out from the ground as text does, and
// lighter rules and grey bars do not.
func lines(pixels []byte, width int) (n int) {
	inside := false
	for row := 0; (row+1)*width*4 <= len(pixels); row++ {
		line := pixels[row*width*4 : (row+1)*width*4]
		low, high := 255, 0
		for i := 0; i < len(line); i += 4 {
			v := (int(line[i]) + int(line[i+1]) + int(line[i+2])) / 3
			low, high = min(low, v), max(high, v)
		}
		text := high-low > 100
		if text && !inside {
			n++
		}
		inside = text
	}
	return n
}
