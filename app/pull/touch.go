package pull

import "steward/app/model"

// Touch says that an operation changed a section of a customer: it is read
// again at once if the customer is on screen, else when it is shown next,
// however fresh it is.
func (p *Pull) Touch(key model.SectionKey) {
	p.mu.Lock()
	onScreen := p.looked == key.UID
	if !onScreen {
		p.touched[lane(key)] = true
	}
	p.mu.Unlock()
	if onScreen {
		p.Refresh(key)
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
