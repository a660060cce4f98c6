package signin

import (
	"fyne.io/fyne/v2"

	"steward/app"
)

// Gate is the card that asks how to keep secrets when no keyring can be used.
type Gate struct {
	cfg    Config
	object *fyne.Container
}

// NewGate makes the card; passed is called when the stored data is open.
func NewGate(cfg Config, gate app.Gate, passed func(app.Gate)) *Gate {
	return &Gate{cfg: cfg, object: &fyne.Container{}}
}

// Object is what stands in the window.
func (g *Gate) Object() fyne.CanvasObject { return g.object }

// Focus gives the keyboard to the first field or button.
func (g *Gate) Focus() {}
