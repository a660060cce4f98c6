package model

import (
	"errors"
	"fmt"
)

// Code classifies an error for decisions; the sentence for the person is
// looked up by Error.Key in assets/text.
type Code string

// The error codes.
const (
	Offline      Code = "offline"      // nobody answered
	Timeout      Code = "timeout"      // no answer in time
	Unauthorized Code = "unauthorized" // sign-in needed or refused
	Forbidden    Code = "forbidden"    // signed in, but not allowed
	NotFound     Code = "notfound"     // no such customer, profile or record
	Conflict     Code = "conflict"     // somebody else holds or changed it
	Invalid      Code = "invalid"      // bad input
	RateLimited  Code = "ratelimited"  // the platform asks to slow down
	Rejected     Code = "rejected"     // the platform said no
	Unknown      Code = "unknown"      // sent, the outcome is not known
	Internal     Code = "internal"     // a fault of this program or machine
)

// Error is what the views get to see: a code for decisions, a key (with
// arguments) of one sentence in assets/text that says what happened, what it
// means and what to do, and the cause for the log.
type Error struct {
	Code  Code
	Key   string
	Args  map[string]any
	Cause error
}

// NewError returns an error with a sentence key. cause may be nil.
func NewError(code Code, key string, cause error) *Error {
	return &Error{Code: code, Key: key, Cause: cause}
}

// With returns a copy with one more argument of the sentence.
func (e *Error) With(name string, value any) *Error {
	c := *e
	c.Args = make(map[string]any, len(e.Args)+1)
	for k, v := range e.Args {
		c.Args[k] = v
	}
	c.Args[name] = value
	return &c
}

// Error is the text for the log: code, key and cause.
func (e *Error) Error() string {
	if e.Cause == nil {
		return fmt.Sprintf("%s (%s)", e.Key, e.Code)
	}
	return fmt.Sprintf("%s (%s): %v", e.Key, e.Code, e.Cause)
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// CodeOf is the code of the first Error in the chain; Internal if there is none,
// empty for nil.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return Internal
}
