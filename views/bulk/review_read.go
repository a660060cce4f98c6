package bulk

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// readOptions asks for the groups that there are.
func (r *review) readOptions() {
	if r.kind != model.ChangeGroup && len(r.form.group.Selected()) > 0 {
		return
	}
	wanted := r.change.Wanted
	r.page.env.ReadGroups(slotOptions, func(options []kit.Option) {
		options = append([]kit.Option{{Key: "", Title: text.T("bulk.group.choose")}}, options...)
		r.form.group.SetOptions(options)
		if r.kind == model.ChangeGroup && r.from != fromForm {
			r.form.group.Set(wanted)
		}
		r.refresh()
	})
}

// readLetters asks the platform for the mails that it can send.
func (r *review) readLetters() {
	env := r.page.env
	env.Tasks.Go(slotLetters, func(ctx context.Context) (func(), error) {
		list, err := env.Cluster.EmailTemplates(ctx)
		if err != nil {
			return nil, err
		}
		var options []kit.Option
		for _, t := range list {
			if !t.Inactive {
				options = append(options, kit.Option{Key: t.Name, Title: text.Visible(t.Name)})
			}
		}
		return func() {
			r.form.letter.SetOptions(options)
			r.changed()
		}, nil
	}, r.failed)
}

// limitDay is the span that the daily limit is counted over.
const limitDay = 24 * time.Hour

// readUse adds up what was moved in the last 24 hours, as the limit counts it.
func (r *review) readUse() {
	if !r.kind.Money() || r.currency == "" {
		return
	}
	env, code := r.page.env, r.currency
	env.Tasks.Go(slotUse, func(ctx context.Context) (func(), error) {
		limits, err := env.Cluster.Limits(ctx)
		if err != nil {
			return nil, err
		}
		keys, err := env.Cluster.OperationKeys(ctx, model.OperationFilter{
			Kinds:  []model.OperationKind{model.Refill, model.Withdraw},
			Period: platform.Period{From: env.App.Now().Add(-limitDay)},
		})
		if err != nil {
			return nil, err
		}
		used := platform.NewMoney(decimal.Zero, code)
		for from := 0; from < len(keys); from += rowsAtOnce {
			rows, err := env.Cluster.Operations(ctx, keys[from:min(from+rowsAtOnce, len(keys))])
			if err != nil {
				return nil, err
			}
			for _, o := range rows {
				if o.State.Moved() && o.Change.Amount.Currency() == code {
					if used, err = used.Add(o.Change.Amount); err != nil {
						return nil, err
					}
				}
			}
		}
		return func() {
			r.limits, r.used = limits, used
			r.refresh()
		}, nil
	}, r.failed)
}

// readBalances has everybody read again before money is sent.
func (r *review) readBalances() {
	r.reading, r.underWay, r.askedAt = true, false, r.page.env.App.Now()
	r.page.env.Cluster.Refresh(model.SectionKey{Section: model.SectionUsers})
	r.refresh()
	r.readAgain()
}

// renew reads balances again that are too old for money, at most once for each
// span that they hold.
func (r *review) renew() {
	now := r.page.env.App.Now()
	if r.kind.Money() && r.from != fromFileRead && r.tooOld() && !r.reading && now.Sub(r.askedAt) > balancesHold && r.page.env.WhyNotRefresh() == "" {
		r.readBalances()
	}
}

// ages writes the age of the balances, and reads them again for who is about to
// send.
func (r *review) ages() {
	r.showAge()
	if r.foot.confirmed() && r.plan.Confirmation() != "" {
		r.renew()
	}
}

// readAgain looks when everybody was read, and makes the plan anew where that
// was waited for: a reading that has not begun yet is not over.
func (r *review) readAgain() {
	env := r.page.env
	env.Tasks.Go(slotAge, func(ctx context.Context) (func(), error) {
		state, err := env.Cluster.State(ctx, model.SectionKey{Section: model.SectionUsers})
		if err != nil {
			return nil, err
		}
		return func() {
			r.readAt = state.ReadAt
			r.underWay = r.underWay || state.Reading
			if r.reading && !state.Reading && (r.underWay || state.Err != nil || !state.ReadAt.Before(r.askedAt)) {
				r.reading = false
				r.make()
			}
			r.showAge()
		}, nil
	}, r.failed)
}

// balancesAt is when the oldest balance of those who go was read; zero: nobody
// goes.
func (r *review) balancesAt() time.Time {
	var oldest time.Time
	for i := range r.plan.Rows {
		at := r.plan.Rows[i].Change.BeforeAt
		if c, known := r.customers[r.plan.Rows[i].UID]; known && c.ReadAt.After(at) {
			at = c.ReadAt
		}
		if r.plan.Rows[i].Goes() && (oldest.IsZero() || at.Before(oldest)) {
			oldest = at
		}
	}
	if !oldest.IsZero() && r.readAt.After(oldest) {
		return r.readAt
	}
	return oldest
}

// tooOld reports whether money must not go before balances were read again.
func (r *review) tooOld() bool {
	at := r.balancesAt()
	return !at.IsZero() && r.page.env.App.Now().Sub(at) > balancesHold
}

// showAge says when the balances were read.
func (r *review) showAge() {
	at := r.balancesAt()
	if at.IsZero() || !r.kind.Money() {
		r.age.Set("", false)
		r.tools.Refresh()
		return
	}
	clock := text.DateTime(at, r.page.env.Zone())[len("2006-01-02 "):]
	r.age.Set(text.T("bulk.balances", text.With("Time", clock)), r.tooOld())
	r.tools.Refresh()
	r.foot.show()
}
