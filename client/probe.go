package client

import (
	"context"
	"errors"
	"net/http"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// Probe asks whether a platform answers at an address, without a session
// (system.service.GetVersion, else users.authentication.CheckSign; both seen
// in clients). Any answer of the platform counts, also a refusal. It returns
// *NetError, *CertificateError or *NotPlatformError.
func Probe(ctx context.Context, cfg Config) (ProbeResult, error) {
	c, err := New(cfg)
	if err != nil {
		return ProbeResult{}, err
	}
	defer c.Close()
	began := c.now()
	var result ProbeResult
	told, err := c.probe(ctx, getVersion, func(text []byte) (e wire.Envelope, err error) {
		result.Version, e, err = wire.Version(text)
		return e, err
	})
	if isMissing(err) {
		told, err = c.probe(ctx, checkSign, wire.Plain)
	}
	var refused *APIError
	if err != nil && !errors.As(err, &refused) {
		return ProbeResult{}, err
	}
	result.Took, result.CertificateUntil = c.now().Sub(began), told.certificateUntil
	return result, nil
}

func (c *Client) probe(ctx context.Context, method string, decode func([]byte) (wire.Envelope, error)) (answer, error) {
	return c.ask(ctx, request{method: method, session: &platform.Secret{}, decode: decode})
}

// isMissing reports whether a server does not know the address of a method.
func isMissing(err error) bool {
	var foreign *NotPlatformError
	return errors.As(err, &foreign) && foreign.Status == http.StatusNotFound
}
