package customer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
	"steward/views/screen"
)

// environmentActions change the environment of the current row.
func (t *environments) environmentActions() []*kit.Action {
	action := func(kind model.OperationKind, icon fyne.Resource) *kit.Action {
		return &kit.Action{
			Title: text.T("actions.form", text.With("What", screen.OperationName(kind))), Icon: icon,
			WhyNot: func() string { return t.whyNotChange(kind) }, Run: func() { t.change(kind) },
		}
	}
	return []*kit.Action{
		action(model.StartEnvironment, theme.MediaPlayIcon()), action(model.StopEnvironment, theme.MediaStopIcon()),
		action(model.RestartEnvironment, theme.MediaReplayIcon()), action(model.SleepEnvironment, theme.MediaPauseIcon()), kit.Separator,
		action(model.RenameEnvironment, theme.DocumentCreateIcon()), action(model.NoteEnvironment, theme.DocumentIcon()), kit.Separator,
		action(model.DeleteEnvironment, theme.DeleteIcon()),
	}
}

// whyNotChange is why the current environment cannot be changed so now.
func (t *environments) whyNotChange(kind model.OperationKind) string {
	if why := forms.WhyNotChange(t.place.env); why != "" {
		return why
	}
	e, ok := t.list.currentRow()
	if !ok {
		return text.T("environments.change.none")
	}
	already := map[model.OperationKind]platform.EnvironmentStatus{
		model.StartEnvironment: platform.EnvironmentRunning, model.StopEnvironment: platform.EnvironmentDown, model.SleepEnvironment: platform.EnvironmentSleep,
	}
	running := e.Status == platform.EnvironmentRunning
	switch {
	case already[kind] == e.Status && e.Status != "":
		return text.T("environments.change.already", text.With("Status", e.status.Word))
	case (kind == model.RestartEnvironment || kind == model.SleepEnvironment) && !running:
		return text.T("environments.change.notrunning")
	case kind == model.DeleteEnvironment && e.Protected:
		return text.T("environments.change.protected")
	}
	return ""
}

// change opens the form of a change of the current environment.
func (t *environments) change(kind model.OperationKind) {
	e, ok := t.list.currentRow()
	if !ok {
		return
	}
	op := forms.Prepared(kind, t.place.customer())
	op.Change.AppID, op.Change.Env, op.Change.Was = e.AppID, e.Name, string(e.Status)
	switch kind {
	case model.RestartEnvironment, model.DeleteEnvironment:
		op.Change.Was = "" // the status says nothing about them
	case model.RenameEnvironment:
		op.Change.Was = e.DisplayName
	case model.NoteEnvironment:
		op.Change.Was = e.Note
	}
	t.place.form(op)
}

// operationChanged shows what became of a change.
func (t *environments) operationChanged() { t.place.again() }
