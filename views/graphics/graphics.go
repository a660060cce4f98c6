// Package graphics shows the program's window, or says why this computer can show none:
// the toolkit ends the program without a word that a person would see.
package graphics

import (
	"errors"
	"fmt"

	"steward/app/model"
)

// ErrUnavailable is in the chain of every error of Show.
var ErrUnavailable = errors.New("no window can be opened")

// The sentences of Show, one for each remedy.
const (
	noDisplay       = "graphics.nodisplay"
	noOpenGL        = "graphics.noopengl"
	noOpenGLWindows = "graphics.noopengl.windows"
)

// unavailable is an error with a sentence for the person and the cause for the log.
func unavailable(key string, cause error) error {
	return model.NewError(model.Internal, key, fmt.Errorf("%w: %w", ErrUnavailable, cause))
}
