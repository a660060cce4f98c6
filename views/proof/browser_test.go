//go:build linux

package proof

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// browser is a real Chromium that the program starts as it starts any browser,
// through xdg-open, and that the test looks into by WebDriver.
type browser struct {
	t       *testing.T
	bin     string // before PATH: holds xdg-open
	opened  string // file with the addresses that xdg-open was asked for, one a line
	keep    string // while it exists, xdg-open only writes the address down
	profile string
	driver  string // address of the WebDriver session
}

// chromiumFlags make Chromium quiet: it asks nothing and calls nobody.
const chromiumFlags = "--no-first-run --no-default-browser-check --disable-gpu --disable-quic --disable-background-networking --disable-component-update " +
	"--disable-sync --password-store=basic --remote-debugging-port=0 --window-size=1200,800"

// newBrowser prepares a browser; nothing runs before the program opens an address.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	dir := here.folder(t)
	b := &browser{t: t, bin: dir, opened: filepath.Join(dir, "opened"), keep: filepath.Join(dir, "keep"), profile: filepath.Join(dir, "profile")}
	flags := chromiumFlags
	if os.Getuid() == 0 {
		flags += " --no-sandbox" // Chromium refuses to have one as root
	}
	script := fmt.Sprintf("#!/bin/sh\necho \"$1\" >>'%s'\n[ -e '%s' ] || exec chromium %s --user-data-dir='%s' \"$1\"\n", b.opened, b.keep, flags, b.profile)
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return b
}

// path is the environment with the browser in it.
func (b *browser) path() []string { return []string{"PATH=" + b.bin + ":" + os.Getenv("PATH")} }

// addresses are what the program opened so far.
func (b *browser) addresses() []string {
	text, _ := os.ReadFile(b.opened) // none before the first
	return strings.Fields(string(text))
}

// attach waits until the browser runs and begins to look into it.
func (b *browser) attach(p *program) {
	b.t.Helper()
	var port string
	p.until("Chromium", func() bool {
		text, _ := os.ReadFile(filepath.Join(b.profile, "DevToolsActivePort")) // not there yet
		port, _, _ = strings.Cut(string(text), "\n")
		return port != ""
	})
	b.driver = b.startDriver(p)
	var session struct{ SessionID string }
	b.ask("/session", map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{
		"goog:chromeOptions": map[string]any{"debuggerAddress": "127.0.0.1:" + port},
	}}}, &session)
	b.driver += "/session/" + session.SessionID
}

// startDriver starts chromedriver and returns its address.
func (b *browser) startDriver(p *program) string {
	b.t.Helper()
	said, err := os.Create(filepath.Join(here.outside, "chromedriver.log"))
	if err != nil {
		b.t.Fatal(err)
	}
	defer said.Close()
	driver := exec.Command("chromedriver", "--port=0")
	driver.Stdout, driver.Stderr = said, said
	driver.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := driver.Start(); err != nil {
		b.t.Fatalf("start chromedriver (make proof installs what is missing): %v", err)
	}
	b.t.Cleanup(func() {
		_ = syscall.Kill(-driver.Process.Pid, syscall.SIGKILL)
		_ = driver.Wait()
	})
	var port []string
	p.until("chromedriver", func() bool {
		text, _ := os.ReadFile(said.Name()) // nothing said yet
		port = startedOn.FindStringSubmatch(string(text))
		return port != nil
	})
	return "http://127.0.0.1:" + port[1]
}

// startedOn is what chromedriver says when it is ready.
var startedOn = regexp.MustCompile(`started successfully on port (\d+)`)

// call asks WebDriver for something; a nil body is a GET.
func (b *browser) call(path string, body, value any) error {
	method, text := http.MethodGet, []byte(nil)
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return err
		}
		method = http.MethodPost
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.driver+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, answer.Value)
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, value)
}

// ask is call for what has to work.
func (b *browser) ask(path string, body, value any) {
	b.t.Helper()
	if err := b.call(path, body, value); err != nil {
		b.t.Fatalf("ask the browser: %v", err)
	}
}

type none struct{}

// look turns to a tab.
func (b *browser) look(handle string) {
	b.t.Helper()
	b.ask("/window", map[string]string{"handle": handle}, nil)
}

// newTab opens an empty tab and turns to it.
func (b *browser) newTab() (handle string) {
	b.t.Helper()
	var made struct{ Handle string }
	b.ask("/window/new", map[string]string{"type": "tab"}, &made)
	b.look(made.Handle)
	return made.Handle
}

// open opens an address in the present tab. One that nobody answers is an error.
func (b *browser) open(address string) error {
	return b.call("/url", map[string]string{"url": address}, nil)
}

// shows waits for a tab that shows a text, turns to it, and returns its handle.
func (b *browser) shows(p *program, text string) (handle string) {
	b.t.Helper()
	p.until("a page that says "+text, func() bool {
		var handles []string
		if b.call("/window/handles", nil, &handles) != nil {
			return false
		}
		for _, handle = range handles {
			if b.call("/window", map[string]string{"handle": handle}, nil) == nil && strings.Contains(b.source(), text) {
				return true
			}
		}
		return false
	})
	return handle
}

// source is the present page's text; empty while it changes.
func (b *browser) source() (text string) {
	_ = b.call("/source", nil, &text)
	return text
}

// run runs a script in the present page.
func (b *browser) run(script string, value any) {
	b.t.Helper()
	b.ask("/execute/sync", map[string]any{"script": script, "args": []any{}}, value)
}

// click clicks what a selector finds, with the browser's own mouse.
func (b *browser) click(selector string) {
	b.t.Helper()
	var found map[string]string
	b.ask("/element", map[string]string{"using": "css selector", "value": selector}, &found)
	for _, id := range found {
		b.ask("/element/"+id+"/click", none{}, nil)
	}
}

// tell gives a command of the DevTools.
func (b *browser) tell(command string, params any) {
	b.t.Helper()
	b.ask("/goog/cdp/execute", map[string]any{"cmd": command, "params": params}, nil)
}

// photo is the present page as PNG, kept where a person asked for it.
func (b *browser) photo(name string) []byte {
	b.t.Helper()
	var code string
	b.ask("/screenshot", nil, &code)
	png, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		b.t.Fatal(err)
	}
	if dir := os.Getenv("STEWARD_PICTURES"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o600); err != nil {
			b.t.Fatal(err)
		}
	}
	return png
}

// quit ends the browser as a person does; what it keeps is on the disk then.
func (b *browser) quit() {
	b.t.Helper()
	_ = b.call("/goog/cdp/execute", map[string]any{"cmd": "Browser.close", "params": none{}}, nil) // nobody is left to answer
	late := time.After(patience)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		if _, err := os.Lstat(filepath.Join(b.profile, "SingletonLock")); os.IsNotExist(err) {
			return
		}
		select {
		case <-look.C:
		case <-late:
			b.t.Fatal("Chromium did not end")
		}
	}
}
