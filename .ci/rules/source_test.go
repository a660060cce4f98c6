package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the repository, seen from this folder.
const root = "../.."

// source is one parsed Go file.
type source struct {
	path  string // from the root, with '/'
	file  *ast.File
	set   *token.FileSet
	lines int
	names map[string]string // local name of an import -> its path
}

func parse(path string, text []byte) (*source, error) {
	s := &source{path: path, set: token.NewFileSet(), names: map[string]string{}, lines: strings.Count(string(text), "\n")}
	var err error
	if s.file, err = parser.ParseFile(s.set, path, text, parser.ParseComments|parser.SkipObjectResolution); err != nil {
		return nil, err
	}
	for _, spec := range s.file.Imports {
		full, _ := strconv.Unquote(spec.Path.Value)
		name := filepath.Base(full)
		if name == "v2" || name == "v3" {
			name = filepath.Base(filepath.Dir(full))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		s.names[name] = full
	}
	return s, nil
}

func (s *source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// in reports whether the file lies in one of the folders, or is one of the files.
func (s *source) in(places ...string) bool {
	return slices.ContainsFunc(places, func(place string) bool { return within(s.path, place) })
}

func (s *source) imports(path string) bool {
	for _, p := range s.names {
		if p == path {
			return true
		}
	}
	return false
}

// at is a finding: where and what.
func (s *source) at(node ast.Node, what string) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(node.Pos()).Line) + ": " + what
}

// uses finds NAME.SYMBOL for the symbols of an imported package, whatever it is called here.
func (s *source) uses(path string, match func(symbol string) bool) (found []string) {
	for _, n := range nodes[*ast.SelectorExpr](s.file) {
		if pkg, ok := n.X.(*ast.Ident); ok && s.names[pkg.Name] == path && match(n.Sel.Name) {
			found = append(found, s.at(n, pkg.Name+"."+n.Sel.Name))
		}
	}
	return found
}

// named matches any of some names.
func named(names ...string) func(string) bool {
	return func(name string) bool { return slices.Contains(names, name) }
}

// nodes are all nodes of one type, in order.
func nodes[T ast.Node](in ast.Node) (all []T) {
	ast.Inspect(in, func(n ast.Node) bool {
		if node, ok := n.(T); ok {
			all = append(all, node)
		}
		return true
	})
	return all
}

// sources parses the repository's own Go files.
func sources(t *testing.T) (all []*source) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		path = filepath.ToSlash(path)
		name := strings.TrimPrefix(path, root+"/")
		switch {
		case entry.IsDir() && (name == "build" || name == ".git" || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		s, err := parse(name, text)
		if err != nil {
			t.Error(err)
			return nil
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
