package pull

import (
	"context"
	"errors"
	"net"
	"net/http"

	"steward/app/model"
	"steward/client"
)

// Explain turns an error of the client or the store into one for people. An
// error that is one already stays as it is; nil stays nil.
func Explain(err error) *model.Error {
	var (
		known *model.Error
		api   *client.APIError
		cert  *client.CertificateError
		other *client.NotPlatformError
		lost  *client.NetError
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return known
	case errors.Is(err, client.ErrReadOnly):
		return model.NewError(model.Forbidden, "pull.readonly", err)
	case errors.Is(err, client.ErrNotFound), errors.Is(err, client.ErrNoEnvironment):
		return model.NewError(model.NotFound, "pull.notfound", err)
	case errors.Is(err, client.ErrFilterIgnored):
		return model.NewError(model.Rejected, "pull.ignored", err)
	case errors.As(err, &api):
		return explainAPI(api, err)
	case errors.As(err, &cert):
		return explainCertificate(cert, err)
	case errors.As(err, &other) && other.Status >= http.StatusInternalServerError: // what stands before the platform says so
		return model.NewError(model.Offline, "pull.server", err).With("Status", other.Status)
	case errors.As(err, &other):
		return model.NewError(model.Invalid, "pull.notplatform", err).With("Status", other.Status)
	case errors.As(err, &lost):
		return explainNet(lost, err)
	case errors.Is(err, context.DeadlineExceeded):
		return model.NewError(model.Timeout, "pull.timeout", err)
	case errors.Is(err, context.Canceled):
		return model.NewError(model.Internal, "pull.cancelled", err)
	}
	return model.NewError(model.Internal, "pull.internal", err)
}

// explainAPI is for answers in which the platform says no.
func explainAPI(e *client.APIError, err error) *model.Error {
	if e.HTTPStatus == http.StatusTooManyRequests {
		return model.NewError(model.RateLimited, "pull.rate", err)
	}
	if e.Result == 0 && e.HTTPStatus >= http.StatusInternalServerError {
		return model.NewError(model.Offline, "pull.server", err).With("Status", e.HTTPStatus)
	}
	switch e.Result {
	case client.ResultWrongLogin:
		if e.AttemptsLeft >= 0 {
			return model.NewError(model.Unauthorized, "pull.signin.attempts", err).With("Attempts", e.AttemptsLeft)
		}
		return model.NewError(model.Unauthorized, "pull.signin", err)
	case client.ResultNoSession:
		return model.NewError(model.Unauthorized, "pull.expired", err)
	case client.ResultForbidden:
		return model.NewError(model.Forbidden, "pull.forbidden", err)
	case client.ResultToken:
		return model.NewError(model.Forbidden, "pull.token", err).With("Method", e.Method)
	case client.ResultNotFound, client.ResultNoEnvironment:
		return model.NewError(model.NotFound, "pull.notfound", err)
	case client.ResultInvalid:
		return model.NewError(model.Invalid, "pull.invalid", err).With("Method", e.Method)
	case client.ResultBilling, client.ResultBillingNo:
		return model.NewError(model.Rejected, "pull.billing", err).With("Code", e.Result)
	}
	return model.NewError(model.Rejected, "pull.code", err).With("Code", e.Result)
}

// explainCertificate is for a certificate that is not accepted. Nothing was
// sent.
func explainCertificate(e *client.CertificateError, err error) *model.Error {
	key := "pull.certificate"
	switch e.Reason {
	case client.CertSelfSigned:
		key = "pull.certificate.selfsigned"
	case client.CertExpired:
		key = "pull.certificate.expired"
	case client.CertWrongHost:
		key = "pull.certificate.wronghost"
	case client.CertUnknownCA:
		key = "pull.certificate.unknownca"
	case client.CertPinChanged:
		key = "pull.certificate.pinchanged"
	case client.CertOldTLS:
		key = "pull.certificate.oldtls"
	}
	return model.NewError(model.Rejected, key, err).
		With("Subject", e.Subject).With("Issuer", e.Issuer).With("Fingerprint", e.Fingerprint)
}

// explainNet is for calls without an answer of the platform.
func explainNet(e *client.NetError, err error) *model.Error {
	var dns *net.DNSError
	switch e.Kind {
	case client.KindTimeout:
		return model.NewError(model.Timeout, "pull.timeout", err)
	case client.KindTLS:
		return model.NewError(model.Offline, "pull.tls", err)
	case client.KindCanceled:
		return model.NewError(model.Internal, "pull.cancelled", err)
	case client.KindReset, client.KindCut:
		return model.NewError(model.Offline, "pull.cut", err)
	case client.KindRedirect:
		return model.NewError(model.Invalid, "pull.redirect", err)
	case client.KindTooLarge:
		return model.NewError(model.Invalid, "pull.toolarge", err)
	}
	if errors.As(err, &dns) && dns.IsNotFound {
		return model.NewError(model.Offline, "pull.noname", err).With("Host", dns.Name)
	}
	return model.NewError(model.Offline, "pull.offline", err)
}

// away reports whether waiting may help: nobody answered, or somebody who is
// busy, broken or not the platform (a hotel's sign-in page).
func away(err error) bool {
	var (
		lost  *client.NetError
		other *client.NotPlatformError
		cert  *client.CertificateError
		api   *client.APIError
	)
	if errors.As(err, &api) {
		switch api.Result {
		case client.ResultWrongLogin, client.ResultNoSession, client.ResultForbidden, client.ResultToken, client.ResultInvalid:
			return false
		}
		return true
	}
	return errors.As(err, &lost) || errors.As(err, &other) || errors.As(err, &cert)
}
