package scenario

import (
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/client/platform"
	"steward/views/kit"
)

// quotasOf reads the quotas of a customer.
func (s *story) quotasOf(uid platform.UID) []platform.Quota {
	s.t.Helper()
	s.cluster.Show(model.SectionKey{Section: model.SectionQuotas, UID: uid})
	var found model.Quotas
	s.until("quotas are read", func() bool {
		var err error
		found, err = s.cluster.Quotas(s.ctx, uid)
		s.must(err)
		return !found.State.ReadAt.IsZero()
	})
	return found.Rows
}

// differAlike are two customers of one group who differ from it in the same quota, and
// how many of that group were read until they were found.
func differAlike(t *testing.T, s *story) (quota string, one, other platform.UID, read int) {
	t.Helper()
	type what struct{ group, quota string }
	seen, reads := map[what]platform.UID{}, map[string]int{}
	for _, c := range s.everyone() {
		if c.State() == platform.StateDeleted || c.Reseller.ID != 0 {
			continue
		}
		reads[c.Group.Name]++
		for _, q := range s.quotasOf(c.UID) {
			if !q.Differs() {
				continue
			}
			key := what{c.Group.Name, q.Name}
			if first, is := seen[key]; is {
				return q.Name, first, c.UID, reads[c.Group.Name]
			}
			seen[key] = c.UID
		}
	}
	t.Fatal("no two customers of a group differ in the same quota")
	return "", 0, 0, 0
}

// Of a quota one asks who else of the group differs: from what was read, which is
// said, and one key leads there.
func TestWhoElseDiffersInAQuota(t *testing.T) {
	s := open(t)
	quota, one, other, read := differAlike(t, s)
	s.tabOf(one, "Alt+5", model.SectionQuotas)
	s.choosesRow(s.inDetail("Meaning"), quota)
	same(t, "it can be asked", inkOf(s.titled("Who else differs?")), kit.Color(theme.ColorNameForeground))
	s.clicks("Who else differs?")
	s.sees(quota + ": who else differs")
	s.sees("Known here are the quotas of " + uidWords(platform.UID(read)) + " of ")
	s.sees("the oldest were read 0 s ago")
	list, is := s.focused().(*kit.Grid)
	same(t, "the list has the keyboard", is, true)
	same(t, "who", says(list, "uid"), []string{uidWords(other)})
	cells, _ := tableRow(list, 0)
	same(t, "login", cells["login"].Text, s.truth(other).Email)
	same(t, "value and group's value differ", cells["value"].Text != cells["group"].Text, true)
	s.press("Esc")
	same(t, "Esc closes it", s.dialogs(), 0)
	s.clicks("Who else differs?")
	s.press("Enter")
	same(t, "closed", s.dialogs(), 0)
	s.until("the other one is shown", func() bool { return s.window.Users().Detail().UID() == other })
}

// inkOf is the colour of a button's title as it is painted.
func inkOf(b *kit.Button) (ink color.Color) {
	for _, o := range test.WidgetRenderer(b).Objects() {
		if t, is := o.(*canvas.Text); is {
			ink = t.Color
		}
	}
	return ink
}

// Where nobody else is known to differ it says so, with how little is known.
func TestNobodyElseIsKnownToDiffer(t *testing.T) {
	s, _, rows := limited(t)
	same0 := slices.IndexFunc(rows, func(q platform.Quota) bool { return !q.Differs() })
	s.choosesRow(s.inDetail("Meaning"), rows[same0].Name)
	s.clicks("Who else differs?")
	s.sees("No other customer of ")
	s.press("Enter") // Close has the keyboard
	same(t, "closed", s.dialogs(), 0)
}

// At half of the usual window every meaning, value and who set it can be read whole,
// and the names of quotas up to 32 letters.
func TestQuotasHaveRoomInThePane(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	s.tabOf(s.uids()[0], "Alt+5", model.SectionQuotas)
	list := s.inDetail("Meaning")
	var shown []string
	for _, w := range list.Written() {
		shown = append(shown, w.Text)
	}
	rows := 0
	for i := range list.Length() {
		cells, _ := tableRow(list, i)
		if !slices.Contains(shown, cells["value"].Text) {
			continue // below the fold
		}
		rows++
		for _, column := range []string{"name", "meaning", "value", "group", "unit", "setby"} {
			words := cells[column].Text
			if words == "" || column == "name" && len(words) > 32 || slices.Contains(shown, words) {
				continue
			}
			if at := slices.IndexFunc(shown, func(w string) bool {
				return strings.HasSuffix(w, "…") && strings.HasPrefix(words, strings.TrimSuffix(w, "…"))
			}); at >= 0 {
				t.Errorf("%s %q reads %q", column, words, shown[at])
			}
		}
	}
	same(t, "rows in view", rows > 10, true)
}
