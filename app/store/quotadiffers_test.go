package store

import (
	"testing"

	"steward/client/platform"
)

// Who differs is told of the same group of the same reseller alone, with how much
// of it is known and since when.
func TestWhoElseDiffersInAQuota(t *testing.T) {
	s := newStore(t)
	ctx := t.Context()
	billing, beta := platform.GroupRef{Name: "billing", Type: platform.GroupBilling}, platform.GroupRef{Name: "beta", Type: "beta"}
	reseller := platform.ResellerRef{ID: 7, Name: "Harbor"}
	user := func(uid platform.UID, g platform.GroupRef, r platform.ResellerRef) {
		put(t, s, tick(0), platform.User{UID: uid, Email: "u" + string(rune('a'+uid)) + "@example.test", Group: g, Reseller: r})
	}
	quotas := func(uid platform.UID, at int, value int64) {
		t.Helper()
		if _, err := s.PutQuotas(ctx, uid, tick(at), []platform.Quota{
			{Name: "other", Value: 9, GroupValue: 1, GroupTold: true},
			{Name: "environment.maxcount", Value: value, GroupValue: 5, GroupTold: true, SetBy: platform.QuotaPersonal},
		}); err != nil {
			t.Fatal(err)
		}
	}
	for uid := platform.UID(1); uid <= 5; uid++ {
		user(uid, billing, platform.ResellerRef{})
	}
	user(6, beta, platform.ResellerRef{})
	user(7, billing, reseller)
	for uid, value := range map[platform.UID]int64{1: 20, 2: 30, 3: 5, 6: 40, 7: 50} {
		quotas(uid, 10-int(uid), value)
	}
	got, err := s.QuotaDifferences(ctx, 1, "environment.maxcount")
	if err != nil {
		t.Fatal(err)
	}
	if got.All != 5 || got.Read != 3 || !got.Oldest.Equal(tick(7)) || len(got.Rows) != 1 {
		t.Fatalf("%+v", got)
	}
	if row := got.Rows[0]; row.UID != 2 || row.Login != "uc@example.test" || row.Quota.Value != 30 || !row.ReadAt.Equal(tick(8)) {
		t.Errorf("%+v", row)
	}
	if got, err := s.QuotaDifferences(ctx, 6, "environment.maxcount"); err != nil || len(got.Rows) != 0 || got.Read != 1 || got.All != 1 {
		t.Errorf("alone in the group: %+v, %v", got, err)
	}
	if got, err := s.QuotaDifferences(ctx, 99, "environment.maxcount"); err != nil || got.All != 0 || got.Read != 0 || got.Rows != nil {
		t.Errorf("nobody: %+v, %v", got, err)
	}
}
