package main

import (
	_ "embed"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// within is something in the program that is no Go package: a library in C, a font, a
// set of pictures.
type within struct {
	name   string
	module string // whose folder holds the file
	file   string
	read   func(text []byte) (string, error) // nil: the file is the licence
}

// contained is what go list does not see.
var contained = []within{
	{name: "GLFW", module: "github.com/go-gl/glfw/v3.4/glfw", file: "glfw/LICENSE.md"},
	{name: "Wayland protocols", module: "github.com/go-gl/glfw/v3.4/glfw", file: "glfw/deps/wayland/wayland.xml", read: copyrightElement},
	{name: "Noto Sans (font)", module: "fyne.io/fyne/v2", file: "theme/font/LICENSE.txt"},
	{name: "Inter (font)", module: "fyne.io/fyne/v2", file: "theme/font/LICENSE_Inter.txt"},
	{name: "DejaVu Sans Mono for Powerline (font)", module: "fyne.io/fyne/v2", file: "theme/font/LICENSE_DejaVu-Powerline.txt"},
	{name: "EmojiOne Color (font)", module: "fyne.io/fyne/v2", file: "theme/font/LICENSE_EmojiOneColor.txt"},
}

// stated are things whose authors publish them under words that no module carries.
var stated = []part{
	{name: "Go, its library and runtime", text: goLicence},
	{name: "SQLite", kind: "blessing", text: sqliteBlessing},
	{name: "Material Design icons, from which the toolkit's are made", kind: "Apache-2.0", text: "Copyright Google LLC\nLicensed under the Apache License, Version 2.0, whose text stands in this file.\n"},
}

// goLicence is of Go itself, whose folder has it on some systems only.
//
//go:embed go.txt
var goLicence string

// sqliteBlessing is what SQLite's source files say instead of a licence.
const sqliteBlessing = `The author disclaims copyright to this source code.  In place of
a legal notice, here is a blessing:

   May you do good and not evil.
   May you find forgiveness for yourself and forgive others.
   May you share freely, never taking more than you give.
`

// besides are the licences of what is no Go package.
func besides(modules map[string]*module) ([]part, error) {
	parts := append([]part{}, stated...)
	for _, w := range contained {
		m, known := modules[w.module]
		if !known {
			return nil, fmt.Errorf("%s: %s is no longer in the program", w.name, w.module)
		}
		text, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(w.file)))
		if err != nil {
			return nil, fmt.Errorf("read licence of %s: %w", w.name, err)
		}
		p := part{name: w.name + " in " + w.module, version: m.version, text: string(text)}
		if w.read != nil {
			if p.text, err = w.read(text); err != nil {
				return nil, fmt.Errorf("read licence of %s: %w", w.name, err)
			}
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// copyrightElement is the licence inside a Wayland protocol file.
func copyrightElement(text []byte) (string, error) {
	var protocol struct {
		Copyright string `xml:"copyright"`
	}
	if err := xml.Unmarshal(text, &protocol); err != nil {
		return "", err
	}
	var lines []string
	for line := range strings.Lines(protocol.Copyright) {
		lines = append(lines, strings.TrimSpace(line))
	}
	return strings.Join(lines, "\n"), nil
}
