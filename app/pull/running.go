package pull

import (
	"context"
	"fmt"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// How running actions are followed.
const (
	watchEvery  = 10 * time.Second
	watchAtMost = 5              // actions, the newest
	watchBack   = 24 * time.Hour // what runs longer hangs
)

// watch follows the running actions of a customer while the audit log is on
// screen: it asks for each again, until all have ended.
func (p *Pull) watch(key model.SectionKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.watched == key.UID || p.looked != key.UID {
		return
	}
	p.watched = key.UID
	p.working.Go(func() { p.follow(p.ctx, key.UID) })
}

func (p *Pull) follow(ctx context.Context, uid platform.UID) {
	defer p.unwatch(uid)
	at := model.SectionKey{Section: model.SectionAudit, UID: uid}
	for {
		running, err := p.store.RunningActions(ctx, uid, p.clock.Now().Add(-watchBack), watchAtMost)
		if err != nil || len(running) == 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-p.after(watchEvery):
		}
		if !p.watching(uid) {
			return
		}
		changed, err := p.readRunning(client.Interactive(ctx), uid, running)
		if changed {
			p.emit(model.SectionChanged, at)
		}
		if err != nil {
			p.log.WithError(err).WithField("uid", uid).Info("running actions not read")
			return // whoever shows the log again tries again
		}
	}
}

// watching reports whether the audit log of a customer is still on screen.
func (p *Pull) watching(uid platform.UID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.looked == uid && p.tab == model.SectionAudit
}

func (p *Pull) unwatch(uid platform.UID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watched == uid {
		p.watched = 0
	}
}

// readRunning asks for each running action by the second in which it began.
func (p *Pull) readRunning(ctx context.Context, uid platform.UID, running []platform.Action) (changed bool, err error) {
	for _, a := range running {
		second := a.Started.Truncate(time.Second)
		page, err := p.client.Audit(ctx, client.AuditQuery{
			UID: uid, Period: platform.Period{From: second, To: second.Add(time.Second)}, Count: fullPage,
		})
		if err != nil {
			return changed, fmt.Errorf("read running action: %w", err)
		}
		n, err := p.store.PutActions(ctx, uid, page.Began, page.Rows)
		if err != nil {
			return changed, keeping("audit log", err)
		}
		changed = changed || n > 0
	}
	return changed, nil
}
