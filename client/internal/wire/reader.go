// Package wire reads the answers of the platform. It tolerates what the
// platform is known to vary: unknown, missing and null fields, numbers as
// strings, enums as number or name, three encodings of dates, single objects
// where lists are expected. It never panics, and its depth and lengths are bounded.
package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep an answer may nest; the platform's stay below 10.
const maxDepth = 64

// Errors of answers that are not readable.
var (
	// ErrCut is returned for a text that ends too early.
	ErrCut = fmt.Errorf("answer breaks off: %w", io.ErrUnexpectedEOF)
	// ErrSyntax is returned for a text that is not JSON, or nests too deep.
	ErrSyntax = errors.New("answer is not JSON")
	// ErrShape is returned for JSON that is not an answer of the platform.
	ErrShape = errors.New("answer is not the platform's")
)

// reader walks one JSON text without building a tree of it. After a failure
// err is set and every loop ends.
type reader struct {
	data   []byte
	pos    int
	depth  int
	err    error
	shared map[string]string // texts that repeat from row to row
}

func newReader(data []byte) *reader {
	return &reader{data: data, shared: make(map[string]string)}
}

// peek is the first byte of the next token, 0 after a failure.
func (r *reader) peek() byte {
	for r.err == nil {
		if r.pos >= len(r.data) {
			r.err = ErrCut
			break
		}
		switch c := r.data[r.pos]; c {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// open enters an object ('{') or a list ('['). It reports false, and reads
// nothing, if the next value is something else.
func (r *reader) open(bracket byte) bool {
	if r.peek() != bracket {
		return false
	}
	if r.depth++; r.depth > maxDepth {
		r.err = fmt.Errorf("%w: nested deeper than %d", ErrSyntax, maxDepth)
		return false
	}
	r.pos++
	return true
}

// more reports whether another member follows and stands before it; at the
// closing bracket it leaves the object or list. first is true for the first member.
func (r *reader) more(closing byte, first *bool) bool {
	c := r.peek()
	if c == closing {
		r.pos++
		r.depth--
		return false
	}
	if !*first {
		if c != ',' {
			r.fail()
			return false
		}
		r.pos++
		r.peek()
	}
	*first = false
	return r.err == nil
}

// key reads the name of a member and its colon.
func (r *reader) key() []byte {
	if r.peek() != '"' {
		r.fail()
		return nil
	}
	name, escaped := r.quoted()
	if escaped {
		name = unescape(name)
	}
	if r.peek() != ':' {
		r.fail()
		return nil
	}
	r.pos++
	return name
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = fmt.Errorf("%w: at byte %d", ErrSyntax, r.pos)
	}
}

// quoted reads a string and returns what stands between the quotes.
func (r *reader) quoted() (text []byte, escaped bool) {
	start := r.pos + 1
	for from := start; ; {
		i := bytes.IndexByte(r.data[from:], '"')
		if i < 0 {
			r.err = ErrCut
			return nil, false
		}
		end := from + i
		escaped = escaped || bytes.IndexByte(r.data[from:end], '\\') >= 0
		if !escaped || !oddBackslashes(r.data[start:end]) {
			r.pos = end + 1
			return r.data[start:end], escaped
		}
		from = end + 1
	}
}

// oddBackslashes reports whether the quote after text is escaped.
func oddBackslashes(text []byte) bool {
	n := 0
	for n < len(text) && text[len(text)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// skip reads over one value of any kind.
func (r *reader) skip() {
	switch r.peek() {
	case '{':
		r.open('{')
		for first := true; r.err == nil && r.more('}', &first); {
			r.key()
			r.skip()
		}
	case '[':
		r.open('[')
		for first := true; r.err == nil && r.more(']', &first); {
			r.skip()
		}
	default:
		r.scalar()
	}
}

// scalar reads one value. Of an object or list, which it skips, nothing remains.
func (r *reader) scalar() scalar {
	switch c := r.peek(); {
	case c == '"':
		text, escaped := r.quoted()
		return scalar{kind: kindText, text: text, escaped: escaped}
	case c == '{' || c == '[':
		r.skip()
		return scalar{}
	case c == '-' || c >= '0' && c <= '9':
		return scalar{kind: kindNumber, text: r.plain()}
	case c == 't' || c == 'f' || c == 'n':
		return r.word()
	}
	r.fail()
	return scalar{}
}

// word reads true, false or null.
func (r *reader) word() scalar {
	switch text := r.plain(); string(text) {
	case "true", "false":
		return scalar{kind: kindBool, text: text}
	case "null":
		return scalar{}
	default:
		if r.pos >= len(r.data) {
			r.err = ErrCut
		}
		r.fail()
		return scalar{}
	}
}

// plain reads up to the next space or separator.
func (r *reader) plain() []byte {
	start := r.pos
	for r.pos < len(r.data) {
		switch r.data[r.pos] {
		case ',', '}', ']', ' ', '\t', '\n', '\r', ':', '"', '{', '[':
			return r.data[start:r.pos]
		}
		r.pos++
	}
	r.err = ErrCut // a document does not end in a number or word
	return r.data[start:r.pos]
}

// each reads a list and calls row before every object in it; a single object
// counts as a list of one. It returns how many other things it skipped.
func (r *reader) each(row func()) (junk int) {
	switch {
	case r.open('['):
		for first := true; r.more(']', &first); {
			if r.peek() == '{' {
				row()
				continue
			}
			r.skip()
			junk++
		}
	case r.peek() == '{':
		row()
	default:
		r.skip()
	}
	return junk
}

// share is text as a string, the same one for the same text.
func (r *reader) share(text []byte) string {
	if s, ok := r.shared[string(text)]; ok {
		return s
	}
	s := string(text)
	if len(r.shared) < 1024 {
		r.shared[s] = s
	}
	return s
}

// unescape resolves JSON escapes. What is not one becomes U+FFFD.
func unescape(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 >= len(text) {
			out = append(out, text[i])
			continue
		}
		i++
		switch c := text[i]; c {
		case '"', '\\', '/':
			out = append(out, c)
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			char, used := unicodeEscape(text[i+1:])
			out = utf8.AppendRune(out, char)
			i += used
		default:
			out = utf8.AppendRune(out, utf8.RuneError)
		}
	}
	return out
}

// unicodeEscape reads what follows \u, with the second half of a surrogate pair.
func unicodeEscape(text []byte) (char rune, used int) {
	first, ok := hex4(text)
	if !ok {
		return utf8.RuneError, 0
	}
	if !utf16.IsSurrogate(first) {
		return first, 4
	}
	if len(text) >= 10 && text[4] == '\\' && text[5] == 'u' {
		if second, ok := hex4(text[6:]); ok {
			if pair := utf16.DecodeRune(first, second); pair != utf8.RuneError {
				return pair, 10
			}
		}
	}
	return utf8.RuneError, 4
}

func hex4(text []byte) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	var n rune
	for _, c := range text[:4] {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			n = n<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return n, true
}
