package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// HintLine says what is under the pointer or has the focus: its full text, its
// key, or why it is disabled. It stands in the status strip instead of tool
// tips. All methods work on nil and do nothing.
type HintLine struct {
	Label
	rest, said, focused, hovered string
	hoverer, focuser             any
}

// NewHintLine returns an empty line.
func NewHintLine() *HintLine {
	h := &HintLine{}
	h.Label.Color, h.Label.Align = theme.ColorNamePlaceHolder, fyne.TextAlignTrailing
	h.ExtendBaseWidget(h)
	return h
}

// SetRest is what stands here when there is nothing else to say.
func (h *HintLine) SetRest(s string) {
	if h != nil {
		h.rest = s
		h.show()
	}
}

// Say shows something at once, until the pointer or the focus moves.
func (h *HintLine) Say(s string) {
	if h != nil {
		h.said = s
		h.show()
	}
}

// Hover shows what is under the pointer, for the control that says it.
func (h *HintLine) Hover(by any, s string) {
	if h != nil {
		h.hoverer, h.hovered, h.said = by, s, ""
		h.show()
	}
}

// Unhover takes back what the same control said.
func (h *HintLine) Unhover(by any) {
	if h != nil && h.hoverer == by {
		h.hoverer, h.hovered, h.said = nil, "", ""
		h.show()
	}
}

// Focus shows what has the focus, for the control that says it.
func (h *HintLine) Focus(by any, s string) {
	if h != nil {
		h.focuser, h.focused, h.said = by, s, ""
		h.show()
	}
}

// Unfocus takes back what the same control said.
func (h *HintLine) Unfocus(by any) {
	if h != nil && h.focuser == by {
		h.focuser, h.focused, h.said = nil, "", ""
		h.show()
	}
}

// Forget takes back everything that was said, for another page whose controls
// say it anew.
func (h *HintLine) Forget() {
	if h != nil {
		h.said, h.focused, h.hovered, h.hoverer, h.focuser = "", "", "", nil, nil
		h.show()
	}
}

// Turn takes back what was under the pointer: something else stands there now,
// and a pointer that rests is not told.
func (h *HintLine) Turn() {
	if h != nil && h.hoverer != nil {
		h.hoverer, h.hovered = nil, ""
		h.show()
	}
}

func (h *HintLine) show() {
	for _, s := range []string{h.said, h.hovered, h.focused, h.rest} {
		if s != "" {
			h.SetText(s)
			return
		}
	}
	h.SetText("")
}
