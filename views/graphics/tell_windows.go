package graphics

import (
	"os"

	"golang.org/x/sys/windows"
)

// Tell shows words in a box of the system's and waits until it is closed, if this
// program has nowhere to write them: without a console Windows gives it no place.
func Tell(title, words string) {
	if _, err := os.Stderr.Stat(); err == nil {
		return
	}
	text, textErr := windows.UTF16PtrFromString(words)
	caption, captionErr := windows.UTF16PtrFromString(title)
	if textErr != nil || captionErr != nil {
		return
	}
	_, _ = windows.MessageBox(0, text, caption, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}
