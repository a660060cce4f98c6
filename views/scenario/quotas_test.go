package scenario

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

const quotasMethod = "billing/account/getcollaborationquotas"

// limited is the Quotas of a customer who has some of their own.
func limited(t *testing.T) (*story, *kit.Grid, []platform.Quota) {
	t.Helper()
	s := open(t)
	for _, uid := range s.uids() {
		rows := s.quotasOf(uid)
		if slices.ContainsFunc(rows, platform.Quota.Differs) {
			s.tabOf(uid, "Alt+5", model.SectionQuotas)
			return s, s.inDetail("Meaning"), rows
		}
	}
	t.Fatal("nobody's quotas differ from those of the group")
	return nil, nil, nil
}

// offline takes the platform away, and waits until that is noticed.
func (s *story) offline() {
	s.t.Helper()
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("it is noticed", func() bool { return strings.Contains(s.strip(), "Offline") })
}

// Every quota has its value, the group's, its unit, and who set it.
func TestAllQuotas(t *testing.T) {
	_, list, rows := limited(t)
	same(t, "rows", list.Length(), len(rows))
	byName := map[string]platform.Quota{}
	for _, q := range rows {
		byName[q.Name] = q
	}
	for i := range list.Length() {
		cells, _ := tableRow(list, i)
		q := byName[cells["name"].Text]
		yesNo := q.Unit() == platform.UnitSwitch
		if !yesNo {
			same(t, q.Name, cells["value"].Text, text.Count(q.Value))
			same(t, "group's value of "+q.Name, !q.GroupTold || cells["group"].Text == text.Count(q.GroupValue), true)
		} else {
			same(t, q.Name, slices.Contains([]string{"Yes", "No", strconv.FormatInt(q.Value, 10)}, cells["value"].Text), true)
		}
		same(t, "who set "+q.Name, cells["setby"].Text != "", true)
		same(t, "what differs is bold", !q.Differs() || cells["value"].Bold, true)
		if strings.Contains(q.Name, "cloudlets") {
			same(t, "unit of "+q.Name, cells["unit"].Text, "cloudlets")
		}
	}
}

// A quota is found while its name, or what it means, is typed.
func TestAQuotaIsFoundAsOneTypes(t *testing.T) {
	s, list, rows := limited(t)
	s.window.Fyne().Canvas().Focus(list)
	before := list.Length()
	for _, part := range []string{"cl", "ou", "dlets"} {
		s.types(part)
		same(t, "fewer rows after "+part, list.Length() <= before && list.Length() > 0, true)
		before = list.Length()
	}
	for i := range list.Length() {
		cells, _ := tableRow(list, i)
		all := strings.ToLower(cells["name"].Text + cells["meaning"].Text + cells["unit"].Text)
		for _, q := range rows {
			if q.Name == cells["name"].Text {
				all += strings.ToLower(q.Description)
			}
		}
		same(t, "the word is in the row", strings.Contains(all, "cloudlets"), true)
	}
	s.press("Esc")
	s.window.Fyne().Canvas().Focus(list)
	s.press("Esc")
	same(t, "all rows", list.Length(), len(rows))
}

// Differs from group shows what differs, says how many, and is remembered.
func TestQuotasThatDifferFromTheGroup(t *testing.T) {
	s, list, rows := limited(t)
	var want []string
	for _, q := range rows {
		if q.Differs() {
			want = append(want, q.Name)
		}
	}
	s.clicks("Differs from group")
	got := says(list, "name")
	slices.Sort(got)
	slices.Sort(want)
	same(t, "names", got, want)
	s.sees(strconv.Itoa(len(want)) + " of " + strconv.Itoa(len(rows)))
	uid := s.window.Users().Detail().UID()
	s.again(true).everybodyRead()
	s.tabOf(uid, "Alt+5", model.SectionQuotas)
	got = says(s.inDetail("Meaning"), "name")
	slices.Sort(got)
	same(t, "names after a restart", got, want)
}

// What matches nothing says so; one click takes search and switch away.
func TestNoQuotaMatches(t *testing.T) {
	s, list, rows := limited(t)
	s.clicks("Differs from group")
	s.window.Fyne().Canvas().Focus(list)
	s.types("no quota has this")
	same(t, "rows", list.Length(), 0)
	s.sees("No quota matches. Change the search or clear the filter.")
	s.clicks("Clear the filter")
	same(t, "rows", list.Length(), len(rows))
}

// The columns sort; a number is a number.
func TestQuotasAreSorted(t *testing.T) {
	s, list, _ := limited(t)
	list.OnSort("value", false)
	s.settle()
	var values []int64
	for _, words := range says(list, "value") {
		n, err := strconv.ParseInt(strings.NewReplacer(",", "", "–", "-", "Yes", "1", "No", "0").Replace(words), 10, 64)
		s.must(err)
		values = append(values, n)
	}
	same(t, "by value", slices.IsSorted(values), true)
	list.OnSort("name", false)
	s.settle()
	same(t, "by name", slices.IsSortedFunc(says(list, "name"), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }), true)
}

// Without the platform quotas stay, with their age in words once they are old.
func TestQuotasWithoutThePlatform(t *testing.T) {
	s, list, rows := limited(t)
	s.offline()
	s.clock.pass(2 * time.Hour)
	s.passes(time.Minute)
	same(t, "rows", list.Length(), len(rows))
	s.sees("old: Updated 2 h old")
	same(t, "Refresh says why not", s.titled("Refresh").Action.Reason() != "", true)
	s.must(s.platform.Offline(false))
}

// Quotas that were never read say so while the platform is away.
func TestQuotasNeverRead(t *testing.T) {
	s := open(t)
	s.offline()
	s.window.Users().Select(s.platform.Notable(demo.NotableBusy))
	s.press("Alt+5")
	s.until("it is said", func() bool { return s.shows("Not read yet. It is read as soon as the platform answers.") })
	same(t, "rows", s.inDetail("Meaning").Length(), 0)
	s.must(s.platform.Offline(false))
}

// Quotas that cannot be read say why, and Retry reads them.
func TestFailingQuotas(t *testing.T) {
	s := open(t)
	s.must(s.platform.Faults().Add(quotasMethod, demo.Fault{Result: 99}))
	s.visit(s.uids()[7])
	s.press("Alt+5")
	s.until("it is said", func() bool { return s.shows("Retry") })
	s.platform.Faults().Clear(quotasMethod)
	s.clicks("Retry")
	s.until("they are read", func() bool { return s.inDetail("Meaning").Length() > 10 && !s.shows("Retry") })
}

// A quota is found by typing at once: after Enter and Alt+5 the keyboard is in the
// list of quotas. Who walks through the list of customers stays in that.
func TestTheKeyOfATabLeadsIntoIt(t *testing.T) {
	s := open(t)
	uid, other := s.uids()[0], s.uids()[1]
	s.tabOf(uid, "Alt+5", model.SectionQuotas)
	quotas, search := s.inDetail("Meaning"), s.window.Users().Search().Text()
	same(t, "the quotas have the keyboard", s.focused() == fyne.Focusable(quotas), true)
	s.types("maxnodes")
	same(t, "quotas found", quotas.Length(), 1)
	same(t, "the search for customers", s.window.Users().Search().Text(), search)
	s.press("Enter") // the one that is left
	s.sees("New value")
	s.press("Esc")
	s.window.Users().FocusList()
	s.press("Alt+7", "Alt+5")
	same(t, "the list of customers keeps the keyboard", s.focused() == fyne.Focusable(s.grid()), true)
	s.visit(other)
	s.press("Alt+7")
	same(t, "the keyboard stays in the detail", s.focused() == fyne.Focusable(s.grid()), false)
}
