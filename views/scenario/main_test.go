package scenario

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain sees that nothing goes on once every window is closed.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
