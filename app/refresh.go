package app

import (
	"context"

	"steward/app/model"
	"steward/app/pull"
	"steward/client/platform"
)

// reader is what reads from the platform; nil while working offline.
func (c *Cluster) reader() *pull.Pull {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pull
}

// Show says that a section is on screen: it is read if it is stale.
func (c *Cluster) Show(key model.SectionKey) {
	if p := c.reader(); p != nil {
		p.Show(key)
	}
}

// Refresh reads a section again because a person asked.
func (c *Cluster) Refresh(key model.SectionKey) {
	if p := c.reader(); p != nil {
		p.Refresh(key)
	}
}

// WhyNotRefresh is the key of the sentence why nothing can be read now; empty
// if it can.
func (c *Cluster) WhyNotRefresh() string {
	switch state := c.Connection().State; {
	case c.isSecondWindow():
		return "error.secondwindow"
	case state == model.Expired:
		return "refresh.expired"
	case c.reader() == nil:
		return "refresh.offline"
	case state == model.Away:
		return "refresh.away"
	}
	return ""
}

// Ask asks the platform for a customer by e-mail or User ID; what it finds is
// in the cache afterwards.
func (c *Cluster) Ask(ctx context.Context, text string) ([]platform.UID, error) {
	p := c.reader()
	if p == nil {
		return nil, model.NewError(model.Offline, "refresh.offline", nil)
	}
	return p.Ask(ctx, text)
}

// Progress is where the reading of all customers stands.
func (c *Cluster) Progress() model.Progress {
	if p := c.reader(); p != nil {
		return p.Progress()
	}
	return model.Progress{}
}

// PauseReading stops the reading of all customers after the page in flight.
func (c *Cluster) PauseReading() {
	if p := c.reader(); p != nil {
		p.Pause()
	}
}

// ResumeReading goes on where PauseReading stopped.
func (c *Cluster) ResumeReading() {
	if p := c.reader(); p != nil {
		p.Resume()
	}
}

// Subscribe calls f for every event, on a goroutine of the application; f must
// return at once. The returned function ends it.
func (c *Cluster) Subscribe(f func(model.Event)) (cancel func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.nextSub
	c.nextSub++
	c.subs[id] = f
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.subs, id)
	}
}

func (c *Cluster) publish(e model.Event) {
	c.mu.Lock()
	list := make([]func(model.Event), 0, len(c.subs))
	for _, f := range c.subs {
		list = append(list, f)
	}
	c.mu.Unlock()
	for _, f := range list {
		f(e)
	}
}
