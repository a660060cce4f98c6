package sealed

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
)

// Native runs work on one connection of a pool of DB without database/sql in
// between, for the few places where a million rows pass. ctx interrupts it.
func Native(ctx context.Context, pool *sql.DB, work func(*sqlite3.Conn) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() // gives it back to the pool
	err = conn.Raw(func(raw any) error {
		c, ok := raw.(driver.Conn)
		if !ok {
			return fmt.Errorf("use connection of type %T", raw)
		}
		native := c.Raw()
		defer native.SetInterrupt(native.SetInterrupt(ctx))
		return work(native)
	})
	if err != nil && ctx.Err() != nil {
		return ctx.Err() // the database only says that it was interrupted
	}
	return err
}
