package kit

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

func detailTabs(h *Host, heard *[]string) *Tabs {
	var tabs []Tab
	for _, title := range []string{"Environments", "Subscriptions", "Audit Log", "Billing History", "Quotas", "Funding History", "Info", "Collaboration"} {
		tabs = append(tabs, Tab{Key: title, Title: title})
	}
	return NewTabs(h, tabs, func(key string) { *heard = append(*heard, key) })
}

func TestTabsThatDoNotFitGoBehindDots(t *testing.T) {
	var heard []string
	var tabs *Tabs
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		tabs = detailTabs(h, &heard)
		return Stack(tabs)
	})
	d.window.Resize(fyne.NewSize(713, 300)) // the pane at 1440
	if tabs.overflow != 0 {
		t.Errorf("eight tabs do not fit in 713 px")
	}
	d.window.Resize(fyne.NewSize(480, 300))
	tabs.Choose("Collaboration")
	last := tabs.index("Collaboration")
	if tabs.overflow == 0 || tabs.lefts[last] < 0 || tabs.lefts[last]+tabs.width(last) > 480 {
		t.Fatalf("the chosen tab must be seen: %v", tabs.lefts)
	}
	test.TapAt(tabs, fyne.NewPos(tabs.overflow+8, 10))
	press(d.top(), fyne.KeyReturn)
	hidden := heard[len(heard)-1]
	if hidden == "Collaboration" || tabs.Selected() != hidden {
		t.Errorf("behind the dots %q was chosen, the bar shows %q", hidden, tabs.Selected())
	}
}

func TestTabsByKeys(t *testing.T) {
	var heard []string
	var tabs *Tabs
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		tabs = detailTabs(h, &heard)
		return Stack(tabs)
	})
	press(tabs, fyne.KeyRight, fyne.KeyEnd, fyne.KeyRight, fyne.KeyHome, fyne.KeyLeft)
	if want := []string{"Subscriptions", "Collaboration", "Environments"}; !slices.Equal(heard, want) {
		t.Errorf("heard %v, want %v", heard, want)
	}
}

func TestBarKeepsTheRightAtTheRight(t *testing.T) {
	var left, right *Button
	var fill *Label
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		left, right = NewButton(h, "Left", nil, nil), NewButton(h, "Right", nil, nil)
		fill = NewLabel("a hint that may be long")
		fill.Cut = true
		return Stack(NewToolbar([]fyne.CanvasObject{left, fill}, []fyne.CanvasObject{right}))
	})
	for _, width := range []float32{1024, 300} {
		d.window.Resize(fyne.NewSize(width, 100))
		if left.Position().X != 10 || right.Position().X+right.Size().Width != width-10 {
			t.Errorf("at %v: left at %v, right ends at %v", width, left.Position().X, right.Position().X+right.Size().Width)
		}
		if left.Position().Y != 7 || left.Size().Height != 28 {
			t.Errorf("a button of 28 in a bar of 42 stands at %v", left.Position().Y)
		}
	}
	d.window.Resize(fyne.NewSize(190, 100))
	if end := fill.Position().X + fill.Size().Width; end > right.Position().X {
		t.Errorf("the label ends at %v, over the button at %v", end, right.Position().X)
	}
}

func TestSplitKeepsItsLimitsAndItsDefault(t *testing.T) {
	var s *Split
	var a, b *Ground
	var heard []float64
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		a, b = NewGround("", nil), NewGround("", nil)
		s = NewSplit(h, false, 0.5, a, b)
		s.FirstLeast, s.SecondLeast = 420, 480
		s.OnMoved = func(share float64) { heard = append(heard, share) }
		return s
	})
	d.window.Resize(fyne.NewSize(1207, 400))
	if a.Size().Width != 600 || b.Size().Width != 600 {
		t.Fatalf("%v | %v", a.Size().Width, b.Size().Width)
	}
	s.divider.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-500, 0)})
	if a.Size().Width != 420 {
		t.Errorf("dragged below its least: %v", a.Size().Width)
	}
	s.divider.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(900, 0)})
	if b.Size().Width != 480 {
		t.Errorf("the second pane has %v", b.Size().Width)
	}
	s.divider.DoubleTapped(nil)
	if a.Size().Width != 600 || len(heard) != 3 || heard[2] != 0.5 {
		t.Errorf("%v after a double click, heard %v", a.Size().Width, heard)
	}
	s.ShowSecond(false)
	if a.Size().Width != 1207 {
		t.Errorf("alone it has %v", a.Size().Width)
	}
	s.ShowSecond(true)
	s.SetVertical(true, 0.45)
	if a.Size().Width != 1207 || b.Position().Y == 0 {
		t.Error("the panes do not stand below each other")
	}
}

func TestToastsGoAndWaitUnderThePointer(t *testing.T) {
	var toasts *Toasts
	newDesk(t, Light, 1, func(*Host) fyne.CanvasObject {
		toasts = NewToasts()
		return toasts
	})
	toasts.Say(ToneSuccess, "first")
	toasts.Say(ToneError, "second")
	toasts.toasts[1].MouseIn(nil)
	toasts.Advance(ToastTime)
	if got := toasts.Texts(); !slices.Equal(got, []string{"second"}) {
		t.Errorf("left: %v", got)
	}
	toasts.toasts[0].MouseOut()
	toasts.Advance(time.Second)
	if len(toasts.Texts()) != 1 {
		t.Error("gone too early")
	}
	test.Tap(toasts.toasts[0])
	if len(toasts.Texts()) != 0 {
		t.Error("a click does not take it away")
	}
}

func TestBannerHasOneButton(t *testing.T) {
	var b *Banner
	pressed := false
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		b = NewBanner(h)
		return Stack(b)
	})
	if b.Visible() {
		t.Error("seen without a message")
	}
	b.Say(Message{Tone: ToneWarning, Head: "Offline.", Body: "You see what was read before.", Action: &Action{Title: "Try now", Run: func() { pressed = true }}})
	test.Tap(b.Button())
	if !b.Visible() || !pressed || b.Text() != "Offline. You see what was read before." {
		t.Errorf("%q, pressed %v", b.Text(), pressed)
	}
}

// A sentence that does not fit beside its button is readable to its end.
func TestAnErrorLineIsNotCut(t *testing.T) {
	var line *ErrorLine
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		line = NewErrorLine(h)
		return container.NewVBox(line)
	})
	d.window.Resize(fyne.NewSize(713, 300)) // the pane at 1440
	line.Set("The platform cannot be reached. You see what was read before. Check the network; it is tried again by itself.",
		&Action{Title: "Try again", Run: func() {}})
	d.window.Resize(fyne.NewSize(713, 301))
	d.window.Resize(fyne.NewSize(713, 300))
	if n := len(line.text.lines); n < 2 || line.Size().Height < line.text.MinSize().Height || line.text.Position().Y < 0 {
		t.Errorf("%d lines in %v", n, line.Size())
	}
}

func TestConfirmIsSafe(t *testing.T) {
	var opener *Button
	ran := 0
	d := newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject {
		opener = NewButton(h, "Remove", nil, nil)
		return Stack(opener)
	})
	d.window.Canvas().Focus(opener)
	ask := func() {
		Confirm(d.host, d.window.Canvas(), Question{Title: "Remove?", Body: "It goes.", Yes: "Remove", Danger: true, Run: func() { ran++ }})
	}
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape} {
		ask()
		press(d.top(), key)
		if ran != 0 || d.popups() != 0 || d.top() != fyne.Focusable(opener) {
			t.Errorf("%s: ran %d, %d open, focus %T", key, ran, d.popups(), d.top())
		}
	}
	ask()
	d.window.Canvas().FocusNext()
	press(d.top(), fyne.KeySpace)
	if ran != 1 {
		t.Errorf("the second button ran %d times", ran)
	}
}

func TestParagraphWraps(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	for _, line := range wrap("What happened. What it means. What to do. averyveryverylongwordwithoutanyspace", 120, 13) {
		if w := fyne.MeasureText(line, 13, fyne.TextStyle{}).Width; w > 120 {
			t.Errorf("%q is %v wide", line, w)
		}
	}
	p := NewParagraph("one two three four five six seven eight nine ten eleven twelve", "", false)
	p.Resize(fyne.NewSize(100, 10))
	high := p.MinSize().Height
	p.Resize(fyne.NewSize(1000, 10))
	if p.MinSize().Height >= high {
		t.Error("a wide paragraph is as high as a narrow one")
	}
}

func TestLabelGivesWay(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	l := NewLabel("sales@saltmarsh.example.com")
	if full := l.MinSize().Width; full < 100 {
		t.Errorf("identity must not be cut: %v", full)
	}
	l.Cut = true
	l.Resize(fyne.NewSize(80, 18))
	text := test.WidgetRenderer(l).(*labelRenderer).text
	if text.MinSize().Width > 80 || text.Text == l.Text {
		t.Errorf("%q in 80 px", text.Text)
	}
}

func TestProgressAndAge(t *testing.T) {
	newDesk(t, Light, 1, func(h *Host) fyne.CanvasObject { return h.Hint })
	p := NewProgressLine()
	p.Set("Reading customers", 4200, 8400)
	if p.Share() != 0.5 || !p.Visible() {
		t.Errorf("share %v", p.Share())
	}
	p.Set("Reading customers", 5, 0)
	if p.Share() >= 0 {
		t.Error("a bar without an end")
	}
	a := NewAgeLabel()
	a.Set("39 h old", true)
	if !a.Stale() || a.Text() != "39 h old" {
		t.Errorf("%q stale %v", a.Text(), a.Stale())
	}
	a.Set("", false)
	if a.Visible() {
		t.Error("an empty age is seen")
	}
}
