package client

import (
	"context"
	"time"

	"github.com/sirupsen/logrus"

	"steward/client/platform"
)

// MaxAnswer is the most bytes of one answer (64 MiB, after decompression)
// unless Config.MaxAnswer says otherwise. A larger answer is KindTooLarge.
const MaxAnswer int64 = 64 << 20

// PathStyle is how the platform spells its paths (assumed A1).
type PathStyle string

// The two path styles. PathV1 is the default.
const (
	PathV1     PathStyle = "1.0"    // /1.0/... for everything (documented)
	PathModule PathStyle = "module" // /JBilling/billing, /JElastic/administration and /JElastic/environment (seen in clients)
)

// ProxyMode says where the proxy comes from.
type ProxyMode string

// The proxy modes. Empty means ProxySystem.
const (
	ProxySystem   ProxyMode = "system"   // the environment's HTTPS_PROXY, NO_PROXY
	ProxyNone     ProxyMode = "none"     // always direct
	ProxyExplicit ProxyMode = "explicit" // Proxy.URL
)

// Proxy is the way out of a company network. It is used for https only: plain
// http is allowed on this computer alone and never leaves it.
type Proxy struct {
	Mode     ProxyMode
	URL      string // for ProxyExplicit: http://proxy:3128 or https://proxy:3129, without a password
	User     string // basic sign-in at the proxy; empty: none
	Password platform.Secret
}

// Config is everything a Client needs to know about one platform.
type Config struct {
	BaseURL   string // https://jca.example.com; http only on a loopback address
	PathStyle PathStyle
	ReadOnly  bool // the transport refuses every method that changes something
	// Locked is asked before every such method, on any goroutine: while it is
	// true the transport refuses like ReadOnly. Nil: never.
	Locked       func() bool
	Proxy        Proxy
	CABundle     string          // PEM, added to the system's certificates
	ClientCert   string          // PEM
	ClientKey    platform.Secret // PEM
	Pin          string          // SHA-256 of the accepted certificate, lower-case hex
	UserAgent    string
	Capabilities map[string]int                // what earlier runs learned, by the Cap names
	OnLearn      func(name string, choice int) // called when a choice changes; may be called from any goroutine
	OnTraffic    func(Traffic)                 // called after every exchange; may be called from any goroutine
	Now          func() time.Time              // required
	Log          *logrus.Entry                 // nil: nothing is logged
	MaxAnswer    int64                         // bytes; 0: the constant MaxAnswer
	Deadlines    Deadlines
	Dashboard    string // where customers sign in, https://app.example.com; empty: BaseURL with app. in place of jca.
}

// Deadlines are how long a client waits. The zero value has the defaults.
type Deadlines struct {
	Connect time.Duration // for a connection, its TLS again as long; 0: 10 s
	Change  time.Duration // for the answer to a change; 0: 60 s
	Long    time.Duration // for the answer to a change of a status or an environment; 0: 15 min
}

func (d Deadlines) connect() time.Duration {
	if d.Connect > 0 {
		return d.Connect
	}
	return connectTimeout
}

// of is how long one attempt of a method may take, answer included.
func (d Deadlines) of(m Method) time.Duration {
	switch {
	case !m.Class.changes():
		return m.Timeout
	case m.Long && d.Long > 0:
		return d.Long
	case !m.Long && d.Change > 0:
		return d.Change
	}
	return m.Timeout
}

// TrafficKind is what an exchange says about the connection.
type TrafficKind uint8

// The kinds of traffic.
const (
	Answered    TrafficKind = iota // the platform answered
	Unreachable                    // nobody answered, or not the platform
	Refused702                     // the platform no longer knows the session
	RateLimited                    // the platform asks to slow down
)

// String is the kind in lower case, for logs.
func (k TrafficKind) String() string {
	switch k {
	case Answered:
		return "answered"
	case Unreachable:
		return "unreachable"
	case Refused702:
		return "refused702"
	case RateLimited:
		return "ratelimited"
	}
	return "unknown"
}

// Traffic is one exchange with the platform as the connection state sees it.
type Traffic struct {
	Kind TrafficKind
	Took time.Duration
	At   time.Time // when it ended, UTC
}

type interactiveKey struct{}

// Interactive marks a context whose calls a person waits for: they may use the
// fifth place of the limiter.
func Interactive(ctx context.Context) context.Context {
	return context.WithValue(ctx, interactiveKey{}, true)
}

func isInteractive(ctx context.Context) bool {
	yes, _ := ctx.Value(interactiveKey{}).(bool)
	return yes
}
