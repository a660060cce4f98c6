package wire

import (
	"bytes"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"steward/client/platform"
)

// Bounds of texts, in bytes. Longer ones are cut at a character.
const (
	maxText = 1 << 10
	maxNote = 64 << 10
)

// The kinds of a scalar. Null, objects and lists are absent.
const (
	kindAbsent = iota
	kindText
	kindNumber
	kindBool
)

// scalar is one value as it stands in the answer; it is read as what the field means.
type scalar struct {
	kind    int
	escaped bool
	text    []byte // part of the answer: copied before it is kept
}

// bytes is the text without escapes, whole characters only, at most limit bytes.
func (s scalar) bytes(limit int) []byte {
	text := s.text
	if s.escaped {
		if len(text) > 6*limit+12 { // an escape is at most 6 bytes a byte
			text = text[:6*limit+12]
		}
		text = unescape(text)
	}
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\uFFFD"))
	}
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit]
}

// str is the value as a text: of a number its digits, empty if absent.
func (s scalar) str(limit int) string { return string(s.bytes(limit)) }

// trimmed is the text of a number or of a short string without spaces around it.
func (s scalar) trimmed() []byte {
	if s.kind != kindText && s.kind != kindNumber {
		return nil
	}
	return bytes.TrimSpace(s.bytes(maxText))
}

// int64 reads an integer, also from a string, from NAME(n) or written as 12.0 or 1.2e1.
func (s scalar) int64() (int64, bool) {
	text := s.trimmed()
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return n, true
	}
	if open := bytes.IndexByte(text, '('); open >= 0 && bytes.HasSuffix(text, []byte(")")) {
		text = text[open+1 : len(text)-1]
	}
	exact, err := platform.ParseMoney(string(text), "")
	if err != nil || !exact.Amount().IsInteger() || !exact.Amount().BigInt().IsInt64() {
		return 0, false
	}
	return exact.Amount().IntPart(), true
}

// int reads a number of at most 32 bits.
func (s scalar) int() (int, bool) {
	n, ok := s.int64()
	if !ok || n < math.MinInt32 || n > math.MaxInt32 {
		return 0, false
	}
	return int(n), true
}

// uid reads a customer's number; false for anything a uid cannot be.
func (s scalar) uid() (platform.UID, bool) {
	n, ok := s.int64()
	if !ok || n <= 0 || n > math.MaxUint32 {
		return 0, false
	}
	return platform.UID(n), true
}

// bool reads a truth value; 0 and 1 count. ok is false if there is none.
func (s scalar) bool() (value, ok bool) {
	if s.kind == kindBool {
		return s.text[0] == 't', true
	}
	switch string(bytes.ToLower(s.trimmed())) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

// yes is the truth value, false if there is none.
func (s scalar) yes() bool {
	value, _ := s.bool()
	return value
}

// money reads an exact amount without a currency; not given if there is none.
func (s scalar) money() platform.Money {
	text := s.trimmed()
	if len(text) == 0 {
		return platform.Money{}
	}
	amount, err := platform.ParseMoney(string(text), "")
	if err != nil {
		return platform.Money{}
	}
	return amount
}

// time reads 'yyyy-MM-dd HH:mm:ss' (UTC), ISO 8601 or milliseconds since 1970
// (A24); zero if it is none of them.
func (s scalar) time() time.Time {
	text := s.trimmed()
	if len(text) >= 10 && text[4] == '-' {
		return dateText(string(text))
	}
	millis, ok := s.int64()
	if !ok || millis <= 0 || millis > maxMillis {
		return time.Time{}
	}
	return time.UnixMilli(millis).UTC()
}

// maxMillis is the end of the year 9999.
const maxMillis = 253402300799999

var dateLayouts = []string{
	time.DateTime, time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", time.DateOnly,
}

func dateText(text string) time.Time {
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// enum reads a value that is sent as number, numeric string, NAME or NAME(n).
// names are the known values by number; an unknown one stays as it is written.
func (s scalar) enum(r *reader, names []string) string {
	text := s.trimmed()
	for _, name := range names {
		if name != "" && bytes.EqualFold(text, []byte(name)) {
			return name
		}
	}
	if n, ok := s.int(); ok && n >= 0 && n < len(names) && names[n] != "" {
		return names[n]
	}
	return r.share(text)
}

// named reads an enum whose numbers are not known: NAME or NAME(n). An unknown
// one stays as it is written.
func (s scalar) named(r *reader, names []string) string {
	text := s.trimmed()
	bare := text
	if open := bytes.IndexByte(text, '('); open > 0 && bytes.HasSuffix(text, []byte(")")) {
		bare = bytes.TrimSpace(text[:open])
	}
	for _, name := range names {
		if bytes.EqualFold(bare, []byte(name)) {
			return name
		}
	}
	return r.share(text)
}
