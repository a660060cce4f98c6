package demo

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

func invalid(name string) error { return refuse(codeParameter, "invalid parameter [%s]", name) }

// values are the values of a parameter. The two times of a period may be
// spelled in any case.
func (c *call) values(name string) []string {
	if found, ok := c.r.Form[name]; ok || name != "starttime" && name != "endtime" {
		return found
	}
	return anyCase(c.r.Form, name)
}

func anyCase(form url.Values, name string) []string {
	for key, found := range form {
		if strings.EqualFold(key, name) {
			return found
		}
	}
	return nil
}

// has reports whether a parameter is given: only a note may be empty.
func (c *call) has(name string) bool {
	found := c.values(name)
	return len(found) > 0 && (found[0] != "" || name == "note")
}

func (c *call) param(name string) string {
	if found := c.values(name); len(found) > 0 {
		return found[0]
	}
	return ""
}

// whole is a number of at least 0; what is not given is 0.
func (c *call) whole(name string) (int64, error) {
	if !c.has(name) {
		return 0, nil
	}
	n, err := strconv.ParseInt(c.param(name), 10, 64)
	if err != nil || n < 0 || n > math.MaxInt32 {
		return 0, invalid(name)
	}
	return n, nil
}

// long is an id: a number of at least 0 without the bound of whole.
func (c *call) long(name string) (int64, error) {
	n, err := strconv.ParseInt(c.param(name), 10, 64)
	if err != nil || n < 0 {
		return 0, invalid(name)
	}
	return n, nil
}

// moment is a time in UTC, in seconds since 1970.
func (c *call) moment(name string) (int64, error) {
	t, err := time.Parse(timeLayout, c.param(name))
	if err != nil {
		return 0, invalid(name)
	}
	return t.Unix(), nil
}

// paging is startRow and resultCount.
func (c *call) paging() (start, count int, err error) {
	from, err := c.whole("startRow")
	if err != nil {
		return 0, 0, err
	}
	rows, err := c.whole("resultCount")
	return int(from), int(rows), err
}

// atMost is the largest number of millionths that is not above an amount.
func atMost(name, text string) (int64, error) {
	m, err := platform.ParseMoney(text, "")
	if err != nil {
		return 0, invalid(name)
	}
	micros := m.Amount().Shift(6).Floor()
	switch {
	case micros.GreaterThan(decimal.NewFromInt(math.MaxInt64)):
		return math.MaxInt64, nil
	case micros.LessThan(decimal.NewFromInt(math.MinInt64)):
		return math.MinInt64, nil
	}
	return micros.IntPart(), nil
}
