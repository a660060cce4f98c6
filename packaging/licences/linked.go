package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// systems are what the program is built for.
var systems = []string{"linux/amd64", "linux/arm64", "windows/amd64", "darwin/amd64", "darwin/arm64"}

// module is a module and its packages that are in the program.
type module struct {
	path, version, dir string
	packages           []string // folders
}

// listed is a package as go list prints it.
type listed struct {
	Dir    string
	Module *struct {
		Path, Version, Dir string
		Main               bool
		Replace            *struct{ Path, Version, Dir string }
	}
}

// linked are the modules of all systems, by path.
func linked(root string) (map[string]*module, error) {
	all := map[string]*module{}
	for _, system := range systems {
		name, arch, _ := strings.Cut(system, "/")
		list := exec.Command("go", "list", "-deps", "-json=Dir,Module", ".")
		list.Dir = root
		list.Env = append(os.Environ(), "GOOS="+name, "GOARCH="+arch, "CGO_ENABLED=1")
		var complaint bytes.Buffer
		list.Stderr = &complaint
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("list packages for %s: %w\n%s", system, err, complaint.String())
		}
		if err := add(all, json.NewDecoder(bytes.NewReader(out))); err != nil {
			return nil, fmt.Errorf("list packages for %s: %w", system, err)
		}
	}
	return all, nil
}

// add puts the packages that are not ours and not Go's to their modules.
func add(all map[string]*module, from *json.Decoder) error {
	for {
		var p listed
		err := from.Decode(&p)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if p.Module == nil || p.Module.Main {
			continue
		}
		m, known := all[p.Module.Path]
		if !known {
			m = &module{path: p.Module.Path, version: p.Module.Version, dir: p.Module.Dir}
			if r := p.Module.Replace; r != nil {
				m.version, m.dir = r.Version, r.Dir
			}
			all[m.path] = m
		}
		if !slices.Contains(m.packages, p.Dir) {
			m.packages = append(m.packages, p.Dir)
		}
	}
}

// licenceFile matches the names that licences have.
var licenceFile = regexp.MustCompile(`(?i)^((un)?licen[cs]e|copying|notice|patents)([-._].*)?$`)

// licences are those of the modules. A package may have one of its own, from its folder
// up to the module's.
func licences(modules map[string]*module) ([]part, error) {
	var parts []part
	for _, m := range modules {
		folders := []string{m.dir}
		for _, dir := range m.packages {
			for ; dir != m.dir && !slices.Contains(folders, dir); dir = filepath.Dir(dir) {
				folders = append(folders, dir)
			}
		}
		for _, folder := range folders {
			text, err := licenceIn(folder)
			if err != nil {
				return nil, err
			}
			if text == "" && folder == m.dir {
				return nil, fmt.Errorf("%s %s has no licence", m.path, m.version)
			}
			if text != "" {
				name := m.path + filepath.ToSlash(strings.TrimPrefix(folder, m.dir))
				parts = append(parts, part{name: name, version: m.version, text: text})
			}
		}
	}
	return parts, nil
}

// licenceIn is the text of a folder's licence and notices, empty if it has none.
func licenceIn(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", fmt.Errorf("read licence: %w", err)
	}
	var text strings.Builder
	for _, entry := range entries {
		if entry.IsDir() || !licenceFile.MatchString(entry.Name()) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return "", fmt.Errorf("read licence: %w", err)
		}
		if text.Len() > 0 {
			text.WriteString("\n")
		}
		text.WriteString(plain(string(content)))
	}
	return text.String(), nil
}
