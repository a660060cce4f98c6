package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"steward/assets"
)

const root = "../.."

// The file that the program shows is what is linked into it now: a changed go.mod asks
// for `go run ./packaging/licences`.
func TestLicences_AreThoseOfGoMod(t *testing.T) {
	want, err := collect(root)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(target)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the program is linked with: run go run ./packaging/licences", target)
	}
}

// Everything linked is shown, with a kind that fits and its text.
func TestLicences_NoneIsMissing(t *testing.T) {
	modules, err := linked(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(modules) < 30 {
		t.Fatalf("go list names %d modules", len(modules))
	}
	shown := assets.Licences()
	for path, m := range modules {
		if !slices.ContainsFunc(shown, func(l assets.Licence) bool { return l.Name == path && l.Version == m.version }) {
			t.Errorf("%s %s is not shown", path, m.version)
		}
	}
	for _, name := range []string{"SQLite", "Go, its library and runtime"} {
		if !slices.ContainsFunc(shown, func(l assets.Licence) bool { return l.Name == name }) {
			t.Errorf("%s is not shown", name)
		}
	}
	for _, l := range shown {
		if l.Name == "" || len(l.Text) < 60 || l.Kind == "" {
			t.Errorf("%+v is no licence", l)
		}
		if kind, err := kindOf(l.Text); l.Name != "SQLite" && l.Kind != "Apache-2.0" && (err != nil || kind != l.Kind) {
			t.Errorf("%s is shown as %s, its text says %s (%v)", l.Name, l.Kind, kind, err)
		}
	}
}

// Every font that the toolkit puts into the program has its licence in the list.
func TestLicences_FontsHaveTheirs(t *testing.T) {
	modules, err := linked(root)
	if err != nil {
		t.Fatal(err)
	}
	fonts, err := filepath.Glob(filepath.Join(modules["fyne.io/fyne/v2"].dir, "theme", "font", "*.?tf"))
	if err != nil || len(fonts) == 0 {
		t.Fatalf("no fonts: %v", err)
	}
	known := regexp.MustCompile(`^(NotoSans-|Inter|DejaVuSansMono-Powerline|EmojiOneColor)`)
	for _, font := range fonts {
		if name := filepath.Base(font); !known.MatchString(name) {
			t.Errorf("%s: find its licence and add it to packaging/licences", name)
		}
	}
}

func TestKindOf(t *testing.T) {
	for text, want := range map[string]error{
		"GNU GENERAL PUBLIC LICENSE\n Version 3, 29 June 2007":      errUnfit,
		"under the terms of the GNU Lesser General\nPublic License": errUnfit,
		"All rights reserved.": errUnknown,
		"":                     errUnknown,
	} {
		if kind, err := kindOf(text); !errors.Is(err, want) {
			t.Errorf("%q is %q, %v", text, kind, err)
		}
	}
}

func TestFormat_RefusesWhatDoesNotFit(t *testing.T) {
	if _, err := format([]part{{name: "example.com/x", text: "GNU Affero General Public License"}}); !errors.Is(err, errUnfit) {
		t.Errorf("err = %v", err)
	}
	if _, err := licences(map[string]*module{"example.com/bare": {path: "example.com/bare", dir: t.TempDir()}}); err == nil {
		t.Error("a module without a licence was taken")
	}
}
