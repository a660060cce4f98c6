package users

import (
	"context"
	"slices"

	"steward/app/model"
	"steward/client/platform"
	"steward/views/screen"
)

// slotMarkSums adds up what is marked.
const slotMarkSums = "users.marksums"

// marks are the customers a person marked, by User ID: they outlive sort,
// filter and refresh.
type marks struct {
	env  *screen.Env
	set  map[platform.UID]struct{}
	sums []model.Sum

	changed func()
	failed  func(error)
}

func newMarks(env *screen.Env, changed func(), failed func(error)) *marks {
	return &marks{env: env, set: map[platform.UID]struct{}{}, changed: changed, failed: failed}
}

func (m *marks) has(uid platform.UID) bool {
	_, ok := m.set[uid]
	return ok
}

func (m *marks) count() int { return len(m.set) }

// put marks or unmarks customers.
func (m *marks) put(uids []platform.UID, on bool) {
	for _, uid := range uids {
		if on {
			m.set[uid] = struct{}{}
		} else {
			delete(m.set, uid)
		}
	}
	m.settle()
}

func (m *marks) clear() {
	clear(m.set)
	m.settle()
}

// sorted are the marked User IDs in ascending order.
func (m *marks) sorted() []platform.UID {
	uids := make([]platform.UID, 0, len(m.set))
	for uid := range m.set {
		uids = append(uids, uid)
	}
	slices.Sort(uids)
	return uids
}

// settle adds up what is marked and says that the marks changed.
func (m *marks) settle() {
	m.sums = nil
	m.changed()
	if m.count() == 0 {
		m.env.Tasks.Cancel(slotMarkSums)
		return
	}
	uids := m.sorted()
	m.env.Tasks.Go(slotMarkSums, func(ctx context.Context) (func(), error) {
		sums, err := m.env.Cluster.Sums(ctx, uids)
		if err != nil {
			return nil, err
		}
		return func() {
			m.sums = sums
			m.changed()
		}, nil
	}, m.failed)
}

// outside is how many of the marked are not among uids.
func (m *marks) outside(uids []platform.UID) int {
	in := 0
	for _, uid := range uids {
		if m.has(uid) {
			in++
		}
	}
	return m.count() - in
}
