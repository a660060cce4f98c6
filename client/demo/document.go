package demo

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// timeLayout is how the platform writes times, always UTC.
const timeLayout = "2006-01-02 15:04:05"

// document is JSON under construction. Commas come by themselves.
type document struct{ b []byte }

func (d *document) comma() {
	if n := len(d.b); n > 0 {
		switch d.b[n-1] {
		case '{', '[', ':':
		default:
			d.b = append(d.b, ',')
		}
	}
}

// key starts a member; the value has to follow.
func (d *document) key(name string) {
	d.comma()
	d.b = append(d.b, '"')
	d.b = append(d.b, name...)
	d.b = append(d.b, '"', ':')
}

func (d *document) open(bracket byte) {
	d.comma()
	d.b = append(d.b, bracket)
}

func (d *document) close(bracket byte) { d.b = append(d.b, bracket) }

func (d *document) text(name, value string) {
	d.key(name)
	d.b = appendQuoted(d.b, value)
}

// textOrNull writes null for an empty text.
func (d *document) textOrNull(name, value string) {
	if value == "" {
		d.null(name)
		return
	}
	d.text(name, value)
}

func (d *document) null(name string) {
	d.key(name)
	d.b = append(d.b, "null"...)
}

func (d *document) int(name string, value int64) {
	d.key(name)
	d.b = strconv.AppendInt(d.b, value, 10)
}

func (d *document) bool(name string, value bool) {
	d.key(name)
	d.b = strconv.AppendBool(d.b, value)
}

// texts writes a list of texts.
func (d *document) texts(name string, values []string) {
	d.key(name)
	d.b = append(d.b, '[')
	for _, value := range values {
		d.comma()
		d.b = appendQuoted(d.b, value)
	}
	d.b = append(d.b, ']')
}

// micros writes a number of millionths as a decimal number, exactly.
func (d *document) micros(name string, value int64) {
	d.key(name)
	d.b = appendMicros(d.b, value)
}

// time writes seconds since 1970; 0 is null.
func (d *document) time(name string, unix int64) {
	if unix == 0 {
		d.null(name)
		return
	}
	d.key(name)
	d.b = append(d.b, '"')
	d.b = time.Unix(unix, 0).UTC().AppendFormat(d.b, timeLayout)
	d.b = append(d.b, '"')
}

func appendMicros(b []byte, value int64) []byte {
	const one = 1_000_000
	size := uint64(value)
	if value < 0 {
		b = append(b, '-')
		size = -size
	}
	b = strconv.AppendUint(b, size/one, 10)
	rest := size % one
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for digit := uint64(one / 10); rest > 0; digit /= 10 {
		b = append(b, byte('0'+rest/digit))
		rest %= digit
	}
	return b
}

func appendQuoted(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(text); {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, text[start:i]...), `\ufffd`...)
				start = i + 1
			}
			i += size
			continue
		}
		i++
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, text[start:i-1]...)
		start = i
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(b, text[start:]...), '"')
}
