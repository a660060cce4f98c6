package kit

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Ctrl is Control, and Command on macOS.
const Ctrl = fyne.KeyModifierShortcutDefault

// Key is a key with its modifiers, as a person presses it.
type Key struct {
	Name fyne.KeyName
	Mod  fyne.KeyModifier
}

// String is the key in words, such as Ctrl+Shift+D; empty for no key.
func (k Key) String() string {
	if k.Name == "" {
		return ""
	}
	var parts []string
	for _, m := range modifierWords {
		if k.Mod&m.mod != 0 {
			parts = append(parts, m.word)
		}
	}
	name := string(k.Name)
	if word, ok := keyWords[k.Name]; ok {
		name = word
	}
	return strings.Join(append(parts, name), "+")
}

var modifierWords = []struct {
	mod  fyne.KeyModifier
	word string
}{
	{fyne.KeyModifierControl, "Ctrl"},
	{fyne.KeyModifierSuper, superWord()},
	{fyne.KeyModifierAlt, "Alt"},
	{fyne.KeyModifierShift, "Shift"},
}

func superWord() string {
	if runtime.GOOS == "darwin" {
		return "Cmd"
	}
	return "Super"
}

var keyWords = map[fyne.KeyName]string{
	fyne.KeyEscape: "Esc", fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyPageUp: "PgUp",
	fyne.KeyPageDown: "PgDn", fyne.KeyDelete: "Del",
}

// Shortcut is the key as Fyne's menus want it, nil for keys that Fyne never
// treats as shortcuts (no modifier, or Shift alone).
func (k Key) Shortcut() fyne.Shortcut {
	if k.Name == "" || k.Mod&^fyne.KeyModifierShift == 0 {
		return nil
	}
	if k.Mod == Ctrl {
		if own, ok := clipboardKeys[k.Name]; ok {
			return own
		}
	}
	return &desktop.CustomShortcut{KeyName: k.Name, Modifier: k.Mod}
}

// clipboardKeys are the chords that the driver turns into shortcuts of its own.
var clipboardKeys = map[fyne.KeyName]fyne.Shortcut{
	fyne.KeyA: &fyne.ShortcutSelectAll{}, fyne.KeyC: &fyne.ShortcutCopy{}, fyne.KeyV: &fyne.ShortcutPaste{},
	fyne.KeyX: &fyne.ShortcutCut{}, fyne.KeyZ: &fyne.ShortcutUndo{}, fyne.KeyY: &fyne.ShortcutRedo{},
}

// Keys is the key table of a window or of one pop-up: which key runs which
// action. Every control of kit hands it the keys it does not use itself.
type Keys struct {
	hint   *HintLine
	table  map[Key]*Action
	canvas fyne.Canvas // nil until attached
}

// NewKeys returns an empty table. Reasons why an action cannot run now are told
// to hint, which may be nil.
func NewKeys(hint *HintLine) *Keys {
	return &Keys{hint: hint, table: map[Key]*Action{}}
}

// Bind makes a key run an action; a nil action frees the key.
func (k *Keys) Bind(key Key, action *Action) {
	if action == nil {
		delete(k.table, key)
		return
	}
	k.table[key] = action
}

// BindAction binds an action to its own key, if it has one.
func (k *Keys) BindAction(actions ...*Action) {
	for _, a := range actions {
		if a.Key.Name != "" {
			k.Bind(a.Key, a)
		}
	}
}

// Press runs what is bound to a key and reports whether anything is.
func (k *Keys) Press(key Key) bool {
	if k == nil {
		return false
	}
	action, ok := k.table[key]
	if !ok {
		return false
	}
	action.Start(k.hint)
	return true
}

// TypedKey is for keys that reach a control without Ctrl or Alt: F-keys, Esc
// and the like. It reports whether anything is bound to it.
func (k *Keys) TypedKey(event *fyne.KeyEvent) bool {
	return k.Press(Key{Name: event.Name, Mod: heldModifiers() & fyne.KeyModifierShift})
}

// TypedShortcut is for chords that reach a focused control. It reports whether
// anything is bound to it.
func (k *Keys) TypedShortcut(shortcut fyne.Shortcut) bool {
	chord, ok := shortcut.(fyne.KeyboardShortcut)
	return ok && k.Press(Key{Name: chord.Key(), Mod: chord.Mod()})
}

// Attach makes the canvas hand its keys to this table when no control has the
// focus, or when the focused one takes no chords. Call it after the keys are
// bound; chords bound later need another call.
func (k *Keys) Attach(canvas fyne.Canvas) {
	k.canvas = canvas
	canvas.SetOnTypedKey(func(event *fyne.KeyEvent) { k.TypedKey(event) })
	for key := range k.table {
		if shortcut := key.Shortcut(); shortcut != nil {
			canvas.AddShortcut(shortcut, func(fyne.Shortcut) { k.Press(key) })
		}
	}
}

// heldModifiers are the modifier keys held down now, none if the driver cannot tell.
func heldModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
