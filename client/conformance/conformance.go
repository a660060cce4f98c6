// Package conformance holds a platform against the wire contract: one suite of
// named checks that only read, run against the demo platform by the tests and
// against a real cluster by whoever wants to know what it does differently.
package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"steward/client"
	"steward/client/platform"
)

// Result is how a check ended.
type Result string

// The three ends. NotSupported is a platform that refuses, or that has nothing
// to check with; it is no mistake of anybody.
const (
	OK           Result = "ok"
	Failed       Result = "failed"
	NotSupported Result = "not supported"
)

// Outcome is one check and how it ended. It names customers by uid only.
type Outcome struct {
	Check  string // such as "accounts.paging"
	Says   string // what the contract says
	Result Result
	Words  string // what was seen
}

// Report hears of every outcome, in order, as soon as it is known.
type Report func(Outcome)

// Summary counts the outcomes of a run.
type Summary struct{ OK, Failed, NotSupported int }

// Names are the checks in the order in which they run.
func Names() []string {
	var names []string
	for _, c := range checks {
		names = append(names, c.name)
	}
	return names
}

// Run runs all checks with a client that is signed in. It reads small pages
// and changes nothing. It returns the error of ctx when that ends first; what
// the platform does wrong is an outcome, not an error.
func Run(ctx context.Context, c *client.Client, report Report) (Summary, error) {
	s := &suite{client: c}
	var sum Summary
	for _, check := range checks {
		words, err := check.run(ctx, s)
		if ctx.Err() != nil {
			return sum, fmt.Errorf("check %s: %w", check.name, ctx.Err())
		}
		outcome := Outcome{Check: check.name, Says: check.says, Result: OK, Words: words}
		if err != nil {
			outcome.Result, outcome.Words = judge(err), err.Error()
		}
		switch outcome.Result {
		case OK:
			sum.OK++
		case Failed:
			sum.Failed++
		case NotSupported:
			sum.NotSupported++
		}
		report(outcome)
	}
	return sum, nil
}

// check is one question to the platform.
type check struct {
	name string
	says string
	run  func(ctx context.Context, s *suite) (words string, err error)
}

// sampleRows is how many customers the checks look at.
const sampleRows = 40

// suite is what the checks share: some customers to ask about, and what these have.
type suite struct {
	client  *client.Client
	sample  client.AccountsPage
	holders holders
}

// errNothing is a check without anything to check.
type errNothing struct{ what string }

func (e errNothing) Error() string { return "there is no " + e.what + " to check with" }

// judge tells a platform that does not offer something from one that does it wrong.
func judge(err error) Result {
	var nothing errNothing
	var foreign *client.NotPlatformError
	var refused *client.APIError
	switch {
	case errors.As(err, &nothing):
		return NotSupported
	case errors.As(err, &foreign) && foreign.Status == http.StatusNotFound:
		return NotSupported
	case errors.As(err, &refused):
		switch {
		case refused.HTTPStatus == http.StatusNotFound,
			refused.Result == client.ResultInvalid, refused.Result == client.ResultForbidden, refused.Result == client.ResultToken:
			return NotSupported
		}
	}
	return Failed
}

// page asks for a page of customers.
func (s *suite) page(ctx context.Context, q client.AccountsQuery) (client.AccountsPage, error) {
	if q.Count == 0 {
		q.Count = sampleRows
	}
	return s.client.Accounts(ctx, q)
}

// one is a customer of the sample that fits: the last, since a platform that
// ignores what it is asked for answers with the first.
func (s *suite) one(what string, fits func(platform.User) bool) (platform.User, error) {
	for _, u := range slices.Backward(s.sample.Users) {
		if fits(u) {
			return u, nil
		}
	}
	return platform.User{}, errNothing{what}
}

// registered is a customer with an address that has two sides.
func (s *suite) registered() (platform.User, error) {
	return s.one("customer with an e-mail address", func(u platform.User) bool { return isAddress(u.Email) })
}

// lastDay is the day before today by the platform's clock.
func (s *suite) lastDay(ctx context.Context) (platform.Period, error) {
	now, err := s.client.ServerTime(ctx)
	if err != nil {
		return platform.Period{}, err
	}
	today := now.UTC().Truncate(24 * time.Hour)
	return platform.Period{From: today.AddDate(0, 0, -1), To: today}, nil
}
