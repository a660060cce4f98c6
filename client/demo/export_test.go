package demo

import (
	"context"
	"maps"
	"slices"
)

// MethodNames are all methods of the platform.
func MethodNames() []string { return slices.Sorted(maps.Keys(methods)) }

// Permission is how tokens list a method.
func Permission(method string) string { return methods[method].permission }

// Count reads one number from the platform's file.
func (p *Platform) Count(ctx context.Context, query string, args ...any) (n int, err error) {
	err = p.store.db.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}
