package demo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// door is the address of the platform and the server behind it while it is online.
type door struct {
	addr    string // host:port, kept over offline times
	handler http.Handler
	mu      sync.Mutex
	server  *http.Server // nil while offline
	closed  bool
}

// openDoor listens on a loopback address.
func openDoor(ctx context.Context, address string, handler http.Handler) (*door, error) {
	if err := onlyLoopback(address); err != nil {
		return nil, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	d := &door{addr: listener.Addr().String(), handler: handler}
	d.serve(listener)
	return d, nil
}

// onlyLoopback refuses every address that is not a loopback one by its
// spelling: names are not looked up, since the answer may change.
func onlyLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("read the address %q: %w", address, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%w: not on %q", ErrNotLoopback, host)
	}
	return nil
}

func (d *door) serve(listener net.Listener) {
	server := &http.Server{Handler: d.handler, ReadHeaderTimeout: 10 * time.Second}
	d.server = server
	go func() { _ = server.Serve(listener) }() // ends with ErrServerClosed when the server is closed
}

func (d *door) offline(offline bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.closed:
		return errors.New("the demo platform is closed")
	case offline == (d.server == nil):
		return nil
	case offline:
		return d.shut()
	}
	address, err := netip.ParseAddrPort(d.addr)
	if err != nil {
		return fmt.Errorf("read the own address: %w", err)
	}
	listener, err := net.ListenTCP("tcp", net.TCPAddrFromAddrPort(address))
	if err != nil {
		return fmt.Errorf("come back online: %w", err)
	}
	d.serve(listener)
	return nil
}

func (d *door) shut() error {
	server := d.server
	d.server = nil
	if server == nil {
		return nil
	}
	return server.Close()
}

func (d *door) close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	return d.shut()
}
