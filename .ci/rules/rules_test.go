package rules

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strings"
	"testing"
)

// rule is something that must not be written. bad are files it has to find, good are
// files it has to leave alone; both are path and text.
type rule struct {
	name string
	find func(*source) []string
	bad  map[string]string
	good map[string]string
}

const maxLines = 450

// guessable are the users of math/rand: the demo's data and delays before a retry.
var guessable = []string{"client/demo", "client/client.go", "client/retry.go", "app/pull/backoff.go"}

var rules = []rule{
	{
		name: "goroutines of the views start in views/task",
		find: func(s *source) (found []string) {
			if s.isTest() || !s.in("views") || s.in("views/task") {
				return nil
			}
			for _, n := range nodes[*ast.GoStmt](s.file) {
				found = append(found, s.at(n, "go statement"))
			}
			return append(found, s.uses("fyne.io/fyne/v2", named("Do", "DoAndWait"))...)
		},
		bad: map[string]string{
			"views/users/list.go":  "package users; func f() { go f() }",
			"views/users/do.go":    `package users; import "fyne.io/fyne/v2"; func f() { fyne.Do(f) }`,
			"views/users/alias.go": `package users; import ui "fyne.io/fyne/v2"; var do = ui.DoAndWait`,
		},
		good: map[string]string{
			"views/task/task.go":       `package task; import "fyne.io/fyne/v2"; func f() { go fyne.Do(f) }`,
			"views/users/list_test.go": "package users; func f() { go f() }",
			"app/pull/pull.go":         "package pull; func f() { go f() }",
		},
	},
	{
		name: "focusable widgets come from views/kit",
		find: func(s *source) []string {
			if s.isTest() || !s.in("views") || s.in("views/kit") {
				return nil
			}
			return s.uses("fyne.io/fyne/v2/widget", regexp.MustCompile(`^(New)?(\w*Entry|Button|Select|Check)(With\w+)?$`).MatchString)
		},
		bad: map[string]string{
			"views/users/a.go": `package users; import "fyne.io/fyne/v2/widget"; var a = widget.NewPasswordEntry()`,
			"views/users/b.go": `package users; import "fyne.io/fyne/v2/widget"; var b = widget.NewButtonWithIcon("", nil, nil)`,
			"views/users/c.go": `package users; import "fyne.io/fyne/v2/widget"; type c struct{ widget.Select }`,
			"views/users/d.go": `package users; import w "fyne.io/fyne/v2/widget"; var d = &w.Check{}`,
		},
		good: map[string]string{
			"views/kit/entry.go": `package kit; import "fyne.io/fyne/v2/widget"; type Entry struct{ widget.Entry }`,
			"views/users/e.go":   `package users; import "fyne.io/fyne/v2/widget"; var e = widget.NewLabel("")`,
			"views/users/f.go":   `package users; import "steward/views/kit"; var f = kit.NewButton()`,
		},
	},
	{
		name: "money is never a float64",
		find: func(s *source) (found []string) {
			for _, n := range nodes[*ast.SelectorExpr](s.file) {
				if regexp.MustCompile(`^(NewFromFloat\w*|InexactFloat64)$`).MatchString(n.Sel.Name) {
					found = append(found, s.at(n, n.Sel.Name))
				}
			}
			money := s.imports("github.com/shopspring/decimal") || len(s.uses(module+"/client/platform", named("Money", "NewMoney", "ParseMoney"))) > 0
			if s.isTest() || !money && !s.in("app/store", "app/journal") {
				return found
			}
			for _, n := range nodes[*ast.Ident](s.file) {
				if n.Name == "float64" {
					found = append(found, s.at(n, "float64 in a file that holds money"))
				}
			}
			return found
		},
		bad: map[string]string{
			"client/platform/money.go": `package platform; import "github.com/shopspring/decimal"; type M struct { d decimal.Decimal; f float64 }`,
			"views/users/sum.go":       `package users; import "steward/client/platform"; func f(m platform.Money) float64 { return 0 }`,
			"app/store/user.go":        "package store; var balance float64",
			"client/a_test.go":         `package client; import "github.com/shopspring/decimal"; var d = decimal.NewFromFloat(1.5)`,
		},
		good: map[string]string{
			"views/kit/chart.go": "package kit; var height float64",
		},
	},
	{
		name: "the database does not add up money",
		find: func(s *source) []string {
			return s.literals(regexp.MustCompile(`(?i)\b(sum|total|avg)\s*\([^)]*(balance|bonus|amount|money|price|cost|charge|micros)`))
		},
		bad: map[string]string{
			"app/store/sums.go": "package store; const q = `SELECT Sum( balance ) FROM user`",
		},
		good: map[string]string{
			"app/store/count.go": "package store; const q = `SELECT balance, count(*), sum(actions) FROM user`",
		},
	},
	{
		name: "the time comes from the clock",
		find: func(s *source) []string {
			if s.isTest() || s.in("app/model/clock.go") {
				return nil
			}
			return s.uses("time", named("Now", "Since", "Until"))
		},
		bad: map[string]string{
			"main.go":             `package main; import "time"; var t = time.Now()`,
			"client/demo/demo.go": `package demo; import "time"; var now = time.Now`,
			"app/app.go":          `package app; import clock "time"; var d = clock.Since(clock.Time{})`,
		},
		good: map[string]string{
			"app/model/clock.go": `package model; import "time"; var t = time.Now()`,
			"app/app_test.go":    `package app; import "time"; var t = time.Now()`,
		},
	},
	{
		name: "contexts come from the caller",
		find: func(s *source) []string {
			if s.isTest() || s.in("main.go") {
				return nil
			}
			return s.uses("context", named("Background", "TODO"))
		},
		bad: map[string]string{
			"app/app.go": `package app; import "context"; var c = context.Background()`,
		},
		good: map[string]string{
			"main.go": `package main; import "context"; var c = context.Background()`,
		},
	},
	{
		name: "secrets are never made of randomness that can be guessed",
		find: func(s *source) (found []string) {
			if s.isTest() {
				return nil
			}
			for _, n := range s.file.Imports {
				path := strings.Trim(n.Path.Value, `"`)
				if path == "math/rand" || path == "math/rand/v2" && !s.in(guessable...) {
					found = append(found, s.at(n, path))
				}
			}
			return found
		},
		bad: map[string]string{
			"app/vault/key.go":     `package vault; import _ "math/rand/v2"`,
			"client/demo/world.go": `package demo; import _ "math/rand"`,
		},
		good: map[string]string{
			"client/demo/world.go": `package demo; import _ "math/rand/v2"`,
			"app/vault/key.go":     `package vault; import _ "crypto/rand"`,
		},
	},
	{
		name: "JSON tags of the client are in internal/wire",
		find: func(s *source) (found []string) {
			if s.isTest() || !s.in("client") || s.in("client/internal/wire", "client/demo") {
				return nil
			}
			for _, n := range nodes[*ast.Field](s.file) {
				if n.Tag != nil && strings.Contains(n.Tag.Value, "json:") {
					found = append(found, s.at(n, "JSON tag"))
				}
			}
			return found
		},
		bad:  map[string]string{"client/platform/user.go": "package platform; type U struct { A int `json:\"a\"` }"},
		good: map[string]string{"client/internal/wire/user.go": "package wire; type U struct { A int `json:\"a\"` }"},
	},
	{
		name: "files stay short",
		find: func(s *source) []string {
			if s.lines > maxLines {
				return []string{s.at(s.file, "more than 450 lines")}
			}
			return nil
		},
		bad:  map[string]string{"app/long.go": "package app" + strings.Repeat("\n", maxLines+1)},
		good: map[string]string{"app/fits.go": "package app" + strings.Repeat("\n", maxLines)},
	},
	{
		name: "exported names are documented",
		find: (*source).undocumented,
		bad: map[string]string{
			"app/a.go": "package app\n\nfunc Open() {}",
			"app/b.go": "package app\n\ntype T struct{}",
			"app/c.go": "package app\n\n// T is.\ntype T struct{}\n\nfunc (*T) Close() {}",
			"app/d.go": "package app\n\nconst (\n\tA = 1\n)",
			"app/e.go": "package app\n\nvar E error",
		},
		good: map[string]string{
			"app/f.go":      "package app\n\n// The kinds.\nconst (\n\tA = 1\n\tB = 2\n)\n\nvar (\n\t// E is.\n\tE error\n\tF error // not found\n)",
			"app/g.go":      "package app\n\ntype t struct{}\n\nfunc (t) String() string { return \"\" }",
			"app/h_test.go": "package app\n\nfunc TestX() {}",
		},
	},
	{
		name: "tests neither skip nor sleep",
		find: func(s *source) (found []string) {
			found = s.uses("time", named("Sleep"))
			if !s.isTest() {
				return found
			}
			for _, n := range nodes[*ast.CallExpr](s.file) {
				call, ok := n.Fun.(*ast.SelectorExpr)
				if ok && named("Skip", "Skipf", "SkipNow")(call.Sel.Name) {
					found = append(found, s.at(n, call.Sel.Name))
				}
				if ok && call.Sel.Name == "Parallel" && s.in("views") {
					found = append(found, s.at(n, "Parallel: Fyne's test application is one for all"))
				}
			}
			return found
		},
		bad: map[string]string{
			"app/a_test.go":         `package app; import "testing"; func TestA(t *testing.T) { t.Skip() }`,
			"app/b_test.go":         `package app; import "time"; func f() { time.Sleep(1) }`,
			"client/demo/faults.go": `package demo; import "time"; func f() { time.Sleep(1) }`,
			"views/kit/c_test.go":   `package kit; import "testing"; func TestC(t *testing.T) { t.Parallel() }`,
		},
		good: map[string]string{
			"app/d_test.go":    `package app; import "testing"; func TestD(t *testing.T) { t.Parallel() }`,
			"client/reader.go": "package client; func (r *reader) Skip() { r.Skip() }",
		},
	},
	{
		name: "nothing is left for later",
		find: func(s *source) (found []string) {
			for _, group := range s.file.Comments {
				if regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`).MatchString(group.Text()) {
					found = append(found, s.at(group, "left for later"))
				}
			}
			return found
		},
		bad:  map[string]string{"app/a.go": "package app\n\n// f is. FIXME: mend it.\nfunc f() {}"},
		good: map[string]string{"app/b.go": "package app\n\n// f does.\nfunc f() {}"},
	},
	{
		name: "packages are nouns",
		find: func(s *source) []string {
			if regexp.MustCompile(`^(utils?|helpers?|managers?|common|misc)$`).MatchString(strings.TrimSuffix(s.file.Name.Name, "_test")) {
				return []string{s.at(s.file, "package "+s.file.Name.Name)}
			}
			return nil
		},
		bad:  map[string]string{"app/util/a.go": "package util"},
		good: map[string]string{"app/store/a.go": "package store"},
	},
}

// literals finds string literals that match.
func (s *source) literals(match *regexp.Regexp) (found []string) {
	for _, n := range nodes[*ast.BasicLit](s.file) {
		if n.Kind == token.STRING && !s.in(".ci/rules") && match.MatchString(n.Value) {
			found = append(found, s.at(n, match.FindString(n.Value)))
		}
	}
	return found
}

// undocumented finds exported names without a comment. A group's comment speaks for all
// of its names, and so does a remark behind one.
func (s *source) undocumented() (found []string) {
	if s.isTest() || s.file.Name.Name == "main" {
		return nil
	}
	for _, declaration := range s.file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d.Recv) {
				found = append(found, s.at(d, d.Name.Name))
			}
		case *ast.GenDecl:
			if d.Doc != nil {
				continue
			}
			for _, spec := range d.Specs {
				if name := undocumentedSpec(spec); name != "" {
					found = append(found, s.at(spec, name))
				}
			}
		}
	}
	return found
}

// undocumentedSpec is the exported name that lacks a comment, or empty.
func undocumentedSpec(spec ast.Spec) string {
	switch sp := spec.(type) {
	case *ast.TypeSpec:
		if sp.Doc == nil && sp.Comment == nil && sp.Name.IsExported() {
			return sp.Name.Name
		}
	case *ast.ValueSpec:
		for _, name := range sp.Names {
			if sp.Doc == nil && sp.Comment == nil && name.IsExported() {
				return name.Name
			}
		}
	}
	return ""
}

// exportedReceiver is true for functions and for methods of exported types.
func exportedReceiver(receiver *ast.FieldList) bool {
	if receiver == nil || len(receiver.List) == 0 {
		return true
	}
	for _, name := range nodes[*ast.Ident](receiver.List[0].Type) {
		return name.IsExported()
	}
	return true
}

func TestSources(t *testing.T) {
	all := sources(t)
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, s := range all {
				for _, finding := range r.find(s) {
					t.Error(finding)
				}
			}
		})
	}
}

func TestSources_CanFail(t *testing.T) {
	for _, r := range rules {
		for path, text := range r.bad {
			if found := found(t, r, path, text); len(found) == 0 {
				t.Errorf("%s: finds nothing in %s", r.name, path)
			}
		}
		for path, text := range r.good {
			if found := found(t, r, path, text); len(found) > 0 {
				t.Errorf("%s: finds %q", r.name, found)
			}
		}
	}
}

func found(t *testing.T, r rule, path, text string) []string {
	t.Helper()
	s, err := parse(path, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r.find(s)
}

func TestSources_PackagesAreDocumented(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if !s.isTest() {
			folder := path.Dir(s.path)
			documented[folder] = documented[folder] || s.file.Doc != nil
		}
	}
	for folder, has := range documented {
		if !has {
			t.Errorf("%s: no comment says what the package is for", folder)
		}
	}
}
