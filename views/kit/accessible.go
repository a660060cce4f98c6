package kit

import (
	"fyne.io/fyne/v2"

	"steward/assets/text"
)

// What screen readers say about the controls, in builds with accessibility.

// AccessibilityLabel is the title.
func (b *Button) AccessibilityLabel() string { return b.Action.Title }

// AccessibilityRole is a button.
func (*Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel is the title and whether it is ticked.
func (c *Check) AccessibilityLabel() string {
	if c.on {
		return text.T("kit.ticked", text.With("What", c.Title))
	}
	return text.T("kit.unticked", text.With("What", c.Title))
}

// AccessibilityRole is a button.
func (*Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel is what is chosen.
func (d *dropDown) AccessibilityLabel() string { return d.title }

// AccessibilityRole is a button.
func (*dropDown) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel is the chosen tab.
func (t *Tabs) AccessibilityLabel() string {
	if i := t.index(t.chosen); i >= 0 {
		return t.tabs[i].Title
	}
	return ""
}

// AccessibilityRole is a container.
func (*Tabs) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// AccessibilityLabel is the placeholder, then what is wrong.
func (e *Entry) AccessibilityLabel() string {
	if e.Error() != "" {
		return e.field.PlaceHolder + ", " + e.Error()
	}
	return e.field.PlaceHolder
}

// AccessibilityRole is a text.
func (*Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the text.
func (l *Label) AccessibilityLabel() string { return l.Text }

// AccessibilityRole is a text.
func (*Label) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the text.
func (p *Paragraph) AccessibilityLabel() string { return p.Text }

// AccessibilityRole is a text.
func (*Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the word.
func (b *Badge) AccessibilityLabel() string { return b.text }

// AccessibilityRole is a text.
func (*Badge) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
