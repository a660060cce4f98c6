// Package forms are the forms of the operations: for one customer, in place; what
// deletes for good is asked in a dialog. One panel serves all kinds; what a kind has
// is a row of a table.
package forms

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// Slots of the forms' jobs.
const (
	slotFacts   = "forms.facts"
	slotGroup   = "forms.group"
	slotPreview = "forms.preview"
	slotTaken   = "forms.taken"
	slotSend    = "forms.send"
)

// Panel shows the form of one operation at a time. What was typed stays until the
// window closes, by customer and kind; secrets do not. All methods run on the UI
// thread.
type Panel struct {
	env    *screen.Env
	slot   string // before the names of its jobs
	object *fyne.Container
	// Closed is called when the form in the pane goes, however it went.
	Closed func()
	// Sent is called with what was recorded.
	Sent func(ops []model.Operation)

	// Visited is called with the choice of where a customer's dashboard opened.
	Visited func(popup bool)

	drafts map[draftKey]map[string]string
	form   *form // nil: none
}

// draftKey is what a text that was typed belongs to.
type draftKey struct {
	uid    platform.UID
	kind   model.OperationKind
	target string // of an environment, a quota, a row; empty: the customer
}

// NewPanel returns a panel without a form. name tells the jobs of several panels
// of a window apart.
func NewPanel(env *screen.Env, name string) *Panel {
	return &Panel{env: env, slot: name + ".", object: container.NewStack(), drafts: map[draftKey]map[string]string{}}
}

// Object is the panel on the canvas.
func (p *Panel) Object() fyne.CanvasObject { return p.object }

// Open shows the form of an operation that was prepared, with what was typed into
// it before.
func (p *Panel) Open(op model.Operation, c model.Customer) {
	if p.form != nil && keyOf(p.form.op) == keyOf(op) && op.Origin == "" {
		p.form.focus()
		return
	}
	p.leave()
	p.form = newForm(p, op, c)
	if p.form.dialog != nil {
		p.form.ask()
		p.form.begin()
		return
	}
	p.object.Objects = []fyne.CanvasObject{p.form.object}
	p.object.Refresh()
	p.form.begin()
}

// IsOpen reports whether a form is on screen.
func (p *Panel) IsOpen() bool { return p.form != nil }

// Of is whose operation is on screen, and its kind; 0: none is.
func (p *Panel) Of() (platform.UID, model.OperationKind) {
	if p.form == nil {
		return 0, ""
	}
	return p.form.op.UID, p.form.op.Kind
}

// Target is what of the customer is changed: the name of a quota, the number of a
// row; empty: the customer, or no form is open.
func (p *Panel) Target() string {
	if p.form == nil {
		return ""
	}
	return keyOf(p.form.op).target
}

// Close takes the form away; what was typed is kept.
func (p *Panel) Close() {
	if p.form == nil {
		return
	}
	modal := p.form.dialog != nil
	p.leave()
	if modal {
		p.env.Changed()
	} else if p.Closed != nil {
		p.Closed()
	}
}

// leave takes the form away without a word.
func (p *Panel) leave() {
	if p.form == nil {
		return
	}
	p.form.keep()
	for _, slot := range []string{slotFacts, slotGroup, slotPreview, slotTaken} {
		p.env.Tasks.Cancel(p.slot + slot)
	}
	was := p.form
	p.form = nil
	p.object.Objects = nil
	p.object.Refresh()
	if was.dialog != nil {
		was.dialog.Close()
	}
}

// Send records what the form says, as its button does.
func (p *Panel) Send() {
	if p.form != nil {
		p.form.send.Press()
	}
}

// WhyNotSend is why there is nothing to be sent.
func (p *Panel) WhyNotSend() string {
	if p.form == nil {
		return text.T("forms.none")
	}
	return ""
}

// StateChanged asks anew what may be done.
func (p *Panel) StateChanged() {
	if p.form != nil {
		p.form.show()
	}
}

// SectionChanged reads again what the form says of a customer.
func (p *Panel) SectionChanged(key model.SectionKey) {
	if p.form != nil && key.UID == p.form.op.UID && (key.Section == model.SectionEnvironments || key.Section == model.SectionQuotas || key.Section == model.SectionTopology) {
		p.form.readFacts()
	}
}

func keyOf(op model.Operation) draftKey {
	c := op.Change
	target := c.AppID + c.Quota
	if c.FundingID != 0 {
		target = strconv.FormatInt(c.FundingID, 10)
	}
	return draftKey{op.UID, op.Kind, target}
}

// WhyNotChange is why nothing can be changed now, in words; empty: it can.
func WhyNotChange(env *screen.Env) string {
	why := env.Cluster.MayWrite()
	if why == nil {
		return ""
	}
	return env.Sentence(why)
}

// row puts controls behind their name.
func row(name string, control fyne.CanvasObject) fyne.CanvasObject {
	label := kit.NewSecondary(name)
	label.Align = fyne.TextAlignTrailing
	return container.New(rowLayout{}, label, control)
}

// Measures of a form at scale 1.
const (
	nameWide float32 = 112
	rowGap   float32 = 8
	rowHigh  float32 = 28
)

// rowLayout stands a name beside its control, in line with its first line.
type rowLayout struct{}

// MinSize implements fyne.Layout.
func (rowLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[1].MinSize()
	return fyne.NewSize(kit.Px(nameWide+rowGap)+size.Width, max(size.Height, kit.Px(rowHigh))+kit.Px(6))
}

// Layout implements fyne.Layout.
func (rowLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(0, kit.Px(3)))
	o[0].Resize(fyne.NewSize(kit.Px(nameWide), kit.Px(rowHigh)))
	x := kit.Px(nameWide + rowGap)
	high := max(o[1].MinSize().Height, kit.Px(rowHigh))
	if least := o[1].MinSize().Height; least < kit.Px(rowHigh) {
		high = least
	}
	o[1].Move(fyne.NewPos(x, kit.Px(3)+max(0, (kit.Px(rowHigh)-high)/2)))
	o[1].Resize(fyne.NewSize(max(size.Width-x, 0), high))
}
