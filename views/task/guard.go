package task

import (
	"context"
	"fmt"
	"runtime/debug"
)

// PanicError is a panic in a job, its apply function or a timer.
type PanicError struct {
	Value any
	Stack []byte
}

// Error says what was panicked with, and where.
func (e *PanicError) Error() string {
	return fmt.Sprintf("run job: panic: %v\n%s", e.Value, e.Stack)
}

// Unwrap returns what was panicked with, if that was an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

func guardWork(ctx context.Context, work Work) (apply func(), err error) {
	panicked := guard(func() { apply, err = work(ctx) })
	if panicked != nil {
		return nil, panicked
	}
	return apply, err
}

func guard(f func()) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: debug.Stack()}
		}
	}()
	f()
	return nil
}
