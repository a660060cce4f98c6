package screen

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2/theme"

	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// ActionName is what an action is called: as the platform words it, else its method.
func ActionName(a *platform.Action) string {
	for _, name := range []string{a.Text, a.Key, a.Service} {
		if name != "" {
			return text.Isolated(text.Visible(name))
		}
	}
	return strconv.FormatInt(a.ID, 10)
}

// ActionTook is how long an action lasted; empty if that is not known.
func ActionTook(a *platform.Action) string {
	took, ok := a.Took()
	if !ok {
		return ""
	}
	return text.Took(took)
}

// ActionResult is how an action ended, with its icon.
func ActionResult(a *platform.Action, now time.Time) kit.Cell {
	cell := kit.Cell{Text: ActionOutcome(a, now)}
	switch {
	case a.Running():
		cell.Color = theme.ColorNamePrimary
		cell.Icon = kit.CellIcon{Resource: assets.Icon("pending"), Color: theme.ColorNamePrimary}
	case a.Failed():
		cell.Color = theme.ColorNameError
		cell.Icon = kit.CellIcon{Resource: assets.Icon("st-destroyed"), Color: theme.ColorNameError}
	case cell.Text != "":
		cell.Icon = kit.CellIcon{Resource: assets.Icon("st-active"), Color: theme.ColorNameSuccess}
	}
	return cell
}

// ActionOutcome is how an action ended, in words: Success, the error, or since when
// it is in progress. Empty: the platform did not tell.
func ActionOutcome(a *platform.Action, now time.Time) string {
	switch {
	case a.Running() && a.Started.IsZero():
		return text.T("audit.running")
	case a.Running():
		return text.T("audit.running.since", text.With("Age", lasting(now.Sub(a.Started))))
	case a.Failed():
		return actionFailure(a)
	case a.Result == 0:
		return text.T("audit.success")
	}
	return ""
}

// lasting is how long something has been going on, in whole seconds.
func lasting(d time.Duration) string {
	if d = max(d, 0).Truncate(time.Second); d < time.Second {
		return "0 s"
	}
	return text.Took(d)
}

// actionFailure is an error in the platform's words, with its code where it has one.
func actionFailure(a *platform.Action) string {
	words := text.Isolated(text.Visible(a.Error))
	code := text.With("Code", strconv.Itoa(a.Result))
	switch {
	case words == "":
		return text.T("audit.error.code", code)
	case a.Result > 0:
		return text.T("audit.error", text.With("Words", words), code)
	}
	return words
}
