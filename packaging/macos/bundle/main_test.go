package main

import (
	"bytes"
	"encoding/binary"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"howett.net/plist"
)

// made is the bundle of a placeholder for the program.
func made(t *testing.T) string {
	t.Helper()
	t.Chdir("../../..")
	out := t.TempDir()
	program := filepath.Join(out, "program")
	if err := os.WriteFile(program, []byte("placeholder"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := bundle(program, out, 2026); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(out, "Steward.app", "Contents")
}

func TestBundle_Layout(t *testing.T) {
	contents := made(t)
	program, err := os.Stat(filepath.Join(contents, "MacOS", "steward"))
	if err != nil || program.Mode().Perm() != 0o755 {
		t.Errorf("the program cannot be run: %v", err)
	}
	text, err := os.ReadFile(filepath.Join(contents, "Info.plist"))
	if err != nil {
		t.Fatal(err)
	}
	var info struct {
		CFBundleExecutable, CFBundleIconFile, CFBundleIdentifier, CFBundlePackageType, CFBundleShortVersionString, CFBundleVersion string
		LSMinimumSystemVersion                                                                                                     string
		NSHighResolutionCapable                                                                                                    bool
	}
	if _, err := plist.Unmarshal(text, &info); err != nil {
		t.Fatal(err)
	}
	if info.CFBundleIdentifier != "app.steward.Steward" || info.CFBundlePackageType != "APPL" || info.CFBundleVersion == "" ||
		info.CFBundleShortVersionString == "" || info.LSMinimumSystemVersion == "" || !info.NSHighResolutionCapable {
		t.Errorf("%+v", info)
	}
	for _, path := range []string{"MacOS/" + info.CFBundleExecutable, "Resources/" + info.CFBundleIconFile, "Resources/licences.txt", "PkgInfo"} {
		if _, err := os.Stat(filepath.Join(contents, path)); err != nil {
			t.Error(err)
		}
	}
}

func TestBundle_Icon(t *testing.T) {
	icon, err := os.ReadFile(filepath.Join(made(t), "Resources", "steward.icns"))
	if err != nil {
		t.Fatal(err)
	}
	if string(icon[:4]) != "icns" || int(binary.BigEndian.Uint32(icon[4:])) != len(icon) {
		t.Fatalf("it is no icon of macOS: %x", icon[:8])
	}
	rest := icon[8:]
	for _, p := range pictures {
		size := binary.BigEndian.Uint32(rest[4:])
		picture, err := png.DecodeConfig(bytes.NewReader(rest[8:size]))
		if err != nil || string(rest[:4]) != p.kind || picture.Width != p.size || picture.Height != p.size {
			t.Errorf("%s is %s of %d px: %v", p.kind, rest[:4], picture.Width, err)
		}
		rest = rest[size:]
	}
	if len(rest) != 0 {
		t.Errorf("%d bytes too many", len(rest))
	}
}

func TestInfoPlist_Escapes(t *testing.T) {
	var p project
	p.Details.Name = "A & <B>"
	text, err := infoPlist(p, 2026)
	if err != nil {
		t.Fatal(err)
	}
	var info struct{ CFBundleName string }
	if _, err := plist.Unmarshal(text, &info); err != nil || info.CFBundleName != p.Details.Name {
		t.Errorf("%q, %v", info.CFBundleName, err)
	}
}
