package scenario

import (
	"fmt"
	"slices"
	"testing"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

const membersMethod = "users/collaboration/getmembersinner"

// sharing is the Collaboration of a customer who shares and is shared with.
func sharing(t *testing.T, kind demo.Notable) (*story, *kit.Grid, model.Collaboration) {
	t.Helper()
	s := open(t)
	uid := s.platform.Notable(kind)
	s.tabOf(uid, "Alt+8", model.SectionCollaboration)
	found, err := s.cluster.Collaboration(s.ctx, uid)
	s.must(err)
	return s, s.inDetail("Access"), found
}

// Both sides are shown as the platform has them, with a word and a shape each.
func TestBothSidesOfCollaboration(t *testing.T) {
	s, list, found := sharing(t, demo.NotableShared)
	same(t, "there are some", len(found.SharedBy) > 0 && len(found.SharedWith) > 0, true)
	check := func(side string, rows []platform.Collaboration, other func(platform.Collaboration) platform.Person) {
		t.Helper()
		same(t, side+": rows", list.Length(), len(rows))
		var want []string
		for _, row := range rows {
			want = append(want, other(row).Email)
		}
		got := says(list, "login")
		slices.Sort(want)
		slices.Sort(got)
		same(t, side+": logins", got, want)
		for i := range list.Length() {
			cells, _ := tableRow(list, i)
			same(t, "a status has a word and a shape", cells["status"].Text != "" && cells["status"].Icon.Resource != nil, true)
		}
	}
	check("by", found.SharedBy, func(c platform.Collaboration) platform.Person { return c.Member })
	s.clicks("Shared with User")
	check("with", found.SharedWith, func(c platform.Collaboration) platform.Person { return c.Owner })
	s.sees(fmt.Sprintf("by user %d, with user %d", len(found.SharedBy), len(found.SharedWith)))
}

// A User ID leads to that customer; Alt+Left comes back to the same tab.
func TestCollaborationLeadsToTheOtherSide(t *testing.T) {
	s, list, _ := sharing(t, demo.NotableShared)
	owner := s.window.Users().Detail().UID()
	at := slices.IndexFunc(says(list, "uid"), func(words string) bool { return words != "none" })
	cells, _ := tableRow(list, at)
	same(t, "it is a link", cells["uid"].Link, true)
	list.OnLink(at, "uid")
	s.until("the other one is shown", func() bool { return fmt.Sprint(s.window.Users().Detail().UID()) == cells["uid"].Text })
	s.press("Alt+Left")
	s.inFrame(owner)
	same(t, "tab", s.window.Users().Detail().Tab(), "collaboration")
	same(t, "the same rows", list.Length() > at, true)
}

// Who was invited and has no account has no User ID, and no link.
func TestWhoIsInvitedHasNoUserID(t *testing.T) {
	s := open(t)
	for _, uid := range s.uids() {
		s.cluster.Show(model.SectionKey{Section: model.SectionCollaboration, UID: uid})
		var found model.Collaboration
		s.until("it is read", func() bool {
			var err error
			found, err = s.cluster.Collaboration(s.ctx, uid)
			s.must(err)
			return !found.State.ReadAt.IsZero()
		})
		at := slices.IndexFunc(found.SharedBy, func(c platform.Collaboration) bool { return c.Member.UID == 0 })
		if at < 0 {
			continue
		}
		s.tabOf(uid, "Alt+8", model.SectionCollaboration)
		list := s.inDetail("Access")
		row := slices.Index(says(list, "login"), found.SharedBy[at].Member.Email)
		cells, _ := tableRow(list, row)
		same(t, "User ID", []any{cells["uid"].Text, cells["uid"].Link}, []any{"none", false})
		return
	}
	t.Fatal("nobody was invited")
}

// Nobody to share with is said, for both sides.
func TestNobodyToShareWith(t *testing.T) {
	s, list, _ := sharing(t, demo.NotableNothing)
	same(t, "rows", list.Length(), 0)
	s.sees("Shares with nobody.")
	s.clicks("Shared with User")
	s.sees("Nobody shares with this customer.")
	s.seesNot("Shares with nobody.")
}

// The side looked at last is remembered; Refresh asks the platform once more.
func TestCollaborationIsRefreshed(t *testing.T) {
	s, _, _ := sharing(t, demo.NotableShared)
	s.clicks("Shared with User")
	before := s.platform.Requests(membersMethod)
	s.clicks("Refresh")
	s.until("it was asked", func() bool { return s.platform.Requests(membersMethod) == before+1 })
	s.again(true).everybodyRead()
	s.visit(s.platform.Notable(demo.NotableNothing))
	s.until("the side is the one left", func() bool { return s.shows("Nobody shares with this customer.") })
}

// Without the platform what was read stays, and Refresh says why it cannot.
func TestCollaborationWithoutThePlatform(t *testing.T) {
	s, list, _ := sharing(t, demo.NotableShared)
	rows := says(list, "login")
	s.offline()
	same(t, "rows", says(list, "login"), rows)
	same(t, "Refresh says why not", s.titled("Refresh").Action.Reason() != "", true)
	s.must(s.platform.Offline(false))
}
