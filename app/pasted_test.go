package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"steward/app/model"
	"steward/client/platform"
)

// A pasted list finds e-mails in any case, User IDs alone in their line, and
// lists what is nobody's.
func TestAPastedListIsMatched(t *testing.T) {
	d := startDesk(t, nil)
	d.read()
	list, err := d.cluster.FirstPage(t.Context(), model.Filter{States: []platform.State{platform.StateActive}}, 4)
	if err != nil || len(list) < 4 {
		t.Fatal(len(list), err)
	}
	text := fmt.Sprintf("%s\r\n\n%d\n\"Harbor\";<%s>;%d,00\n%s\n%d, %d\nnobody@example.test\nHarbor Ltd 100\n999999\n",
		strings.ToUpper(list[0].Email), list[1].UID, list[2].Email, list[3].UID, list[0].Email, list[1].UID, list[3].UID)
	got, err := d.cluster.MatchPasted(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	want := []platform.UID{list[0].UID, list[1].UID, list[2].UID, list[3].UID}
	if !slices.Equal(got.UIDs, want) || got.Twice != 2 {
		t.Errorf("%v twice %d, want %v twice 2", got.UIDs, got.Twice, want)
	}
	unmatched := []PastedLine{{7, "nobody@example.test"}, {8, "Harbor Ltd 100"}, {9, "999999"}}
	if !slices.Equal(got.Unmatched, unmatched) {
		t.Errorf("%v, want %v", got.Unmatched, unmatched)
	}
}
