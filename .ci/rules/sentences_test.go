package rules

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// asked finds the sentence keys that a file asks for by name: text.T("..."),
// text.Error("...", ...) and model.NewError(code, "...", ...).
func (s *source) asked() (found map[string]string) {
	found = map[string]string{}
	for _, call := range nodes[*ast.CallExpr](s.file) {
		name, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			continue
		}
		pkg, ok := name.X.(*ast.Ident)
		if !ok {
			continue
		}
		place := -1
		switch s.names[pkg.Name] + "." + name.Sel.Name {
		case module + "/assets/text.T", module + "/assets/text.Error":
			place = 0
		case module + "/app/model.NewError":
			place = 1
		}
		if place < 0 || place >= len(call.Args) {
			continue
		}
		if key, ok := plain(call.Args[place]); ok {
			found[key] = s.at(call, key)
		}
	}
	return found
}

// plain is the value of a string literal.
func plain(e ast.Expr) (string, bool) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(literal.Value)
	return value, err == nil
}

// catalogue is every key of assets/text/en.
func catalogue(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "assets", "text", "en", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no catalogue: %v", err)
	}
	keys := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var sentences map[string]json.RawMessage
		if err := json.Unmarshal(text, &sentences); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for key := range sentences {
			if keys[key] {
				t.Errorf("%s: %s stands in two files", file, key)
			}
			keys[key] = true
		}
	}
	return keys
}

// orphans are the keys that no literal names, wholly or as the part before its last dots.
func orphans(keys map[string]bool, literals []string) (left []string) {
	for key := range keys {
		if !slices.ContainsFunc(literals, func(l string) bool {
			return l == key || strings.HasSuffix(l, ".") && strings.HasPrefix(key, l)
		}) {
			left = append(left, key)
		}
	}
	slices.Sort(left)
	return left
}

func TestSentences(t *testing.T) {
	keys := catalogue(t)
	var literals []string
	for _, s := range sources(t) {
		if s.isTest() || s.in(".ci") {
			continue
		}
		for key, where := range s.asked() {
			if !keys[key] {
				t.Errorf("%s: has no sentence in assets/text/en", where)
			}
		}
		for _, n := range nodes[*ast.BasicLit](s.file) {
			if value, ok := plain(n); ok {
				literals = append(literals, value)
			}
		}
	}
	for _, key := range orphans(keys, literals) {
		t.Errorf("%s: nobody asks for this sentence", key)
	}
}

func TestSentences_CanFail(t *testing.T) {
	s, err := parse("app/a.go", []byte(`package app
import ("steward/assets/text"; m "steward/app/model")
var a, b, c = text.T("a.b"), m.NewError(m.Internal, "c.d", nil), text.Error("e.f", nil)`))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a.b", "c.d", "e.f"} {
		if s.asked()[key] == "" {
			t.Errorf("%s was not seen", key)
		}
	}
	keys := map[string]bool{"state.active": true, "state.lost": true, "old.key": true}
	if left := orphans(keys, []string{"state.", "old"}); !slices.Equal(left, []string{"old.key"}) {
		t.Errorf("orphans %q", left)
	}
}
