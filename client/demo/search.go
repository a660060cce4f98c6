package demo

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// search is the JSON parameter of the methods that look for something.
type search struct {
	ID              *int64          `json:"id"`
	UID             *int64          `json:"uid"`
	Login           string          `json:"login"`
	CollaboratorUID *int64          `json:"collaboratorUid"`
	Appids          []string        `json:"appids"`
	Types           []string        `json:"types"`
	ServiceName     string          `json:"serviceName"`
	Value           string          `json:"value"`
	ResultCode      *int64          `json:"resultCode"`
	OnlyErrors      bool            `json:"onlyErrors"`
	OnlyCompleted   bool            `json:"onlyCompleted"`
	SubscriptionID  *int64          `json:"subscriptionId"`
	Domain          string          `json:"domain"`
	SearchText      string          `json:"searchText"`
	Status          json.RawMessage `json:"status"` // a number, or names with ';' between
	StartDate       string          `json:"startDate"`
	EndDate         string          `json:"endDate"`
	StartRow        int             `json:"startRow"`
	ResultCount     int             `json:"resultCount"`
	OrderField      string          `json:"orderField"`
	OrderDirection  string          `json:"orderDirection"`
}

// search reads the parameter "search".
func (c *call) search(q *search) error {
	if err := json.Unmarshal([]byte(c.param("search")), q); err != nil || q.StartRow < 0 || q.ResultCount < 0 {
		return invalid("search")
	}
	return nil
}

// number is a value that is given as a number or as its digits.
func (q *search) number(value json.RawMessage) (n int64, given bool, err error) {
	if len(value) == 0 || string(value) == "null" {
		return 0, false, nil
	}
	if n, err = strconv.ParseInt(strings.Trim(string(value), `"`), 10, 64); err != nil {
		return 0, false, invalid("search")
	}
	return n, true, nil
}

// period is from startDate to endDate, both of them included; what is not
// given has no bound.
func (q *search) period() (from, to int64, err error) {
	from, to = 0, endOfTime
	for _, bound := range []struct {
		text string
		to   *int64
	}{{q.StartDate, &from}, {q.EndDate, &to}} {
		if bound.text == "" {
			continue
		}
		t, err := time.Parse(timeLayout, bound.text)
		if err != nil {
			return 0, 0, invalid("search")
		}
		*bound.to = t.Unix()
	}
	if to < from {
		return 0, 0, invalid("search")
	}
	return from, to, nil
}

// endOfTime is later than anything that happens here.
const endOfTime = int64(1) << 40

// sign is 1 for ascending and -1 for descending.
func (q *search) sign() (int, error) { return direction(q.OrderDirection, "search") }

func direction(text, parameter string) (int, error) {
	switch strings.ToUpper(text) {
	case "", "ASC":
		return 1, nil
	case "DESC":
		return -1, nil
	}
	return 0, invalid(parameter)
}

// flag is a parameter that is true or false; what is not given is false.
func (c *call) flag(name string) (bool, error) {
	switch c.param(name) {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, invalid(name)
}

// period is from starttime to endtime.
func (c *call) period() (from, to int64, err error) {
	if from, err = c.moment("starttime"); err != nil {
		return 0, 0, err
	}
	if to, err = c.moment("endtime"); err != nil || to < from {
		return 0, 0, invalid("endtime")
	}
	return from, to, nil
}
