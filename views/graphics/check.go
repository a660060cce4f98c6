//go:build !darwin

package graphics

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// check opens a hidden window the way the toolkit does and closes it again. The
// error is a model.Error with ErrUnavailable in its chain. It must be called on the
// main goroutine, while the toolkit does not run.
func check() (err error) {
	key, otherwise := noDisplay, noOpenGL
	if runtime.GOOS == "windows" {
		key, otherwise = noOpenGLWindows, noOpenGLWindows
	}
	// What the binding does not expect of the system it panics with.
	defer func() {
		if broken := recover(); broken != nil {
			err = unavailable(key, fmt.Errorf("%v", broken))
		}
	}()
	if platform, ok := forced(); ok {
		glfw.InitHint(glfw.PlatformHint, platform)
	}
	if err := glfw.Init(); err != nil {
		return unavailable(key, err)
	}
	if toolkitChooses() {
		defer glfw.Terminate()
	}
	key = otherwise
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, openGLMajor)
	glfw.WindowHint(glfw.ContextVersionMinor, openGLMinor)
	window, err := glfw.CreateWindow(1, 1, "", nil, nil)
	if err == nil && window == nil { // the binding only prints what it has no name for
		_, reason := glfw.GetError()
		err = errors.New("create window: " + reason)
	}
	if err != nil {
		return unavailable(key, err)
	}
	window.Destroy()
	glfw.DefaultWindowHints()
	return nil
}

// toolkitChooses reports whether the toolkit may take another of two displays than was
// asked here. Where not, it goes on with the connection, which takes long to make anew.
func toolkitChooses() bool {
	_, ok := forced()
	return !ok && os.Getenv("WAYLAND_DISPLAY") != "" && os.Getenv("DISPLAY") != ""
}

// The version of OpenGL that the toolkit asks for.
const (
	openGLMajor = 2
	openGLMinor = 1
)

// forced is the kind of display that FYNE_PLATFORM names, as the toolkit reads it: on
// Linux only.
func forced() (int, bool) {
	if runtime.GOOS != "linux" {
		return 0, false
	}
	switch os.Getenv("FYNE_PLATFORM") {
	case "x11":
		return int(glfw.PlatformX11), true
	case "wayland":
		return int(glfw.PlatformWayland), true
	}
	return 0, false
}
