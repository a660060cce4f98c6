package pull

import (
	"context"
	"fmt"
	"time"

	"steward/app/model"
	"steward/client"
)

// readPages walks through the list. A page is stored while the next one is on
// its way; the position is stored after the page, so that a run cut short goes
// on after the last page that is surely in the store.
func (p *Pull) readPages(ctx context.Context, r *run) error {
	last := storing{}
	for {
		if p.ordered().paused {
			return last.join(r, errPaused)
		}
		page, request, err := p.page(ctx, r)
		if err := last.join(r, err); err != nil {
			return err
		}
		verdict := r.take(request, page.Users, page.Skipped, page.Total)
		if verdict == again {
			continue
		}
		listed := verdict == done
		if listed && r.short() && r.walked+1 < walks {
			listed = false
			r.walked++
			r.over()
		}
		last = p.keepPage(ctx, r, page)
		if listed {
			r.listed = true
			return last.join(r, nil)
		}
	}
}

// page asks for the next page and takes note of how long that took.
func (p *Pull) page(ctx context.Context, r *run) (client.AccountsPage, request, error) {
	ask := r.next()
	began := p.clock.Now()
	page, err := p.client.Accounts(p.calling(ctx), client.AccountsQuery{
		Start: ask.start, Count: ask.count, OrderField: client.FilterUID, OrderDirection: "ASC",
	})
	if err != nil {
		return page, ask, fmt.Errorf("read customers from row %d: %w", ask.start, err)
	}
	took := p.clock.Now().Sub(began)
	r.took(took)
	if r.gentle {
		p.breathe(ctx, took)
	}
	return page, ask, nil
}

// breathe halves the speed: it waits as long as the platform worked.
func (p *Pull) breathe(ctx context.Context, took time.Duration) {
	select {
	case <-ctx.Done():
	case <-p.after(took):
	}
}

// storing is a page on its way into the store; the zero value is none.
type storing struct{ result chan error }

// join waits for the page, once, and returns the first error: the store's,
// which leaves only the stored position to go on from, else err.
func (s *storing) join(r *run, err error) error {
	if s.result == nil {
		return err
	}
	failed := <-s.result
	s.result = nil
	if failed != nil {
		r.broken = true
		return failed
	}
	r.steps++
	return err
}

// keepPage stores a page and then the position after it.
func (p *Pull) keepPage(ctx context.Context, r *run, page client.AccountsPage) storing {
	r.mark.Next, r.mark.LastUID, r.mark.Total = r.Start, r.Last, r.Total
	mark, read, small, gentle := r.mark, r.Read, r.small, r.gentle
	s := storing{result: make(chan error, 1)}
	p.working.Go(func() {
		if _, err := p.keepUsersRead(ctx, page); err != nil {
			s.result <- err
			return
		}
		if err := p.store.SetPullMark(ctx, mark); err != nil {
			s.result <- keeping("position", err)
			return
		}
		p.report(func(g *model.Progress) {
			g.Read, g.Total, g.Slow = read, mark.Total, small
			if !gentle {
				g.Err = nil
			}
		})
		s.result <- nil
	})
	return s
}
