package demo_test

import (
	"fmt"
	"testing"

	"steward/client/demo"
)

const (
	membersPath        = "users/collaboration/rest/getmembersinner"
	collaborationsPath = "users/collaboration/rest/getcollaborationsinner"
)

// TestCollaborations_AreMutual asks both sides of every collaboration.
func TestCollaborations_AreMutual(t *testing.T) {
	for _, seed := range []uint64{1, 8} {
		p := start(t, demo.Options{Seed: seed})
		token := account(t, p, "admin", false).Token.Reveal()
		type side struct{ id, owner, member, status string }
		owned, taken := map[side]int{}, map[side]int{}
		owners, invited, statuses, active := map[string]bool{}, 0, map[string]int{}, 0
		for _, row := range everybody(t, p, token) {
			if row["isEnabled"] == true && text(row, "status") == "1" {
				active++
			}
			for path, sides := range map[string]map[side]int{membersPath: owned, collaborationsPath: taken} {
				answer := must(t, p, token, path, "login", text(row, "uid"))
				for _, c := range answer.rows(t, "collaborations") {
					statuses[text(c, "status")]++
					if c["memberUid"] == nil {
						invited++
						continue
					}
					if path == membersPath {
						owners[text(row, "uid")] = true
					}
					sides[side{text(c, "id"), text(c, "ownerUid"), text(c, "memberUid"), text(c, "status")}]++
				}
			}
		}
		if len(owned) < 20 || invited < 3 || len(statuses) < 4 || percent(len(owners), active) < 10 {
			t.Errorf("%d collaborations of %d owners, %d invited, statuses %v", len(owned), len(owners), invited, statuses)
		}
		if fmt.Sprint(owned) != fmt.Sprint(taken) {
			t.Errorf("seed %d: the two sides differ: %d owned, %d taken part in", seed, len(owned), len(taken))
		}
		notable := uidText(p.Notable(demo.NotableShared))
		if len(must(t, p, token, membersPath, "login", notable).rows(t, "collaborations")) < 2 ||
			len(must(t, p, token, collaborationsPath, "login", notable).rows(t, "collaborations")) < 1 {
			t.Errorf("seed %d: the notable one shares with nobody", seed)
		}
	}
}

func TestCollaborations_ShareWhatTheOwnerHas(t *testing.T) {
	p := start(t, demo.Options{})
	token := account(t, p, "admin", false).Token.Reveal()
	uid := p.Notable(demo.NotableShared)
	own := map[string]bool{}
	for _, e := range environmentsOf(t, p, uid) {
		own[text(e, "appid")] = true
	}
	shared := 0
	for _, c := range must(t, p, token, membersPath, "login", uidText(uid)).rows(t, "collaborations") {
		for _, path := range []string{"ENV", "ACCOUNT"} {
			rows := must(t, p, token, "users/collaboration/rest/getcollaborationresourcesinner",
				"uid", uidText(uid), "collaborationId", text(c, "id"), "type", path).rows(t, "array")
			for _, resource := range rows {
				shared++
				if !own[text(resource, "resourceId")] {
					t.Errorf("shares what is not there: %v", resource)
				}
			}
		}
	}
	if shared == 0 {
		t.Error("nothing is shared")
	}
	swapped := start(t, demo.Options{Alternatives: demo.Alternatives{Collaborations: true}})
	if got := must(t, swapped, token, collaborationsPath, "login", uidText(uid)); got["isOwner"] != true {
		t.Errorf("not swapped: %v", got)
	}
}
