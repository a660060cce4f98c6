// Command plain is the window that Steward's start is compared with: the same
// toolkit, size and look, one label a row, and nothing behind it.
package main

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

const rows = 30

func main() {
	w := app.NewWithID("app.steward.bench.plain").NewWindow("Plain")
	list := container.NewVBox()
	for i := range rows {
		list.Add(widget.NewLabel(fmt.Sprintf("customer%d@example.com", 100_000+i)))
	}
	w.SetContent(list)
	w.Resize(fyne.NewSize(1440, 900))
	w.ShowAndRun()
}
