package store

import (
	"strconv"
	"strings"

	"steward/client/platform"
)

// Inside the haystack a record is its row number, e-mail, phone and note:
// fieldEnd ends the first two fields, recordEnd the note. Neither can be part
// of a folded text.
const (
	fieldEnd  = 0x00
	recordEnd = 0x01
)

// maxField bounds, in bytes, what is searched of one text.
const maxField = 64 << 10

// fold is a text as it is searched and sorted: every letter in its simple lower
// case, valid UTF-8, without the two bytes that structure the haystack.
func fold(s string) string {
	if len(s) > maxField {
		s = s[:maxField]
	}
	s = strings.ToLower(strings.ToValidUTF8(s, "\uFFFD"))
	if strings.ContainsAny(s, "\x00\x01") {
		s = strings.NewReplacer("\x00", " ", "\x01", " ").Replace(s)
	}
	return s
}

// foldPhone leaves the digits and the plus signs of a phone number.
func foldPhone(s string) string {
	if len(s) > maxField {
		s = s[:maxField]
	}
	clean := true
	for i := range len(s) {
		clean = clean && dialled(s[i])
	}
	if clean {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if dialled(s[i]) {
			out = append(out, s[i])
		}
	}
	return string(out)
}

func dialled(b byte) bool { return b == '+' || '0' <= b && b <= '9' }

// needles are the forms in which a searched text may be found. All are empty
// if nothing is searched.
type needles struct {
	text  string       // folded, anywhere in e-mail, phone or note
	phone string       // digits, only in the phone; empty if like text
	uid   platform.UID // a User ID; 0 if it is none

	logins bool // text is looked for in the e-mail only
}

// needlesOf reads what a person typed, to be found anywhere or, with logins, in
// e-mails and User IDs only. Blanks around it do not count. A text
// of digits and the punctuation of phone numbers finds phones by its digits.
func needlesOf(typed string, logins bool) needles {
	n := needles{text: fold(strings.TrimSpace(typed)), logins: logins}
	if n.text == "" {
		return n
	}
	if uid, err := strconv.ParseUint(n.text, 10, 32); err == nil && n.text[0] != '0' {
		n.uid = platform.UID(uid)
	}
	if !logins && strings.Trim(n.text, "+0123456789 ()-./\u00a0\u2011\u2013") == "" {
		if digits := foldPhone(n.text); digits != n.text && strings.Trim(digits, "+") != "" {
			n.phone = digits
		}
	}
	return n
}

func (n needles) empty() bool { return n.text == "" }
