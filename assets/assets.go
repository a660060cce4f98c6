// Package assets embeds the pictures of Steward and the files that Linux
// desktops ask for.
package assets

import (
	"embed"
	"fmt"

	"fyne.io/fyne/v2"
)

//go:embed icons/*.svg icons/steward.png
var icons embed.FS

//go:embed linux/*
var linux embed.FS

// DesktopID is the name of the program on Linux desktops, and of its files there.
const DesktopID = "app.steward.Steward"

// Names are the icons of Steward's own: fill-only paths of 24x24, to be coloured
// by the theme.
var Names = []string{
	"st-active", "st-inactive", "st-suspended", "st-destroyed", "st-deleted", "upgrade", "pending",
	"online", "offline", "columns", "refill", "withdraw", "popup", "filter", "shield", "pin", "demo",
	"op-review", "op-sending", "op-verifying", "op-rejected", "op-unknown", "op-notbooked", "op-double", "op-wrong", "op-settled",
}

var loaded = load()

func load() map[string]fyne.Resource {
	all := make(map[string]fyne.Resource, len(Names)+1)
	for _, name := range append([]string{"steward"}, Names...) {
		all[name] = resource("icons/" + name + ".svg")
	}
	return all
}

// Icon is an icon by its name in Names, or "steward", the coloured mark of the
// program. It panics on a name that does not exist: that is a slip of the pen.
func Icon(name string) fyne.Resource {
	icon, ok := loaded[name]
	if !ok {
		panic(fmt.Sprintf("assets: no icon %q", name))
	}
	return icon
}

// AppIcon is the icon of the program, 512x512 px.
func AppIcon() fyne.Resource { return resource("icons/steward.png") }

// DesktopEntry is the .desktop file of Linux desktops.
func DesktopEntry() []byte { return read(linux, "linux/"+DesktopID+".desktop") }

// Metainfo is the AppStream file of Linux software centres.
func Metainfo() []byte { return read(linux, "linux/"+DesktopID+".metainfo.xml") }

func resource(path string) fyne.Resource {
	return fyne.NewStaticResource(path[len("icons/"):], read(icons, path))
}

// read cannot fail: the files are part of the program.
func read(files embed.FS, path string) []byte {
	content, err := files.ReadFile(path)
	if err != nil {
		panic(fmt.Sprintf("assets: %v", err))
	}
	return content
}
