// Command empty is the window that Steward's memory is compared with: the same
// toolkit and size, and nothing in it.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	w := app.NewWithID("app.steward.bench.empty").NewWindow("Empty")
	w.Resize(fyne.NewSize(1440, 900))
	w.ShowAndRun()
}
