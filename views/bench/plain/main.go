// Command plain is the window that Steward's start is compared with: the same
// toolkit, size and look, one label a row, and nothing behind it. With -list the
// labels are the rows of the toolkit's list.
package main

import (
	"flag"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

const rows = 30

func main() {
	asList := flag.Bool("list", false, "show the toolkit's list")
	flag.Parse()
	w := app.NewWithID("app.steward.bench.plain").NewWindow("Plain")
	if *asList {
		w.SetContent(list())
	} else {
		w.SetContent(labels())
	}
	w.Resize(fyne.NewSize(1440, 900))
	w.ShowAndRun()
}

func row(i int) string { return fmt.Sprintf("customer%d@example.com", 100_000+i) }

func labels() fyne.CanvasObject {
	box := container.NewVBox()
	for i := range rows {
		box.Add(widget.NewLabel(row(i)))
	}
	return box
}

func list() fyne.CanvasObject {
	return widget.NewList(
		func() int { return 100 * rows },
		func() fyne.CanvasObject { return widget.NewLabel("") },
		func(i widget.ListItemID, item fyne.CanvasObject) {
			if label, ok := item.(*widget.Label); ok {
				label.SetText(row(i))
			}
		},
	)
}
