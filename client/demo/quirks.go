package demo

import (
	"sync"
	"time"
	"unicode/utf8"
)

// Quirks are ways in which a real platform may differ from what the contract
// assumes. The zero value has none.
type Quirks struct {
	NoteLength  int           // notes of fundings are cut at so many characters; 0: they are not
	NoNotes     bool          // notes of fundings are not kept
	SwapBonus   bool          // isBonus=true moves the main balance
	FundingLate time.Duration // a funding stands in the history so long after it was made, by the platform's clock
}

// SetQuirks changes the quirks of a running platform.
func (p *Platform) SetQuirks(q Quirks) { p.quirks.Store(&q) }

// kept is what the platform keeps of a note of a funding.
func (p *Platform) kept(note string) string {
	q := p.quirks.Load()
	switch {
	case q.NoNotes:
		return ""
	case q.NoteLength == 0 || utf8.RuneCountInString(note) <= q.NoteLength:
		return note
	}
	return string([]rune(note)[:q.NoteLength])
}

// unseen reports whether a funding does not stand in the history yet.
func (p *Platform) unseen(f *funding) bool {
	late := p.quirks.Load().FundingLate
	return late > 0 && f.id > writtenFundings && p.now().Before(time.Unix(f.at, 0).Add(late))
}

// journey is the environments that are on their way from one status to another.
type journey struct {
	mu     sync.Mutex
	arrive chan struct{} // closed for those who wait now; nil: nobody does
}

// Arrive ends the way of all environments that are on it now.
func (p *Platform) Arrive() {
	p.journey.mu.Lock()
	defer p.journey.mu.Unlock()
	if p.journey.arrive != nil {
		close(p.journey.arrive)
		p.journey.arrive = nil
	}
}

// travel waits until an environment is where it goes, or the platform is closed.
func (p *Platform) travel() {
	p.journey.mu.Lock()
	if p.journey.arrive == nil {
		p.journey.arrive = make(chan struct{})
	}
	arrive := p.journey.arrive
	p.journey.mu.Unlock()
	timer := time.NewTimer(p.turning)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-arrive:
	case <-p.done:
	}
}
