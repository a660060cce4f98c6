package operations

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/screen"
)

// weekday is how long ago a day is still known by its name.
const weekday = 6 * 24 * time.Hour

// moment is when something was, as short as it can be told: the seconds of
// today, the day of this week, else the date.
func moment(at, now time.Time, zone *time.Location) string {
	at, now = at.In(zone), now.In(zone)
	switch {
	case at.IsZero():
		return ""
	case at.Year() == now.Year() && at.YearDay() == now.YearDay():
		return at.Format(time.TimeOnly)
	case now.Sub(at) < weekday && now.After(at):
		return at.Format("Mon 15:04")
	}
	return text.Date(at, zone)
}

// clockTime is a moment with its seconds; of another day with that day.
func clockTime(at, now time.Time, zone *time.Location) string {
	at, now = at.In(zone), now.In(zone)
	if at.Year() == now.Year() && at.YearDay() == now.YearDay() {
		return at.Format(time.TimeOnly)
	}
	return at.Format("02 Jan 15:04")
}

func uidText(uid platform.UID) string { return strconv.FormatUint(uint64(uid), 10) }

// customerName is the e-mail of whom an operation concerns; of somebody whose
// personal data was removed only the number is left.
func customerName(o model.Operation) string {
	if o.Change.Login == "" {
		return text.T("operations.uid", text.With("UID", uidText(o.UID)))
	}
	return text.Visible(o.Change.Login)
}

// reasonAndTicket are what a person wrote.
func reasonAndTicket(c model.Change) string {
	parts := []string{text.Visible(c.Reason), text.Visible(c.Ticket)}
	if c.Ticket == "" || strings.Contains(c.Reason, c.Ticket) {
		parts = parts[:1]
	}
	return strings.TrimPrefix(strings.Join(parts, ", "), ", ")
}

// title is what an operation does, in one line: "Refill Balance +250.00 EUR,
// main balance".
func title(o model.Operation) string {
	name := screen.OperationName(o.Kind)
	if o.Erased || o.Kind == model.DeletePersonalData {
		return name
	}
	if !o.Kind.Money() {
		return strings.TrimSuffix(name+" "+screen.OperationChange(o), " ")
	}
	return text.T("operations.title.money", text.With("Name", name), text.With("Balance", screen.BalanceWord(o.Change.Balance)),
		text.With("Amount", text.MoneyChange(screen.SignedAmount(o.Kind, o.Change.Amount))))
}

// oneLine is an operation for the clipboard.
func oneLine(o model.Operation) string {
	return strings.Join([]string{
		string(o.ID), screen.OperationStateWord(o.State), text.DateTime(o.Recorded, time.UTC), uidText(o.UID), o.Change.Login,
		screen.OperationName(o.Kind), plainChange(o), o.Change.Reason, o.Change.Ticket,
	}, "\t")
}

// plainChange is the change of an operation for copies and files: ASCII signs.
func plainChange(o model.Operation) string {
	if o.Kind.Money() && !o.Erased {
		amount := screen.SignedAmount(o.Kind, o.Change.Amount)
		return text.MoneyCopy(amount) + " " + amount.Currency() + " " + screen.BalanceWord(o.Change.Balance)
	}
	return screen.OperationChange(o)
}

// runChange is what every row of a run becomes, as far as it is the same.
func runChange(first model.Operation) string {
	first.Change.Was = ""
	return screen.OperationChange(first)
}

// look is how a run is shown: by the row that is worst off.
func (r *run) look() screen.OperationLook {
	for _, s := range []model.OperationState{model.StateWrong, model.StateDuplicate, model.StateUnknown, model.StateReview} {
		if r.Counts[s] > 0 {
			look := screen.LookOfOperation(s, false)
			look.Word = text.T("operations.run.some", text.With("Count", r.Counts[s]), text.With("State", look.Word))
			return look
		}
	}
	confirmed := text.T("operations.run.of", text.With("Done", r.Counts[model.StateConfirmed]), text.With("All", r.Rows))
	switch r.State {
	case model.BatchRunning:
		look := screen.LookOfOperation(model.StateSending, false)
		look.Word = confirmed
		return look
	case model.BatchPaused:
		return screen.OperationLook{Word: text.T("operations.run.paused"), Icon: theme.MediaPauseIcon(), Color: theme.ColorNameWarning}
	case model.BatchCancelled:
		look := screen.LookOfOperation(model.StateCancelled, false)
		look.Word = text.T("operations.run.cancelled", text.With("Words", confirmed))
		return look
	case model.BatchClosed:
		return screen.OperationLook{Word: text.T("operations.run.closed"), Icon: theme.LogoutIcon(), Color: theme.ColorNamePlaceHolder}
	}
	if r.Counts[model.StateRejected] > 0 {
		return screen.OperationLook{Word: confirmed, Icon: assets.Icon("op-rejected"), Color: theme.ColorNameError}
	}
	look := screen.LookOfOperation(model.StateConfirmed, r.Late > 0)
	if r.Counts[model.StateConfirmed] < r.Rows {
		look.Word = confirmed
	}
	return look
}

// remaining is how long something still takes, to the second.
func remaining(d time.Duration) string {
	d = max(d, 0).Round(time.Second)
	minutes, seconds := int(d/time.Minute), int(d%time.Minute/time.Second)
	if minutes == 0 {
		return text.T("operations.seconds", text.With("Seconds", seconds))
	}
	return text.T("operations.minutes", text.With("Minutes", minutes), text.With("Seconds", seconds))
}
