package vault

import (
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestUnansweredPrompt has the system ask for the keyring's password, and
// nobody there; then the session ends, on which go-keyring panics.
func TestUnansweredPrompt(t *testing.T) {
	if !inSession(t, asking) {
		return
	}
	v := Open(Options{Dir: t.TempDir(), Service: service, Timeout: 300 * time.Millisecond})
	for range 2 {
		began := time.Now()
		wantState(t, v, Slow)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("waited %v for a limit of 300 ms", took)
		}
	}
	if err := syscall.Kill(busPID(t), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	v.limit, v.ring.limit = 10*time.Second, 10*time.Second
	if s := v.State(t.Context()); s != Missing {
		t.Errorf("state %d after the session ended", s)
	}
}

// busPID is the process at the other end of the session's bus.
func busPID(t *testing.T) int {
	t.Helper()
	path, _, _ := strings.Cut(strings.TrimPrefix(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "unix:path="), ",")
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() // nothing was written
	file, err := conn.(*net.UnixConn).File()
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() // nothing was written
	peer, err := syscall.GetsockoptUcred(int(file.Fd()), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	if err != nil {
		t.Fatal(err)
	}
	return int(peer.Pid)
}
