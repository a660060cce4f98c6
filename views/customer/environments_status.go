package customer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// environmentStatus is how what an environment or a node does is shown: shape,
// colour and word together. A status that is not known shows the platform's own
// text.
func environmentStatus(s platform.EnvironmentStatus) kit.Status {
	word := func(key string) string { return text.T("environments.status." + key) }
	switch s {
	case platform.EnvironmentRunning:
		return kit.Status{Icon: assets.Icon("st-active"), Color: theme.ColorNameSuccess, Word: word("running")}
	case platform.EnvironmentDown:
		return kit.Status{Icon: theme.MediaStopIcon(), Color: kit.ColorGone, Word: word("down")}
	case platform.EnvironmentSleep:
		return kit.Status{Icon: assets.Icon("st-inactive"), Color: theme.ColorNamePrimary, Word: word("sleep")}
	case platform.EnvironmentBroken:
		return kit.Status{Icon: theme.WarningIcon(), Color: theme.ColorNameError, Word: word("broken")}
	case platform.EnvironmentNotExists:
		return kit.Status{Icon: assets.Icon("st-deleted"), Color: kit.ColorGone, Word: word("notexists")}
	case platform.EnvironmentUnknown:
		return kit.Status{Icon: theme.QuestionIcon(), Color: theme.ColorNameWarning, Word: word("unknown")}
	}
	if shape, passing := environmentPassing[s]; passing {
		return kit.Status{Icon: shape.icon(), Color: theme.ColorNamePrimary, Word: word(shape.word)}
	}
	return kit.Status{Icon: theme.QuestionIcon(), Color: theme.ColorNameWarning, Word: rawWord(string(s))}
}

// environmentPassing are the statuses that pass into another one by themselves.
var environmentPassing = map[platform.EnvironmentStatus]struct {
	icon func() fyne.Resource
	word string
}{
	platform.EnvironmentLaunching:   {theme.MediaPlayIcon, "launching"},
	platform.EnvironmentCreating:    {theme.ContentAddIcon, "creating"},
	platform.EnvironmentCloning:     {theme.ContentCopyIcon, "cloning"},
	platform.EnvironmentExporting:   {theme.UploadIcon, "exporting"},
	platform.EnvironmentMigrating:   {theme.NavigateNextIcon, "migrating"},
	platform.EnvironmentUpdating:    {theme.ViewRefreshIcon, "updating"},
	platform.EnvironmentStopping:    {theme.MediaStopIcon, "stopping"},
	platform.EnvironmentGoesToSleep: {theme.MediaPauseIcon, "goestosleep"},
	platform.EnvironmentRestoring:   {theme.ContentUndoIcon, "restoring"},
}

// rawWord is the platform's own text of something that has no word here.
func rawWord(s string) string {
	if s == "" {
		return text.T("list.notgiven")
	}
	return text.Isolated(s)
}

// environmentStatusRank is where a status stands when sorted: what needs somebody first, what
// rests last.
func environmentStatusRank(s platform.EnvironmentStatus) int {
	switch s {
	case platform.EnvironmentBroken:
		return 0
	case platform.EnvironmentUnknown, platform.EnvironmentNotExists:
		return 1
	case platform.EnvironmentRunning:
		return 4
	case platform.EnvironmentSleep:
		return 5
	case platform.EnvironmentDown:
		return 6
	}
	if _, passing := environmentPassing[s]; passing {
		return 3
	}
	return 2
}
