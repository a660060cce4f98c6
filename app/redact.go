package app

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/sirupsen/logrus"
)

// redactions are what no log and no crash file shows, though nobody should have
// written it there. They are the last line of defence: where they guess, they
// rather hide too much.
var redactions = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}`), "$1 ***"},
	{regexp.MustCompile(`(?i)([\w-]*(?:password|passwd|passphrase|pwd|token|session|secret|authorization|cookie|otp|totp|\bpin|phone|e-?mail|login)\w*\\?["']?\s*[:=]\s*)(?:\\?"(?:\\.|[^"\\])*\\?"|'[^']*'|[^\s&,;})\]"']+)`), "$1***"},
	{regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://)[^\s/"'@]*@`), "$1***@"},
	{regexp.MustCompile(`(?i)\b((?:https?|wss?)://[^\s?"'#]*)[?#][^\s"']*`), "$1?***"},
	{regexp.MustCompile(`[\p{L}\p{N}._%+'-]+(?:@|%40|＠)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*`), "***@***"},
	{regexp.MustCompile(`\beyJ[\w-]+\.[\w-]+\.?[\w-]*`), "***"},
	{regexp.MustCompile(`\b[0-9a-fA-F]{32,}\b`), "***"},
	{regexp.MustCompile(`\+\d[\d \x{a0}()/.-]{5,}\d`), "+***"},
	{regexp.MustCompile(`(^|[^\d.:T-]|\D:)\(?0\d{2,5}\)?[ /-]\d{3}[\d /-]*\d`), "$1***"},
}

// longWord is what a key or a token may look like: long, without a break.
var longWord = regexp.MustCompile(`[A-Za-z0-9_+=-]{32,}`)

// Redacted is a text for people who get a log or a crash file: without secrets,
// e-mail addresses and phone numbers, and without the name of the person's home.
func Redacted(words string) string {
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 {
		words = strings.ReplaceAll(words, home, "~")
	}
	for _, r := range redactions {
		words = r.what.ReplaceAllString(words, r.by)
	}
	return longWord.ReplaceAllStringFunc(words, func(word string) string {
		if !looksRandom(word) {
			return word
		}
		return "***"
	})
}

// looksRandom tells a key from a long name: letters and several digits, mixed.
func looksRandom(word string) bool {
	turns, digits := 0, 0
	for i := range len(word) {
		digit := word[i] >= '0' && word[i] <= '9'
		if digit {
			digits++
		}
		if i > 0 && digit != (word[i-1] >= '0' && word[i-1] <= '9') {
			turns++
		}
	}
	return turns >= 3 && digits >= 3 && strings.Count(word, "-") < 4 // else an ID of a request, which is no secret
}

// telling are the names of fields whose values are hidden, whatever they are.
var telling = regexp.MustCompile(`(?i)(password|passwd|passphrase|pwd|token|session|secret|authorization|cookie|otp|^pin$|phone|mail|login)`)

// redacting is the format of every log of Steward.
type redacting struct{ logrus.Formatter }

// Format is one line of the log.
func (f redacting) Format(e *logrus.Entry) ([]byte, error) {
	clean := *e
	clean.Message = Redacted(e.Message)
	clean.Data = make(logrus.Fields, len(e.Data))
	for name, value := range e.Data {
		switch {
		case telling.MatchString(name):
			value = "***"
		case value != nil:
			value = Redacted(fmt.Sprint(value))
		}
		clean.Data[name] = value
	}
	return f.Formatter.Format(&clean)
}
