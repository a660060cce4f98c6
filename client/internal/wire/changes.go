package wire

import (
	"errors"

	"steward/client/platform"
)

// Changed is what the answer to a change tells beside the envelope.
type Changed struct {
	ID      int64           // of what was made; 0: not told
	UID     platform.UID    // whose session it is; 0: not told
	Email   string          // idem
	Session platform.Secret // of the customer; empty: none
}

// Change reads the answer to a change of one thing. An answer for several has
// a result of its own for each: the first that is no success is the result.
// Unlike an answer to a read it must end where it ends.
func Change(data []byte) (Changed, Envelope, error) {
	var told Changed
	var inner Envelope
	e, err := read(data, func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			told.ID = r.id()
		case "uid":
			told.UID, _ = r.scalar().uid()
		case "email":
			told.Email = r.scalar().str(maxText)
		case "session":
			told.Session = platform.NewSecret(r.scalar().str(maxNote))
		case "responses":
			if c := r.peek(); c != '[' && c != '{' {
				return false
			}
			r.each(func() {
				if one := r.envelope(func(*reader, []byte) bool { return false }); one.told && inner.Result == 0 {
					inner = one
				}
			})
		default:
			return false
		}
		return true
	})
	if err == nil && !ends(data) {
		err = ErrSyntax
	}
	if err == nil && e.Result == 0 && inner.Result != 0 {
		e.Result, e.Reason, e.Error = inner.Result, inner.Reason, inner.Error
	}
	return told, e, err
}

// ends reports whether nothing follows the one value of a text.
func ends(data []byte) bool {
	r := newReader(data)
	r.skip()
	if r.err != nil {
		return false
	}
	_ = r.peek()
	return errors.Is(r.err, ErrCut)
}
