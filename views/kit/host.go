package kit

import "fyne.io/fyne/v2"

// Host is where a control lives: the key table of its window or pop-up and the
// hint line. Every constructor of kit takes it; nil is allowed and means no
// keys and no hints.
type Host struct {
	Keys *Keys
	Hint *HintLine

	clear clearing // what messages keep clear of
}

// key hands a key that a control does not use to the table.
func (h *Host) key(event *fyne.KeyEvent) bool {
	return h != nil && h.Keys.TypedKey(event)
}

// shortcut hands a chord that a control does not use to the table.
func (h *Host) shortcut(s fyne.Shortcut) bool {
	return h != nil && h.Keys.TypedShortcut(s)
}

// hint is the hint line, or nil, on which every method works too.
func (h *Host) hint() *HintLine {
	if h == nil {
		return nil
	}
	return h.Hint
}

// modal is a host of the same hint line whose only key is Esc.
func (h *Host) modal(escape func()) *Host {
	keys := NewKeys(h.hint())
	keys.Bind(Key{Name: fyne.KeyEscape}, &Action{Run: escape})
	if h != nil && h.Keys != nil {
		keys.canvas = h.Keys.canvas
	}
	return &Host{Keys: keys, Hint: h.hint()}
}
