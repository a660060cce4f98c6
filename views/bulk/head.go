package bulk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// The steps as they stand at the right end of the head.
const (
	stepChoose = iota
	stepReview
	stepRun
	stepReport
	stepNone // a list of plans, or a file, is no step
)

// stepKeys are the names of the steps.
var stepKeys = []string{"bulk.step.choose", "bulk.step.review", "bulk.step.run", "bulk.step.report"}

// headHeight is as high as the head of a customer.
const headHeight float32 = 46

// head is what stands over every step: back, what it is about, and the steps.
type head struct {
	page  *Page
	bar   *kit.Bar
	back  *kit.Button
	title *kit.Label
	badge *kit.Badge
	sub   *kit.Label
	steps []*kit.Label
}

func newHead(p *Page) *head {
	h := &head{page: p, title: kit.NewHeading(""), badge: kit.NewBadge("", kit.ToneInfo), sub: kit.NewSecondary("")}
	h.title.Cut, h.sub.Cut = true, true
	h.back = kit.NewIconButton(p.env.Host, text.T("bulk.back"), theme.NavigateBackIcon(), p.Leave)
	var right []fyne.CanvasObject
	for i, key := range stepKeys {
		if i > 0 {
			right = append(right, kit.NewSecondary("→"))
		}
		label := kit.NewSecondary(text.T(key))
		h.steps = append(h.steps, label)
		right = append(right, label)
	}
	h.bar = kit.NewBar(headHeight, []fyne.CanvasObject{h.back, h.title, h.badge, h.sub}, right)
	h.bar.Line = kit.LineBelow
	return h
}

// heading is what a step says of itself.
type heading struct {
	title string
	badge string
	tone  kit.Tone
	sub   string
	step  int
}

// titled is a step that has a heading.
type titled interface{ heading() heading }

// show writes the heading of the step on screen.
func (h *head) show() {
	own, ok := h.page.now.(titled)
	if !ok {
		return
	}
	now := own.heading()
	h.title.SetText(now.title)
	h.badge.Set(now.badge, now.tone)
	h.sub.SetText(now.sub)
	for i, label := range h.steps {
		label.Bold = i == now.step
		label.Color = theme.ColorNamePlaceHolder
		if i == now.step {
			label.Color = theme.ColorNamePrimary
		}
		label.Refresh()
	}
	h.bar.Refresh()
}
