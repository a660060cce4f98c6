package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/sirupsen/logrus"
)

const (
	maxRequest = 1 << 20 // bytes of a request's body
	flushAt    = 1 << 18 // bytes of an answer kept back before they go out
)

const htmlPage = `<!DOCTYPE html><html><head><title>Maintenance</title></head>` +
	`<body><h1>We will be back soon</h1><p>The platform is being maintained.</p></body></html>`

// refusal is an answer with a result code other than 0.
type refusal struct {
	result  int
	message string
	left    int // attempts left; below 0: not told
}

func (r *refusal) Error() string { return r.message }

func refuse(result int, format string, args ...any) error {
	return &refusal{result: result, message: fmt.Sprintf(format, args...), left: -1}
}

// The result codes of the contract.
const (
	codeParameter  = 3
	codeNotFound   = 5
	codePermission = 8
	codeNoApp      = 11
	codeUnknown    = 99
	codeAuthFailed = 701
	codeSession    = 702
	codeToken      = 8202
	codeTransition = 9903
	codeGroup      = 9904
	codeQuota      = 9905
	codePassword   = 9906
)

// ServeHTTP answers one request.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.page(w, r) {
		return
	}
	m := paths[r.URL.Path]
	if m == nil || p.alternatives.missing(m.name) {
		p.requests.add("")
		http.NotFound(w, r)
		return
	}
	p.requests.add(m.name)
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if wait := p.limit.take(p.now()); wait > 0 {
		answerStatus(w, Fault{Status: http.StatusTooManyRequests, RetryAfter: wait})
		return
	}
	if err := p.forgetDue(r.Context()); err != nil {
		p.log.WithError(err).Warn("demo platform failed to remove personal data")
	}
	p.answer(w, r, m, p.faults.next(m.name))
}

// answer runs a method and lets a fault have its way.
func (p *Platform) answer(w http.ResponseWriter, r *http.Request, m *method, fault Fault) {
	if !wait(r.Context(), fault.Latency) {
		panic(http.ErrAbortHandler)
	}
	c := &call{p: p, r: r, method: m, w: w, fault: fault, silent: fault.loses()}
	c.r.Body = http.MaxBytesReader(w, c.r.Body, maxRequest)
	c.unread = c.r.ParseForm() // now: what is applied late or twice needs it after the answer
	c.begin(0)
	switch fault.applies() {
	case ApplyNever:
	case ApplyLate:
		c.close('}')
		twin := c.twin()
		p.faults.postpone(fault.Late, twin.perform)
	case ApplyTwice:
		c.twin().perform()
		c.perform()
	default:
		c.perform()
	}
	c.reply()
}

// twin is the same request once more, for nobody.
func (c *call) twin() *call {
	return &call{p: c.p, r: c.r.WithContext(context.WithoutCancel(c.r.Context())), method: c.method, unread: c.unread, silent: true}
}

// reply answers, or does what the fault says instead.
func (c *call) reply() {
	switch fault := c.fault; {
	case fault.Drop == DropReset:
		reset(c.w)
		return
	case fault.Drop == DropHang:
		select {
		case <-c.r.Context().Done():
		case <-c.p.done:
		}
		panic(http.ErrAbortHandler)
	case fault.Drop != 0:
		panic(http.ErrAbortHandler) // the server's way to cut a connection
	case fault.Status != 0 || fault.HTML:
		if fault.Status == http.StatusTemporaryRedirect {
			c.w.Header().Set("Location", c.p.URL()+c.r.URL.Path)
		}
		answerStatus(c.w, fault)
		return
	case fault.Result != 0:
		c.refused(&refusal{result: fault.Result, message: fault.Message, left: -1})
	}
	c.finish()
}

// reset breaks the connection as a crashed machine does.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it the connection is closed politely
	}
	_ = conn.Close()
}

func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// answerStatus answers without any JSON.
func answerStatus(w http.ResponseWriter, fault Fault) {
	status := fault.Status
	if status == 0 {
		status = http.StatusOK
	}
	if fault.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(fault.RetryAfter.Seconds()))))
	}
	if !fault.HTML {
		http.Error(w, http.StatusText(status), status)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, htmlPage) // nobody is left to tell when the other side is gone
}

// call is one request to a method and its answer.
type call struct {
	document
	p      *Platform
	r      *http.Request
	w      http.ResponseWriter
	method *method
	who    session
	secret string // the session as it was sent
	fault  Fault
	sent   bool  // a part of the answer is out already
	silent bool  // the answer will be lost
	unread error // why the parameters could not be read
}

// perform checks who calls with what, and runs the method.
func (c *call) perform() {
	c.begin(0)
	err := c.check()
	if err == nil {
		err = c.method.run(c)
	}
	var refused *refusal
	switch {
	case err == nil:
		c.close('}')
		return
	case errors.As(err, &refused):
	case errors.Is(err, ErrNoCustomer):
		refused = &refusal{result: codeNotFound, message: "object not found", left: -1}
	default:
		c.p.log.WithFields(logrus.Fields{"method": c.method.name}).WithError(err).Warn("demo platform failed")
		refused = &refusal{result: codeUnknown, message: "internal error", left: -1}
	}
	c.refused(refused)
}

// check holds a request against what the contract asks of it.
func (c *call) check() error {
	if c.unread != nil {
		return refuse(codeParameter, "invalid parameters")
	}
	if c.method.access != opening {
		if err := c.authenticate(); err != nil {
			return err
		}
	}
	app := c.param("appid")
	if c.method.app == anyApp && app == "" || c.method.app == clusterApp && app != "cluster" {
		return invalid("appid")
	}
	for _, name := range c.method.required {
		if !c.has(name) {
			return invalid(name)
		}
	}
	return nil
}

func (c *call) authenticate() error {
	c.secret = c.param("session")
	if c.secret == "" {
		c.secret = c.param("token")
	}
	who, found := c.p.sessions.get(c.secret, c.p.now())
	switch {
	case !found || who.restricted && c.method.access != halfway:
		return refuse(codeSession, "session has expired")
	case who.owner.role == roleCustomer && !c.method.forCustomers():
		return refuse(codePermission, "access not permitted [subject = %d accessObject = [..] rights = [..]]", who.owner.uid)
	case !who.may(c.method.permission):
		return refuse(codeToken, "token has no access to the method [%s]", c.method.permission)
	case c.method.access == writing && who.owner.role == roleView:
		return refuse(codePermission, "access not permitted [subject = %d accessObject = [..] rights = [..]]", who.owner.uid)
	}
	c.who = who
	return nil
}

func (c *call) begin(result int) {
	c.b = append(c.b[:0], '{')
	c.int("result", int64(result))
	c.text("source", c.method.source)
}

// refused puts a refusal in the place of the answer. When a part of the answer
// is out already, only cutting the connection is left.
func (c *call) refused(r *refusal) {
	if c.sent {
		panic(http.ErrAbortHandler)
	}
	c.begin(r.result)
	c.text("error", r.message)
	if r.left >= 0 {
		c.int("attemptsLeft", int64(r.left))
	}
	c.close('}')
}

// flush sends what is there of a long answer; the last byte stays, since the
// commas depend on it.
func (c *call) flush() error {
	last := len(c.b) - 1
	if last < flushAt {
		return nil
	}
	if !c.silent {
		c.header()
		c.sent = true
		if _, err := c.w.Write(c.b[:last]); err != nil {
			return err
		}
	}
	c.b = append(c.b[:0], c.b[last])
	return c.r.Context().Err()
}

func (c *call) header() {
	c.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.w.Header().Set("Cache-Control", "no-store")
}

// finish sends the answer, or the first half of it.
func (c *call) finish() {
	c.header()
	if !c.fault.Cut {
		_, _ = c.w.Write(c.b) // nobody is left to tell when the other side is gone
		return
	}
	if !c.sent {
		c.w.Header().Set("Content-Length", strconv.Itoa(len(c.b)))
		_, _ = c.w.Write(c.b[:len(c.b)/2])
	}
	_ = http.NewResponseController(c.w).Flush() // what is written has to arrive before the cut
	panic(http.ErrAbortHandler)
}
