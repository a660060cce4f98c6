package vault

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

// sessionKind tells a re-executed test in which kind of session it is.
const sessionKind = "STEWARD_TEST_SESSION"

// password opens the keyring that is locked.
const password = "other password"

// Scripts that start a real Secret Service on a private bus and then become
// the command in their arguments.
const (
	// An empty password is a newline; no byte at all would leave the keyring locked.
	unlocked = `printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"`
	// The keyring exists, and its password is not given after a restart.
	locked = `printf %s '` + password + `' | gnome-keyring-daemon --unlock --components=secrets >/dev/null &&
		printf '' | gnome-keyring-daemon --replace --components=secrets >/dev/null && exec "$@"`
	// As locked, and the window that asks for the password never comes to an end.
	asking = `mkdir "$HOME/services" &&
		printf '[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/bin/sleep 10\n' >"$HOME/services/prompter.service" &&
		printf "$CONFIG" "$HOME" "<servicedir>$HOME/services</servicedir>" >"$HOME/bus.conf" &&
		exec dbus-run-session --config-file="$HOME/bus.conf" -- sh -c "$LOCKED" sh "$@"`
	// A bus on which nobody keeps secrets, and nobody can be started to.
	nobody = `printf "$CONFIG" "$HOME" "" >"$HOME/bus.conf" &&
		exec dbus-run-session --config-file="$HOME/bus.conf" -- "$@"`
	busConfig = `<busconfig><type>session</type><listen>unix:dir=%s</listen>%s<policy context="default">
		<allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
)

func TestMain(m *testing.M) {
	if path := os.Getenv(holderPath); path != "" {
		holdUntilKilled(path)
		return
	}
	goleak.VerifyTestMain(m,
		// One connection is shared by the whole process and stays open.
		goleak.IgnoreAnyFunction("github.com/godbus/dbus/v5.(*Conn).inWorker"),
		goleak.IgnoreAnyFunction("github.com/godbus/dbus/v5.newConn.func1"),
		// go-keyring leaves its channel behind after a prompt; what comes later
		// waits in it for the end of the connection.
		goleak.IgnoreAnyFunction("github.com/godbus/dbus/v5.(*signalChannelData).deferredDeliver"),
	)
}

// inSession reports whether this process is inside a private session of that
// kind. If not, it runs the calling test once more inside one and takes over
// its verdict; the caller returns then.
func inSession(t *testing.T, script string) bool {
	t.Helper()
	if os.Getenv(sessionKind) == script {
		return true
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is missing: install the packages dbus and gnome-keyring (make test does)", program)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	runtimeDir := filepath.Join(home, "run")
	if err := os.Mkdir(runtimeDir, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "dbus-run-session", "--", "sh", "-c", script, "sh",
		self, "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=60s")
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_RUNTIME_DIR=" + runtimeDir, "TMPDIR=" + os.TempDir(), sessionKind + "=" + script,
		"LOCKED=" + locked, "CONFIG=" + busConfig,
	}
	// A file, not a pipe: what the session leaves behind would hold that open.
	said, err := os.Create(filepath.Join(home, "said"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = said, said
	err = errors.Join(cmd.Run(), said.Close())
	out, _ := os.ReadFile(said.Name())
	if err != nil || !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		t.Fatalf("inside a private session: %v\n%s", err, out)
	}
	t.Logf("%s", out)
	return false
}
