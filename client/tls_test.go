package client

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"steward/client/platform"
	"steward/views/bench/record"
)

// authority signs certificates for tests.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func must[T any](t *testing.T, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// issue makes a certificate for a name; without a signer it signs itself.
func issue(t *testing.T, signer *authority, name string, until time.Time, ca bool) (authority, tls.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, key, err)
	draft := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: until.AddDate(-1, 0, 0), NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true, IsCA: ca,
	}
	if ca {
		draft.KeyUsage |= x509.KeyUsageCertSign
	}
	if ip := net.ParseIP(name); ip != nil {
		draft.IPAddresses = []net.IP{ip}
	} else {
		draft.DNSNames = []string{name}
	}
	parent, by := draft, key
	if signer != nil {
		parent, by = signer.cert, signer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, draft, parent, &key.PublicKey, by)
	must(t, der, err)
	cert, err := x509.ParseCertificate(der)
	must(t, cert, err)
	return authority{cert, key}, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func pemOf(cert *x509.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}))
}

func secureServer(t *testing.T, cert tls.Certificate, change ...func(*tls.Config)) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"result":0,"version":"8.4"}`))
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	for _, f := range change {
		f(s.TLS)
	}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func probe(t *testing.T, base string, change ...func(*Config)) (ProbeResult, error) {
	cfg := Config{BaseURL: base, Now: time.Now, Proxy: Proxy{Mode: ProxyNone}}
	for _, f := range change {
		f(&cfg)
	}
	return Probe(t.Context(), cfg)
}

// TestProofOfCertificates is T10: everything that is not a good certificate on
// a good protocol is refused and described, and so is a way out of TLS; an own
// authority and an explicit pin are accepted.
func TestProofOfCertificates(t *testing.T) {
	refused, accepted := judgeCertificates(t)
	if t.Run("redirect to http", TestRedirectToPlainHTTPIsRefused) {
		refused++
	}
	if t.Run("accepted, then swapped", TestAcceptThenSwap) {
		refused, accepted = refused+1, accepted+1
	}
	record.Proven(t, record.Proof{
		ID:     "T10",
		What:   "self-signed, unknown authority, expired, wrong host, TLS 1.0 and 1.1, redirect to http, other certificate than the pinned one; against own authority, TLS 1.2, accepted pin",
		Figure: fmt.Sprintf("%d of 11 refused, %d of 5 accepted", refused, accepted), Bound: "all of both",
		OK: refused == 11 && accepted == 5,
	})
}

// judgeCertificates tries good and bad certificates and counts those that were
// refused and accepted as they should be.
func judgeCertificates(t *testing.T) (refused, accepted int) {
	nextYear, lastYear := time.Now().AddDate(0, 6, 0), time.Now().AddDate(-1, 0, 0)
	root, _ := issue(t, nil, "Own Root", nextYear, true)
	trusting := func(cfg *Config) { cfg.CABundle = pemOf(root.cert) }
	signed, signedPair := issue(t, &root, "127.0.0.1", nextYear, false)
	self, selfPair := issue(t, nil, "127.0.0.1", nextYear, false)
	expired, expiredPair := issue(t, &root, "127.0.0.1", lastYear, false)
	elsewhere, elsewherePair := issue(t, &root, "jca.elsewhere.test", nextYear, false)
	older := func(version uint16) func(*tls.Config) {
		return func(c *tls.Config) { c.MinVersion, c.MaxVersion = version, version }
	}
	for name, row := range map[string]struct {
		server *httptest.Server
		leaf   *x509.Certificate
		config func(*Config)
		reason CertReason // empty: accepted
	}{
		"own authority":     {secureServer(t, signedPair), signed.cert, trusting, ""},
		"unknown authority": {secureServer(t, signedPair), signed.cert, func(*Config) {}, CertUnknownCA},
		"self-signed":       {secureServer(t, selfPair), self.cert, trusting, CertSelfSigned},
		"expired":           {secureServer(t, expiredPair), expired.cert, trusting, CertExpired},
		"wrong host":        {secureServer(t, elsewherePair), elsewhere.cert, trusting, CertWrongHost},
		"pinned":            {secureServer(t, selfPair), self.cert, func(cfg *Config) { cfg.Pin = fingerprint(self.cert) }, ""},
		"pinned, with colon": {secureServer(t, selfPair), self.cert, func(cfg *Config) {
			cfg.Pin = strings.ToUpper(fingerprint(self.cert)[:2] + ":" + fingerprint(self.cert)[2:])
		}, ""},
		"swapped pin":       {secureServer(t, selfPair), self.cert, func(cfg *Config) { cfg.Pin = fingerprint(signed.cert) }, CertPinChanged},
		"pin beats a chain": {secureServer(t, signedPair), signed.cert, func(cfg *Config) { trusting(cfg); cfg.Pin = fingerprint(self.cert) }, CertPinChanged},
		"TLS 1.0":           {secureServer(t, signedPair, older(tls.VersionTLS10)), nil, trusting, CertOldTLS},
		"TLS 1.1":           {secureServer(t, signedPair, older(tls.VersionTLS11)), nil, trusting, CertOldTLS},
		"TLS 1.1 pinned":    {secureServer(t, selfPair, older(tls.VersionTLS11)), nil, func(cfg *Config) { cfg.Pin = fingerprint(self.cert) }, CertOldTLS},
		"TLS 1.2":           {secureServer(t, signedPair, older(tls.VersionTLS12)), signed.cert, trusting, ""},
	} {
		passed := t.Run(name, func(t *testing.T) {
			got, err := probe(t, row.server.URL, row.config)
			if row.reason == "" {
				if err != nil || got.Version != "8.4" || !got.CertificateUntil.Equal(row.leaf.NotAfter) {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			var refused *CertificateError
			if !errors.As(err, &refused) || refused.Reason != row.reason {
				t.Fatalf("got %v", err)
			}
			if row.leaf != nil && (refused.Fingerprint != fingerprint(row.leaf) || !refused.Until.Equal(row.leaf.NotAfter) || !strings.Contains(refused.Issuer, row.leaf.Issuer.CommonName)) {
				t.Errorf("described as %+v", refused)
			}
		})
		switch {
		case passed && row.reason == "":
			accepted++
		case passed:
			refused++
		}
	}
	return refused, accepted
}

func fingerprint(cert *x509.Certificate) string {
	return certificateError(cert, "", nil).Fingerprint
}

// What a person accepts once works, and a swap is noticed afterwards.
func TestAcceptThenSwap(t *testing.T) {
	_, first := issue(t, nil, "127.0.0.1", time.Now().AddDate(0, 1, 0), false)
	_, second := issue(t, nil, "127.0.0.1", time.Now().AddDate(0, 1, 0), false)
	swapped := false
	s := secureServer(t, first, func(c *tls.Config) {
		c.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
			if swapped {
				return &tls.Config{Certificates: []tls.Certificate{second}}, nil
			}
			return nil, nil
		}
	})
	_, err := probe(t, s.URL)
	var refused *CertificateError
	if !errors.As(err, &refused) || refused.Reason != CertSelfSigned {
		t.Fatalf("at first: %v", err)
	}
	accept := func(cfg *Config) { cfg.Pin = refused.Fingerprint }
	if _, err := probe(t, s.URL, accept); err != nil {
		t.Fatalf("accepted: %v", err)
	}
	swapped = true
	var changed *CertificateError
	if _, err := probe(t, s.URL, accept); !errors.As(err, &changed) || changed.Reason != CertPinChanged || changed.Fingerprint == refused.Fingerprint {
		t.Errorf("swapped: %v", err)
	}
}

func TestRedirectToPlainHTTPIsRefused(t *testing.T) {
	plain := serve(t, ok)
	_, pair := issue(t, nil, "127.0.0.1", time.Now().AddDate(0, 1, 0), false)
	s := httptest.NewUnstartedServer(http.RedirectHandler(plain.URL+"/1.0/system/service/rest/getversion", http.StatusTemporaryRedirect))
	s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	s.StartTLS()
	defer s.Close()
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	must(t, leaf, err)
	_, err = probe(t, s.URL, func(cfg *Config) { cfg.Pin = fingerprint(leaf) })
	var broken *NetError
	if !errors.As(err, &broken) || broken.Kind != KindRedirect || len(plain.arrived()) != 0 {
		t.Errorf("%v, %d requests", err, len(plain.arrived()))
	}
}

func TestNoTLSBehindHTTPS(t *testing.T) {
	plain := serve(t, ok)
	_, err := probe(t, strings.Replace(plain.URL, "http:", "https:", 1))
	var broken *NetError
	if !errors.As(err, &broken) || broken.Kind != KindTLS {
		t.Errorf("%v", err)
	}
}

func TestClientCertificate(t *testing.T) {
	root, _ := issue(t, nil, "Own Root", time.Now().AddDate(0, 1, 0), true)
	_, pair := issue(t, &root, "127.0.0.1", time.Now().AddDate(0, 1, 0), false)
	operator, _ := issue(t, &root, "operator.test", time.Now().AddDate(0, 1, 0), false)
	pool := x509.NewCertPool()
	pool.AddCert(root.cert)
	s := secureServer(t, pair, func(c *tls.Config) { c.ClientAuth, c.ClientCAs = tls.RequireAndVerifyClientCert, pool })
	key, err := x509.MarshalECPrivateKey(operator.key)
	must(t, key, err)
	with := func(cfg *Config) {
		cfg.CABundle, cfg.ClientCert = pemOf(root.cert), pemOf(operator.cert)
		cfg.ClientKey = platform.NewSecret(string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: key})))
	}
	if _, err := probe(t, s.URL, with); err != nil {
		t.Errorf("with: %v", err)
	}
	_, err = probe(t, s.URL, func(cfg *Config) { cfg.CABundle = pemOf(root.cert) })
	var broken *NetError
	if !errors.As(err, &broken) || broken.Kind != KindTLS {
		t.Errorf("without: %v", err)
	}
}

func TestUnreadableSettings(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"bundle": func(c *Config) { c.CABundle = "none" }, "pin": func(c *Config) { c.Pin = "abcd" },
		"certificate": func(c *Config) { c.ClientCert, c.ClientKey = "x", platform.NewSecret("canary-key") },
		"proxy":       func(c *Config) { c.Proxy = Proxy{Mode: ProxyExplicit, URL: "http://user:canary-key@proxy"} },
		"proxy mode":  func(c *Config) { c.Proxy.Mode = "magic" }, "clock": func(c *Config) { c.Now = nil },
	} {
		cfg := Config{BaseURL: "https://jca.example.com", Now: time.Now}
		change(&cfg)
		if _, err := New(cfg); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
