package signin

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
)

func TestAddressIsAskedWhenTypingStops(t *testing.T) {
	c := newCluster(t)
	b := newPage(t)
	b.write(b.page.url.entry, c.URL())
	b.clock.Advance(399 * time.Millisecond)
	b.queue.Drain()
	if n := c.Requests("*"); n != 0 {
		t.Errorf("%d requests while typing", n)
	}
	b.clock.Advance(time.Millisecond)
	b.settle()
	if n := c.Requests("*"); n != 1 {
		t.Errorf("%d requests after typing", n)
	}
	if !strings.HasPrefix(b.page.url.status.Text, "Answers in ") || b.page.url.mark.Hidden {
		t.Errorf("the address says %q", b.page.url.status.Text)
	}
}

func TestAddressWithoutEncryption(t *testing.T) {
	b := newPage(t)
	b.write(b.page.url.entry, "http://jca.example.com")
	b.settle()
	b.want(b.page.url.problem.Text, text.T("signin.url.plain"))
	b.write(b.page.url.entry, "https://jca example")
	b.want(b.page.url.problem.Text, "")
	b.settle()
	b.want(b.page.url.problem.Text, text.T("signin.url.malformed"))
}

func TestAddressThatIsNoPlatform(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<h1>It works</h1>"))
	}))
	t.Cleanup(page.Close)
	b := newPage(t)
	b.write(b.page.url.entry, page.URL)
	b.settle()
	b.want(b.page.url.problem.Text, text.T("pull.notplatform"))
	b.write(b.page.creds.login.entry, "dana@harbor.example.com")
	b.submit("secret")
	b.want(b.page.url.problem.Text, text.T("pull.notplatform"))
	b.focused(b.page.url.entry)
}

// nameServer answers that there is no such name, and has this process ask it.
func nameServer(t *testing.T) {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		question := make([]byte, 512)
		for {
			n, from, err := conn.ReadFrom(question)
			if err != nil {
				return
			}
			answer := append([]byte(nil), question[:n]...)
			answer[2] |= 0x80              // an answer
			answer[3] = answer[3]&0xf0 | 3 // no such name
			_, _ = conn.WriteTo(answer, from)
		}
	}()
	old := net.DefaultResolver
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
	t.Cleanup(func() {
		net.DefaultResolver = old
		_ = conn.Close()
		<-done
	})
}

func TestNameThatDoesNotExist(t *testing.T) {
	nameServer(t)
	b := newPage(t)
	b.write(b.page.url.entry, "jca.harbor.invalid")
	b.settle()
	b.want(b.page.url.problem.Text, text.T("pull.noname", text.With("Host", "jca.harbor.invalid")))
}

func TestCertificateIsTrustedOnlyAfterComparing(t *testing.T) {
	c := newCluster(t)
	server, fingerprint := behindTLS(t, c)
	b := newPage(t)
	b.write(b.page.creds.login.entry, "admin@demo.test")
	b.write(b.page.creds.password.entry, c.account(t, "admin").Password.Reveal())
	b.write(b.page.url.entry, server.URL)
	b.settle()
	card := b.page.untrusted
	if !card.shown() || !b.page.rest.Hidden {
		t.Fatalf("no certificate is shown: %q", b.page.url.problem.Text)
	}
	b.want(card.why.Text, text.T("pull.certificate.selfsigned"))
	b.want(card.issuer.Text, "Issued by O=Acme Co")
	b.want(card.dates.Text, "Valid from 1 Jan 1970 until 29 Jan 2084")
	shown := strings.ToLower(strings.ReplaceAll(card.first.Text+card.second.Text, ":", ""))
	b.want(shown, fingerprint)
	b.focused(card.typed.entry)

	b.write(card.typed.entry, fingerprint[:8])
	if card.trust.Enabled() {
		t.Error("the first characters are enough")
	}
	b.press(fyne.KeyReturn)
	b.want(card.typed.problem.Text, text.T("signin.certificate.differs"))
	if c.Requests("*") != 0 {
		t.Error("something was sent before the certificate was trusted")
	}
	b.write(card.typed.entry, strings.ToUpper(fingerprint[56:58]+":"+fingerprint[58:60]+":"+fingerprint[60:62]+":"+fingerprint[62:]))
	card.trust.Press()
	b.settle()
	if card.shown() || b.page.rest.Hidden || b.page.url.mark.Hidden {
		t.Fatalf("the form did not come back: %q", b.page.url.problem.Text)
	}
	b.focused(b.page.creds.password.entry)
	b.press(fyne.KeyReturn)
	b.settle()
	b.want(b.wantOpen().Profile().PinFingerprint, fingerprint)
}

func TestCertificateThatChanged(t *testing.T) {
	c := newCluster(t)
	server, fingerprint := behindTLS(t, c)
	p := profile(server.URL)
	p.PinFingerprint = strings.Repeat("ab", 32)
	b := newPage(t, p)
	card := b.page.untrusted
	if !card.shown() {
		t.Fatalf("no certificate is shown: %q", b.page.url.problem.Text)
	}
	b.want(card.why.Text, "The certificate you trusted has changed. This can be a renewal or an attack. Compare before going on.")
	b.write(card.typed.entry, fingerprint[56:])
	b.press(fyne.KeyReturn)
	b.settle()
	b.submit(c.account(t, "admin").Password.Reveal())
	b.want(b.wantOpen().Profile().PinFingerprint, fingerprint)
}

func TestCertificateThatChangesBeforeSignIn(t *testing.T) {
	c := newCluster(t)
	server, fingerprint := behindTLS(t, c)
	b := newPage(t)
	b.page.url.entry.SetText(server.URL) // not asked yet
	b.page.creds.login.entry.SetText("admin@demo.test")
	b.submit(c.account(t, "admin").Password.Reveal())
	if !b.page.untrusted.shown() {
		t.Fatal("no certificate is shown")
	}
	b.write(b.page.untrusted.typed.entry, fingerprint[56:])
	b.press(fyne.KeyReturn)
	b.settle()
	b.wantOpen()
}

func TestTrustBelongsToOneAddress(t *testing.T) {
	c := newCluster(t)
	first, fingerprint := behindTLS(t, c)
	b := newPage(t)
	b.page.url.entry.SetText(first.URL)
	b.page.onceGone = func() {}
	b.page.trusted(fingerprint)
	b.page.url.entry.SetText("https://jca.example.com")
	if pin := b.page.edition().PinFingerprint; pin != "" {
		t.Error("the certificate is trusted at another address too")
	}
}

// clientPair is a certificate of a client, made now.
func clientPair(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "dana"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Date(2099, 3, 14, 0, 0, 0, 0, time.UTC),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return inPEM("CERTIFICATE", der), inPEM("PRIVATE KEY", raw)
}

func inPEM(kind string, content []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content}))
}

func TestOwnAuthorityAndClientCertificate(t *testing.T) {
	c := newCluster(t)
	target, err := url.Parse(c.URL())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(httputil.NewSingleHostReverseProxy(target))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	cert, key := clientPair(t)
	b := newPage(t)
	a := b.page.advanced
	a.turn()
	board := fyne.CurrentApp().Clipboard()
	paste := func(f *pemField, content string) {
		board.SetContent(content)
		f.take.Press()
	}
	paste(a.bundle, "nothing of that kind")
	b.want(a.bundle.problem.Text, text.T("signin.pem.wrong.certificate"))
	paste(a.bundle, inPEM("CERTIFICATE", server.Certificate().Raw))
	b.want(a.bundle.problem.Text, "")
	b.want(a.bundle.says.Text, "O=Acme Co, until 29 Jan 2084")
	paste(a.key, cert)
	b.want(a.key.problem.Text, text.T("signin.pem.wrong.key"))
	b.write(b.page.url.entry, server.URL)
	b.settle()
	if b.page.url.problem.Text == "" {
		t.Error("the server takes clients without a certificate: this proves nothing")
	}
	paste(a.cert, cert)
	paste(a.key, key)
	b.want(a.cert.says.Text, "dana, until 14 Mar 2099")
	b.settle()
	if b.page.url.mark.Hidden {
		t.Errorf("not reached: %q", b.page.url.problem.Text)
	}
	b.write(b.page.creds.login.entry, "admin@demo.test")
	b.submit(c.account(t, "admin").Password.Reveal())
	p := b.wantOpen().Profile()
	if p.CABundle == "" || p.ClientCert == "" {
		t.Error("the certificates were not stored")
	}
	if strings.Contains(p.CABundle+p.ClientCert, "PRIVATE KEY") {
		t.Error("the key is in the settings")
	}
	kept, err := b.app.Kept(t.Context(), p.ID)
	if err != nil || kept.Secrets.ClientKey.Reveal() != strings.TrimSpace(key) {
		t.Errorf("the key is not in the vault: %v", err)
	}
}

func TestProxySettingsAreStored(t *testing.T) {
	p := profile("http://127.0.0.1:1")
	b := newPage(t, p)
	a := b.page.advanced
	if !a.inside.Hidden || !a.explicit.Hidden {
		t.Error("the fold is open though nothing is unusual")
	}
	a.turn()
	a.proxy.Set(string(model.ProxyExplicit))
	a.proxy.OnChanged(string(model.ProxyExplicit))
	b.write(a.url, "http://proxy.example.com:3128")
	b.write(a.user, "dana")
	b.write(a.password, "proxy secret")
	e, s := b.page.edition(), a.secrets()
	if e.Proxy != model.ProxyExplicit || e.ProxyURL != "http://proxy.example.com:3128" || e.ProxyUser != "dana" || s.ProxyPassword.Reveal() != "proxy secret" {
		t.Errorf("%+v", e)
	}
	a.proxy.Set(string(model.ProxyNone))
	if e, s := b.page.edition(), a.secrets(); e.ProxyURL != "" || !s.ProxyPassword.IsEmpty() {
		t.Errorf("a proxy that is not used stays: %+v", e)
	}
}
