package wire

import "steward/client/platform"

// Quotas reads the answers of billing.account.GetCollaborationQuotas,
// GetOwnerQuotas and billing.groupquota.GetGroupQuotas (A11): {quota, type,
// value}, or the quota's fields flat beside the value.
func Quotas(data []byte) (Page[platform.Quota], Envelope, error) {
	return rowsOf(data, (*reader).quotaValue, "quotas")
}

var quotaSources = []string{string(platform.QuotaPersonal), string(platform.QuotaOfGroup)}

func (r *reader) quotaValue() (q platform.Quota, ok bool) {
	told := false
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "quota":
			if r.peek() != '{' {
				q.Name = r.scalar().str(maxText)
				return true
			}
			r.members(func(r *reader, name []byte) bool { return r.quotaField(&q, name) })
		case "type":
			q.SetBy = platform.QuotaSource(r.scalar().enum(r, quotaSources))
		case "value":
			q.Value, told = r.scalar().whole()
		default:
			return r.quotaField(&q, name)
		}
		return true
	})
	if told && q.SetBy == platform.QuotaOfGroup {
		q.GroupValue, q.GroupTold = q.Value, true
	}
	return q, told && q.Name != ""
}

// whole reads an integer; true and false count as 1 and 0.
func (s scalar) whole() (int64, bool) {
	if n, ok := s.int64(); ok {
		return n, true
	}
	yes, ok := s.bool()
	if yes {
		return 1, ok
	}
	return 0, ok
}

func (r *reader) quotaField(q *platform.Quota, name []byte) bool {
	switch string(name) {
	case "id":
		q.ID = r.id()
	case "name":
		q.Name = r.scalar().str(maxText)
	case "description":
		q.Description = r.scalar().str(maxText)
	case "referenceId":
		q.ReferenceID = r.scalar().str(maxText)
	case "isBusiness":
		q.Business = r.scalar().yes()
	case "isCustom":
		q.Custom = r.scalar().yes()
	case "isHidden":
		q.Hidden = r.scalar().yes()
	default:
		return false
	}
	return true
}
