package pull

import (
	"context"

	"steward/app/model"
	"steward/client"
)

// fetch reads a section from the platform into the store and tells whether the
// stored data differs from before.
type fetch func(p *Pull, ctx context.Context, key model.SectionKey) (changed bool, err error)

// registry is how each section is read. The users section is not in it: it has
// a reading of its own that never ends (keepUsers).
var registry = map[model.Section]fetch{
	model.SectionGroups:   (*Pull).readGroups,
	model.SectionActivity: (*Pull).readActivity,
	model.SectionInfo:     (*Pull).readInfo,
}

// flight is a section on its way. There is one a key.
type flight struct {
	asked   bool // read it even if it is fresh
	reading bool // the platform is being asked
	landed  func(changed bool)
}

// Show says that a section is on screen: it is read if it is stale.
func (p *Pull) Show(key model.SectionKey) {
	if key.Section == model.SectionUsers {
		p.spawn(func(ctx context.Context) {
			if p.stale(ctx, key) {
				p.order(func(o *orders) { o.asked = true })
			}
		})
		return
	}
	p.launch(key, flight{landed: p.afterwards(key)})
}

// Refresh reads a section now because a person asked or an operation touched
// it. A reading of it that is under way already is joined.
func (p *Pull) Refresh(key model.SectionKey) {
	if key.Section == model.SectionUsers {
		p.order(func(o *orders) { o.asked, o.urgent = true, true })
		return
	}
	p.launch(key, flight{asked: true, landed: p.afterwards(key)})
}

// Reading reports whether a section is being read.
func (p *Pull) Reading(key model.SectionKey) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if key.Section == model.SectionUsers {
		return p.progress.Running
	}
	f := p.flights[key]
	return f != nil && f.reading
}

// launch starts a flight, or joins the one that is under way.
func (p *Pull) launch(key model.SectionKey, f flight) {
	read, known := registry[key.Section]
	if !known {
		return
	}
	p.mu.Lock()
	if now := p.flights[key]; now != nil {
		now.asked = now.asked || f.asked
		p.mu.Unlock()
		return
	}
	if p.closed {
		p.mu.Unlock()
		return
	}
	p.flights[key] = &f
	p.mu.Unlock()
	if !p.spawn(func(ctx context.Context) { p.fly(ctx, key, &f, read) }) {
		p.land(key)
	}
}

// fly reads one section once, if it is due.
func (p *Pull) fly(ctx context.Context, key model.SectionKey, f *flight, read fetch) {
	stale := p.stale(ctx, key)
	p.mu.Lock()
	if !stale && !f.asked {
		delete(p.flights, key)
		p.mu.Unlock()
		return
	}
	f.reading = true
	p.mu.Unlock()

	p.emit(model.SectionStatus, key)
	began := p.clock.Now()
	changed, err := read(p, client.Interactive(ctx), key)
	if ctx.Err() != nil {
		p.land(key)
		return
	}
	if err != nil {
		p.log.WithError(err).WithField("section", key.Section).Info("section not read")
	}
	if markErr := p.store.Mark(ctx, key, began, Explain(err)); markErr != nil {
		p.log.WithError(markErr).WithField("section", key.Section).Warn("age of a section not stored")
	}
	p.land(key)
	if changed {
		p.emit(model.SectionChanged, key)
	}
	p.emit(model.SectionStatus, key)
	if err == nil && f.landed != nil {
		f.landed(changed)
	}
}

func (p *Pull) land(key model.SectionKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.flights, key)
}

// stale reports whether a section should be read when it is shown. One that
// failed a moment ago is left alone until somebody asks.
func (p *Pull) stale(ctx context.Context, key model.SectionKey) bool {
	state, err := p.store.State(ctx, key)
	if err != nil {
		p.log.WithError(err).WithField("section", key.Section).Warn("age of a section not known")
		return true
	}
	now := p.clock.Now()
	if !state.FailedAt.IsZero() && now.Sub(state.FailedAt) < restAfterFailure {
		return false
	}
	return state.Stale(key.Section, now)
}
