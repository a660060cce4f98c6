package client

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxMessage bounds foreign words in errors, in bytes.
const maxMessage = 500

// resultOf is the platform's result code in an error; 0 if it has none.
func resultOf(err error) int {
	var refused *APIError
	if errors.As(err, &refused) {
		return refused.Result
	}
	return ResultOK
}

// withKind completes a failure with the kind of its error.
func withKind(f failure, err error) failure {
	var broken *NetError
	if errors.As(err, &broken) {
		f.kind = broken.Kind
	} else if f.status == 0 {
		f.kind = KindTLS // refused certificates and refusals of our own are final
	}
	return f
}

// givenUp is the error of a call whose context ended.
func givenUp(m Method, cause error) *NetError {
	kind := KindCanceled
	if errors.Is(cause, context.DeadlineExceeded) {
		kind = KindTimeout
	}
	return &NetError{Method: m.Name, Kind: kind, Err: cause}
}

// unanswered says why there was no answer. The URL that net/http puts around
// its errors is taken off.
func (c *Client) unanswered(ctx context.Context, m Method, err error) error {
	var around *url.Error
	for errors.As(err, &around) {
		err = around.Err
	}
	var dial *net.OpError
	var name *net.DNSError
	certificate := refusedCertificate(err)
	switch {
	case errors.Is(err, ErrReadOnly) || errors.Is(err, ErrUnlisted):
		return err
	case certificate != nil:
		return certificate
	case ctx.Err() != nil:
		return givenUp(m, ctx.Err())
	case errors.As(err, &name), errors.Is(err, errProxy), errors.Is(err, ErrAddress),
		errors.As(err, &dial) && (dial.Op == "dial" || dial.Op == "proxyconnect"):
		return &NetError{Method: m.Name, Kind: KindDial, Err: err}
	case isTimeout(err):
		return &NetError{Method: m.Name, Kind: KindTimeout, Err: err}
	case isTLS(err):
		return &NetError{Method: m.Name, Kind: KindTLS, Err: err}
	}
	return &NetError{Method: m.Name, Kind: KindReset, Err: err}
}

// broken says why an answer did not come to its end.
func (c *Client) broken(ctx context.Context, m Method, err error) error {
	switch {
	case errors.Is(err, errTooLarge):
		return &NetError{Method: m.Name, Kind: KindTooLarge, Err: err}
	case ctx.Err() != nil:
		return givenUp(m, ctx.Err())
	case isTimeout(err):
		return &NetError{Method: m.Name, Kind: KindTimeout, Err: err}
	}
	return &NetError{Method: m.Name, Kind: KindCut, Err: err}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

// isTLS goes by the text: neither alerts nor "HTTP response to HTTPS client"
// have a type.
func isTLS(err error) bool {
	return !errors.Is(err, io.EOF) && (strings.Contains(err.Error(), "tls: ") || strings.Contains(err.Error(), "HTTPS client"))
}

// named matches secrets that an answer names, such as "session [9c1f] has expired".
var named = regexp.MustCompile(`(?i)((?:session|token|password|passwd)\w*["']?\s*[\[=:(]\s*["']?)[^\s\]"',;&)]+`)

// secretFields are the parameters whose values never appear in an error.
var secretFields = []string{"session", "password", "code", "token"}

// scrub bounds an answer's words and takes the secrets of the request out of them.
func scrub(text string, form url.Values) string {
	for _, field := range secretFields {
		if value := form.Get(field); value != "" {
			text = strings.ReplaceAll(text, value, "***")
			text = strings.ReplaceAll(text, url.QueryEscape(value), "***")
		}
	}
	return bounded(named.ReplaceAllString(text, "${1}***"))
}

// bounded cuts a text at the last character that begins within maxMessage.
func bounded(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= maxMessage {
		return text
	}
	limit := maxMessage
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + "\u2026"
}
