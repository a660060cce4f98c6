package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

// release is a version of CHANGELOG.md.
type release struct {
	version string
	date    time.Time // zero: not yet released
	changes []string
}

var (
	heading = regexp.MustCompile(`^## (\S+), (.+)$`)
	markup  = regexp.MustCompile("\\[([^]]*)\\]\\([^)]*\\)|[*`]+")
)

// releases reads CHANGELOG.md: "## VERSION, DATE", and a list.
func releases(changelog string) ([]release, error) {
	var all []release
	for line := range strings.Lines(changelog) {
		line = strings.TrimRight(line, "\n")
		if m := heading.FindStringSubmatch(line); m != nil {
			r := release{version: m[1]}
			if m[2] != "not yet released" {
				var err error
				if r.date, err = time.Parse(time.DateOnly, m[2]); err != nil {
					return nil, fmt.Errorf("%q: after the version stands a date, or \"not yet released\"", line)
				}
			}
			all = append(all, r)
			continue
		}
		if len(all) == 0 || strings.TrimSpace(line) == "" {
			continue
		}
		r := &all[len(all)-1]
		switch text, starts := strings.CutPrefix(line, "- "); {
		case starts:
			r.changes = append(r.changes, text)
		case len(r.changes) > 0:
			r.changes[len(r.changes)-1] += " " + strings.TrimSpace(line)
		}
	}
	if len(all) == 0 {
		return nil, errors.New("no version found")
	}
	return all, nil
}

// metainfo is the AppStream file with the releases of CHANGELOG.md. One not yet
// released is dated with what the package is made of.
func (j job) metainfo() ([]byte, error) {
	base, err := os.ReadFile("assets/linux/" + j.Details.ID + ".metainfo.xml")
	if err != nil {
		return nil, err
	}
	changelog, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		return nil, err
	}
	all, err := releases(string(changelog))
	if err != nil {
		return nil, fmt.Errorf("read CHANGELOG.md: %w", err)
	}
	if all[0].version != j.Details.Version {
		return nil, fmt.Errorf("FyneApp.toml is at %s, CHANGELOG.md at %s", j.Details.Version, all[0].version)
	}
	for _, want := range []string{"<id>" + j.Details.ID + "</id>", "<name>" + j.Details.Name + "</name>", `<url type="homepage">` + j.Website + "</url>"} {
		if !bytes.Contains(base, []byte(want)) {
			return nil, fmt.Errorf("it does not say %s, as FyneApp.toml does", want)
		}
	}
	const gap = "  <releases/>\n"
	if bytes.Count(base, []byte(gap)) != 1 {
		return nil, fmt.Errorf("it has no %s to be filled", strings.TrimSpace(gap))
	}
	return bytes.Replace(base, []byte(gap), j.releaseList(all), 1), nil
}

func (j job) releaseList(all []release) []byte {
	var out bytes.Buffer
	out.WriteString("  <releases>\n")
	for _, r := range all {
		kind := "stable"
		if r.date.IsZero() {
			kind, r.date = "development", j.date
		}
		fmt.Fprintf(&out, "    <release version=\"%s\" date=\"%s\" type=\"%s\">\n      <description>\n        <ul>\n",
			escaped(r.version), r.date.Format(time.DateOnly), kind)
		for _, change := range r.changes {
			fmt.Fprintf(&out, "          <li>%s</li>\n", escaped(markup.ReplaceAllString(change, "$1")))
		}
		out.WriteString("        </ul>\n      </description>\n    </release>\n")
	}
	out.WriteString("  </releases>\n")
	return out.Bytes()
}

func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a builder takes everything
	return out.String()
}
