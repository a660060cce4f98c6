package graphics

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// Show shows a window of the toolkit's. Where none can be opened it returns why, a
// model.Error with ErrUnavailable in its chain: the toolkit itself only logs it, or
// panics. It must be called on the main goroutine, before the toolkit runs.
//
// Why is asked only after it failed: asking opens a window of its own, which takes
// longer than everything else of the start.
func Show(window fyne.Window) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			if err = check(); err == nil {
				panic(broken)
			}
		}
	}()
	window.Show()
	if opened(window) {
		return nil
	}
	if err := check(); err != nil {
		return err
	}
	return unavailable(noOpenGL, errors.New("the toolkit has opened no window"))
}

// opened reports whether the system has a window for the toolkit's. Windows that only
// exist in tests have none and are open.
func opened(window fyne.Window) (open bool) {
	native, ok := window.(driver.NativeWindow)
	if !ok {
		return true
	}
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			open = c.WindowHandle != 0
		case driver.WaylandWindowContext:
			open = c.WaylandSurface != 0
		case driver.WindowsWindowContext:
			open = c.HWND != 0
		case driver.MacWindowContext:
			open = c.NSWindow != 0
		default:
			open = true
		}
	})
	return open
}
