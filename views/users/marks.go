package users

import (
	"context"

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
	set  uidSet
	sums []model.Sum

	changed func()
	failed  func(error)
}

func newMarks(env *screen.Env, changed func(), failed func(error)) *marks {
	return &marks{env: env, changed: changed, failed: failed}
}

func (m *marks) has(uid platform.UID) bool { return m.set.has(uid) }

func (m *marks) count() int { return m.set.count }

// put marks or unmarks customers.
func (m *marks) put(uids []platform.UID, on bool) {
	for _, uid := range uids {
		m.set.put(uid, on)
	}
	m.settle()
}

func (m *marks) clear() {
	m.set = uidSet{}
	m.settle()
}

// sorted are the marked User IDs in ascending order.
func (m *marks) sorted() []platform.UID { return m.set.sorted() }

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
