// Package tour drives the real window through its screens and takes a picture
// of each: `steward tour`, and the pictures of the documentation.
package tour

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"steward/views"
	"steward/views/task"
)

const (
	slot       = "tour"
	quietFor   = 250 * time.Millisecond // the window counts as settled when nothing runs for so long
	lookEvery  = 25 * time.Millisecond
	settleUpTo = 60 * time.Second
)

// Tour is one walk through the window.
type Tour struct {
	out    string
	log    io.Writer
	window *views.Window
	taken  int
	err    error
}

// New prepares a tour that leaves its pictures in a folder and says on log
// what it does.
func New(out string, log io.Writer) *Tour { return &Tour{out: out, log: log} }

// Err is why the tour ended early; nil if it saw everything.
func (t *Tour) Err() error { return t.err }

// Drive starts the walk; it begins as soon as the window is there and closes
// the window at its end.
func (t *Tour) Drive(w *views.Window) {
	t.window = w
	w.Tasks().Go(slot, func(ctx context.Context) (func(), error) {
		err := t.walk(ctx)
		return func() {
			t.err = err
			w.Close()
		}, nil
	}, nil)
}

func (t *Tour) walk(ctx context.Context) error {
	if err := os.MkdirAll(t.out, 0o750); err != nil {
		return fmt.Errorf("make folder for pictures: %w", err)
	}
	for _, s := range steps {
		if err := t.step(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	_, err := fmt.Fprintf(t.log, "%d pictures in %s\n", t.taken, t.out)
	return err
}

// step does one thing, waits until the window is settled, and takes a picture.
func (t *Tour) step(ctx context.Context, s step) error {
	var problem error
	if err := t.ui(ctx, func() { problem = s.do(t.window) }); err != nil {
		return err
	}
	if problem != nil {
		return problem
	}
	if err := t.settle(ctx, s.until); err != nil {
		return err
	}
	if !s.picture {
		return nil
	}
	return t.take(ctx, s.name)
}

// ui runs f on the UI thread and waits for it.
func (t *Tour) ui(ctx context.Context, f func()) error {
	done := make(chan struct{})
	new(task.Fyne).Do(func() {
		defer close(done)
		f()
	})
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle waits until nothing has been running for a while and what the step
// waits for is so.
func (t *Tour) settle(ctx context.Context, until func(*views.Window) bool) error {
	ctx, cancel := context.WithTimeout(ctx, settleUpTo)
	defer cancel()
	quiet := time.Duration(0)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for quiet < quietFor {
		select {
		case <-ctx.Done():
			return errors.New("the window did not settle")
		case <-tick.C:
		}
		reached := true
		if until != nil {
			if err := t.ui(ctx, func() { reached = until(t.window) }); err != nil {
				return err
			}
		}
		quiet += lookEvery
		if busy := slices.DeleteFunc(t.window.Tasks().BusySlots(), func(s string) bool { return s == slot }); len(busy) > 0 || !reached {
			quiet = 0
		}
	}
	return nil
}

// take saves what the window shows.
func (t *Tour) take(ctx context.Context, name string) error {
	var shown image.Image
	var problem error
	if err := t.ui(ctx, func() { shown, problem = picture(t.window.Fyne()) }); err != nil {
		return err
	}
	if problem != nil {
		return problem
	}
	path := filepath.Join(t.out, fmt.Sprintf("%s.png", name))
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("save picture: %w", err)
	}
	err = errors.Join(png.Encode(file, shown), file.Close())
	if err != nil {
		return fmt.Errorf("save picture: %w", err)
	}
	t.taken++
	_, err = fmt.Fprintln(t.log, path)
	return err
}
