//go:build linux

package proof

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/zalando/go-keyring"

	"steward/app"
	"steward/app/export"
	"steward/app/model"
	"steward/client/platform"
	"steward/views/bench/record"
)

// Where the window's keyring has its secrets.
const keyringService = "app.steward.Steward"

// Secrets that are planted; the others are the demo platform's own.
const (
	wrongPassword   = "Canary-7f31.wrong.Password"
	wrongCode       = "canary-code-55d0e1"
	proxyPassword   = "canary proxy/4b1f?&="
	passphrase      = "canary passphrase 0c9e"
	wrongToken      = "canary-token-93aa41c07e"
	wrongPassphrase = "canary wrong passphrase 77"
)

// planted are all secrets of a run by what they are.
type planted map[string]string

// TestProofOfSecrets is T12: secrets are typed into the real window and given
// to the application, then everything that is left is searched for them.
func TestProofOfSecrets(t *testing.T) {
	f := openFront(t, 200)
	secrets := planted{
		"wrong password": wrongPassword, "wrong code": wrongCode, "proxy password": proxyPassword,
		"passphrase": passphrase, "wrong passphrase": wrongPassphrase, "wrong token": wrongToken, "keyring password": keyringPassword,
	}
	var found finds
	look := func(when string, shown ...[]byte) {
		t.Helper()
		n := newNeedles(secrets)
		found.below(t, n, when, here.home, here.temp, here.run)
		for _, text := range shown {
			found.look(n, when+": what others see of the process", text)
		}
	}
	withoutWindow(t, f, secrets)
	look("without a window")
	byPassphrase(t, secrets, look)
	throughWindow(t, f, secrets, look)
	n := newNeedles(secrets)
	for _, a := range f.since(0) {
		found.look(n, "head of a request for "+a.method, []byte(a.head))
	}
	found.say(t)
	record.Proven(t, record.Proof{
		ID:     "T12",
		What:   "password, session, token, code, proxy password, passphrases and keys, typed into the real window and given to the application; then logs, crash file, settings, databases, temporary files, exports to CSV and XLSX (unpacked), process and requests searched as UTF-8, UTF-16, base64 and hex",
		Figure: fmt.Sprintf("%d hits of %d secrets in %d files, %.1f MB", len(found.hits), len(secrets), found.files, float64(found.bytes)/1e6),
		Bound:  "0 hits", OK: len(found.hits) == 0 && found.files > 20,
	})
}

// withoutWindow signs in by token, and through a proxy that wants a password.
func withoutWindow(t *testing.T, f *front, secrets planted) {
	c := openCore(t, here.folder(t))
	owner := f.account(t, "owner@demo.test")
	secrets["token"], secrets["password of the owner"] = owner.Token.Reveal(), owner.Password.Reveal()
	way, asked := tunnel(t)
	tokenOnly := c.attempt(model.Profile{Name: "By token", URL: f.url, Kind: model.Test, Proxy: model.ProxyNone, StaySignedIn: true}, app.ProfileSecrets{})
	if err := tokenOnly.Token(t.Context(), platform.NewSecret(wrongToken)); err == nil {
		t.Error("a wrong token is right")
	}
	if err := tokenOnly.Token(t.Context(), owner.Token); err != nil {
		t.Fatalf("sign in by token: %v", err)
	}
	complete(t, c.finish(tokenOnly))
	proxied := model.Profile{
		Name: "Proxied", URL: f.secure, PinFingerprint: f.pin, Kind: model.Test, StaySignedIn: true,
		Proxy: model.ProxyExplicit, ProxyURL: way, ProxyUser: "ops",
	}
	a := c.attempt(proxied, app.ProfileSecrets{ProxyPassword: platform.NewSecret(proxyPassword)})
	if _, err := a.Password(t.Context(), owner.Login, platform.NewSecret(wrongPassword)); err == nil {
		t.Error("a wrong password is right")
	}
	if _, err := a.Password(t.Context(), owner.Login, owner.Password); err != nil {
		t.Fatalf("sign in through a proxy: %v", err)
	}
	cluster := c.finish(a)
	complete(t, cluster)
	for _, format := range []export.Format{export.CSV, export.XLSX} {
		if rows := unpacked(t, exportAll(t, cluster, filepath.Join(here.folder(t), "customers"+format.Extension()))); rows == 0 {
			t.Error("an export was empty: it proves nothing")
		}
	}
	if asked.Load() == 0 {
		t.Error("the proxy was not asked: its password was never used")
	}
	list, err := c.Profiles(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		secrets.keyring(t, p.ID)
	}
	c.shut()
}

// complete waits until all customers of a platform are read.
func complete(t *testing.T, c *app.Cluster) {
	t.Helper()
	moved := make(chan struct{}, 1)
	cancel := c.Subscribe(func(model.Event) {
		select {
		case moved <- struct{}{}:
		default:
		}
	})
	defer cancel()
	late := time.After(patience)
	for g := c.Progress(); !g.Complete || g.Running; g = c.Progress() {
		select {
		case <-moved:
		case <-late:
			t.Fatalf("waited %v for all customers: %+v", patience, c.Progress())
		}
	}
}

// keyring adds what the keyring has of a profile: it was a secret in the
// program's memory, and it has to be there.
func (s planted) keyring(t *testing.T, profileID string) {
	t.Helper()
	for name, key := range map[string]bool{profileID + ".session": false, profileID + ".cache": true, "desk": true} {
		text, err := keyring.Get(keyringService, name)
		if err != nil {
			t.Errorf("the keyring has no %s: %v", name, err)
			continue
		}
		s[name] = text
		if raw, err := hex.DecodeString(text); key && err == nil {
			s[name+", raw"] = string(raw)
		}
	}
}

// throughWindow types a wrong password, the right one, a wrong code and the
// right one into the window, breaks the program, and opens it once more.
func throughWindow(t *testing.T, f *front, secrets planted, look func(when string, shown ...[]byte)) {
	t.Helper()
	dir := here.folder(t)
	c := openCore(t, dir)
	sara := f.account(t, "secure@demo.test")
	secrets["password"], secrets["seed of the codes"] = sara.Password.Reveal(), sara.TOTP.Reveal()
	stored, err := c.PutProfile(t.Context(), model.Profile{
		Name: "Proof", URL: f.url, Kind: model.Test, Login: sara.Login, Auth: model.ByPassword, Proxy: model.ProxyNone, StaySignedIn: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	c.shut()

	before := f.count("system/service/getversion")
	p := launch(t, nil, "--home", dir)
	p.until("the form", func() bool { return f.count("system/service/getversion") > before })
	p.rested(f)
	p.write(wrongPassword, "Return")
	p.until("a sign-in", f.got("users/authentication/signin", "password", wrongPassword))
	p.refused("a wrong password")
	p.write(sara.Password.Reveal(), "Return")
	p.until("a sign-in", f.got("users/authentication/signin", "password", sara.Password.Reveal()))
	p.rested(f)
	p.write(wrongCode, "Return")
	p.until("a code", f.got("users/authentication/verify2facode", "code", wrongCode))
	p.refused("a wrong code")
	look("while a code is asked", p.shown())
	code, err := totp.GenerateCode(sara.TOTP.Reveal(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	secrets["code"] = code
	p.write(code)
	p.until("the right code", f.got("users/authentication/verify2facode", "code", code))
	p.until("the desk", func() bool { return strings.Contains(p.title(), "Proof") })
	p.rested(f)
	secrets.keyring(t, stored.ID)
	look("with the desk open", p.shown())

	p.signal(syscall.SIGQUIT)
	p.wait()
	crashes, err := filepath.Glob(filepath.Join(dir, "crashes", "*.txt"))
	if err != nil || len(crashes) != 1 {
		t.Fatalf("crash files: %v, %v", crashes, err)
	}
	if text, err := os.ReadFile(crashes[0]); err != nil || !strings.Contains(string(text), "goroutine ") {
		t.Errorf("no crash was written down: %d bytes, %v", len(text), err)
	}
	look("after a crash")
	if !record.Full() {
		return
	}
	p = launch(t, nil, "--home", dir)
	p.until("the desk", func() bool { return strings.Contains(p.title(), "Proof") })
	p.rested(f)
	look("with the kept session", p.shown())
	p.quit()
	look("at the end")
}

// byPassphrase sets a passphrase in the window of a computer without a
// keyring, and opens it with a wrong one and the right one.
func byPassphrase(t *testing.T, secrets planted, look func(when string, shown ...[]byte)) {
	t.Helper()
	nobody := []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"}
	dir := here.folder(t)
	quiet := &front{}
	p := launch(t, nobody, "--home", dir)
	p.rested(quiet)
	p.write(passphrase, "Return")
	p.rested(quiet)
	p.write(passphrase, "Return")
	p.until("the vault's file", func() bool { return exists(filepath.Join(dir, "desk.db")) })
	p.rested(quiet)
	look("with a passphrase", p.shown())
	p.quit()

	p = launch(t, nobody, "--home", dir)
	p.rested(quiet)
	p.write(wrongPassphrase, "Return")
	p.refused("a wrong passphrase")
	if exists(filepath.Join(dir, "desk.db-wal")) {
		t.Error("a wrong passphrase opened the settings")
	}
	p.write(passphrase, "Return")
	p.until("the settings open", func() bool { return exists(filepath.Join(dir, "desk.db-wal")) })
	p.rested(quiet)
	look("with the passphrase given again", p.shown())
	p.quit()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// tunnel is a proxy that wants to be signed in to.
func tunnel(t *testing.T) (address string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signed := http.Request{Header: http.Header{"Authorization": r.Header["Proxy-Authorization"]}}
		if _, password, _ := signed.BasicAuth(); password != proxyPassword {
			w.WriteHeader(http.StatusProxyAuthRequired)
			return
		}
		asked.Add(1)
		pipe(r.Context(), w, r.Host)
	}))
	t.Cleanup(server.Close)
	return server.URL, asked
}

// pipe connects whoever asks to a host.
func pipe(ctx context.Context, w http.ResponseWriter, host string) {
	there, err := new(net.Dialer).DialContext(ctx, "tcp", host)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	near, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	_, _ = io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() {
		_, _ = io.Copy(there, near)
		_ = errors.Join(there.Close(), near.Close())
	}()
	go func() {
		_, _ = io.Copy(near, there)
		_ = errors.Join(there.Close(), near.Close())
	}()
}
