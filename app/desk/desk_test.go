package desk_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"go.uber.org/goleak"

	"steward/app/desk"
	"steward/app/model"
	"steward/app/sealed"
	"steward/client/platform"
)

// writerPath has the test binary write to that desk until it is killed.
const writerPath = "STEWARD_DESK_WRITER"

func TestMain(m *testing.M) {
	if path := os.Getenv(writerPath); path != "" {
		writeForever(path, os.Getenv("STEWARD_DESK_KEY"))
		return
	}
	goleak.VerifyTestMain(m)
}

func mustOpen(t *testing.T, path string, key sealed.Key) *desk.Desk {
	t.Helper()
	d, aside, err := desk.Open(t.Context(), desk.Options{Path: path, Key: key})
	if err != nil || aside != "" {
		t.Fatalf("open: %v, moved aside to %q", err, aside)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func full() model.Profile {
	return model.Profile{
		ID: "p1", Name: "Live DE", URL: "https://jca.example.com", Kind: model.Live, PathStyle: "module",
		Auth: model.ByToken, Login: "anna@example.com", StaySignedIn: true, ReadOnly: true,
		Proxy: model.ProxyExplicit, ProxyURL: "http://proxy:3128", ProxyUser: "anna", CABundle: "PEM", ClientCert: "PEM2",
		PinFingerprint: "ab12", Capabilities: map[string]int{"A7": 2},
		Operator:  model.Operator{UID: 7, Login: "anna@example.com", Role: platform.RoleView},
		Customers: 8412, LastUsed: time.Date(2026, 11, 22, 14, 0, 0, 123, time.UTC),
	}
}

func TestProfileComesBackWhole(t *testing.T) {
	for name, path := range map[string]string{"file": filepath.Join(t.TempDir(), "sub", "desk.db"), "memory": ""} {
		t.Run(name, func(t *testing.T) {
			d := mustOpen(t, path, sealed.NewKey())
			p := full()
			v := reflect.ValueOf(p)
			for i := range v.NumField() {
				if v.Field(i).IsZero() {
					t.Errorf("the test leaves %s empty", v.Type().Field(i).Name)
				}
			}
			if err := d.PutProfile(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			p.Name = "Renamed"
			if err := d.PutProfile(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			got, err := d.Profiles(t.Context())
			if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], p) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, p)
			}
			if err := d.PutProfile(t.Context(), model.Profile{Name: "no ID"}); err == nil {
				t.Error("a profile without ID was stored")
			}
		})
	}
}

func TestValuesByScope(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "desk.db"), sealed.NewKey()
	d := mustOpen(t, path, key)
	ctx := t.Context()
	layout := model.DefaultLayout()
	for _, put := range []struct {
		scope, name string
		value       any
	}{
		{"", "theme", "dark"}, {"p1", "theme", "light"}, {"p1", "users.layout", layout}, {"p2", "theme", "mid"}, {"p1", "theme", "lighter"},
	} {
		if err := d.Put(ctx, put.scope, put.name, put.value); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.PutProfile(ctx, full()); err != nil {
		t.Fatal(err)
	}
	wantTheme(t, d, "", "dark")
	wantTheme(t, d, "p1", "lighter")
	var back model.Layout
	if ok, err := d.Get(ctx, "p1", "users.layout", &back); !ok || err != nil || !reflect.DeepEqual(back, layout) {
		t.Errorf("layout came back as %+v, %v, %v", back, ok, err)
	}
	var number int
	if ok, err := d.Get(ctx, "", "theme", &number); ok || err == nil {
		t.Error("a text was read into a number")
	}

	if err := d.RemoveProfile(ctx, "p1"); err != nil {
		t.Fatal(err)
	}
	if err := d.Put(ctx, "p2", "theme", nil); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = mustOpen(t, path, key)
	wantTheme(t, d, "", "dark")
	wantTheme(t, d, "p1", "")
	wantTheme(t, d, "p2", "")
	if list, err := d.Profiles(ctx); err != nil || len(list) != 0 {
		t.Errorf("profiles after removal: %v, %v", list, err)
	}
	if err := d.RemoveProfile(ctx, ""); err == nil {
		t.Error("removing the profile without ID would remove everybody's settings")
	}
}

func wantTheme(t *testing.T, d *desk.Desk, scope, want string) {
	t.Helper()
	var got string
	ok, err := d.Get(t.Context(), scope, "theme", &got)
	if err != nil || got != want || ok != (want != "") {
		t.Errorf("theme of %q: %q, %v, %v; want %q", scope, got, ok, err, want)
	}
}

func TestUnreadableIsMovedAsideAndSaid(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, path string, key sealed.Key) sealed.Key{
		"other key": func(*testing.T, string, sealed.Key) sealed.Key { return sealed.NewKey() },
		"first page": func(t *testing.T, path string, key sealed.Key) sealed.Key {
			flip(t, path, func(int) int { return 50 })
			return key
		},
		"a page in the middle": func(t *testing.T, path string, key sealed.Key) sealed.Key {
			flip(t, path, func(size int) int { return size / 2 })
			return key
		},
		"cut": func(t *testing.T, path string, key sealed.Key) sealed.Key {
			if err := os.Truncate(path, 100); err != nil {
				t.Fatal(err)
			}
			return key
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, key := filepath.Join(t.TempDir(), "desk.db"), sealed.NewKey()
			d := mustOpen(t, path, key)
			for i := range 300 {
				if err := d.Put(t.Context(), "p1", fmt.Sprint("draft", i), strings.Repeat("text ", 60)); err != nil {
					t.Fatal(err)
				}
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			key = spoil(t, path, key)
			before := read(t, path)

			d, aside, err := desk.Open(t.Context(), desk.Options{Path: path, Key: key})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close() // the test is over
			if aside == "" || !bytes.Equal(read(t, aside), before) {
				t.Errorf("moved aside to %q, or changed on the way", aside)
			}
			var s string
			if ok, err := d.Get(t.Context(), "p1", "draft0", &s); ok || err != nil {
				t.Errorf("the new desk is not an empty one that works: %v, %v", ok, err)
			}
		})
	}
}

func TestNewerStaysWhereItIs(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "desk.db"), sealed.NewKey()
	newer, err := sealed.Open(t.Context(), sealed.Options{Path: path, Key: key, Migrations: []string{`CREATE TABLE a (b)`, `CREATE TABLE c (d)`, `CREATE TABLE e (f)`}})
	if err != nil {
		t.Fatal(err)
	}
	if err := newer.Close(); err != nil {
		t.Fatal(err)
	}
	before := read(t, path)
	_, aside, err := desk.Open(t.Context(), desk.Options{Path: path, Key: key})
	if !errors.Is(err, sealed.ErrNewer) || aside != "" || !bytes.Equal(read(t, path), before) {
		t.Errorf("got %v, moved aside to %q", err, aside)
	}
}

func TestNothingInClear(t *testing.T) {
	dir := t.TempDir()
	d := mustOpen(t, filepath.Join(dir, "desk.db"), sealed.NewKey())
	p := full()
	if err := errors.Join(d.PutProfile(t.Context(), p), d.Put(t.Context(), p.ID, "last", p.Login)); err != nil {
		t.Fatal(err)
	}
	var files int
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		files++
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", path, info.Mode(), err)
		}
		data := read(t, path)
		for form, canary := range spellings(p.Login) {
			if bytes.Contains(data, canary) {
				t.Errorf("%s holds the login as %s", filepath.Base(path), form)
			}
		}
		return nil
	})
	if err != nil || files < 2 {
		t.Errorf("searched %d files, want the database and its log: %v", files, err)
	}
}

// TestSurvivesKill kills a writer in the middle of its work, several times:
// every value it said was stored is there.
func TestSurvivesKill(t *testing.T) {
	path, key := filepath.Join(t.TempDir(), "desk.db"), sealed.NewKey()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for round := range 5 {
		cmd := exec.CommandContext(t.Context(), self)
		cmd.Env = append(os.Environ(), writerPath+"="+path, "STEWARD_DESK_KEY="+key.Secret().Reveal())
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		said := bufio.NewScanner(out)
		last := ""
		for range 10 + 7*round {
			if !said.Scan() {
				t.Fatalf("the writer stopped after %q", last)
			}
			last = said.Text()
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for said.Scan() {
			last = said.Text()
		}
		_ = cmd.Wait()

		d := mustOpen(t, path, key)
		var got int
		if ok, err := d.Get(t.Context(), "", "count", &got); !ok || err != nil {
			t.Fatalf("after kill %d: %v, %v", round, ok, err)
		}
		want, err := strconv.Atoi(last)
		if err != nil || got < want {
			t.Errorf("kill %d: %q was said to be stored, %d is there (%v)", round, last, got, err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func writeForever(path, key string) {
	ctx := context.Background()
	k, err := sealed.ParseKey(platform.NewSecret(key))
	if err != nil {
		panic(err)
	}
	d, _, err := desk.Open(ctx, desk.Options{Path: path, Key: k})
	if err != nil {
		panic(err)
	}
	var i int
	if _, err := d.Get(ctx, "", "count", &i); err != nil {
		panic(err)
	}
	for {
		i++
		if err := d.Put(ctx, "", "count", i); err != nil {
			panic(err)
		}
		if _, err := fmt.Println(i); err != nil {
			return
		}
	}
}

func TestPrintsNoKey(t *testing.T) {
	key := sealed.NewKey()
	path := filepath.Join(t.TempDir(), "desk.db")
	d := mustOpen(t, path, key)
	for _, it := range []any{d, *d, desk.Options{Path: path, Key: key}, &desk.Options{Key: key}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if printed := fmt.Sprintf(verb, it); strings.Contains(printed, key.Secret().Reveal()) {
				t.Errorf("%T prints its key with %s", it, verb)
			}
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func flip(t *testing.T, path string, where func(size int) int) {
	t.Helper()
	data := read(t, path)
	data[where(len(data))] ^= 0xff
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func spellings(s string) map[string][]byte {
	var wide []byte
	for _, u := range utf16.Encode([]rune(s)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	return map[string][]byte{
		"text": []byte(s), "hex": []byte(hex.EncodeToString([]byte(s))),
		"base64": []byte(base64.RawStdEncoding.EncodeToString([]byte(s)))[:len(s)], "UTF-16": wide,
	}
}
