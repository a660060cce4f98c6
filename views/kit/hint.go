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
	rest, said       string
	hovered, focused hinted
}

// hinted is a control that has something to say, and what it says now.
type hinted struct {
	by   any
	says func() string
}

func (h hinted) words() string {
	if h.says == nil {
		return ""
	}
	return h.says()
}

// gone reports whether the control is not on screen any more: a pointer that rests
// is not told when what it rests on goes.
func (h hinted) gone() bool {
	o, is := h.by.(fyne.CanvasObject)
	if c, composed := h.by.(*control); composed {
		o, is = c.self, c.self != nil
	}
	return is && (!o.Visible() || fyne.CurrentApp().Driver().AbsolutePositionForObject(o).IsZero())
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

// Hover shows what is under the pointer, for the control that says it; it is asked
// again when it changes.
func (h *HintLine) Hover(by any, says func() string) {
	if h != nil {
		h.hovered, h.said = hinted{by, says}, ""
		h.show()
	}
}

// Unhover takes back what the same control said.
func (h *HintLine) Unhover(by any) {
	if h != nil && h.hovered.by == by {
		h.hovered, h.said = hinted{}, ""
		h.show()
	}
}

// Focus shows what has the focus, for the control that says it; it is asked again
// when it changes.
func (h *HintLine) Focus(by any, says func() string) {
	if h != nil {
		h.focused, h.said = hinted{by, says}, ""
		h.show()
	}
}

// Unfocus takes back what the same control said.
func (h *HintLine) Unfocus(by any) {
	if h != nil && h.focused.by == by {
		h.focused, h.said = hinted{}, ""
		h.show()
	}
}

// Forget takes back everything that was said, for another page whose controls
// say it anew.
func (h *HintLine) Forget() {
	if h != nil {
		h.said, h.focused, h.hovered = "", hinted{}, hinted{}
		h.show()
	}
}

// Turn takes back what was under the pointer: something else stands there now,
// and a pointer that rests is not told.
func (h *HintLine) Turn() {
	if h != nil && h.hovered.by != nil {
		h.hovered = hinted{}
		h.show()
	}
}

// changed says anew what a control says that is under the pointer or has the focus.
func (h *HintLine) changed(by any) {
	if h != nil && (h.hovered.by == by || h.focused.by == by) {
		h.show()
	}
}

// Renew says anew what holds now, and takes back what controls said that went.
func (h *HintLine) Renew() {
	if h == nil {
		return
	}
	for _, it := range []*hinted{&h.hovered, &h.focused} {
		if it.by != nil && it.gone() {
			*it = hinted{}
		}
	}
	h.show()
}

func (h *HintLine) show() {
	h.SetText(h.words())
}

// words asks nobody whose words would not be shown.
func (h *HintLine) words() string {
	if h.said != "" {
		return h.said
	}
	if s := h.hovered.words(); s != "" {
		return s
	}
	if s := h.focused.words(); s != "" {
		return s
	}
	return h.rest
}
