package text

import "strings"

// maxLines bounds how many lines of a foreign text are shown.
const maxLines = 200

// VisibleLines is Visible for texts of several lines: the line breaks stay.
func VisibleLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	if len(lines) > maxLines {
		lines = append(lines[:maxLines], "…")
	}
	for i, line := range lines {
		lines[i] = Isolated(Visible(line))
	}
	return strings.Join(lines, "\n")
}
