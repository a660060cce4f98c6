//go:build !darwin

package graphics

import (
	"strings"

	"github.com/go-gl/gl/v2.1/gl"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// Describe is what draws here: maker, device and version of OpenGL, empty where that
// cannot be told. It asks a hidden window of its own, for a few milliseconds, and must
// be called on the main goroutine while the toolkit runs.
func Describe() (words string) {
	defer func() {
		if recover() != nil { // as in check
			words = ""
		}
	}()
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, openGLMajor)
	glfw.WindowHint(glfw.ContextVersionMinor, openGLMinor)
	window, err := glfw.CreateWindow(1, 1, "", nil, nil)
	glfw.DefaultWindowHints()
	if err != nil || window == nil {
		return ""
	}
	before := glfw.GetCurrentContext()
	window.MakeContextCurrent()
	defer func() {
		glfw.DetachCurrentContext()
		if before != nil {
			before.MakeContextCurrent()
		}
		window.Destroy()
	}()
	if gl.Init() != nil {
		return ""
	}
	var parts []string
	for _, name := range []uint32{gl.VENDOR, gl.RENDERER, gl.VERSION} {
		parts = append(parts, gl.GoStr(gl.GetString(name)))
	}
	return strings.Join(parts, ", ")
}
