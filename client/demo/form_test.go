package demo

import (
	"errors"
	"testing"
	"time"
)

func TestDataOfAnotherVersionIsRefused(t *testing.T) {
	dir := t.TempDir()
	o := Options{Customers: 5, Seed: 1, Now: time.Now, Dir: dir}
	p, err := Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.store.db.ExecContext(t.Context(), `PRAGMA user_version = 1`); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Start(t.Context(), o); !errors.Is(err, ErrOtherForm) {
		t.Errorf("data of version 1: %v", err)
	}
}
