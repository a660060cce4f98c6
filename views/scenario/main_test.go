package scenario

import (
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestMain puts this computer two hours east of the platform, and sees that
// nothing goes on once every window is closed.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("EET", 2*60*60)
	goleak.VerifyTestMain(m)
}
