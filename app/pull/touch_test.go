package pull

import (
	"testing"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

// Rows that changed together are read again once nothing more changes: a few one
// by one, many with the list, and nobody is asked for before that.
func TestRowsThatChangedAreReadAgainTogether(t *testing.T) {
	for name, row := range map[string]struct {
		many, asked int
		runs        int64
	}{
		"a few": {many: 3, runs: 1, asked: 3}, "many": {many: rowsEach + 1, runs: 2, asked: 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, 50)
			var uids []platform.UID
			for _, u := range b.present()[:row.many] {
				uids = append(uids, u.UID)
			}
			touch := func(uid platform.UID) { b.pull.Touch(model.SectionKey{Section: model.SectionInfo, UID: uid}) }
			over, touched := b.onWait, false
			b.onWait = func(d time.Duration) bool {
				if d != rowsRest {
					return over(d)
				}
				if !touched { // while the first waits, the others change
					touched = true
					for _, uid := range uids {
						touch(uid)
					}
				}
				return true
			}
			b.pull.Start()
			b.complete()
			b.rested()
			before := b.demo.Requests(getAccounts)
			touch(uids[0])
			b.until("they are read again", func() bool { return b.demo.Requests(getAccounts) >= before+row.asked && b.mark().Run == row.runs })
			b.complete()
			if n := b.demo.Requests(getAccounts) - before; n != row.asked {
				t.Errorf("asked %d times, want %d", n, row.asked)
			}
		})
	}
}
