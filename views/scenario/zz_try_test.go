package scenario

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"steward/client/demo"
)

func TestZZ(t *testing.T) {
	s := world(t, func(o *demo.Options) { o.Customers = 3000 }).start(true)
	s.everybodyRead()
	shot := func(name string) {
		s.settle()
		f, _ := os.Create("/tmp/zz-" + name + ".png")
		_ = png.Encode(f, s.window.Fyne().Canvas().Capture())
		_ = f.Close()
	}
	s.window.Fyne().Resize(fyne.NewSize(1024, 640))
	s.press("Down", "Down", "Space", "Down", "Enter")
	s.settle()
	shot("users")
	s.press("Ctrl+2")
	s.periodRead()
	s.press("Down", "Down")
	shot("activity")
	s.window.Fyne().Resize(fyne.NewSize(1440, 900))
	shot("activity-wide")
	s.window.Users().Actions()
	_ = s.platform.Offline(true)
	s.press("F5")
	s.until("away", func() bool { return s.window.Banner() != "" })
	shot("away")
	s.window.Fyne().Canvas().Unfocus()
	for _, m := range s.window.Menus() {
		for _, a := range m.Menu {
			if a.Title == "What It Promises" || a.Title == "Report a Problem…" {
				a.Start(nil)
				shot(a.Title[:4])
				s.press("Esc")
			}
		}
	}
}
