// Command licences writes assets/licences/licences.txt: the licences of everything that
// is linked into the program, on all three systems. It ends with 1 when a licence is
// missing, is not known to it, or does not fit.
package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
)

// target is the file, seen from the repository.
const target = "assets/licences/licences.txt"

func main() {
	text, err := collect(".")
	if err == nil {
		err = os.WriteFile(target, text, 0o644) //nolint:gosec // a file of the repository
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// part is something in the program and a licence of it.
type part struct {
	name, version string
	kind, text    string
}

// collect is the content of the file for the module below root.
func collect(root string) ([]byte, error) {
	modules, err := linked(root)
	if err != nil {
		return nil, err
	}
	parts, err := licences(modules)
	if err != nil {
		return nil, err
	}
	others, err := besides(modules)
	if err != nil {
		return nil, err
	}
	return format(append(parts, others...))
}

const preface = `Steward is licensed under the Apache License 2.0 and contains the work of others. Below are
their licences, each with what it is of. This file is written by packaging/licences.
`

const (
	licenceRule = "========================================================================"
	textRule    = "------------------------------------------------------------------------"
)

// format joins the parts that have the same text, ordered by kind and name.
func format(parts []part) ([]byte, error) {
	texts := map[string][]part{}
	for _, p := range parts {
		p.text = plain(p.text)
		if p.kind == "" {
			var err error
			if p.kind, err = kindOf(p.text); err != nil {
				return nil, fmt.Errorf("%s: %w", p.name, err)
			}
		}
		texts[p.text] = append(texts[p.text], p)
	}
	var entries []string
	for text, of := range texts {
		slices.SortFunc(of, func(a, b part) int { return strings.Compare(a.name, b.name) })
		var entry strings.Builder
		entry.WriteString(of[0].kind + "\n")
		for _, p := range of {
			entry.WriteString("  " + p.name)
			if p.version != "" {
				entry.WriteString(" version " + p.version)
			}
			entry.WriteString("\n")
		}
		entries = append(entries, entry.String()+textRule+"\n"+text)
	}
	slices.Sort(entries)
	var out bytes.Buffer
	out.WriteString(preface)
	for _, entry := range entries {
		out.WriteString("\n" + licenceRule + "\n" + entry)
	}
	return out.Bytes(), nil
}

// plain is a text with the line ends of this repository and nothing at their ends.
func plain(text string) string {
	var out strings.Builder
	for line := range strings.Lines(strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))) {
		out.WriteString(strings.TrimRight(line, " \t\r\n\f") + "\n")
	}
	return out.String()
}
