package export

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// maxText is how long a text may be in UTF-16 units: a cell of XLSX holds no more.
const maxText = 32_767

// clean makes a foreign text harmless: control characters and what turns the direction
// round or cannot be seen are named (<U+202E>), lines end in "\n", and what is too long
// ends in "…". Ordinary text in any script stays as it is, joiners included.
func clean(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for i, r := range s {
		switch {
		case r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "<%02X>", s[i])
		case treacherous(r):
			fmt.Fprintf(&b, "<U+%04X>", r)
		default:
			b.WriteRune(r)
		}
	}
	return bounded(b.String())
}

// plain reports whether a text needs no change: the usual case.
func plain(s string) bool {
	for i := range len(s) {
		if (s[i] < ' ' || s[i] > '~') && s[i] != '\n' && s[i] != '\t' {
			return false
		}
	}
	return len(s) <= maxText
}

// treacherous reports whether a character is a control, turns the direction round, has
// no width without being part of a word, or is none at all.
func treacherous(r rune) bool {
	return unicode.Is(unicode.Cc, r) ||
		r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || // embeddings, overrides, isolates
		r == '\u200B' || r == '\u200E' || r == '\u200F' || r == '\u061C' || r == '\u2060' || r == '\uFEFF' ||
		r&0xFFFE == 0xFFFE
}

// bounded cuts a text that no cell can hold, and says so by "…".
func bounded(s string) string {
	if len(s) <= maxText { // a byte is at most one unit
		return s
	}
	units := 0
	room := len(s) // where it is cut if there turns out to be more
	for i, r := range s {
		units += utf16.RuneLen(r)
		if units <= maxText-1 {
			room = i + utf8.RuneLen(r)
		}
		if units > maxText {
			return s[:room] + "…"
		}
	}
	return s
}

// triggers make a spreadsheet read a text as a formula; the wide ones do in some.
const triggers = "=+-@＝＋－＠"

// guarded puts a ' before a clean text that a spreadsheet would read as a formula, and
// before each of its lines that would be one.
func guarded(s string) string {
	if !strings.ContainsAny(s, triggers+"\t\n") {
		return s
	}
	lines, found := strings.Split(s, "\n"), false
	for i, line := range lines {
		if i > 0 && triggered(line) {
			lines[i], found = "'"+line, true
		}
	}
	if found || triggered(s) || s[0] == '\t' || s[0] == '\n' {
		return "'" + strings.Join(lines, "\n")
	}
	return s
}

// triggered reports whether a text is a formula, blanks before it aside.
func triggered(s string) bool {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	r, size := utf8.DecodeRuneInString(s)
	return size > 0 && strings.ContainsRune(triggers, r)
}
