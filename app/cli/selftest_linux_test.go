package cli

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/sirupsen/logrus"
)

// What seals the desk of a self-test, and the password it signs in with, reach its
// process through the standard input only: neither its arguments nor its environment
// nor any of its files has them, not even when it is killed.
func TestTheSelftestKeepsItsSecrets(t *testing.T) {
	s := &stage{env: Env{Version: "test", Log: logrus.New()}, dir: t.TempDir()}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	secrets := func() [][]byte { return [][]byte{[]byte(s.phrase.Reveal()), []byte(s.account.Password.Reveal())} }
	for _, c := range s.checks()[:5] { // until the refill is unknown
		if _, err := c.run(t.Context()); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
	}
	for _, name := range []string{"cmdline", "environ"} {
		words, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", s.desk.command.Process.Pid, name))
		if err != nil || len(words) == 0 {
			t.Fatalf("%s: %d bytes, %v", name, len(words), err)
		}
		for i, secret := range secrets() {
			if bytes.Contains(words, secret) {
				t.Errorf("%s has secret %d", name, i)
			}
		}
	}
	if _, err := s.kill(t.Context()); err != nil {
		t.Fatal(err)
	}
	files := 0
	err := filepath.WalkDir(filepath.Join(s.dir, "desk"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		words, err := os.ReadFile(path)
		for i, secret := range secrets() {
			if bytes.Contains(words, secret) {
				t.Errorf("%s has secret %d", path, i)
			}
		}
		return err
	})
	if err != nil || files < 4 {
		t.Errorf("%d files, %v", files, err)
	}
}
