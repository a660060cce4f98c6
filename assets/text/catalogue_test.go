package text

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

func TestNoKeyStandsInTwoFiles(t *testing.T) {
	names, err := fs.Glob(files, "en/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	home := map[string]string{}
	for _, name := range names {
		content, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := json.Unmarshal(content, &all); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for key := range all {
			if other, twice := home[key]; twice {
				t.Errorf("%s stands in %s and in %s", key, other, name)
			}
			home[key] = name
		}
	}
}

func TestEverySentenceCanBeWritten(t *testing.T) {
	placeholder := regexp.MustCompile(`{{\.(\w+)}}`)
	raw := map[string]any{}
	names, _ := fs.Glob(files, "en/*.json")
	for _, name := range names {
		content, _ := fs.ReadFile(files, name)
		var all map[string]any
		if err := json.Unmarshal(content, &all); err != nil {
			t.Fatal(err)
		}
		for k, v := range all {
			raw[k] = v
		}
	}
	for _, key := range Keys() {
		written, err := json.Marshal(raw[key])
		if err != nil {
			t.Fatal(err)
		}
		args := map[string]any{}
		for _, m := range placeholder.FindAllStringSubmatch(string(written), -1) {
			args[m[1]] = "value"
			if m[1] == countName {
				args[countName] = 2
			}
		}
		if s := Error(key, args); strings.Contains(s, "<no value>") || strings.Contains(s, "{{") || s == "["+key+"]" {
			t.Errorf("%s gives %q", key, s)
		}
	}
}

func TestPluralsFollowTheNumber(t *testing.T) {
	c, err := read(fstest.MapFS{"en/a.json": {Data: []byte(`{"k.n": {"one": "{{.N}} customer", "other": "{{.N}} customers"}, "k.icon": ""}`)}})
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{0: "0 customers", 1: "1 customer", 8412: "8,412 customers"} {
		if got := c.say("k.n", map[string]any{countName: n}); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := c.say("k.icon", nil); got != "" {
		t.Errorf("a title that is an icon alone says %q", got)
	}
}

func TestMissingKeyIsSeen(t *testing.T) {
	if got := T("no.such.key"); got != "[no.such.key]" || Has("no.such.key") {
		t.Errorf("got %q", got)
	}
}

func TestArgumentsAreMadeHarmless(t *testing.T) {
	got := T("connection.age", With("What", "12\u202e547\n"), With("Age", "now"))
	if strings.ContainsAny(got, "\u202e\n") || !strings.Contains(got, "<U+202E>") {
		t.Errorf("got %q", got)
	}
}

func TestBrokenCatalogueIsAnError(t *testing.T) {
	broken := fstest.MapFS{"en/a.json": {Data: []byte(`{"a": `)}}
	if _, err := read(broken); err == nil || !strings.Contains(err.Error(), "en/a.json") {
		t.Errorf("got %v", err)
	}
}

func TestSentencesFromManyGoroutines(t *testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for n := range 200 {
				T("age.seconds", With("Age", n))
			}
		})
	}
	group.Wait()
}

// TestUsedKeysExist walks the Go sources for keys written as literals: the first
// argument of text.T, text.Error and text.Has, the second of model.NewError, and
// the field Key of a model.Error.
func TestUsedKeysExist(t *testing.T) {
	root := filepath.Join("..", "..")
	used := 0
	for _, folder := range []string{"app", "client", "views", "assets", "main.go"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			for _, key := range keysIn(path) {
				used++
				if !hasFamily(key) {
					t.Errorf("%s uses %q, which no catalogue has", strings.TrimPrefix(path, root), key)
				}
			}
			return nil
		})
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	if used < 20 {
		t.Errorf("only %d uses found: the walk does not see them", used)
	}
}

// hasFamily accepts a key, and a beginning of keys that ends in a dot.
func hasFamily(key string) bool {
	if !strings.HasSuffix(key, ".") {
		return Has(key)
	}
	return slices.ContainsFunc(Keys(), func(k string) bool { return strings.HasPrefix(k, key) })
}

// keysIn are the keys that a file names; none if it does not parse, which the
// compiler says better.
func keysIn(path string) (keys []string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch node := n.(type) {
		case *ast.CallExpr:
			at, ok := map[string]int{"text.T": 0, "text.Error": 0, "text.Has": 0, "model.NewError": 1, "T": 0}[called(node)]
			if ok && at < len(node.Args) {
				keys = append(keys, literals(node.Args[at])...)
			}
		case *ast.CompositeLit:
			if name(node.Type) == "model.Error" {
				for _, e := range node.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && name(kv.Key) == "Key" {
						keys = append(keys, literals(kv.Value)...)
					}
				}
			}
		}
		return true
	})
	return keys
}

// literals is the text of a literal, or the literal beginning of a sum.
func literals(e ast.Expr) []string {
	switch v := e.(type) {
	case *ast.BasicLit:
		if s, err := strconv.Unquote(v.Value); err == nil {
			return []string{s}
		}
	case *ast.BinaryExpr:
		return literals(v.X)
	}
	return nil
}

func called(call *ast.CallExpr) string { return name(call.Fun) }

func name(e ast.Expr) string {
	switch v := e.(type) {
	case *ast.Ident:
		return v.Name
	case *ast.SelectorExpr:
		return name(v.X) + "." + v.Sel.Name
	}
	return ""
}
