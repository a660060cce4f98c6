package wire

// Envelope is what every answer carries beside its payload.
type Envelope struct {
	Result       int
	Reason       int
	Error        string
	AttemptsLeft int // of a failed sign-in; -1: not told
	Source       string

	told bool // there was a result
}

// field says how the payload reads one member. It reports false, having read
// nothing, for a name that it does not know.
type field func(r *reader, name []byte) bool

// read walks an answer: the envelope's members, the payload's through payload,
// everything else skipped. The legacy double envelope is unwrapped.
func read(data []byte, payload field) (Envelope, error) {
	r := newReader(data)
	if r.peek() != '{' && r.err == nil {
		return Envelope{AttemptsLeft: -1}, ErrSyntax
	}
	e := r.envelope(payload)
	switch {
	case r.err != nil:
		return Envelope{AttemptsLeft: -1}, r.err
	case !e.told && e.Error != "":
		e.Result = resultUnknown
	case !e.told:
		return Envelope{AttemptsLeft: -1}, ErrShape
	}
	return e, nil
}

// resultUnknown is the platform's code for an error without a code.
const resultUnknown = 99

func (r *reader) envelope(payload field) Envelope {
	e := Envelope{AttemptsLeft: -1}
	var inner *Envelope
	r.open('{')
	for first := true; r.more('}', &first); {
		name := r.key()
		switch string(name) {
		case "result":
			e.Result, e.told = r.result()
		case "reason":
			e.Reason, _ = r.scalar().int()
		case "error":
			e.Error = r.scalar().str(maxText)
		case "source":
			e.Source = r.share(r.scalar().bytes(maxText))
		case "attemptsLeft":
			e.AttemptsLeft = r.attempts()
		case "response":
			if r.peek() == '{' {
				wrapped := r.envelope(payload)
				inner = &wrapped
				continue
			}
			r.skip()
		default:
			if r.err == nil && !payload(r, name) {
				r.skip()
			}
		}
	}
	if inner != nil && inner.told {
		return *inner
	}
	return e
}

// result reads the result code. A code that is no number is an unknown error.
func (r *reader) result() (code int, told bool) {
	s := r.scalar()
	if s.kind == kindAbsent {
		return 0, false
	}
	code, ok := s.int()
	if !ok {
		return resultUnknown, true
	}
	return code, true
}

func (r *reader) attempts() int {
	if n, ok := r.scalar().int(); ok && n >= 0 {
		return n
	}
	return -1
}

// Plain reads an answer of which only the envelope matters.
func Plain(data []byte) (Envelope, error) {
	return read(data, func(*reader, []byte) bool { return false })
}
