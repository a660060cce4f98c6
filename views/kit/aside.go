package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// RevealKey shows or hides what stands in a password field that has the keyboard.
var RevealKey = Key{Name: fyne.KeyF8, Mod: fyne.KeyModifierAlt}

// aside is how a button stands in the window that is for the pointer alone: Tab
// does not come by, since it takes no focus. The field beside it runs its key.
type aside struct {
	fyne.Widget
	fyne.Tappable
	desktop.Hoverable
}

// newAside returns a button with an icon that Tab passes by.
func newAside(host *Host, action *Action) *Button {
	b := newButton(host, action)
	b.Level, b.IconOnly = Low, true
	b.ExtendBaseWidget(&aside{Widget: b, Tappable: b, Hoverable: b})
	return b
}
