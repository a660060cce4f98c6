package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Action is one thing a person can do. The same value feeds toolbar, menus,
// context menu, keys and tests.
type Action struct {
	Title  string        // as it stands on a button or in a menu
	Icon   fyne.Resource // nil: none
	Key    Key           // zero: none
	WhyNot func() string // why it cannot run now, empty if it can; nil: it always can
	Run    func()
	// Refused is called after a person asked for it in vain; nil: nothing more is said.
	Refused func()
	Menu    []*Action   // not empty: a submenu instead of something to run
	On      func() bool // not nil: shown with a tick box that is on or off
}

// Separator is a line between the items of a menu.
var Separator = &Action{}

// Reason is why the action cannot run now; empty if it can.
func (a *Action) Reason() string {
	if a.WhyNot == nil {
		return ""
	}
	return a.WhyNot()
}

// Start is the only way to run an action: it asks for the reason against it
// first, since a disabled menu item still fires by its key. A reason is told to
// hint (which may be nil). It reports whether the action ran.
func (a *Action) Start(hint *HintLine) bool {
	if reason := a.Reason(); reason != "" {
		if a.Refused != nil {
			a.Refused()
		}
		hint.Say(reason)
		return false
	}
	if a.Run == nil {
		return false
	}
	a.Run()
	hint.Renew()
	return true
}

// MenuItem is the action as an item of the window's menu bar. The reason
// against it is asked when the item is built; build the menu again when it may
// have changed.
func (a *Action) MenuItem(hint *HintLine) *fyne.MenuItem {
	if a == Separator {
		return fyne.NewMenuItemSeparator()
	}
	item := fyne.NewMenuItem(a.Title, func() { a.Start(hint) })
	item.Icon = themed(a.Icon)
	if shortcut := a.Key.Shortcut(); shortcut != nil {
		item.Shortcut = shortcut
	}
	item.Disabled = a.Reason() != ""
	item.Checked = a.On != nil && a.On()
	if len(a.Menu) > 0 {
		item.ChildMenu = fyne.NewMenu(a.Title, MenuItems(hint, a.Menu)...)
	}
	return item
}

// themed is an icon in the foreground colour of the theme, whichever it is then.
func themed(icon fyne.Resource) fyne.Resource {
	if _, is := icon.(fyne.ThemedResource); is || icon == nil {
		return icon
	}
	return theme.NewThemedResource(icon)
}

// MenuItems are actions as items of a menu of the menu bar.
func MenuItems(hint *HintLine, actions []*Action) []*fyne.MenuItem {
	items := make([]*fyne.MenuItem, 0, len(actions))
	for _, a := range actions {
		items = append(items, a.MenuItem(hint))
	}
	return items
}
