package conformance

import (
	"context"
	"fmt"
	"slices"
	"time"

	"steward/client"
	"steward/client/platform"
)

// auditDays is how far back the checks of logs and money look.
const auditDays = 60

// owned is a customer with what the customer has.
type owned[T any] struct {
	user platform.User
	rows []T
}

// holders are the customers of whom the checks know something.
type holders struct {
	environments  *owned[platform.Environment]
	subscriptions *owned[platform.Subscription]
	members       *owned[platform.Collaboration]
	actions       *owned[platform.Action]
	charges       *owned[platform.Charge]
	fundings      *owned[platform.Funding]
}

// holder is the customer that is remembered in known, else the first of the
// sample that has any rows.
func holder[T any](s *suite, known **owned[T], what string, ask func(u platform.User) (client.Page[T], error)) (owned[T], error) {
	if *known != nil {
		return **known, nil
	}
	for _, u := range slices.Backward(s.sample.Users) {
		if u.State() != platform.StateActive {
			continue
		}
		page, err := ask(u)
		if err != nil {
			return owned[T]{}, err
		}
		if page.Skipped > 0 {
			return owned[T]{}, fmt.Errorf("%d of %d rows of customer %d could not be read", page.Skipped, page.Skipped+len(page.Rows), u.UID)
		}
		if len(page.Rows) > 0 {
			*known = &owned[T]{user: u, rows: page.Rows}
			return **known, nil
		}
	}
	return owned[T]{}, errNothing{what}
}

// lastDays ends with the platform's present day.
func (s *suite) lastDays(ctx context.Context, days int) (platform.Period, error) {
	now, err := s.client.ServerTime(ctx)
	if err != nil {
		return platform.Period{}, err
	}
	tomorrow := now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
	return platform.Period{From: tomorrow.AddDate(0, 0, -days), To: tomorrow}, nil
}

// within reports whether a time lies in a period.
func within(t time.Time, p platform.Period) bool { return !t.Before(p.From) && t.Before(p.To) }

// ids are the rows' numbers, in order.
func ids[T any](rows []T, id func(T) int64) []int64 {
	var all []int64
	for _, row := range rows {
		all = append(all, id(row))
	}
	return all
}

// unique is an error if two rows have the same name.
func unique[T any](rows []T, what string, name func(T) string) error {
	seen := map[string]bool{}
	for _, row := range rows {
		if seen[name(row)] {
			return fmt.Errorf("two %s are called %q", what, name(row))
		}
		seen[name(row)] = true
	}
	return nil
}
