package app

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"
)

// hidden are things that must never stand in a log.
var hidden = map[string][]string{
	"e-mail":   {"anna.berg@saltmarsh.example.com", "o'neil+desk@example.org", "jürgen@münchen.example", "anna%40saltmarsh.example.com"},
	"phone":    {"+49 171 2345678", "+1 (415) 555-0132", "+380671234567", "0171 2345678", "(0171) 234-5678"},
	"password": {"correct horse", `pa"ss\wörd`, "hunter2"},
	"token":    {"9f86d081884c7d659a2feaa0c55ad015", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "h4Kx-92mQ_pZ71vLrT0aWq8sYdNc3EbU5f"},
}

// tells reports whether a line shows enough of a secret.
func tells(line, secret string) bool {
	first, last := secret[:6], secret[len(secret)-6:]
	return strings.Contains(line, first) || !strings.HasSuffix(secret, "example.com") && strings.Contains(line, last)
}

// Whoever writes a secret, an e-mail or a phone number into the log, in whatever
// form, does not get it there.
func TestTheLogHidesWhatMustNotBeInIt(t *testing.T) {
	var out bytes.Buffer
	log := NewLog(&out)
	log.SetLevel(logrus.DebugLevel)
	wrote := func(what, how, secret string) {
		t.Helper()
		if line := out.String(); tells(line, secret) || !strings.Contains(line, "level=") {
			t.Errorf("%s as %s: %s", what, how, line)
		}
		out.Reset()
	}
	named := map[string][]string{"e-mail": {"login", "email"}, "phone": {"phone"}, "password": {"password", "proxyPassword", "passphrase"}, "token": {"session", "token"}}
	for what, secrets := range hidden {
		for _, secret := range secrets {
			for _, name := range named[what] {
				log.WithField(name, secret).Info("x")
				wrote(what, "field "+name, secret)
				log.Infof(`sent {"%s":%q,"a":1}`, name, secret)
				wrote(what, "JSON of "+name, secret)
				if !strings.ContainsAny(secret, ` "`) {
					log.Infof("%s=%s&x=1", name, secret)
					wrote(what, "form of "+name, secret)
					log.Infof("%s: %s", name, secret)
					wrote(what, "header of "+name, secret)
				}
			}
			if what == "password" { // one that nothing names looks like any word
				log.Info("dial ", &url.URL{Scheme: "https", User: url.UserPassword("ops", secret), Host: "proxy.platform.test:3128"})
				wrote(what, "sign-in of a URL", secret)
				continue
			}
			log.Info("read " + secret)
			wrote(what, "message", secret)
			log.WithError(fmt.Errorf("send: %w", errors.New("refused "+secret+"."))).Warn("x")
			wrote(what, "error", secret)
			log.Infof("GET https://jca.platform.test/1.0/users?key=%s", url.QueryEscape(secret))
			wrote(what, "URL", secret)
		}
	}
}

// Whatever stands around them, e-mails, phone numbers and tokens are hidden, and
// nothing makes the redaction fail.
func TestNothingAroundItBringsAnythingThrough(t *testing.T) {
	around := []string{"", " ", "\t", "\n", ",", ";", ":", "=", `"`, "'", "(", ")", "<", ">", "[", "]", "{", "}", "|", "\\", "/", "\x00", "\xff\xfe", "„", "…", "\u202e", "日本", "&a=", "?q="}
	for what, secrets := range hidden {
		if what == "password" {
			continue
		}
		for _, secret := range secrets {
			for _, before := range around {
				for _, after := range around {
					if line := Redacted("read" + before + secret + after + "done"); before != "" && tells(line, secret) {
						t.Errorf("%s between %q and %q: %q", what, before, after, line)
					}
				}
			}
		}
	}
}

// What helps to find a fault stays readable.
func TestTheLogStaysReadable(t *testing.T) {
	for _, line := range []string{
		`time="2026-11-23T14:05:07Z" level=warning msg="the cache was unreadable and moved aside" profile=4kq2mxa7v6zr5t3b uid=12547`,
		"time=\"2026-11-23T14:05:07+01:00\" took=0.123456s bytes=1048576 id=1099511637776",
		"goroutine 1 [running]:\nsteward/views/customer.(*frame).applySomethingWithAVeryLongNameIndeed(0xc000123456, 0x12)\n\tsteward/views/customer/frame.go:123 +0x1a4",
		"request 0f8fad5b-d9cb-469f-a165-70867728950e of operation 7K3F9Q2MXA", "dial tcp 127.0.0.1:41021: connect: connection refused",
	} {
		if got := Redacted(line); got != line {
			t.Errorf("%s\nbecame %s", line, got)
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	if got := Redacted("open " + filepath.Join(home, "x")); got != "open "+filepath.Join("~", "x") {
		t.Error(got)
	}
}

// The log is for its owner only, also one that was not, and does not grow for ever.
func TestTheLogFileIsBoundedAndItsOwners(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, LogName)
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	file := LogFile(dir, LogName)
	line := []byte(strings.Repeat("x", 1<<20-1) + "\n")
	for range (logsKept + 3) * logSize {
		if _, err := file.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() > logSize<<20 {
		t.Errorf("%v %v", info, err)
	}
}
