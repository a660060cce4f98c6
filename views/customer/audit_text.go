package customer

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/screen"
)

// Bounds of what an action's details show; a copy has everything.
const (
	detailWide  = 88   // characters of a line
	detailLines = 2000 // of arguments or result
)

// detailLine is one line of an action's details.
type detailLine struct {
	field string // said before the first line of a value
	value string
	mono  bool
	bad   bool // an error
	plain string
}

// detailsOf are all lines of an action's details: how it ended and with what it was
// called first, then the rest of what is known.
func detailsOf(a *platform.Action, l auditLook) []detailLine {
	var lines []detailLine
	fact := func(key, value string) {
		if value != "" {
			lines = append(lines, factLines(text.T(key), value, false)...)
		}
	}
	fact("audit.detail.action", screen.ActionName(a))
	lines = append(lines, factLines(text.T("audit.detail.result"), l.outcome(a), a.Failed())...)
	lines = append(lines, foreignLines(text.T("audit.detail.arguments"), a.Arguments)...)
	lines = append(lines, foreignLines(text.T("audit.detail.response"), fullResult(a))...)
	fact("audit.detail.environment", environmentOf(a))
	fact("audit.detail.who", whoDid(a))
	fact("audit.detail.type", string(a.Type))
	fact("audit.detail.date", l.moment(a.Started))
	fact("audit.detail.ended", l.moment(a.Ended))
	fact("audit.detail.duration", screen.ActionTook(a))
	fact("audit.detail.service", a.Service)
	fact("audit.detail.source", a.Source)
	fact("audit.detail.request", a.RequestKey)
	return lines
}

// fullResult is everything the platform told about how an action ended.
func fullResult(a *platform.Action) string {
	if a.Response != "" {
		return a.Response
	}
	return a.Error
}

func factLines(field, value string, bad bool) []detailLine {
	var lines []detailLine
	for _, part := range folded(text.Isolated(text.Visible(value)), detailWide) {
		lines = append(lines, detailLine{field: field, value: part, bad: bad, plain: value})
		field = ""
	}
	return lines
}

// foreignLines are arguments or a result, laid out if they are JSON.
func foreignLines(field, foreign string) []detailLine {
	if strings.TrimSpace(foreign) == "" {
		return []detailLine{{field: field, value: text.T("audit.detail.nothing")}}
	}
	var lines []detailLine
	for line := range strings.SplitSeq(strings.ReplaceAll(laidOut(foreign), "\r\n", "\n"), "\n") {
		for _, part := range folded(line, detailWide) {
			if len(lines) == detailLines {
				return append(lines, detailLine{value: "…"})
			}
			lines = append(lines, detailLine{field: field, value: text.Isolated(text.Visible(part)), mono: true, plain: line})
			field = ""
		}
	}
	return lines
}

// laidOut is JSON with a line for each value; what is no JSON stays as it is.
func laidOut(foreign string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(foreign), "", "  ") != nil {
		return foreign
	}
	return b.String()
}

// folded breaks a line that is too long, after a space where there is one.
func folded(line string, wide int) []string {
	var parts []string
	for utf8.RuneCountInString(line) > wide {
		end := len(string([]rune(line)[:wide]))
		if space := strings.LastIndexByte(line[:end], ' '); space > end/2 {
			end = space + 1
		}
		parts = append(parts, line[:end])
		line = line[end:]
	}
	return append(parts, line)
}

// moment is a time with its zone; empty for none.
func (l auditLook) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return text.DateTime(t, l.zone) + " " + t.In(l.zone).Format("MST")
}

func environmentOf(a *platform.Action) string {
	if a.Environment != "" && a.AppID != "" {
		return a.Environment + " (" + a.AppID + ")"
	}
	return a.Environment + a.AppID
}

func whoDid(a *platform.Action) string {
	uid := a.Collaborator
	if uid == 0 {
		uid = a.UID
	}
	if uid == 0 {
		return a.Email
	}
	return strings.TrimSpace(a.Email + " (UID " + uidWords(uid) + ")")
}

// actionText is an action as text for a reply: what a customer may be told.
// Arguments are copied by themselves: they may hold what is not theirs to read.
func actionText(a *platform.Action, l auditLook) string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(text.T(key) + ": " + oneLine(value) + "\n")
		}
	}
	line("audit.detail.action", plainName(a))
	line("audit.detail.date", l.moment(a.Started))
	line("audit.detail.environment", a.Environment)
	line("audit.detail.who", whoDid(a))
	line("audit.detail.duration", screen.ActionTook(a))
	line("audit.detail.result", l.plainOutcome(a))
	return b.String()
}

// plainName is screen.ActionName as the platform wrote it.
func plainName(a *platform.Action) string {
	for _, name := range []string{a.Text, a.Key, a.Service} {
		if name != "" {
			return name
		}
	}
	return screen.ActionName(a)
}

// oneLine is a text without line breaks and tabs.
func oneLine(s string) string {
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
}
