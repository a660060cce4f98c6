package pull

import (
	"context"
	"time"

	"steward/app/model"
	"steward/client/platform"
)

const (
	rowsRest = 2 * time.Second // without another change, before rows of the list are read again
	rowsEach = 25              // so many are asked for one by one; more are read with the list
)

// Touch says that an operation changed a section of a customer: it is read
// again at once if the customer is on screen, else when it is shown next,
// however fresh it is. The row of the list is read again in any case.
func (p *Pull) Touch(key model.SectionKey) {
	p.mu.Lock()
	onScreen := p.looked == key.UID
	if !onScreen {
		p.touched[lane(key)] = true
	}
	p.mu.Unlock()
	switch {
	case onScreen:
		p.Refresh(key)
	case key.Section == model.SectionInfo:
		p.touchRow(key.UID)
	}
}

// untouch forgets that a section was touched and says whether it was.
func (p *Pull) untouch(key model.SectionKey) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.touched[lane(key)]
	delete(p.touched, lane(key))
	return was
}

// touchRow has a customer's row of the list read again together with what else
// changes now: at the end of a batch, not once a customer.
func (p *Pull) touchRow(uid platform.UID) {
	p.mu.Lock()
	first := len(p.rows) == 0
	p.rows[uid] = true
	p.rowed++
	p.mu.Unlock()
	if first {
		p.spawn(p.readRows)
	}
}

// readRows waits until no more rows change and reads them again.
func (p *Pull) readRows(ctx context.Context) {
	rows, seen := map[platform.UID]bool(nil), 0
	for rows == nil {
		select {
		case <-ctx.Done():
			return
		case <-p.after(rowsRest):
		}
		p.mu.Lock()
		if p.rowed == seen {
			rows, p.rows = p.rows, map[platform.UID]bool{}
		}
		seen = p.rowed
		p.mu.Unlock()
	}
	if len(rows) > rowsEach {
		p.order(func(o *orders) { o.asked, o.again = true, o.again || p.progress.Running })
		return
	}
	for uid := range rows {
		if err := p.check(ctx, uid); err != nil { // the next reading of the list brings them
			p.log.WithError(err).Info("changed customers not read again")
			return
		}
	}
}
