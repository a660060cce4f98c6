package rules

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// topLevel is everything that may lie in the repository's first folder.
var topLevel = []string{
	"main.go", "app", "views", "client", "assets", "FyneApp.toml", "go.mod", "go.sum",
	"README.md", "LICENSE", "CHANGELOG.md", "Makefile", "docs", "packaging",
	".ci", ".github", ".golangci.yml", ".gitignore",
}

func TestTree_TopLevel(t *testing.T) {
	list := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	for file := range strings.Lines(string(out)) {
		top, _, _ := strings.Cut(strings.TrimSpace(file), "/")
		if !slices.Contains(topLevel, top) {
			t.Errorf("%s: nothing else belongs into the first folder", top)
		}
	}
}
