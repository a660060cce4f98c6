package pull

import (
	"context"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// fetch reads a section from the platform into the store and tells whether the
// stored data differs from before.
type fetch func(p *Pull, ctx context.Context, key model.SectionKey) (changed bool, err error)

// registry is how each section is read; the sliced ones a slice at a time. The
// users section is not in it: it has a reading of its own that never ends
// (keepUsers).
var registry = map[model.Section]fetch{
	model.SectionGroups:   (*Pull).readGroups,
	model.SectionActivity: (*Pull).readActivity,
	model.SectionInfo:     (*Pull).readInfo,

	model.SectionEnvironments:  (*Pull).readEnvironments,
	model.SectionTopology:      (*Pull).readTopology,
	model.SectionSubscriptions: (*Pull).readSubscriptions,
	model.SectionInvoices:      (*Pull).readInvoices,
	model.SectionQuotas:        (*Pull).readQuotas,
	model.SectionCollaboration: (*Pull).readCollaboration,

	model.SectionAudit:   (*Pull).readAudit,
	model.SectionBilling: (*Pull).readCharges,
	model.SectionHours:   (*Pull).readCharges,
	model.SectionFunding: (*Pull).readFunding,
}

// flight is a section on its way. There is one a lane: sliced sections fly
// whatever their period is, the period may change on the way.
type flight struct {
	key     model.SectionKey // what is wanted, as asked last
	asked   bool             // read it even if it is fresh
	reading bool             // the platform is being asked
	again   bool             // something was asked for that this round does not bring
	given   bool             // up: nobody looks at it any more
	drop    context.CancelFunc
	landed  func(changed bool)
}

// lane is the key under which a section flies, and which its events carry.
func lane(key model.SectionKey) model.SectionKey {
	if key.Section.Sliced() {
		key.Period = platform.Period{}
	}
	return key
}

// Show says that a section is on screen: it is read if it is stale. What was
// shown of another customer and is still on its way is given up, unless
// somebody asked for it.
func (p *Pull) Show(key model.SectionKey) {
	if key.Section == model.SectionUsers {
		p.spawn(func(ctx context.Context) {
			if p.stale(ctx, key) {
				p.order(func(o *orders) { o.asked = true })
			}
		})
		return
	}
	p.look(key)
	p.launch(key, flight{asked: p.untouch(key), landed: p.afterwards(key)})
}

// look notes which customer is on screen and gives up what no longer is.
func (p *Pull) look(key model.SectionKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch key.Section {
	case model.SectionInfo, model.SectionTopology, model.SectionInvoices: // shown beside others
	default:
		if key.UID != 0 {
			p.tab = key.Section
		}
	}
	if key.UID == 0 || key.UID == p.looked {
		return
	}
	p.looked = key.UID
	for _, f := range p.flights {
		if f.key.UID != 0 && f.key.UID != key.UID && !f.asked && f.drop != nil {
			f.given = true
			f.drop()
		}
	}
}

// Refresh reads a section now because a person asked or an operation touched
// it. A reading of it that is under way already is joined; only the list of all
// customers, which takes long, is then read once more.
func (p *Pull) Refresh(key model.SectionKey) {
	if key.Section == model.SectionUsers {
		p.order(func(o *orders) { o.asked, o.urgent, o.again = true, true, o.again || p.progress.Running })
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
	f := p.flights[lane(key)]
	return f != nil && f.reading && !f.given
}

// launch starts a flight, or joins the one that is under way.
func (p *Pull) launch(key model.SectionKey, f flight) {
	read, known := registry[key.Section]
	if !known {
		return
	}
	f.key = key
	at := lane(key)
	p.mu.Lock()
	if now := p.flights[at]; now != nil {
		now.join(f)
		p.mu.Unlock()
		return
	}
	if p.closed {
		p.mu.Unlock()
		return
	}
	p.flights[at] = &f
	p.mu.Unlock()
	if !p.spawn(func(ctx context.Context) { p.fly(ctx, &f, read) }) {
		p.land(at)
	}
}

// join adds what is asked for to a flight that is under way. One that was
// given up, flies for another period, or still finds out whether it has to read,
// goes another round: what it finds may be older than the question.
func (f *flight) join(o flight) {
	if f.given || f.reading && f.key.Period != o.key.Period || !f.reading && !f.asked {
		f.again = true
	}
	f.asked = f.asked || o.asked
	f.key, f.landed = o.key, o.landed
}

// fly reads one section, once for everything that was asked for on the way.
func (p *Pull) fly(ctx context.Context, f *flight, read fetch) {
	for p.round(ctx, f, read) {
	}
}

// round reads a section once, if it is due, and says whether another round is
// wanted.
func (p *Pull) round(ctx context.Context, f *flight, read fetch) (again bool) {
	p.mu.Lock()
	own, drop := context.WithCancel(ctx)
	defer drop()
	key, asked := f.key, f.asked
	f.drop, f.given, f.again = drop, false, false
	p.mu.Unlock()
	at := lane(key)
	due := asked || p.stale(own, key)
	p.mu.Lock()
	if !f.given && (due || f.asked) { // what was asked for meanwhile is read with it
		key, asked, due, f.again = f.key, f.asked, true, false
	}
	f.reading = due
	p.mu.Unlock()
	if !due {
		return p.landed(own, f)
	}
	p.emit(model.SectionStatus, at)
	began := p.clock.Now()
	changed, err := p.read(client.Interactive(own), f, key, asked, read)
	if own.Err() != nil {
		again := p.landed(own, f)
		p.emit(model.SectionStatus, at)
		return again
	}
	if err != nil {
		p.log.WithError(err).WithField("section", key.Section).Info("section not read")
	}
	if markErr := p.store.Mark(ctx, at, began, Explain(err)); markErr != nil {
		p.log.WithError(markErr).WithField("section", key.Section).Warn("age of a section not stored")
	}
	if again = p.landed(own, f); again {
		return true
	}
	if changed {
		p.emit(model.SectionChanged, at)
	}
	p.emit(model.SectionStatus, at)
	if err == nil && f.landed != nil {
		f.landed(changed)
	}
	return false
}

// read reads a section: a whole one, or the slices that are due of a sliced one.
func (p *Pull) read(ctx context.Context, f *flight, key model.SectionKey, asked bool, read fetch) (changed bool, err error) {
	if !key.Section.Sliced() {
		return read(p, ctx, key)
	}
	due, err := p.store.Due(ctx, key, asked)
	if err != nil {
		return false, keeping("coverage", err)
	}
	for _, slice := range due {
		if p.elsewhere(f) {
			return false, nil
		}
		key.Period = slice
		differs, err := read(p, ctx, key)
		if differs {
			p.emit(model.SectionChanged, lane(key))
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil // said already
}

// elsewhere reports whether something else is wanted of a flight by now.
func (p *Pull) elsewhere(f *flight) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return f.again
}

// landed ends a round; the flight too, unless another round is wanted.
func (p *Pull) landed(own context.Context, f *flight) (again bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f.reading = false
	if f.again && !p.closed && (f.given || own.Err() == nil) {
		return true
	}
	f.drop = nil
	delete(p.flights, lane(f.key))
	return false
}

func (p *Pull) land(at model.SectionKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.flights, at)
}

// stale reports whether a section should be read when it is shown. One that
// failed a moment ago is left alone until somebody asks.
func (p *Pull) stale(ctx context.Context, key model.SectionKey) bool {
	state, err := p.store.State(ctx, key)
	if err != nil {
		if ctx.Err() == nil {
			p.log.WithError(err).WithField("section", key.Section).Warn("age of a section not known")
		}
		return ctx.Err() == nil
	}
	now := p.clock.Now()
	if !state.FailedAt.IsZero() && now.Sub(state.FailedAt) < restAfterFailure {
		return false
	}
	if !key.Section.Sliced() {
		return state.Stale(key.Section, now)
	}
	due, err := p.store.Due(ctx, key, false)
	if err != nil {
		return ctx.Err() == nil // the reading will say what is wrong
	}
	return len(due) > 0
}
