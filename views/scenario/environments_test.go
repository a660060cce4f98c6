package scenario

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

const environmentsMethod = "administration/cluster/searchenvs"

// tabOf opens a tab of a customer and waits until the platform has told it.
func (s *story) tabOf(uid platform.UID, tab string, section model.Section) {
	s.t.Helper()
	s.press("Alt+7")
	s.visit(uid)
	s.press(tab)
	s.sectionRead(model.SectionKey{Section: section, UID: uid})
}

// sectionRead waits until the platform has told a section.
func (s *story) sectionRead(key model.SectionKey) {
	s.t.Helper()
	s.until(string(key.Section)+" is read", func() bool {
		state, err := s.cluster.State(s.ctx, key)
		s.must(err)
		return !state.ReadAt.IsZero() && !state.Reading
	})
}

// environmentsOf is a window on the Environments of a notable customer, the
// keyboard in the list; the rows are those of the cache, in its order.
func environmentsOf(t *testing.T, kind demo.Notable) (*story, *kit.Grid, []platform.Environment) {
	t.Helper()
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	uid := s.platform.Notable(kind)
	s.tabOf(uid, "Alt+1", model.SectionEnvironments)
	found, err := s.cluster.Environments(s.ctx, uid)
	s.must(err)
	g := s.inDetail("Domain")
	s.window.Fyne().Canvas().Focus(g)
	s.settle()
	return s, g, found.Rows
}

func called(e platform.Environment) string {
	if e.DisplayName != "" {
		return text.Isolated(e.DisplayName)
	}
	return e.Name
}

// All 400 are there, each with what the platform tells of it, whatever its
// status: shape and word.
func TestEnvironmentsOfACustomerWithFourHundred(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	same(t, "environments", g.Length(), 400)
	shapes := map[string]fyne.Resource{}
	for i, e := range rows {
		cells, _ := tableRow(g, i)
		same(t, "name", cells["name"].Text, called(e))
		same(t, "domain", cells["domain"].Text, e.Domain)
		same(t, "region", cells["region"].Text, e.Region.Name)
		same(t, "nodes", cells["nodes"].Text, fmt.Sprint(e.NodeCount))
		same(t, "cloudlets", cells["cloudlets"].Text, text.Count(e.Cloudlets))
		same(t, "created", cells["created"].Text, text.Date(e.Created, nil))
		same(t, "note", cells["note"].Text, text.Isolated(e.Note))
		shapes[cells["status"].Text] = cells["status"].Icon.Resource
	}
	same(t, "statuses with a word and a shape", len(shapes), len(platform.EnvironmentStatuses))
	for word, shape := range shapes {
		if word == "" || shape == nil {
			t.Errorf("a status says %q with shape %v", word, shape)
		}
	}
	s.sees("400 environments")
}

// What is typed finds names, domains and notes; Esc gives all of them back.
func TestEnvironmentsAreSearched(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	part := strings.ToLower(rows[7].Name)
	want := 0
	for _, e := range rows {
		if strings.Contains(strings.ToLower(e.DisplayName+"\n"+e.Name+"\n"+e.Domain+"\n"+e.Note), part) {
			want++
		}
	}
	s.types(rows[7].Name)
	same(t, "environments found", g.Length(), want)
	s.sees(fmt.Sprintf("%d match of 400", want))
	s.press("Esc")
	same(t, "environments", g.Length(), 400)
	s.window.Fyne().Canvas().Focus(g)
	s.types("nothing is called so")
	s.sees("No environment matches. Clear search and filter to see all of them.")
}

// The status filter offers what occurs, with counts, and shows that alone.
func TestEnvironmentsByStatus(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	sleeping := 0
	for _, e := range rows {
		if e.Status == platform.EnvironmentSleep {
			sleeping++
		}
	}
	s.dropsInDetail("All statuses")
	s.clicks("Sleeping")
	s.press("Esc")
	if words := says(g, "status"); sleeping == 0 || len(words) != sleeping || slices.ContainsFunc(words, func(w string) bool { return w != "Sleeping" }) {
		t.Fatalf("%d sleep, the list says %v", sleeping, words)
	}
	s.sees(fmt.Sprintf("%d match of 400", sleeping))
}

// dropsInDetail opens the drop-down of the detail that says this.
func (s *story) dropsInDetail(title string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		d, is := p.CanvasObject.(*kit.CheckList)
		if is && d.Title() == title && slices.ContainsFunc(p.in, func(a piece) bool { return a.CanvasObject == s.window.Users().Detail().Object() }) {
			d.Tapped(&fyne.PointEvent{AbsolutePosition: p.at})
			s.settle()
			return
		}
	}
	s.t.Fatalf("no drop-down of the detail says %q", title)
}

// Details are the facts, and what is copied is what the platform has, unharmed.
func TestDetailsOfAnEnvironmentAreCopied(t *testing.T) {
	for kind, what := range map[demo.Notable]string{demo.NotableArabic: "Arabic", demo.NotableHostile: "hostile", demo.NotableChinese: "Chinese"} {
		t.Run(what, func(t *testing.T) {
			s, g, rows := environmentsOf(t, kind)
			row := slices.IndexFunc(rows, func(e platform.Environment) bool { return e.DisplayName != "" })
			s.topologyOf(g, row, rows)
			s.clicks("Details")
			s.clicksButton("Copy Display name")
			same(t, "display name", s.clipboard(), rows[row].DisplayName)
			s.clicksButton("Copy App ID")
			same(t, "appid", s.clipboard(), rows[row].AppID)
			s.sees("High availability")
		})
	}
}

// clicksButton presses the button of this title, icon or not.
func (s *story) clicksButton(title string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		if b, is := p.CanvasObject.(*kit.Button); is && b.Action.Title == title {
			b.Press()
			s.settle()
			return
		}
	}
	s.t.Fatalf("no button %q. On screen:\n%s", title, s.screen())
}

// Thirty days of one environment, read when they are looked at.
func TestBillingOfAnEnvironment(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableBilling)
	s.topologyOf(g, 0, rows)
	s.clicks("Billing")
	uid := s.platform.Notable(demo.NotableBilling)
	s.sectionRead(model.SectionKey{Section: model.SectionBilling, UID: uid})
	today := model.IntervalStart(platform.IntervalDay, s.clock.Now())
	bill, err := s.cluster.Billing(s.ctx, uid, model.BillingQuery{
		Period:   platform.Period{From: today.AddDate(0, 0, -29), To: today.AddDate(0, 0, 1)},
		Interval: platform.IntervalDay, AppID: rows[0].AppID,
	})
	s.must(err)
	same(t, "it cost something", bill.Cost.Given(), true)
	s.sees(text.MoneyFull(bill.Cost) + " in 30 days")
	s.sees("Charges a day, EUR")
}

// What an environment costs a day is there for whoever chooses the column.
func TestCostADayIsChosen(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableBilling)
	same(t, "the column is not there at first", slices.ContainsFunc(g.Columns(), func(c kit.Column) bool { return c.ID == "aday" }), false)
	s.press("Home", "Menu")
	s.clicks("Columns") // of the pop-up
	s.press("End", "Up", "Space", "Esc")
	s.passes(6 * time.Second)
	uid := s.platform.Notable(demo.NotableBilling)
	s.sectionRead(model.SectionKey{Section: model.SectionBilling, UID: uid})
	found, err := s.cluster.Spending(s.ctx, uid)
	s.must(err)
	cells, _ := tableRow(g, 0)
	same(t, "cost a day in full", cells["aday"].Hint, text.MoneyFull(found.ByEnv[rows[0].AppID]))
	same(t, "there is one", cells["aday"].Text != "", true)
}

// Nothing at all reads as nothing, not as an error.
func TestNoEnvironments(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableNothing)
	same(t, "environments", []int{len(rows), g.Length()}, []int{0, 0})
	s.sees("No environments. Trial customers often start with one in the first hour.")
	s.sees("0 environments")
}

// Environments that cannot be read are said to be so, not to be none; the other
// tabs work.
func TestEnvironmentsThatCannotBeRead(t *testing.T) {
	s := open(t)
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	uid := s.platform.Notable(demo.NotableSubscriber)
	s.visit(uid)
	s.must(s.platform.Faults().Add(environmentsMethod, demo.Fault{Status: 500}))
	s.press("Alt+1")
	s.until("it is said", func() bool { return s.shows("HTTP 500") })
	s.sees("Not read yet. It is read as soon as the platform answers.")
	s.seesNot("No environments.")
	s.press("Alt+2")
	s.sectionRead(model.SectionKey{Section: model.SectionSubscriptions, UID: uid})
	same(t, "subscriptions are there", s.inDetail("Product").Length() > 0, true)
	s.platform.Faults().Clear("*")
	s.press("Alt+1")
	s.clicks("Retry")
	s.sectionRead(model.SectionKey{Section: model.SectionEnvironments, UID: uid})
	same(t, "environments", s.inDetail("Domain").Length(), 24)
}

// Offline, what was read is there; what never was says so.
func TestEnvironmentsOffline(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	read := s.topologyOf(g, 0, rows)
	s.must(s.platform.Offline(true))
	s.press("F5")
	s.until("nobody answers", func() bool { return strings.Contains(s.strip(), "Offline") })
	same(t, "environments", g.Length(), 400)
	same(t, "a topology that was read", s.inDetail("Layer and node").Length(), read.NodeCount+len(read.Layers))
	s.press("Down")
	same(t, "one that never was", s.inDetail("Layer and node").Length(), 0)
	s.sees("Not read yet. It is read as soon as the platform answers.")
	s.must(s.platform.Offline(false))
}

// Another customer begins with the list: nothing of the environment before.
func TestAnotherCustomerHasOtherEnvironments(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	s.topologyOf(g, 3, rows)
	s.sees("Topology")
	s.tabOf(s.platform.Notable(demo.NotableChinese), "Alt+1", model.SectionEnvironments)
	s.seesNot("Topology")
	same(t, "environments", g.Length(), 5)
	same(t, "current row", g.Current(), -1)
	if slices.Contains(says(g, "domain"), rows[3].Domain) {
		t.Error("an environment of the customer before is in the list")
	}
}

// Sorting by status brings to the top what needs somebody.
func TestEnvironmentsSort(t *testing.T) {
	s, g, _ := environmentsOf(t, demo.NotableEnvironments)
	s.clicksHeader(g, "Status")
	cells, _ := tableRow(g, 0)
	same(t, "first", []any{cells["status"].Text, cells["status"].Icon.Color}, []any{"Broken", theme.ColorNameError})
	s.clicksHeader(g, "Nodes")
	same(t, "by nodes", slices.IsSortedFunc(says(g, "nodes"), func(a, b string) int {
		return cmp.Or(len(a)-len(b), strings.Compare(a, b))
	}), true)
}

// clicksHeader clicks on the title of a column of a list.
func (s *story) clicksHeader(g *kit.Grid, title string) {
	s.t.Helper()
	for _, p := range s.pieces() {
		at := slices.IndexFunc(p.in, func(a piece) bool { return a.CanvasObject == g })
		if at >= 0 && p.words() == title {
			s.mouse(g, p.at.Subtract(p.in[at].at).AddXY(4, 4), desktop.MouseButtonPrimary, 0)
			s.settle()
			return
		}
	}
	s.t.Fatalf("the list has no column %q", title)
}

// Whatever is looked at of an environment, the window comes to rest.
func TestAnEnvironmentAtRest(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	s.topologyOf(g, 2, rows)
	for _, pane := range []string{"Topology", "Details", "Billing"} {
		s.clicks(pane)
		s.rests(pane)
	}
	s.press("Alt+2")
	s.rests("no subscriptions")
}

// A link that leads to an environment while the list is being read waits for it.
func TestALinkWaitsForTheList(t *testing.T) {
	s, g, rows := subscribed(t, demo.NotableSubscriber)
	row := slices.IndexFunc(rows, func(sub platform.Subscription) bool { used, _ := sub.Usage(); return used > 0 })
	s.window.Fyne().Canvas().Focus(g)
	s.key(kit.Key{Name: fyne.KeyHome})
	for range row {
		s.key(kit.Key{Name: fyne.KeyDown})
	}
	s.settle()
	want := rows[row].Items[0].Resources[0].Environment
	s.clicks(want)
	s.until("the environment is current", func() bool {
		list := s.inDetail("Domain")
		cells, _ := tableRow(list, max(list.Current(), 0))
		return list.Current() >= 0 && strings.HasPrefix(cells["domain"].Text, want+".")
	})
	same(t, "the keyboard is in the list", s.focused() == fyne.Focusable(s.inDetail("Domain")), true)
}
