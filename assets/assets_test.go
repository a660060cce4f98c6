package assets

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// drawn is how much of an icon is ink, 0 to 1.
func drawn(t *testing.T, name string) float64 {
	t.Helper()
	image := canvas.NewImageFromResource(theme.NewColoredResource(Icon(name), theme.ColorNameForeground))
	image.FillMode = canvas.ImageFillContain
	window := software.NewCanvas()
	window.SetPadded(false)
	window.SetContent(image)
	window.Resize(fyne.NewSize(48, 48))
	pixels, ground := window.Capture(), test.Theme().Color(theme.ColorNameBackground, theme.VariantLight)
	r0, g0, b0, _ := ground.RGBA()
	bounds, ink := pixels.Bounds(), 0
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			if r, g, b, _ := pixels.At(x, y).RGBA(); r != r0 || g != g0 || b != b0 {
				ink++
			}
		}
	}
	return float64(ink) / float64(bounds.Dx()*bounds.Dy())
}

func TestIconsAreDrawn(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(test.Theme())
	shapes := map[string]string{}
	for _, name := range Names {
		content := string(Icon(name).Content())
		if strings.Contains(content, "stroke") || !strings.Contains(content, `viewBox="0 0 24 24"`) {
			t.Errorf("%s is not a filled path of 24x24", name)
		}
		if other, same := shapes[content]; same {
			t.Errorf("%s looks like %s", name, other)
		}
		shapes[content] = name
		if share := drawn(t, name); share < 0.05 || share > 0.9 {
			t.Errorf("%s covers %.2f of its square", name, share)
		}
	}
}

// A ring must have its hole: paths that run the wrong way fill it.
func TestRingsHaveHoles(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(test.Theme())
	full := drawn(t, "refill")
	for _, name := range []string{"st-deleted", "pending", "offline"} {
		if share := drawn(t, name); share > full*0.75 {
			t.Errorf("%s covers %.2f, a disc %.2f", name, share, full)
		}
	}
}

func TestUnknownIconIsASlip(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	Icon("no-such-icon")
}

func TestAppIconIs512(t *testing.T) {
	config, err := png.DecodeConfig(bytes.NewReader(AppIcon().Content()))
	if err != nil || config.Width != 512 || config.Height != 512 {
		t.Errorf("%dx%d, %v", config.Width, config.Height, err)
	}
}

func TestLinuxFilesNameTheProgram(t *testing.T) {
	entry := string(DesktopEntry())
	for _, line := range []string{"[Desktop Entry]", "Type=Application", "Exec=steward", "Icon=" + DesktopID} {
		if !strings.Contains(entry, line+"\n") {
			t.Errorf("the desktop entry has no %q", line)
		}
	}
	var info struct {
		ID      string `xml:"id"`
		License string `xml:"project_license"`
		Launch  string `xml:"launchable"`
	}
	if err := xml.Unmarshal(Metainfo(), &info); err != nil {
		t.Fatal(err)
	}
	if info.ID != DesktopID || info.License != "Apache-2.0" || info.Launch != DesktopID+".desktop" {
		t.Errorf("%+v", info)
	}
}
