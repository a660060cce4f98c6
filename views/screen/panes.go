package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/views/kit"
)

// narrowBelow is the width (at scale 1) below which the detail stands under its
// list.
const narrowBelow float32 = 1180

// Least room of list and detail, at scale 1.
const (
	leastList, leastDetail        float32 = 420, 480
	leastListHigh, leastDetailLow float32 = 150, 120
)

// shareAbove is the usual share of a list that stands above its detail.
const shareAbove = 0.45

// shares is how much of the room the list has. Zero: the usual share.
type shares struct{ Beside, Above float64 }

// Panes are a list and its detail: side by side, or one above the other where
// the window is narrow. How a person divided the room is remembered.
type Panes struct {
	Object fyne.CanvasObject

	env     *Env
	setting string
	usual   shares
	own     shares
	split   *kit.Split
	narrow  func(bool) // hears of a page that became narrow, or wide again
}

// NewPanes returns list and detail, with a usual share of the list beside its
// detail. narrow is called when the page becomes narrow or wide again.
func NewPanes(e *Env, setting string, beside float64, list, detail fyne.CanvasObject, narrow func(bool)) *Panes {
	p := &Panes{env: e, setting: setting, usual: shares{beside, shareAbove}, narrow: narrow}
	p.split = kit.NewSplit(e.Host, false, beside, list, detail)
	p.split.FirstLeast, p.split.SecondLeast = leastList, leastDetail
	p.split.OnMoved = p.moved
	p.Object = container.NewStack(p.split, kit.Watch(p.fit))
	Recall(e, setting, shares{}, func(own shares) {
		p.own = own
		p.divide()
	})
	return p
}

// ShowDetail hides or shows the detail; alone, the list has all the room.
func (p *Panes) ShowDetail(on bool) { p.split.ShowSecond(on) }

func (p *Panes) moved(share float64) {
	if p.split.Vertical() {
		p.own.Above = share
	} else {
		p.own.Beside = share
	}
	p.env.Keep(p.setting, p.own)
}

// fit turns the panes with the room that there is.
func (p *Panes) fit(size fyne.Size) {
	narrow := size.Width < kit.Px(narrowBelow)
	if narrow == p.split.Vertical() {
		return
	}
	p.split.FirstLeast, p.split.SecondLeast = leastList, leastDetail
	usual := p.usual.Beside
	if narrow {
		p.split.FirstLeast, p.split.SecondLeast = leastListHigh, leastDetailLow
		usual = p.usual.Above
	}
	p.split.SetVertical(narrow, usual)
	p.divide()
	p.narrow(narrow)
}

// divide gives the list the share that a person gave it.
func (p *Panes) divide() {
	own := p.own.Beside
	if p.split.Vertical() {
		own = p.own.Above
	}
	if own > 0 {
		p.split.SetShare(own)
	}
}
