package pull

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"steward/app/model"
	"steward/client"
)

func TestErrorsAreExplained(t *testing.T) {
	api := func(status, result int) error {
		return fmt.Errorf("read: %w", &client.APIError{HTTPStatus: status, Result: result, AttemptsLeft: -1})
	}
	lost := func(k client.NetKind) error { return &client.NetError{Kind: k} }
	cert := func(r client.CertReason) error { return &client.CertificateError{Reason: r} }
	for _, c := range []struct {
		err  error
		code model.Code
		key  string
		away bool
	}{
		{lost(client.KindDial), model.Offline, "pull.offline", true},
		{&client.NetError{Kind: client.KindDial, Err: &net.DNSError{Name: "jca.example.com", IsNotFound: true}}, model.Offline, "pull.noname", true},
		{lost(client.KindTimeout), model.Timeout, "pull.timeout", true},
		{lost(client.KindTLS), model.Offline, "pull.tls", true},
		{lost(client.KindReset), model.Offline, "pull.cut", true},
		{lost(client.KindCut), model.Offline, "pull.cut", true},
		{lost(client.KindRedirect), model.Invalid, "pull.redirect", true},
		{lost(client.KindTooLarge), model.Invalid, "pull.toolarge", true},
		{lost(client.KindCanceled), model.Internal, "pull.cancelled", true},
		{api(200, client.ResultWrongLogin), model.Unauthorized, "pull.signin", false},
		{&client.APIError{Result: client.ResultWrongLogin, AttemptsLeft: 0}, model.Unauthorized, "pull.signin.attempts", false},
		{api(200, client.ResultNoSession), model.Unauthorized, "pull.expired", false},
		{api(200, client.ResultForbidden), model.Forbidden, "pull.forbidden", false},
		{api(200, client.ResultToken), model.Forbidden, "pull.token", false},
		{api(200, client.ResultInvalid), model.Invalid, "pull.invalid", false},
		{api(200, client.ResultNotFound), model.NotFound, "pull.notfound", true},
		{api(200, client.ResultBillingNo), model.Rejected, "pull.billing", true},
		{api(200, client.ResultUnknown), model.Rejected, "pull.code", true},
		{api(429, 0), model.RateLimited, "pull.rate", true},
		{api(503, 0), model.Offline, "pull.server", true},
		{&client.NotPlatformError{Status: 200}, model.Invalid, "pull.notplatform", true},
		{cert(client.CertSelfSigned), model.Rejected, "pull.certificate.selfsigned", true},
		{cert(client.CertExpired), model.Rejected, "pull.certificate.expired", true},
		{cert(client.CertWrongHost), model.Rejected, "pull.certificate.wronghost", true},
		{cert(client.CertUnknownCA), model.Rejected, "pull.certificate.unknownca", true},
		{cert(client.CertPinChanged), model.Rejected, "pull.certificate.pinchanged", true},
		{cert(client.CertOldTLS), model.Rejected, "pull.certificate.oldtls", true},
		{cert("new kind"), model.Rejected, "pull.certificate", true},
		{client.ErrReadOnly, model.Forbidden, "pull.readonly", false},
		{fmt.Errorf("read: %w", client.ErrNotFound), model.NotFound, "pull.notfound", false},
		{client.ErrFilterIgnored, model.Rejected, "pull.ignored", false},
		{context.DeadlineExceeded, model.Timeout, "pull.timeout", false},
		{context.Canceled, model.Internal, "pull.cancelled", false},
		{errors.New("odd"), model.Internal, "pull.internal", false},
		{keeping("rows", errors.New("disk full")), model.Internal, "pull.store", false},
	} {
		got := Explain(c.err)
		if got.Code != c.code || got.Key != c.key {
			t.Errorf("%v: %s %s, want %s %s", c.err, got.Code, got.Key, c.code, c.key)
		}
		if away(c.err) != c.away {
			t.Errorf("%v: away is %v", c.err, !c.away)
		}
	}
	if Explain(nil) != nil {
		t.Error("nil is explained")
	}
	if d, yes := slowDown(&client.APIError{HTTPStatus: 429, RetryAfter: time.Minute}); !yes || d != time.Minute {
		t.Errorf("slow down: %v, %v", d, yes)
	}
}

// Every key in the code has its sentence, and every sentence its key.
func TestEveryKeyHasASentence(t *testing.T) {
	text, err := os.ReadFile("../../assets/text/en/pull.json")
	if err != nil {
		t.Fatal(err)
	}
	var sentences map[string]string
	if err := json.Unmarshal(text, &sentences); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, file := range files {
		if matched, _ := filepath.Match("*_test.go", file); matched {
			continue
		}
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(pull\.[a-z.]+)"`).FindAllSubmatch(code, -1) {
			used[string(m[1])] = true
		}
	}
	for key := range used {
		if sentences[key] == "" {
			t.Errorf("%s has no sentence", key)
		}
	}
	for key := range sentences {
		if !used[key] {
			t.Errorf("%s is used nowhere", key)
		}
	}
}
