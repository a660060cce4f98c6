package kit

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"steward/assets"
	"steward/client/platform"
)

// desk is a test window with a host, in one of the two looks.
type desk struct {
	window fyne.Window
	host   *Host
}

func newDesk(t *testing.T, variant Variant, scale float32, content func(*Host) fyne.CanvasObject) *desk {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(NewTheme(variant, scale))
	hint := NewHintLine()
	host := &Host{Keys: NewKeys(hint), Hint: hint}
	window := test.NewTempWindow(t, content(host))
	window.SetPadded(false)
	window.Resize(fyne.NewSize(1100, 760))
	host.Keys.Attach(window.Canvas())
	return &desk{window, host}
}

// pictureFolder is where galleries are written: STEWARD_GALLERY, else nowhere
// that stays.
func pictureFolder(t *testing.T) string {
	if folder := os.Getenv("STEWARD_GALLERY"); folder != "" {
		return folder
	}
	return t.TempDir()
}

func (d *desk) save(t *testing.T, name string) {
	t.Helper()
	file, err := os.Create(filepath.Join(pictureFolder(t), name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, d.window.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}

func galleryOptions(n int) []Option {
	names := []string{"billing", "business", "beta", "trial", "enterprise", "partners", "staff", "schools",
		"hosting", "north", "south", "east", "west", "archive"}
	var options []Option
	for i, name := range names[:n] {
		options = append(options, Option{Key: name, Title: name, Note: []string{"4,200", "1,208", "87"}[i%3]})
	}
	return options
}

func gallery(h *Host) fyne.CanvasObject {
	none := func() {}
	at := func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }
	badge := NewBadge("1 unknown", ToneWarning)
	mainTabs := NewMainTabs(h, []Tab{
		{Key: "users", Title: "Users", Icon: theme.AccountIcon()},
		{Key: "activity", Title: "Activity History", Icon: theme.HistoryIcon()},
		{Key: "operations", Title: "Operations", Icon: theme.ListIcon(), Badge: badge},
	}, nil)
	platforms := NewMenuButton(h, "Harbor Cloud EU", theme.ComputerIcon(), func() []*Action { return nil })
	platforms.Outline, platforms.Tail = theme.ColorNameWarning, NewBadge("LIVE", ToneWarning)
	head := container.NewBorder(nil, nil, nil, NewBar(HeightMainTabs, nil, []fyne.CanvasObject{platforms}), mainTabs)

	banner := NewBanner(h)
	banner.Say(Message{Tone: ToneWarning, Icon: assets.Icon("offline"), Head: "Offline since 14:16.",
		Body: "You see what was read before. Changes are queued.", Aside: "Next try in 0:24",
		Action: &Action{Title: "Try now", Icon: theme.ViewRefreshIcon(), Run: none}})
	info := NewBanner(h)
	info.Say(Message{Tone: ToneInfo, Icon: theme.InfoIcon(), Head: "Funds last until about 4 Apr 2027", Body: "at the present rate."})

	groups := NewCheckList(h, "All groups", galleryOptions(14), nil)
	groups.Set([]string{"billing", "business", "trial"}, false)
	off := NewActionButton(h, &Action{Title: "Sign In as User", Icon: theme.LoginIcon(), WhyNot: func() string { return "Needs exactly one customer." }})
	off.Items, off.Split = func() []*Action { return nil }, true
	toolbar := NewToolbar([]fyne.CanvasObject{
		Wide(250, NewSearch(h, "Email or UID")), groups, NewSelect(h, []Option{{Key: "", Title: "All statuses"}}, nil), Gap(6),
		NewMenuButton(h, "Change Status", assets.Icon("st-active"), func() []*Action { return nil }), off,
	}, []fyne.CanvasObject{
		NewButton(h, "Refresh", theme.ViewRefreshIcon(), none), NewButton(h, "Columns", assets.Icon("columns"), none),
	})
	tabs := NewTabs(h, []Tab{{Key: "env", Title: "Environments"}, {Key: "sub", Title: "Subscriptions"}, {Key: "audit", Title: "Audit Log"},
		{Key: "billing", Title: "Billing History"}, {Key: "quotas", Title: "Quotas"}, {Key: "funding", Title: "Funding History"},
		{Key: "info", Title: "Info"}, {Key: "collab", Title: "Collaboration"}}, nil)
	tabs.Set("info")
	from, to := NewDateEntry(h, at), NewDateEntry(h, at)
	from.SetDay(at().AddDate(0, 0, -6))
	age, stale := NewAgeLabel(), NewAgeLabel()
	age.Set("Updated 40 s ago", false)
	stale.Set("39 h old", true)
	interval := NewSelect(h, []Option{{Key: "", Title: "12 weeks"}}, nil)
	interval.Small = true
	row := NewControlRow([]fyne.CanvasObject{NewLabel("From"), Wide(120, from), NewLabel("to"), Wide(120, to), interval,
		NewCheck(h, "Group by Node", nil)}, []fyne.CanvasObject{age, stale, NewLowButton(h, "Refresh", theme.ViewRefreshIcon(), none)})

	wrong := NewEntry(h, "Platform URL")
	wrong.SetIcon(theme.ComputerIcon())
	wrong.SetText("ftp://jca.example.com")
	wrong.SetError("Write an address that begins with https://.")
	password := NewPassword(h, "Password")
	password.SetIcon(assets.Icon("st-suspended"))
	password.SetText("correct horse")
	on, some := NewCheck(h, "Stay signed in, keep the session in the system keyring", nil), NewCheck(h, "Some", nil)
	on.Set(true)
	some.SetPartial()
	sure := NewButton(h, "Destroy", nil, none)
	sure.Level = Danger
	noway := NewPrimaryButton(h, "Send", nil, none)
	noway.Action.WhyNot = func() string { return "no" }
	form := Margin(Stack(NewHeading("Sign in to Harbor Cloud EU"), NewLabel("Platform URL"), wrong, NewLabel("Password"), password, on, some,
		NewBar(46, []fyne.CanvasObject{NewButton(h, "Try the demo platform", assets.Icon("demo"), none), NewLowButton(h, "Work offline", assets.Icon("offline"), none)},
			[]fyne.CanvasObject{noway, sure, NewPrimaryButton(h, "Sign In", theme.LoginIcon(), none)})), 14, 8)
	failed := NewErrorLine(h)
	failed.Set("The list could not be read (code 99). You see the state of 13:51.", &Action{Title: "Retry", Run: none}, &Action{Title: "Details", Run: none})
	icons := []fyne.CanvasObject{NewBadge("TEST", ToneInfo), NewBadge("DEMO", ToneSuccess), NewBadge("Left out 2", ToneError)}
	for _, state := range platform.States {
		s := StatusOf(state)
		word := NewLabel(s.Word)
		word.Color = s.Color
		icons = append(icons, NewIcon(s.Icon, s.Color), word)
	}
	var pictures []fyne.CanvasObject
	for _, name := range assets.Names {
		pictures = append(pictures, NewIcon(assets.Icon(name), ""))
	}
	pictures = append(pictures, NewIconSize(assets.Icon("st-active"), "", 48), NewIconSize(assets.Icon("pin"), "", 48),
		NewIconSize(assets.Icon("st-suspended"), "", 48), NewIconSize(assets.Icon("pending"), "", 48), NewIconSize(assets.Icon("shield"), "", 48))
	long := NewLabel("sales@a-very-long-name-that-never-ends.saltmarsh.example.com")
	long.Cut = true
	right := Stack(tabs, row, failed, NewBar(30, icons, nil), NewBar(56, pictures, nil), Wide(300, long),
		NewBar(30, []fyne.CanvasObject{NewMono("2026-11-23 14:02:11"), NewBold("2,310.5528 EUR"), NewCaption("bonus 120.00 EUR")}, nil))
	left := NewCard(form)
	split := NewSplit(h, false, 0.42, left, right)
	split.FirstLeast, split.SecondLeast = 420, 480

	progress := NewProgressLine()
	progress.Set("Reading customers 4,200 of 8,412", 4200, 8412)
	footer := NewFooter([]fyne.CanvasObject{NewBold("8,412"), NewLabel("customers"), NewSecondary("Balance"), NewLabel("1,904,118.2716 EUR")},
		[]fyne.CanvasObject{NewSecondary("Amounts in EUR")})
	h.Hint.SetRest("Enter opens · Space marks")
	strip := NewStatusStrip([]fyne.CanvasObject{NewIcon(assets.Icon("online"), theme.ColorNameSuccess), NewLabel("Online"), progress, Fill(h.Hint)},
		[]fyne.CanvasObject{NewIcon(theme.AccountIcon(), ""), NewLabel("dana.k@harbor.example.com · admin")})
	toasts := NewToasts()
	toasts.Say(ToneSuccess, "Reading customers has finished: 8,412 read.")
	toasts.Say(ToneError, "The export could not be written.")
	body := container.NewBorder(Stack(head, NewLine(false), banner, toolbar, info), Stack(footer, strip), nil, nil, split)
	return container.NewStack(NewGround(theme.ColorNameBackground, nil), body, toasts)
}

func TestGalleryIsDrawnInBothLooks(t *testing.T) {
	for name, look := range map[string]struct {
		variant Variant
		scale   float32
	}{"gallery-light": {Light, 1}, "gallery-dark": {Dark, 1}, "gallery-large": {Light, 1.5}} {
		d := newDesk(t, look.variant, look.scale, gallery)
		if look.scale > 1 {
			d.window.Resize(fyne.NewSize(1650, 1140))
		}
		d.save(t, name)
	}
}

// TestGalleryOfPopups draws what opens over a window.
func TestGalleryOfPopups(t *testing.T) {
	at := func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }
	for name, variant := range map[string]Variant{"popups-light": Light, "popups-dark": Dark} {
		var groups *CheckList
		var day *DateEntry
		var buttons []*Button
		var entry *Entry
		d := newDesk(t, variant, 1, func(h *Host) fyne.CanvasObject {
			groups = NewCheckList(h, "All groups", galleryOptions(14), nil)
			groups.AllowNot = true
			day, entry = NewDateEntry(h, at), NewEntry(h, "Email")
			buttons = []*Button{NewButton(h, "Plain", nil, nil), NewPrimaryButton(h, "Primary", nil, nil), NewLowButton(h, "Low", nil, nil)}
			for _, b := range buttons {
				b.focused = true
			}
			entry.field.focused = true
			check := NewCheck(h, "Check", nil)
			check.focused = true
			tabs := NewTabs(h, []Tab{{Key: "a", Title: "Audit Log"}, {Key: "b", Title: "Info"}}, nil)
			tabs.focused = true
			first := NewSelect(h, galleryOptions(3), nil)
			first.focused = true
			return container.NewStack(NewGround(theme.ColorNameBackground, nil), Stack(
				NewToolbar([]fyne.CanvasObject{groups, Gap(300), Wide(120, day), Wide(150, entry), buttons[0], buttons[1], buttons[2], check, first}, nil), tabs))
		})
		groups.Set([]string{"beta", "trial"}, true)
		canvas := d.window.Canvas()
		d.window.Resize(fyne.NewSize(1100, 560))
		groups.openList()
		day.openCalendar()
		ShowMenu(d.host, []*Action{
			{Title: "Activate", Icon: assets.Icon("st-active"), Run: func() {}},
			{Title: "Suspend", Icon: assets.Icon("st-suspended"), Key: Key{Name: fyne.KeyS, Mod: Ctrl}, Run: func() {}},
			Separator,
			{Title: "Destroy", WhyNot: func() string { return "Role view" }, Run: func() {}},
			{Title: "Show phone", On: func() bool { return true }, Run: func() {}},
		}, buttons[0], fyne.NewPos(0, 30))
		Confirm(d.host, canvas, Question{Title: "Remove Harbor Cloud staging?", Yes: "Remove", Danger: true,
			Body: "The copy of its 310 customers on this computer is deleted. Nothing changes on the platform. You can add it again at any time."})
		d.save(t, name)
	}
}
