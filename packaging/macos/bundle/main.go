// Command bundle lays out Steward.app for macOS: the program, its icon and Info.plist,
// of what FyneApp.toml says.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/BurntSushi/toml"

	"steward/packaging/icons"
)

// project is what FyneApp.toml says.
type project struct {
	Details struct {
		Name, ID, Version string
		Build             int
	}
}

func main() {
	program := flag.String("program", "", "the built program")
	out := flag.String("out", "", "folder for the bundle")
	year := flag.Int("year", 2026, "year of the sources")
	flag.Parse()
	if err := bundle(*program, *out, *year); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

// bundle makes OUT/NAME.app of the built program.
func bundle(program, out string, year int) error {
	var p project
	if _, err := toml.DecodeFile("FyneApp.toml", &p); err != nil {
		return fmt.Errorf("read FyneApp.toml: %w", err)
	}
	executable, err := os.ReadFile(program)
	if err != nil {
		return fmt.Errorf("read program: %w", err)
	}
	info, err := infoPlist(p, year)
	if err != nil {
		return fmt.Errorf("write Info.plist: %w", err)
	}
	picture, err := icns()
	if err != nil {
		return err
	}
	licences, err := os.ReadFile("assets/licences/licences.txt")
	if err != nil {
		return fmt.Errorf("read licences: %w", err)
	}
	contents := filepath.Join(out, p.Details.Name+".app", "Contents")
	for _, f := range []struct {
		path    string
		content []byte
		mode    os.FileMode
	}{
		{"Info.plist", info, 0o644},
		{"PkgInfo", []byte("APPL????"), 0o644},
		{"MacOS/steward", executable, 0o755},
		{"Resources/steward.icns", picture, 0o644},
		{"Resources/licences.txt", licences, 0o644},
	} {
		path := filepath.Join(contents, filepath.FromSlash(f.path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // what is installed is for everybody
			return fmt.Errorf("make bundle: %w", err)
		}
		if err := os.WriteFile(path, f.content, f.mode); err != nil {
			return fmt.Errorf("make bundle: %w", err)
		}
	}
	return nil
}

// infoTemplate is Info.plist. Go 1.26 asks for macOS 12.
var infoTemplate = template.Must(template.New("Info.plist").Funcs(template.FuncMap{"text": escaped}).Parse(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>CFBundleDevelopmentRegion</key>
	<string>en</string>
	<key>CFBundleDisplayName</key>
	<string>{{text .Name}}</string>
	<key>CFBundleExecutable</key>
	<string>steward</string>
	<key>CFBundleIconFile</key>
	<string>steward.icns</string>
	<key>CFBundleIdentifier</key>
	<string>{{text .ID}}</string>
	<key>CFBundleInfoDictionaryVersion</key>
	<string>6.0</string>
	<key>CFBundleName</key>
	<string>{{text .Name}}</string>
	<key>CFBundlePackageType</key>
	<string>APPL</string>
	<key>CFBundleShortVersionString</key>
	<string>{{text .Version}}</string>
	<key>CFBundleVersion</key>
	<string>{{.Build}}</string>
	<key>LSApplicationCategoryType</key>
	<string>public.app-category.business</string>
	<key>LSMinimumSystemVersion</key>
	<string>12.0</string>
	<key>NSHighResolutionCapable</key>
	<true/>
	<key>NSHumanReadableCopyright</key>
	<string>© {{.Year}} The Steward authors. Apache License 2.0.</string>
	<key>NSSupportsAutomaticGraphicsSwitching</key>
	<true/>
</dict>
</plist>
`))

func infoPlist(p project, year int) ([]byte, error) {
	var out bytes.Buffer
	err := infoTemplate.Execute(&out, map[string]any{
		"Name": p.Details.Name, "ID": p.Details.ID, "Version": p.Details.Version, "Build": p.Details.Build, "Year": year,
	})
	return out.Bytes(), err
}

func escaped(text string) (string, error) {
	var out strings.Builder
	err := xml.EscapeText(&out, []byte(text))
	return out.String(), err
}

// pictures are the kinds of picture in an icon of macOS that are PNG, with their edge in
// pixels; the second ones are for screens of double density.
var pictures = []struct {
	kind string
	size int
}{
	{"icp4", 16}, {"icp5", 32}, {"ic07", 128}, {"ic08", 256}, {"ic09", 512},
	{"ic11", 32}, {"ic12", 64}, {"ic13", 256}, {"ic14", 512},
}

// icns is the icon in the form of macOS.
func icns() ([]byte, error) {
	var body bytes.Buffer
	for _, p := range pictures {
		content, err := icons.PNG(p.size)
		if err != nil {
			return nil, err
		}
		body.Write(record(p.kind, content))
	}
	return record("icns", body.Bytes()), nil
}

// record is a kind, the size of all of it, and the content.
func record(kind string, content []byte) []byte {
	out := binary.BigEndian.AppendUint32([]byte(kind), uint32(len(content)+8))
	return append(out, content...)
}
