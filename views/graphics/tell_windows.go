package graphics

import "golang.org/x/sys/windows"

// Tell shows words in a box of the system's, for a program that has nowhere else to
// write them, and waits until it is closed.
func Tell(title, words string) {
	text, textErr := windows.UTF16PtrFromString(words)
	caption, captionErr := windows.UTF16PtrFromString(title)
	if textErr != nil || captionErr != nil {
		return
	}
	_, _ = windows.MessageBox(0, text, caption, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}
