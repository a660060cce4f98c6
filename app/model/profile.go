package model

import "time"

// Kind is how careful one has to be on a platform. It is chosen by the person
// who adds it.
type Kind string

// The kinds of platforms, as they are written on screen.
const (
	Live Kind = "LIVE"
	Test Kind = "TEST"
	Demo Kind = "DEMO"
)

// AuthKind is how a profile signs in.
type AuthKind string

// Ways to sign in.
const (
	ByPassword AuthKind = "password"
	ByToken    AuthKind = "token"
)

// ProxyMode is how a profile reaches its platform.
type ProxyMode string

// Ways to the platform.
const (
	ProxySystem   ProxyMode = "" // as the system is set
	ProxyNone     ProxyMode = "none"
	ProxyExplicit ProxyMode = "explicit"
)

// Profile is a platform on this computer. It holds no secret: session, proxy
// password and client key are in the vault under its ID.
type Profile struct {
	ID           string // random, file-name safe, stable
	Name         string
	URL          string
	Kind         Kind
	PathStyle    string // "1.0" or "module"
	Auth         AuthKind
	Login        string
	StaySignedIn bool
	ReadOnly     bool // the transport refuses every change

	Proxy          ProxyMode
	ProxyURL       string // without sign-in
	ProxyUser      string
	CABundle       string // PEM, in addition to the system's
	ClientCert     string // PEM; its key is in the vault
	PinFingerprint string // SHA-256 of the pinned certificate, lower-case hex; empty: verify normally

	Capabilities map[string]int // answers of client.Capabilities, by name
	Operator     Operator       // who signed in last
	Customers    int            // cached customers when last closed
	LastUsed     time.Time      // UTC
}
