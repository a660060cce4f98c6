// Command stage lays out what a Linux system installs of Steward below a folder that
// stands for /usr: the program, its desktop entry, AppStream file, icons, manual,
// completions, licences. Everything that can be is made of what is there already:
// FyneApp.toml, CHANGELOG.md, the icon, and the program's own help.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/BurntSushi/toml"

	"steward/packaging/icons"
)

// iconSizes are the sizes that desktops look for, in px.
var iconSizes = []int{16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512}

// project is what FyneApp.toml says.
type project struct {
	Website string
	Details struct{ Name, ID, Version string }
}

// job is one layout.
type job struct {
	project
	program string // the built one
	out     string // stands for /usr
	date    time.Time
}

func main() {
	var j job
	flag.StringVar(&j.program, "program", "build/package/steward", "the built program")
	flag.StringVar(&j.out, "out", "build/package/linux", "folder that stands for /usr")
	seconds := flag.Int64("date", 0, "time of everything, in seconds since 1970")
	flag.Parse()
	j.date = time.Unix(*seconds, 0).UTC()
	if err := j.run(); err != nil {
		fmt.Fprintln(os.Stderr, "stage:", err)
		os.Exit(1)
	}
}

// file is something to install.
type file struct {
	path string
	mode os.FileMode
	make func() ([]byte, error)
}

func (j job) run() error {
	if _, err := toml.DecodeFile("FyneApp.toml", &j.project); err != nil {
		return fmt.Errorf("read FyneApp.toml: %w", err)
	}
	copied := func(from string) func() ([]byte, error) { return func() ([]byte, error) { return os.ReadFile(from) } }
	said := func(args ...string) func() ([]byte, error) { return func() ([]byte, error) { return j.says(args...) } }
	id := j.Details.ID
	files := []file{
		{"bin/steward", 0o755, copied(j.program)},
		{"share/applications/" + id + ".desktop", 0o644, copied("assets/linux/" + id + ".desktop")},
		{"share/metainfo/" + id + ".metainfo.xml", 0o644, j.metainfo},
		{"share/icons/hicolor/scalable/apps/" + id + ".svg", 0o644, copied("assets/icons/steward.svg")},
		{"share/man/man1/steward.1.gz", 0o644, j.manual},
		{"share/bash-completion/completions/steward", 0o644, said("completion", "bash")},
		{"zsh/_steward", 0o644, said("completion", "zsh")},
		{"share/fish/vendor_completions.d/steward.fish", 0o644, said("completion", "fish")},
		{"share/doc/steward/licences.txt", 0o644, copied("assets/licences/licences.txt")},
		{"share/doc/steward/copyright", 0o644, j.copyright},
		{"share/doc/steward/changelog.gz", 0o644, func() ([]byte, error) {
			text, err := os.ReadFile("CHANGELOG.md")
			if err != nil {
				return nil, err
			}
			return compressed(text)
		}},
	}
	for _, size := range iconSizes {
		files = append(files, file{
			fmt.Sprintf("share/icons/hicolor/%dx%d/apps/%s.png", size, size, id), 0o644,
			func() ([]byte, error) { return icons.PNG(size) },
		})
	}
	for _, f := range files {
		if err := j.install(f); err != nil {
			return fmt.Errorf("make %s: %w", f.path, err)
		}
	}
	return nil
}

func (j job) install(f file) error {
	content, err := f.make()
	if err != nil {
		return err
	}
	path := filepath.Join(j.out, filepath.FromSlash(f.path))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // what is installed is for everybody
		return err
	}
	return os.WriteFile(path, content, f.mode)
}

// says is what the program prints for some words; help goes to the error stream.
func (j job) says(args ...string) ([]byte, error) {
	out, err := exec.Command(j.program, args...).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return out, nil
}

// compressed is gzip without a name or time.
func compressed(text []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// copyright is the file that Debian asks for.
func (j job) copyright() ([]byte, error) {
	return fmt.Appendf(nil, `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: %s
Source: %s
Comment: The licences of everything that is linked into the program are in
 /usr/share/doc/steward/licences.txt, and in the program under Help, About.

Files: *
Copyright: %d The Steward authors
License: Apache-2.0
 Licensed under the Apache License, Version 2.0. On Debian systems its text is in
 /usr/share/common-licenses/Apache-2.0.
`, j.Details.Name, j.Website, j.date.Year()), nil
}
