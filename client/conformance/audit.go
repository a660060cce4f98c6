package conformance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"steward/client"
	"steward/client/platform"
)

var auditChecks = []check{
	{"audit.page", "GetUserActivity answers the actions of a period (assumed A9), the newest first, each with type, service, date and outcome.", auditPage},
	{"audit.paging", "startRow counts actions from zero: pages fit together, and the total is that before paging.", auditPaging},
	{"audit.period", "starttime and endtime bound the log.", auditPeriod},
	{"audit.types", "actionTypes finds the actions of these types only.", auditTypes},
	{"audit.environment", "targetAppid finds the actions of one environment only.", auditEnvironment},
}

// actions are the latest of a customer with more than one, oldest last.
func (s *suite) actions(ctx context.Context) (owned[platform.Action], platform.Period, error) {
	days, err := s.lastDays(ctx, auditDays)
	if err != nil {
		return owned[platform.Action]{}, days, err
	}
	found, err := holder(s, &s.holders.actions, "action", func(u platform.User) (client.Page[platform.Action], error) {
		page, err := s.client.Audit(ctx, client.AuditQuery{UID: u.UID, Period: days, Count: sampleRows})
		if len(page.Rows) == 1 {
			page.Rows = nil // no order in that
		}
		return page, err
	})
	return found, days, err
}

func auditPage(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.actions(ctx)
	if err != nil {
		return "", err
	}
	if len(found.rows) > sampleRows {
		return "", fmt.Errorf("%d rows, %d were asked for", len(found.rows), sampleRows)
	}
	known := []platform.ActionType{platform.ActionPublic, platform.ActionAdmin, platform.ActionProxy, platform.ActionSystem, platform.ActionCMP}
	for i, a := range found.rows {
		switch {
		case !slices.Contains(known, a.Type) || a.Service == "" || a.UID == 0:
			return "", fmt.Errorf("action %d is of type %q and service %q, by %d", a.ID, a.Type, a.Service, a.UID)
		case !within(a.Started, days):
			return "", fmt.Errorf("action %d began on %v", a.ID, a.Started)
		case !a.Ended.IsZero() && a.Ended.Before(a.Started):
			return "", fmt.Errorf("action %d ended before it began", a.ID)
		case a.Result == platform.ResultNotTold && !a.Ended.IsZero():
			return "", fmt.Errorf("action %d ended without a result", a.ID)
		case i > 0 && a.ID >= found.rows[i-1].ID:
			return "", fmt.Errorf("action %d comes after action %d", a.ID, found.rows[i-1].ID)
		}
	}
	return fmt.Sprintf("%d actions of customer %d", len(found.rows), found.user.UID), nil
}

func auditPaging(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.actions(ctx)
	if err != nil {
		return "", err
	}
	half := len(found.rows) / 2
	rest, err := s.client.Audit(ctx, client.AuditQuery{UID: found.user.UID, Period: days, Start: half, Count: len(found.rows) - half})
	if err != nil {
		return "", err
	}
	id := func(a platform.Action) int64 { return a.ID }
	switch {
	case !slices.Equal(ids(rest.Rows, id), ids(found.rows[half:], id)):
		return "", errors.New("the second half of a page is not the page from its middle on")
	case rest.Total < len(found.rows):
		return "", fmt.Errorf("a total of %d with %d rows", rest.Total, len(found.rows))
	}
	return fmt.Sprintf("%d actions in all", rest.Total), nil
}

// auditPeriod asks for the time of the oldest action of the sample alone.
func auditPeriod(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.actions(ctx)
	if err != nil {
		return "", err
	}
	last := found.rows[len(found.rows)-1]
	day := last.Started.Truncate(24 * time.Hour)
	days.From, days.To = day, day.AddDate(0, 0, 1)
	page, err := s.client.Audit(ctx, client.AuditQuery{UID: found.user.UID, Period: days})
	if err != nil {
		return "", err
	}
	for _, a := range page.Rows {
		if !within(a.Started, days) {
			return "", fmt.Errorf("action %d began on %v, which was not asked for", a.ID, a.Started)
		}
	}
	if !slices.ContainsFunc(page.Rows, func(a platform.Action) bool { return a.ID == last.ID }) {
		return "", fmt.Errorf("action %d is missing on its own day", last.ID)
	}
	return fmt.Sprintf("%d actions on one day", len(page.Rows)), nil
}

func auditTypes(ctx context.Context, s *suite) (string, error) {
	found, days, err := s.actions(ctx)
	if err != nil {
		return "", err
	}
	kind := found.rows[len(found.rows)-1].Type
	return s.auditOnly(ctx, client.AuditQuery{UID: found.user.UID, Period: days, Types: []platform.ActionType{kind}},
		func(a platform.Action) bool { return a.Type == kind })
}

// auditEnvironment asks about the environments of the customer who has some.
func auditEnvironment(ctx context.Context, s *suite) (string, error) {
	days, err := s.lastDays(ctx, auditDays)
	if err != nil {
		return "", err
	}
	found, err := s.environments(ctx)
	if err != nil {
		return "", err
	}
	log, err := s.client.Audit(ctx, client.AuditQuery{UID: found.user.UID, Period: days})
	if err != nil {
		return "", err
	}
	for _, a := range log.Rows {
		if a.AppID != "" {
			return s.auditOnly(ctx, client.AuditQuery{UID: found.user.UID, Period: days, AppID: a.AppID},
				func(other platform.Action) bool { return other.AppID == a.AppID })
		}
	}
	return "", errNothing{"action of an environment"}
}

// auditOnly asks with a condition and holds every row against it.
func (s *suite) auditOnly(ctx context.Context, q client.AuditQuery, fits func(platform.Action) bool) (string, error) {
	q.Count = sampleRows
	page, err := s.client.Audit(ctx, q)
	if err != nil {
		return "", err
	}
	for _, a := range page.Rows {
		if !fits(a) {
			return "", fmt.Errorf("action %d does not fit the condition", a.ID)
		}
	}
	if len(page.Rows) == 0 {
		return "", errors.New("nothing was found, not even the action of the sample")
	}
	return fmt.Sprintf("%d actions fit", len(page.Rows)), nil
}
