package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"steward/app/cli"
	"steward/client/platform"
	"steward/views/bench/record"
)

// patience bounds how long a test waits for something that has to happen.
const patience = 10 * time.Minute

// TestMain lets the test program be the demo platform's process too: a small run
// has no built program.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		if command, ok := cli.Find(os.Args[1]); ok {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			log := logrus.New()
			err := command.Run(ctx, cli.Env{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Log: log}, os.Args[2:])
			stop()
			if err != nil {
				log.Fatal(err)
			}
			return
		}
	}
	os.Exit(m.Run())
}

// folder is where data of measuring runs is kept, to be found by the next one.
// In a small run it goes with the test.
func folder(t *testing.T) string {
	t.Helper()
	if !record.Full() {
		return t.TempDir()
	}
	dir, err := filepath.Abs("../../build/bench-data")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

// built builds a program of this module with the flags of all and returns where
// it is.
func built(t *testing.T, pkg, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("../../build", name))
	if err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", "migrated_fynedo", "-trimpath", "-o", path, pkg)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
	return path
}

// installed names the program of a package that was installed, which is measured
// instead of the built one.
const installed = "STEWARD_PROGRAM"

// steward is the program that serves the demo platform: the built one, or in a
// small run this one.
func steward(t *testing.T) string {
	t.Helper()
	if program := os.Getenv(installed); program != "" {
		return program
	}
	if record.Full() {
		return built(t, "steward", "steward")
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// site is a demo platform in another process.
type site struct {
	URL      string `json:"url"`
	Accounts []struct {
		Role     string `json:"role"`
		Login    string `json:"login"`
		Password string `json:"password"`
	} `json:"accounts"`

	process *exec.Cmd
}

// serve starts the platform of so many customers, made once for each folder. It
// ends with the test.
func serve(t *testing.T, dir string, customers int) *site {
	t.Helper()
	s := &site{process: exec.Command(steward(t), "demo", "--json", "--customers", strconv.Itoa(customers),
		"--data", filepath.Join(dir, "platform-"+strconv.Itoa(customers)))}
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	limit := time.AfterFunc(patience, func() { _ = s.process.Process.Kill() })
	defer limit.Stop()
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatalf("the demo platform did not start: %v", err)
	}
	if err := json.Unmarshal(line, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// stop ends the platform; it may be called twice.
func (s *site) stop() {
	if s.process.ProcessState == nil {
		_ = s.process.Process.Signal(os.Interrupt)
		_ = s.process.Wait()
	}
}

// admin is an account that may look at everything.
func (s *site) admin(t *testing.T) (login string, password platform.Secret) {
	t.Helper()
	for _, a := range s.Accounts {
		if a.Role == "owner" {
			return a.Login, platform.NewSecret(a.Password)
		}
	}
	t.Fatal("the demo platform has no owner")
	return "", platform.Secret{}
}
