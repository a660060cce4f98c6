package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxVisible is how many characters Visible shows at most.
const MaxVisible = 1000

// maxMarks is how many accents may stand on one letter before they are named.
const maxMarks = 3

// Visible makes foreign text harmless on one line: control characters,
// direction overrides and zero-width characters are named (<U+202E>), line
// breaks become " / ", and the length is bounded. Ordinary text, in any script,
// stays as it is.
func Visible(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	shown, marks := 0, 0
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for i, r := range s {
		if shown++; shown > MaxVisible {
			b.WriteString("…")
			break
		}
		if unicode.Is(unicode.Mn, r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteString(" / ")
		case r == '\t':
			b.WriteByte(' ')
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "<%02X>", s[i])
		case hidden(r) || marks > maxMarks:
			fmt.Fprintf(&b, "<U+%04X>", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain reports whether a text needs no change: the usual case.
func plain(s string) bool {
	if len(s) > MaxVisible {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// hidden reports whether a character cannot be seen or changes how others are.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp) ||
		r == '\u115F' || r == '\u1160' || r == '\u3164' || r == '\uFFA0' || // blank letters
		(unicode.Is(unicode.Zs, r) && r != ' ' && r != '\u00A0' && r != '\u3000')
}

// Isolated is Visible for text that may be Arabic or Hebrew: such text is
// wrapped so that it cannot turn round what stands beside it.
func Isolated(s string) string {
	s = Visible(s)
	for _, r := range s {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko) {
			return "\u2068" + s + "\u2069"
		}
	}
	return s
}
