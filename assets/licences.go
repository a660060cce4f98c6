package assets

import (
	_ "embed"
	"strings"
)

// licenceText is written by packaging/licences from what is linked into the program;
// a test of it fails when the two disagree.
//
//go:embed licences/licences.txt
var licenceText string

// The lines that part the entries of the file, and the names of an entry from its text.
const (
	licenceRule = "========================================================================"
	textRule    = "------------------------------------------------------------------------"
)

// Licence is the licence of something that is part of the program.
type Licence struct {
	Name    string // a module, a library in C, a font
	Version string // empty where the thing has none of its own
	Kind    string // SPDX identifier, for example "MIT"
	Text    string // the whole text, as its authors wrote it
}

// LicenceText is all licences as one readable text, which packages install beside the
// program.
func LicenceText() string { return licenceText }

// Licences are the licences of everything that is linked into the program on any of its
// systems, by kind and name. Things with word for word the same licence share its Text.
func Licences() []Licence {
	var all []Licence
	for i, entry := range strings.Split(licenceText, "\n"+licenceRule+"\n") {
		if i == 0 {
			continue // what the file says of itself
		}
		head, text, _ := strings.Cut(entry, "\n"+textRule+"\n")
		kind, names, _ := strings.Cut(head, "\n")
		for line := range strings.Lines(names) {
			name, version, _ := strings.Cut(strings.TrimSpace(line), " version ")
			all = append(all, Licence{Name: name, Version: version, Kind: kind, Text: text})
		}
	}
	return all
}
