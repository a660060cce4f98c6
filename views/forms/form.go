package forms

import (
	"context"
	"reflect"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// previewAfter is how long an amount has to rest before the platform is asked.
const previewAfter = 300 * time.Millisecond

// form is one operation being filled in.
type form struct {
	panel    *Panel
	spec     spec
	op       model.Operation // as it was prepared; its id is the one that goes out
	customer model.Customer
	host     *kit.Host   // of its controls
	dialog   *kit.Dialog // nil: it stands in a pane
	facts    facts
	fields   []*field
	amount   *kit.MoneyEntry // nil: no money

	preview  *model.Preview // what the platform said last; nil: nothing yet
	asked    model.Change   // what the preview is about
	checking bool           // the platform is being asked
	unread   *model.Error   // why it could not be asked
	taken    struct {
		email string
		uid   platform.UID
	}

	noted, activates bool        // what the switches of a status say
	popup, consents  bool        // ... and those of Sign In as User
	groupChoice      *kit.Select // nil: no group is asked
	templates        *kit.Select
	layerChoice      *kit.Select
	templatesAsked   bool

	tried   bool // a person pressed the button: everything that is missing is said
	wants   bool // it goes as soon as it is checked
	sending bool // it is being recorded: the button does nothing more

	object  *fyne.Container
	rows    *fyne.Container
	follows *kit.Paragraph
	warn    *kit.Paragraph
	notes   [2]*kit.Ground // around the two
	failure *kit.ErrorLine
	send    *kit.Button
	cancel  *kit.Button
	foot    *kit.Bar // nil in a dialog
}

func newForm(p *Panel, op model.Operation, c model.Customer) *form {
	f := &form{panel: p, spec: specs[op.Kind], op: op, customer: c, host: p.env.Host}
	if f.spec.modal {
		f.dialog = kit.NewDialog(p.env.Host, p.env.Window.Canvas())
		f.host = f.dialog.Host
	}
	if f.op.Change.Login == "" {
		f.op.Change.Login = c.Email
	}
	f.fields = f.spec.fields(f)
	f.restore()
	f.build()
	return f
}

// target is what of the customer is changed; empty: the customer.
func (f *form) target() string {
	c := f.op.Change
	switch {
	case c.Quota != "":
		return text.Visible(c.Quota)
	case c.Env != "":
		return text.Isolated(c.Env)
	}
	return ""
}

// begin asks what the form says of the customer, and the platform how they are.
func (f *form) begin() {
	f.focus()
	f.readFacts()
	f.check()
}

// focus gives the keyboard to the first field that is empty, else to the first.
func (f *form) focus() {
	for _, it := range f.fields {
		if it.text() == "" && it.focus != nil && (it.absent == nil || !it.absent()) {
			it.focus()
			return
		}
	}
	if len(f.fields) > 0 {
		f.fields[0].focus()
		return
	}
	f.panel.env.Window.Canvas().Focus(f.send)
}

// change is what the form says now.
func (f *form) change() model.Change {
	c, _ := f.filled()
	return c
}

func (f *form) filled() (model.Change, app.Given) {
	c, given := f.op.Change, app.Given{}
	for _, it := range f.fields {
		if it.absent == nil || !it.absent() {
			it.put(&c, &given)
		}
	}
	if f.op.Kind.Money() {
		c.Before, c.BeforeAt = f.balance(c.Balance), f.customer.ReadAt
		if f.preview != nil {
			c.BeforeAt = f.preview.ReadAt
		}
		c.Reseller = f.customer.Reseller.ID
	}
	c.Warnings = f.warnings()
	return c, given
}

// warnings are the sentences a person was shown.
func (f *form) warnings() []string {
	if f.preview == nil {
		return nil
	}
	return f.preview.Warnings
}

// changed is a person who wrote something.
func (f *form) changed() {
	f.wants = false
	f.show()
	f.askGroup()
	f.askTaken()
	if f.spec.checked && !f.checked() && f.problem() == "" {
		f.panel.env.Tasks.Debounce(f.panel.slot+slotPreview, previewAfter, f.check)
	}
}

// checked reports whether the platform was asked about what the form says now.
func (f *form) checked() bool {
	c := f.change()
	return f.preview != nil && reflect.DeepEqual(essential(c), essential(f.asked))
}

// essential is what the platform's answer depends on.
func essential(c model.Change) [2]string {
	return [2]string{c.Amount.String(), string(c.Balance)}
}

// check asks the platform how the customer is and what speaks against this.
func (f *form) check() {
	if f.offline() || f.spec.unasked {
		return
	}
	op := f.op
	op.Change = f.change()
	asked := op.Change
	if op.Kind.Money() && !op.Change.Amount.Given() {
		op.Change.Amount = platform.NewMoney(decimal.Zero, f.currency())
	}
	if op.Change.Reason == "" {
		op.Change.Reason = "-" // it is asked of the person, not of the platform
	}
	f.checking = true
	f.show()
	f.panel.env.Tasks.Go(f.panel.slot+slotPreview, func(ctx context.Context) (func(), error) {
		found, err := f.panel.env.Cluster.Preview(ctx, op)
		if err != nil {
			return nil, err
		}
		return func() { f.previewed(found, asked) }, nil
	}, func(err error) {
		f.checking, f.wants = false, false
		if f.panel.form == f {
			f.unread = f.panel.env.App.Explain(err)
			f.show()
		}
	})
}

// previewed shows what the platform said; what was to go goes if nothing new speaks
// against it.
func (f *form) previewed(found model.Preview, asked model.Change) {
	if f.panel.form != f {
		return
	}
	before := f.warnings()
	f.checking, f.unread, f.preview, f.asked = false, nil, &found, asked
	f.adopt(found)
	if f.amount != nil {
		f.amount.Reread()
	}
	f.show()
	goes := f.wants && f.whyNot() == "" && len(found.Warnings) <= len(before)
	f.wants = false
	if goes {
		f.record()
	}
}

// adopt takes what the platform has now as what the person saw.
func (f *form) adopt(found model.Preview) {
	if found.User.UID == 0 {
		return
	}
	f.facts.conflict = ""
	if was := f.op.Change.Was; f.op.Kind.OfAccountRow() && found.Current != was {
		f.facts.conflict = text.T("forms.conflict", text.With("Was", valueWords(was)), text.With("Now", valueWords(found.Current)))
		f.op.Change.Was = found.Current
	}
	f.customer.User, f.customer.ReadAt = found.User, found.ReadAt
}

func valueWords(s string) string {
	if s == "" {
		return text.T("forms.empty")
	}
	return s
}

// offline reports whether the platform cannot be asked now.
func (f *form) offline() bool { return f.panel.env.WhyNotRefresh() != "" }

// problem is the first thing that is wrong with what was filled in.
func (f *form) problem() string {
	for _, it := range f.fields {
		if it.absent != nil && it.absent() {
			continue
		}
		if problem := it.problem(); problem != "" {
			return problem
		}
	}
	return ""
}

// refused is why the platform or the journal would not take this.
func (f *form) refused() string {
	if f.preview == nil || f.preview.Refused == nil || f.spec.checked && !f.checked() {
		return ""
	}
	switch f.preview.Refused.Code {
	case model.Invalid: // said at its field
		return ""
	}
	return f.panel.env.Sentence(f.preview.Refused)
}

// whyNot is why it cannot be sent now. What is missing is said when the button is
// pressed; what is wrong, at once.
func (f *form) whyNot() string {
	env := f.panel.env
	switch {
	case f.sending:
		return text.T("forms.sending")
	case WhyNotChange(env) != "":
		return WhyNotChange(env)
	case f.offline() && f.op.Kind.OnlineOnly():
		return text.T("forms.online") + " " + env.WhyNotRefresh()
	case f.refused() != "":
		return f.refused()
	}
	return f.problem()
}

// sayAll says all that is missing: a person pressed the button.
func (f *form) sayAll() {
	f.tried = true
	f.show()
}

// submit is the button.
func (f *form) submit() {
	f.tried = true
	switch {
	case f.sending:
	case f.spec.checked && !f.checked() && !f.offline():
		f.wants = true
		f.panel.env.Tasks.Cancel(f.panel.slot + slotPreview)
		f.check()
	default:
		f.record()
	}
}

// record writes the operation down; from here on the button is dead.
func (f *form) record() {
	if f.op.Kind == model.SignInAsUser {
		f.visit()
		return
	}
	op := f.op
	change, given := f.filled()
	op.Change = change
	op = f.spec.completed(op)
	ops := append([]model.Operation{op}, f.spec.more(f, op)...)
	f.sending = true
	f.failure.Set("")
	f.show()
	f.panel.env.Tasks.Go(f.panel.slot+slotSend, func(ctx context.Context) (func(), error) {
		recorded, err := f.panel.env.Cluster.Record(ctx, given, ops...)
		if err != nil {
			return nil, err
		}
		return func() { f.panel.recorded(f, recorded) }, nil
	}, func(err error) {
		f.sending = false
		if f.panel.form == f {
			f.fail(f.panel.env.Sentence(err))
			f.show()
		}
	})
}

// fail says what came of it under the fields.
func (f *form) fail(sentence string) {
	f.failure.Set(sentence)
	f.arrange()
}

// recorded forgets the text of what was sent, and the form goes.
func (p *Panel) recorded(f *form, ops []model.Operation) {
	delete(p.drafts, keyOf(f.op))
	if p.form == f {
		p.form.fields = nil // nothing is kept of it
		p.Close()
	}
	if p.Sent != nil {
		p.Sent(ops)
	}
}

// keep remembers what was typed.
func (f *form) keep() {
	kept := map[string]string{}
	for _, it := range f.fields {
		if it.name != "" && it.touched() {
			kept[it.name] = it.text()
		}
	}
	if len(kept) == 0 {
		delete(f.panel.drafts, keyOf(f.op))
		return
	}
	f.panel.drafts[keyOf(f.op)] = kept
}

// restore puts back what was typed into this form before; what was prepared is
// the newer word.
func (f *form) restore() {
	kept := f.panel.drafts[keyOf(f.op)]
	if f.op.Origin != "" || f.op.Change.Amount.Given() {
		kept = map[string]string{"reason": f.op.Change.Reason, "ticket": f.op.Change.Ticket}
	}
	for _, it := range f.fields {
		if s, had := kept[it.name]; had && it.name != "" {
			it.restore(s)
		}
	}
}

// join puts sentences together.
func join(lines []string) string { return strings.Join(lines, "\n") }
