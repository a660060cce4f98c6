package wire

import "steward/client/platform"

// EmailTemplates reads the answer of billing.system.GetEmailTemplates (assumed A19).
func EmailTemplates(data []byte) (Page[platform.EmailTemplate], Envelope, error) {
	return rowsOf(data, (*reader).emailTemplate)
}

func (r *reader) emailTemplate() (t platform.EmailTemplate, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "name":
			t.Name = r.scalar().str(maxText)
		case "description":
			t.Description = r.scalar().str(maxText)
		case "category":
			t.Category = r.scalar().str(maxText)
		case "isActive":
			active, told := r.scalar().bool()
			t.Inactive = told && !active
		default:
			return false
		}
		return true
	})
	return t, t.Name != ""
}

// SigninAttempts reads the answer of GetSigninAttempts (assumed A26). An
// answer without a number is ErrShape: it is not none.
func SigninAttempts(data []byte) (platform.SigninAttempts, Envelope, error) {
	a := platform.SigninAttempts{Left: -1}
	told := false
	var member field
	member = func(r *reader, name []byte) bool {
		switch string(name) {
		case "object":
			r.object(member)
		case "attempts", "failedAttempts", "value":
			a.Failed, told = r.scalar().int()
		case "lastAttempt":
			a.Last = r.scalar().time()
		default:
			return false
		}
		return true
	}
	e, err := read(data, member)
	a.Left = e.AttemptsLeft
	if err == nil && e.Result == 0 && (!told || a.Failed < 0) {
		err = ErrShape
	}
	return a, e, err
}

// Sessions reads the answer of users.authentication.GetSessions (documented).
func Sessions(data []byte) (Page[platform.Session], Envelope, error) {
	return rowsOf(data, (*reader).openSession, "sessions")
}

func (r *reader) openSession() (s platform.Session, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			s.ID = r.scalar().str(maxText)
		case "uid":
			s.UID, _ = r.scalar().uid()
		case "host":
			s.Host = r.scalar().str(maxText)
		case "userAgent":
			s.UserAgent = r.scalar().str(maxText)
		case "createdOn":
			s.Since = r.scalar().time()
		case "lastAccess":
			s.LastUsed = r.scalar().time()
		case "current":
			s.Current = r.scalar().yes()
		default:
			return false
		}
		return true
	})
	return s, s.ID != ""
}
