package model

import (
	"reflect"
	"testing"
)

func TestLayoutCompletesItself(t *testing.T) {
	if got := (Layout{}).Complete(); !reflect.DeepEqual(got, DefaultLayout()) {
		t.Errorf("an empty layout became %+v", got)
	}
	stored := Layout{
		Columns: []ColumnLayout{{ColumnNote, 300, true}, {"gone", 10, true}, {ColumnNote, 5, false}, {ColumnLogin, 200, true}},
		Sort:    []SortKey{{Column: ColumnBalance, Desc: true}},
	}
	got := stored.Complete()
	if len(got.Columns) != len(DefaultLayout().Columns) || !reflect.DeepEqual(got.Sort, stored.Sort) {
		t.Fatalf("got %+v", got)
	}
	want := []ColumnLayout{{ColumnNote, 300, true}, {ColumnLogin, 200, true}, {ColumnState, 24, true}}
	if !reflect.DeepEqual(got.Columns[:3], want) {
		t.Errorf("begins with %+v, want %+v", got.Columns[:3], want)
	}
}
