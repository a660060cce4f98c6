package kit

import (
	"image"
	"image/color"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"steward/assets"
)

// What the pointer rests on says what holds now, and nothing once it is gone.
func TestTheHintOfWhatChangesUnderThePointer(t *testing.T) {
	var b *Button
	var bar *fyne.Container
	why := ""
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		b = NewActionButton(h, &Action{Title: "Send", Key: Key{Name: fyne.KeyF9}, WhyNot: func() string { return why }})
		bar = Stack(NewLabel("above"), b)
		return bar
	})
	b.MouseIn(nil)
	why = "Offline"
	b.Refresh()
	if d.host.Hint.Text != "Offline" {
		t.Errorf("disabled under the pointer, it says %q", d.host.Hint.Text)
	}
	d.host.Hint.Renew()
	if d.host.Hint.Text != "Offline" {
		t.Errorf("while it is there it says %q", d.host.Hint.Text)
	}
	bar.Objects = bar.Objects[:1]
	bar.Refresh()
	d.host.Hint.Renew()
	if d.host.Hint.Text != "" {
		t.Errorf("gone, it says %q", d.host.Hint.Text)
	}
}

// An action that takes its own button away leaves no hint behind.
func TestAButtonThatTakesItselfAwayTakesItsHint(t *testing.T) {
	var b *Button
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		b = NewButton(h, "Save", nil, func() { b.Hide() })
		b.Says = "Saves the note"
		return Stack(NewLabel("above"), b)
	})
	b.MouseIn(nil)
	test.Tap(b)
	if d.host.Hint.Text != "" {
		t.Errorf("it says %q", d.host.Hint.Text)
	}
}

// Tab goes from the password to the next field; the eye has a key and takes clicks.
func TestTabPassesTheEye(t *testing.T) {
	var password, next *Entry
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		password, next = NewPassword(h, "Password"), NewEntry(h, "Code")
		return Stack(password, next)
	})
	password.Focus()
	if !strings.Contains(d.host.Hint.Text, "Alt+F8") {
		t.Errorf("the hint line says %q", d.host.Hint.Text)
	}
	d.window.Canvas().FocusNext()
	if !next.Focused() {
		t.Errorf("after the password comes %T", d.top())
	}
	d.window.Canvas().FocusPrevious()
	password.field.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF8, Modifier: fyne.KeyModifierAlt})
	if password.field.Password {
		t.Error("its key does not show the password")
	}
	eye := fyne.CurrentApp().Driver().AbsolutePositionForObject(password.action.self).AddXY(5, 5)
	test.TapCanvas(d.window.Canvas(), eye)
	if !password.field.Password || !password.Focused() {
		t.Error("a click on the eye does not hide it again and go on in the field")
	}
}

// The icons of the menu bar are drawn in the colour of the text, in both themes.
func TestIconsOfTheMenuBarFollowTheTheme(t *testing.T) {
	app := test.NewTempApp(t)
	for _, name := range assets.Names {
		item := (&Action{Title: name, Icon: assets.Icon(name)}).MenuItem(nil)
		menu := widget.NewMenu(fyne.NewMenu("", item, fyne.NewMenuItemSeparator()))
		for _, variant := range []Variant{Light, Dark} {
			app.Settings().SetTheme(NewTheme(variant, 1))
			ink := Color(theme.ColorNameForeground)
			if got := inked(t, item.Icon); got != ink {
				t.Errorf("%s is drawn in %v, the text in %v", name, got, ink)
			}
		}
		menu.Refresh()
	}
}

// inked is the colour of the densest pixel of an icon.
func inked(t *testing.T, icon fyne.Resource) color.Color {
	t.Helper()
	picture := canvas.NewImageFromResource(icon)
	picture.FillMode = canvas.ImageFillContain
	w := test.NewTempWindow(t, picture)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(48, 48))
	drawn := w.Canvas().Capture()
	ground := color.NRGBAModel.Convert(Color(theme.ColorNameBackground))
	return furthest(drawn, ground)
}

func furthest(drawn image.Image, ground color.Color) color.Color {
	gr, gg, gb, _ := ground.RGBA()
	far := func(c color.Color) int {
		r, g, b, _ := c.RGBA()
		return abs(int(r)-int(gr)) + abs(int(g)-int(gg)) + abs(int(b)-int(gb))
	}
	best := ground
	for y := range drawn.Bounds().Dy() {
		for x := range drawn.Bounds().Dx() {
			if c := drawn.At(x, y); far(c) > far(best) {
				best = c
			}
		}
	}
	return color.NRGBAModel.Convert(best)
}

func abs(n int) int { return max(n, -n) }

// A message stands at the foot of the window, and steps above fields that are there.
func TestAMessageCoversNoField(t *testing.T) {
	var toasts *Toasts
	var form *fyne.Container
	var fields []*Entry
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		toasts = NewToasts()
		toasts.Clear = h
		fields = []*Entry{NewEntry(h, "Reason"), NewEntry(h, "Ticket")}
		form = Stack(fields[0], NewLabel("between"), fields[1])
		form.Hide()
		return container.NewStack(container.NewBorder(nil, Margin(form, 0, 60), nil, nil), toasts)
	})
	toasts.Say(ToneInfo, "first")
	toasts.Say(ToneInfo, "second")
	foot := toasts.toasts[1].Position().Y
	if foot+toasts.toasts[1].Size().Height < d.window.Canvas().Size().Height-Px(HeightStatusStrip+toastLift+7) {
		t.Errorf("nothing is there, and the message stands at %v", foot)
	}
	form.Show()
	d.window.Canvas().Content().Refresh()
	toasts.Advance(0)
	for _, one := range toasts.toasts {
		for _, field := range fields {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(field)
			if (area{one.Position(), one.Size()}).meets(area{at, field.Size()}) {
				t.Errorf("%q at %v covers the field at %v", one.text, one.Position(), at)
			}
		}
	}
	form.Hide()
	toasts.Advance(0)
	if got := toasts.toasts[1].Position().Y; got != foot {
		t.Errorf("the form is gone, and the message stands at %v, not at %v", got, foot)
	}
}

// Fields that are no more are not kept.
func TestMessagesDoNotKeepFields(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	h := &Host{}
	for range 500 {
		NewCheck(h, strings.Repeat("x", 10), nil)
	}
	runtime.GC()
	if h.clear.forget(); len(h.clear.fields) > 20 {
		t.Errorf("%d fields are kept", len(h.clear.fields))
	}
}
