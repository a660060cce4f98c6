package client

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// tlsConfig verifies certificates against the system's and the profile's
// authorities. A pin replaces that for exactly the pinned certificate.
func tlsConfig(cfg Config) (*tls.Config, error) {
	secure := &tls.Config{MinVersion: tls.VersionTLS12}
	if cfg.CABundle != "" {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM([]byte(cfg.CABundle)) {
			return nil, errors.New("read certificate authorities: no certificate in the text")
		}
		secure.RootCAs = pool
	}
	if cfg.ClientCert != "" {
		pair, err := tls.X509KeyPair([]byte(cfg.ClientCert), []byte(cfg.ClientKey.Reveal()))
		if err != nil {
			return nil, fmt.Errorf("read client certificate: %w", err)
		}
		secure.Certificates = []tls.Certificate{pair}
	}
	if cfg.Pin != "" {
		pin, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(cfg.Pin), ":", ""))
		if err != nil || len(pin) != sha256.Size {
			return nil, errors.New("read pinned fingerprint: not 64 hexadecimal digits")
		}
		secure.InsecureSkipVerify = true // the pin below is the verification
		secure.VerifyConnection = onlyPinned(pin)
	}
	return secure, nil
}

// onlyPinned accepts one certificate and no other.
func onlyPinned(pin []byte) func(tls.ConnectionState) error {
	return func(state tls.ConnectionState) error {
		if len(state.PeerCertificates) == 0 {
			return &CertificateError{Reason: CertPinChanged, Err: errors.New("no certificate")}
		}
		leaf := state.PeerCertificates[0]
		if sum := sha256.Sum256(leaf.Raw); bytes.Equal(sum[:], pin) {
			return nil
		}
		return certificateError(leaf, CertPinChanged, errors.New("not the accepted certificate"))
	}
}

func certificateError(leaf *x509.Certificate, reason CertReason, cause error) *CertificateError {
	sum := sha256.Sum256(leaf.Raw)
	return &CertificateError{
		Fingerprint: hex.EncodeToString(sum[:]),
		Subject:     bounded(leaf.Subject.String()),
		Issuer:      bounded(leaf.Issuer.String()),
		From:        leaf.NotBefore.UTC(),
		Until:       leaf.NotAfter.UTC(),
		Reason:      reason,
		Err:         cause,
	}
}

// refusedCertificate is the CertificateError behind a failed connection, nil
// if the certificate was not the reason.
func refusedCertificate(err error) *CertificateError {
	var pinned *CertificateError
	if errors.As(err, &pinned) {
		return pinned
	}
	var unverified *tls.CertificateVerificationError
	if errors.As(err, &unverified) && len(unverified.UnverifiedCertificates) > 0 {
		leaf := unverified.UnverifiedCertificates[0]
		return certificateError(leaf, reasonOf(leaf, unverified.Err), unverified.Err)
	}
	// Both the alert of an old server and our own refusal have no type of their own.
	if strings.Contains(err.Error(), "tls: ") && strings.Contains(err.Error(), "protocol version") {
		return &CertificateError{Reason: CertOldTLS, Err: errors.New("the server offers nothing newer than TLS 1.1")}
	}
	return nil
}

func reasonOf(leaf *x509.Certificate, err error) CertReason {
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return CertExpired
	case errors.As(err, &host):
		return CertWrongHost
	case bytes.Equal(leaf.RawIssuer, leaf.RawSubject) && leaf.CheckSignature(leaf.SignatureAlgorithm, leaf.RawTBSCertificate, leaf.Signature) == nil:
		return CertSelfSigned
	}
	return CertUnknownCA
}
