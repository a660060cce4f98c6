package signin

import "fyne.io/fyne/v2"

// Page is the sign-in page.
type Page struct {
	cfg    Config
	object *fyne.Container
}

// New makes the page; Start fills it.
func New(cfg Config) *Page { return &Page{cfg: cfg, object: &fyne.Container{}} }

// Object is what stands in the window.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Start reads the platforms on this computer, chooses one (the one used last
// if profileID is empty) and focuses the first empty field.
func (p *Page) Start(profileID string) {}
