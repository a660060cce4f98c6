package operations

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/screen"
)

// stage is one line of the story of an operation: when, what, and what it means.
type stage struct {
	at    time.Time
	icon  fyne.Resource
	color fyne.ThemeColorName
	title string
	bold  bool
	note  string
}

// stagesOf is the story of an operation so far, oldest first.
func stagesOf(s model.OperationStory, now time.Time, zone *time.Location) []stage {
	list := []stage{recordedStage(s.Operation, zone)}
	for _, a := range s.Attempts {
		list = append(list, attemptStages(s.Operation, a)...)
	}
	list = append(list, readingStages(s, now, zone)...)
	for _, step := range s.Steps {
		if it, told := stepStage(step); told {
			list = append(list, it)
		}
	}
	slices.SortStableFunc(list, func(a, b stage) int { return cmp.Compare(a.at.UnixMilli(), b.at.UnixMilli()) })
	return list
}

func recordedStage(o model.Operation, zone *time.Location) stage {
	it := stage{at: o.Recorded, icon: assets.Icon("st-active"), color: theme.ColorNameSuccess, title: text.T("operations.step.recorded")}
	by := text.T("operations.step.by", text.With("Operator", text.Visible(o.Operator.Login)))
	if o.Change.Before.Given() {
		it.note = text.T("operations.step.balance", text.With("Balance", text.MoneyFull(o.Change.Before)),
			text.With("Time", o.Change.BeforeAt.In(zone).Format(time.TimeOnly)))
		by = it.note + ", " + by
	}
	it.note = by
	return it
}

// attemptStages are the sending of an attempt and its answer.
func attemptStages(o model.Operation, a model.Attempt) []stage {
	sent := stage{at: a.SentAt, icon: theme.MailSendIcon(), color: theme.ColorNamePrimary, title: text.T("operations.step.sent", text.With("Attempt", strconv.Itoa(a.Number))), note: a.Method}
	if o.Kind.Money() {
		sent.note = text.T("operations.step.mark", text.With("Mark", o.ID.Stamp(a.Number)))
	}
	if a.Verdict == "" { // still on its way
		return []stage{sent}
	}
	back := stage{at: a.SentAt.Add(a.Took), bold: true, note: answerWords(a)}
	switch a.Verdict {
	case "accepted":
		back.icon, back.color, back.title = assets.Icon("op-verifying"), theme.ColorNamePrimary, text.T("operations.answer.yes")
	case "refused":
		back.icon, back.color, back.title = assets.Icon("op-rejected"), theme.ColorNameError, text.T("operations.answer.no", text.With("Code", strconv.Itoa(a.Result)))
	case "neverwritten":
		back.icon, back.color, back.title = assets.Icon("offline"), theme.ColorNameWarning, text.T("operations.answer.never")
	case "session":
		back.icon, back.color, back.title = theme.LoginIcon(), theme.ColorNameWarning, text.T("operations.answer.session")
	case "rate":
		back.icon, back.color, back.title = assets.Icon("pending"), theme.ColorNameWarning, text.T("operations.answer.rate")
	default:
		back.icon, back.color, back.title = assets.Icon("op-unknown"), theme.ColorNameWarning, lostWords(a)
	}
	return []stage{sent, back}
}

// lostWords say in which way there is no clear answer.
func lostWords(a model.Attempt) string {
	switch {
	case a.Result != 0:
		return text.T("operations.answer.odd", text.With("Code", strconv.Itoa(a.Result)))
	case a.Status != 0:
		return text.T("operations.answer.broken", text.With("Status", strconv.Itoa(a.Status)))
	case a.Took >= time.Second:
		return text.T("operations.answer.none", text.With("Seconds", int(a.Took.Round(time.Second).Seconds())))
	}
	return text.T("operations.answer.cut")
}

// answerWords are what came back, as far as it can be told without secrets.
func answerWords(a model.Attempt) string {
	var parts []string
	if a.Status != 0 {
		parts = append(parts, text.T("operations.answer.http", text.With("Status", strconv.Itoa(a.Status)), text.With("Took", text.Took(a.Took))))
	}
	said := text.Isolated(text.Visible(strings.TrimPrefix(a.Message, "call "+a.Method+": ")))
	switch {
	case a.Status == 0 && a.Written && a.Message != "":
		parts = append(parts, text.T("operations.answer.left.how", text.With("How", said)))
	case a.Status == 0 && a.Written:
		parts = append(parts, text.T("operations.answer.left"))
	case a.Message != "":
		parts = append(parts, said)
	}
	return strings.Join(parts, ". ")
}

// readingStages are the looks at the platform's record: those that say the same
// one after the other are told once.
func readingStages(s model.OperationStory, now time.Time, zone *time.Location) []stage {
	var list []stage
	var again []string
	lastSaid, clean := "", 0
	readings := slices.Clone(s.Readings)
	slices.Reverse(readings)
	for _, r := range readings {
		it := readingStage(s.Operation, r)
		if said := it.title + "|" + strconv.FormatBool(r.Failure != ""); said == lastSaid {
			again = append(again, clockTime(r.At, now, zone))
			if r.Clean {
				clean++
			}
			last := &list[len(list)-1]
			last.note = againWords(again, clean)
			if absent(s.Operation, r) {
				last.note += ". " + text.T("operations.step.audit.none")
			}
			continue
		} else {
			lastSaid, again, clean = said, nil, 0
			if r.Clean {
				clean = 1
			}
		}
		list = append(list, it)
	}
	return list
}

// toldTimes is how many further readings are named one by one.
const toldTimes = 4

func againWords(times []string, clean int) string {
	key := "operations.step.again"
	if len(times) > toldTimes {
		return text.T("operations.step.often", text.With("Count", len(times)+1), text.With("Last", times[len(times)-1]), text.With("Clean", clean))
	}
	return text.T(key, text.With("Times", strings.Join(times, ", ")), text.With("Count", len(times)+1), text.With("Clean", clean))
}

func readingStage(o model.Operation, r model.Reading) stage {
	it := stage{at: r.At, icon: theme.SearchIcon(), color: theme.ColorNamePlaceHolder}
	switch {
	case r.Failure != "":
		it.icon, it.color, it.title = assets.Icon("offline"), theme.ColorNameWarning, text.T("operations.step.unread")
		it.note = text.Isolated(text.Visible(r.Failure))
	case o.Kind.Money() && r.Found > 0:
		it.icon, it.color, it.bold = assets.Icon("st-active"), theme.ColorNameSuccess, true
		it.title = text.T("operations.step.found", text.N(r.Found), text.With("Rows", rowsWords(r)))
	case o.Kind.Money():
		it.title = text.T("operations.step.notfound")
		if !r.Clean {
			it.note = text.T("operations.step.unclean")
		}
		if absent(o, r) {
			it.note = strings.TrimPrefix(it.note+". "+text.T("operations.step.audit.none"), ". ")
		}
	case r.Value != "":
		it.title = text.T("operations.step.value", text.With("Value", text.Visible(r.Value)))
	default:
		it.title = text.T("operations.step.readback")
	}
	if call := auditWords(r); call != "" {
		it.note = strings.TrimPrefix(it.note+". "+call, ". ")
	}
	if r.Note != "" {
		it.note = strings.TrimPrefix(it.note+". "+text.T(r.Note), ". ")
	}
	return it
}

// absent reports whether a look at the record of money found neither a row nor a
// call of ours; the log is part of every look that came about.
func absent(o model.Operation, r model.Reading) bool {
	return o.Kind.Money() && r.Failure == "" && r.Found == 0 && auditWords(r) == ""
}

// rowsWords are the numbers of the rows that carry our mark.
func rowsWords(r model.Reading) string {
	var ids []string
	for _, w := range r.Witness {
		if w.Ours && w.Funding.ID != 0 {
			ids = append(ids, strconv.FormatInt(w.Funding.ID, 10))
		}
	}
	return strings.Join(ids, ", ")
}

// auditWords say what the admin audit log has of our call.
func auditWords(r model.Reading) string {
	for _, w := range r.Witness {
		if a := w.Action; w.Ours && a.RequestKey != "" {
			if a.Result == platform.ResultNotTold {
				return text.T("operations.step.audit.running")
			}
			return text.T("operations.step.audit", text.With("Code", strconv.Itoa(a.Result)))
		}
	}
	return ""
}

// stepStage is a transition that says something that is not said otherwise.
func stepStage(step model.OperationStep) (stage, bool) {
	look := screen.LookOfOperation(step.To, step.From == model.StateUnknown)
	it := stage{at: step.At, icon: look.Icon, color: look.Color, bold: true, note: text.Visible(step.Reason)}
	by := text.With("Operator", text.Visible(step.By.Login))
	person := step.By.UID != 0 && step.From != model.StateDraft
	if text.Has(step.Reason) { // a sentence of the program's own
		it.note = text.T(step.Reason)
	}
	switch step.To {
	case model.StateConfirmed, model.StateRejected, model.StateDuplicate, model.StateWrong, model.StateReview, model.StateNotApplied,
		model.StateSettled, model.StateCancelled:
		it.title = text.T("operations.became." + strings.ReplaceAll(string(step.To), "-", ""))
	case model.StateQueued:
		if step.From == model.StateDraft {
			return it, false
		}
		it.title = text.T("operations.became.queued")
	default:
		return it, false
	}
	if person {
		it.title = text.T("operations.became.by", text.With("What", it.title), by)
	}
	return it, true
}
