package demo

import (
	"context"
	"maps"
	"slices"
)

// Rules are what the table says of a method.
type Rules struct {
	Permission                string
	Open, Halfway, Write, App bool
	Required                  []string
}

// MethodNames are all methods of the platform.
func MethodNames() []string { return slices.Sorted(maps.Keys(methods)) }

// RulesOf are the rules of a method.
func RulesOf(name string) Rules {
	m := methods[name]
	return Rules{Permission: m.permission, Open: m.access == opening, Halfway: m.access == halfway,
		Write: m.access == writing, App: m.app != noApp, Required: m.required}
}

// Count reads one number from the platform's file.
func (p *Platform) Count(ctx context.Context, query string, args ...any) (n int, err error) {
	err = p.store.db.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}
