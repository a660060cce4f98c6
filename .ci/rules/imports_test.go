// Package rules holds the design: what may import what, and what must not be
// written where. docs/architecture.md tells the reasons.
package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "steward"

// layer says which of our packages the packages of a row may import. A name that ends
// in /... covers everything below it; the first row that covers a package holds.
type layer struct {
	name string
	may  []string
}

// layers is the table of docs/architecture.md.
var layers = []layer{
	{"client/platform", nil},
	{"client/internal/wire", []string{"client/platform"}},
	{"client/conformance", []string{"client", "client/platform"}},
	{"client/demo", []string{"client/platform"}},
	{"client", []string{"client/platform", "client/internal/wire"}},

	{"app/model", []string{"client/platform"}},
	{"app/sealed", []string{"client/platform", "app/model"}},
	{"app/store", []string{"client/platform", "app/model", "app/sealed"}},
	{"app/desk", []string{"client/platform", "app/model", "app/sealed"}},
	{"app/vault", []string{"client/platform", "app/model"}},
	{"app/pull", []string{"client", "client/platform", "app/model", "app/store"}},
	{"app/journal", []string{"client", "client/platform", "app/model", "app/sealed"}},
	{"app/export", []string{"client/platform", "app/model", "assets/text"}},
	{"app/cli", []string{
		"app", "app/model", "app/sealed", "app/store", "app/desk", "app/vault", "app/pull", "app/journal", "app/export",
		"client", "client/platform", "client/demo", "client/conformance", "assets/text",
	}},
	{"app", []string{
		"app/model", "app/sealed", "app/store", "app/desk", "app/vault", "app/pull", "app/journal", "app/export",
		"client", "client/platform", "assets/text",
	}},

	{"assets/text", []string{"client/platform"}},
	{"assets", nil},
	{"packaging/...", []string{"packaging/icons"}},

	{"views/bench/record", nil},
	{"views/bench", []string{"views/bench/record"}},
	{"views/task", nil},
	{"views/kit", []string{"client/platform", "views/task", "assets", "assets/text"}},
	{"views/screen", screen},
	{"views/customer", append([]string{"views/screen", "views/forms"}, screen...)},                // changes are forms in the frame
	{"views/users", append([]string{"views/screen", "views/customer", "views/forms"}, screen...)}, // the list shows its customer beside it
	{"views/tour", append([]string{"views", "views/..."}, screen...)},
	{"views/...", append([]string{"views/screen"}, screen...)},
	{"views", append([]string{"views/..."}, screen...)},

	{"", []string{"app", "app/cli", "app/model", "views", "views/graphics", "views/tour", "client/demo", "client/platform", "assets"}},
}

// screen is what any screen may import.
var screen = []string{"app", "app/model", "app/export", "client/platform", "views/kit", "views/task", "assets", "assets/text"}

// testsOnly is for tests, which may import anything; go list names their imports apart.
const testsOnly = "views/bench"

// outside says which libraries the packages below a name must not import themselves.
var outside = map[string][]string{
	"views":       {"net/http", "database/sql"},
	"assets":      {"net/http", "database/sql"},
	"client":      {"database/sql"},
	"app/journal": {"net/http"},
	"app/store":   {"net/http"},
	"app/desk":    {"net/http"},
}

// outsideExcept are the packages that outside does not bind: the demo platform is a
// server over its own SQLite file.
var outsideExcept = []string{"client/demo"}

// headless are the parts that must not need Fyne, not even through somebody else.
var headless = []string{"client", "app", "assets/text"}

// listed is a package as go list prints it.
type listed struct {
	ImportPath    string
	Imports, Deps []string
	Error         *struct{ Err string }
}

func (l listed) name() string {
	return strings.TrimPrefix(strings.TrimPrefix(l.ImportPath, module), "/")
}

func within(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

func covers(pattern, name string) bool {
	below, all := strings.CutSuffix(pattern, "/...")
	if all {
		return name != below && within(name, below)
	}
	return pattern == name
}

// importFindings checks packages against layers, outside and headless.
func importFindings(packages []listed) (found []string) {
	for _, p := range packages {
		name := p.name()
		row := slices.IndexFunc(layers, func(l layer) bool { return covers(l.name, name) })
		if row < 0 {
			found = append(found, fmt.Sprintf("%s has no row in the table of layers", p.ImportPath))
			continue
		}
		for _, path := range p.Imports {
			found = append(found, forbidden(name, layers[row].may, path)...)
		}
		if !slices.ContainsFunc(headless, func(f string) bool { return within(name, f) }) {
			continue
		}
		for _, path := range p.Deps {
			if within(path, "fyne.io/fyne/v2") {
				found = append(found, fmt.Sprintf("%s needs %s; below the views there is no Fyne", name, path))
				break
			}
		}
	}
	return found
}

// forbidden checks one import of one package.
func forbidden(name string, may []string, path string) (found []string) {
	if ours, is := strings.CutPrefix(path, module+"/"); is {
		allowed := slices.ContainsFunc(may, func(pattern string) bool { return covers(pattern, ours) })
		if !allowed || within(ours, testsOnly) && !within(name, testsOnly) {
			found = append(found, fmt.Sprintf("%s imports %s", name, ours))
		}
		return found
	}
	for folder, paths := range outside {
		if within(name, folder) && slices.Contains(paths, path) && !slices.Contains(outsideExcept, name) {
			found = append(found, fmt.Sprintf("%s imports %s", name, path))
		}
	}
	return found
}

// packages lists the module's packages with go list.
func packages(t *testing.T) (all []listed) {
	t.Helper()
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Deps,Error", "./...")
	list.Dir = root
	var complaint bytes.Buffer
	list.Stderr = &complaint
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaint.String())
	}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if within(p.name(), "build") {
			continue // what is built or tried there is no part of the project
		}
		if p.Error != nil {
			t.Errorf("%s: %s", p.ImportPath, p.Error.Err)
		}
		all = append(all, p)
	}
}

func TestImports(t *testing.T) {
	all := packages(t)
	if len(all) == 0 {
		t.Fatal("go list names no package")
	}
	for _, finding := range importFindings(all) {
		t.Error(finding)
	}
}

func TestImports_CanFail(t *testing.T) {
	for name, c := range map[string]struct {
		packages []listed
		want     string
	}{
		"a layer too low":       {[]listed{{ImportPath: "steward/client", Imports: []string{"steward/app/model"}}}, "client imports app/model"},
		"a view asks the store": {[]listed{{ImportPath: "steward/views/users", Imports: []string{"steward/app/store"}}}, "views/users imports app/store"},
		"a view asks the net":   {[]listed{{ImportPath: "steward/views/users", Imports: []string{"net/http"}}}, "views/users imports net/http"},
		"demo shares the wire":  {[]listed{{ImportPath: "steward/client/demo", Imports: []string{"steward/client/internal/wire"}}}, "client/demo imports client/internal/wire"},
		"area knows area":       {[]listed{{ImportPath: "steward/views/users", Imports: []string{"steward/views/activity"}}}, "views/users imports views/activity"},
		"journal asks store":    {[]listed{{ImportPath: "steward/app/journal", Imports: []string{"steward/app/store"}}}, "app/journal imports app/store"},
		"and in a view":         {[]listed{{ImportPath: "steward/views", Imports: []string{"steward/views/bench/record"}}}, "views imports views/bench/record"},
		"a test's tool in code": {[]listed{{ImportPath: "steward/app", Imports: []string{"steward/views/bench/record"}}}, "app imports views/bench/record"},
		"unknown package":       {[]listed{{ImportPath: "steward/app/extra"}}, "steward/app/extra has no row"},
		"Fyne through another":  {[]listed{{ImportPath: "steward/app/model", Deps: []string{"fyne.io/fyne/v2/canvas"}}}, "app/model needs fyne.io/fyne/v2/canvas"},
	} {
		found := importFindings(c.packages)
		if len(found) != 1 || !strings.HasPrefix(found[0], c.want) {
			t.Errorf("%s: found %q, want %q", name, found, c.want)
		}
	}
	fine := []listed{
		{ImportPath: "steward", Imports: []string{"steward/views", "steward/app/cli", "net/http"}},
		{ImportPath: "steward/views", Imports: []string{"steward/views/users", "fyne.io/fyne/v2"}, Deps: []string{"fyne.io/fyne/v2"}},
		{ImportPath: "steward/client/demo", Imports: []string{"steward/client/platform", "database/sql"}},
	}
	if found := importFindings(fine); len(found) > 0 {
		t.Errorf("found %q in what is allowed", found)
	}
}
