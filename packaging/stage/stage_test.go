package main

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
)

// inProject is a job in the repository's folder.
func inProject(t *testing.T) job {
	t.Helper()
	t.Chdir("../..")
	j := job{date: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
	if _, err := toml.DecodeFile("FyneApp.toml", &j.project); err != nil {
		t.Fatal(err)
	}
	return j
}

func TestReleases(t *testing.T) {
	all, err := releases("# Changelog\n\nWhat changed.\n\n## 1.2.0, not yet released\n\n- One *thing*\n  over two lines.\n- `Two`, see [here](x.md).\n\n## 1.1.0, 2026-02-03\n\n- Old.\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].version != "1.2.0" || !all[0].date.IsZero() || all[1].date.Format(time.DateOnly) != "2026-02-03" {
		t.Fatalf("%+v", all)
	}
	if want := "One *thing* over two lines."; all[0].changes[0] != want || len(all[0].changes) != 2 {
		t.Errorf("%q", all[0].changes)
	}
	text := string(job{date: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)}.releaseList(all))
	for _, want := range []string{
		`<release version="1.2.0" date="2026-03-04" type="development">`, "<li>One thing over two lines.</li>", "<li>Two, see here.</li>",
		`<release version="1.1.0" date="2026-02-03" type="stable">`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	for _, broken := range []string{"", "## 1.0.0, soon\n"} {
		if _, err := releases(broken); err == nil {
			t.Errorf("%q was read", broken)
		}
	}
}

// What the repository says of itself agrees: FyneApp.toml, CHANGELOG.md, AppStream file.
func TestMetainfo_OfThisVersion(t *testing.T) {
	j := inProject(t)
	text, err := j.metainfo()
	if err != nil {
		t.Fatal(err)
	}
	var info struct {
		ID       string `xml:"id"`
		Releases []struct {
			Version string   `xml:"version,attr"`
			Date    string   `xml:"date,attr"`
			Changes []string `xml:"description>ul>li"`
		} `xml:"releases>release"`
	}
	if err := xml.Unmarshal(text, &info); err != nil {
		t.Fatal(err)
	}
	if info.ID != j.Details.ID || len(info.Releases) == 0 || info.Releases[0].Version != j.Details.Version || len(info.Releases[0].Changes) == 0 {
		t.Errorf("%+v", info)
	}
	j.Details.Version = "99.0.0"
	if _, err := j.metainfo(); err == nil {
		t.Error("a version without an entry in CHANGELOG.md was taken")
	}
}

// speaks is a program that answers as Steward does.
const speaks = `#!/bin/sh
case "$*" in
help) printf 'usage: steward\n\ncommands:\n  demo       run a demo\n  help       print this\n\nexit codes:\n  0  done\n\nflags of the window:\n  -home string\n    \tdata folder\n  -demo\n    \topen it\n' ;;
'help demo') printf 'steward demo: run a demo\n  -listen string\n    \ta loopback address\n' ;;
completion*) echo "complete $2" ;;
*) exit 1 ;;
esac
`

func TestStage_LaysEverythingOut(t *testing.T) {
	j := inProject(t)
	j.out = t.TempDir()
	j.program = filepath.Join(j.out, "steward")
	if err := os.WriteFile(j.program, []byte(speaks), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := j.run(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"bin/steward": "#!/bin/sh", "share/applications/app.steward.Steward.desktop": "Exec=steward",
		"share/icons/hicolor/48x48/apps/app.steward.Steward.png": "PNG", "share/doc/steward/copyright": "Apache-2.0",
		"share/doc/steward/licences.txt": "SQLite", "zsh/_steward": "complete zsh",
	} {
		content, err := os.ReadFile(filepath.Join(j.out, path))
		if err != nil || !strings.Contains(string(content), want) {
			t.Errorf("%s: no %q: %v", path, want, err)
		}
	}
	page := unpacked(t, filepath.Join(j.out, "share/man/man1/steward.1.gz"))
	for _, want := range []string{".TH STEWARD 1 2026-03-04", ".SS steward demo\nRun a demo.", `.B \-\-listen \fIstring\fR`, `.B \-\-home`, ".SH EXIT STATUS\n.TP\n0\ndone\n"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
}

func unpacked(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if r.Name != "" || !r.ModTime.IsZero() {
		t.Errorf("%s has a name or a time: %q, %v", path, r.Name, r.ModTime)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
