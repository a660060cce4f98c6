package operations

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// notice is what has to be said first: one sentence, what it means, and for a
// conflict the values field by field.
type notice struct {
	head   *kit.Label
	body   *kit.Paragraph
	values *fyne.Container
	ground *kit.Ground
	object *fyne.Container
}

func newNotice() *notice {
	n := &notice{head: kit.NewBold(""), body: kit.NewParagraph("", theme.ColorNameForeground, false), values: kit.Stack()}
	n.head.Cut = true
	n.ground = kit.NewGround(kit.ColorTintWarning, kit.Margin(kit.Stack(n.head, n.body, n.values), 12, 7))
	n.object = kit.Stack(n.ground)
	return n
}

var noticeTones = map[model.OperationState]kit.Tone{
	model.StateUnknown: kit.ToneWarning, model.StateReview: kit.ToneWarning, model.StateDuplicate: kit.ToneError, model.StateWrong: kit.ToneError,
	model.StateRejected: kit.ToneError, model.StateNotApplied: kit.ToneInfo, model.StateQueued: kit.ToneInfo, model.StateSettled: kit.ToneInfo,
}

// show says what an operation needs to have said.
func (n *notice) show(s model.OperationStory, env *screen.Env) {
	o := s.Operation
	tone, needed := noticeTones[o.State]
	n.object.Hidden = !needed
	if !needed {
		return
	}
	n.ground.Color, n.ground.Edge = tone.Tint(), tone.Color()
	head, body := noticeWords(s, env)
	n.head.SetText(head)
	n.body.SetText(body)
	n.showValues(o)
	n.object.Refresh()
	n.ground.Refresh()
}

// noticeWords are the sentence and what it means.
func noticeWords(s model.OperationStory, env *screen.Env) (head, body string) {
	o := s.Operation
	name := "operations.notice." + strings.ReplaceAll(string(o.State), "-", "")
	head = text.T(name + ".head")
	if o.State == model.StateUnknown && !o.Kind.Money() {
		head = text.T("operations.notice.unknown.set")
	}
	body = text.T(name + ".body")
	switch o.State {
	case model.StateUnknown:
		switch { // the platform's own words stand in the story
		case o.Refusal == nil || o.Refusal.Key == "journal.note.unknown":
			body = text.T("operations.notice.unknown.noanswer") + " " + body
		case text.Has(o.Refusal.Key):
			body = text.T(o.Refusal.Key) + " " + body
		}
	case model.StateQueued:
		if why := env.Cluster.JournalWhy(); why != nil {
			body = env.Sentence(why)
		}
	case model.StateReview:
		body = reviewWords(o)
	case model.StateRejected:
		body = text.T("operations.notice.rejected.body")
		if said := refusalWords(o.Refusal); said != "" {
			body = said + " " + body
		}
	case model.StateDuplicate:
		body = text.T("operations.notice.duplicate.body", text.With("Rows", strings.Join(markedRows(s), ", ")))
	case model.StateSettled, model.StateNotApplied:
		body = text.T("operations.notice.by", text.With("Reason", lastReason(s)))
	}
	return head, body
}

// refusalWords are the platform's words with their code, and what they mean.
func refusalWords(r *model.Refusal) string {
	if r == nil {
		return ""
	}
	var parts []string
	if r.Key != "" && text.Has(r.Key) {
		parts = append(parts, text.T(r.Key))
	}
	switch {
	case r.Message != "" && r.Result != 0:
		parts = append(parts, text.T("operations.refusal", text.With("Words", text.Isolated(text.Visible(r.Message))), text.With("Code", strconv.Itoa(r.Result))))
	case r.Message != "":
		parts = append(parts, text.Isolated(text.Visible(r.Message))+".")
	case r.Result != 0:
		parts = append(parts, text.T("operations.refusal.code", text.With("Code", strconv.Itoa(r.Result))))
	}
	return strings.Join(parts, " ")
}

// reviewWords say why a person has to look again.
func reviewWords(o model.Operation) string {
	if o.Kind.Money() {
		if said := refusalWords(o.Refusal); said != "" {
			return said
		}
		return text.T("operations.notice.review.money")
	}
	if o.Theirs == "" {
		return refusalWords(o.Refusal)
	}
	return text.T("operations.notice.review.conflict", text.With("Theirs", text.Visible(o.Theirs)), text.With("Was", text.Visible(o.Change.Was)), text.With("Mine", text.Visible(o.Change.Wanted)))
}

// markedRows are the numbers of the rows that carry our mark.
func markedRows(s model.OperationStory) (ids []string) {
	for _, p := range proofsOf(s, nil) {
		if p.ours && p.funding.ID != 0 {
			ids = append(ids, strconv.FormatInt(p.funding.ID, 10))
		}
	}
	return ids
}

// lastReason is what a person wrote when they decided.
func lastReason(s model.OperationStory) string {
	for i := len(s.Steps) - 1; i >= 0; i-- {
		if step := s.Steps[i]; step.Reason != "" {
			return text.T("operations.notice.said", text.With("Operator", text.Visible(step.By.Login)), text.With("Reason", text.Visible(step.Reason)))
		}
	}
	return ""
}

// showValues shows was, theirs and mine of what a person has to decide.
func (n *notice) showValues(o model.Operation) {
	n.values.Objects = nil
	n.values.Hidden = o.State != model.StateReview || o.Theirs == ""
	if n.values.Hidden {
		return
	}
	was, theirs, mine := o.Change.Was, o.Theirs, o.Change.Wanted
	if o.Kind.Money() {
		was, mine = text.MoneyFull(o.Change.Before), text.MoneyChange(screen.SignedAmount(o.Kind, o.Change.Amount))
		theirs = o.Theirs + " " + text.Visible(o.Change.Amount.Currency())
	}
	for _, v := range [][2]string{{"was", was}, {"theirs", theirs}, {"mine", mine}} {
		value := kit.NewBold(text.Visible(v[1]))
		value.Cut = true
		name := text.T("operations.value." + v[0])
		if o.Kind.Money() {
			name = text.T("operations.value.money." + v[0])
		}
		bar := kit.NewBar(22, []fyne.CanvasObject{kit.Wide(132, kit.NewSecondary(name)), value}, nil)
		bar.Pad = 0
		n.values.Add(bar)
	}
}
