package demo

import (
	"context"
	"strconv"
)

// tellMoney adds to a log what operators did with money and quotas before the
// platform began.
func (s *store) tellMoney(_ context.Context, l *auditLog) error {
	own := s.seededQuotas(&l.who)
	for at := range quotas {
		value, set := own[at]
		if !set {
			continue
		}
		l.operator(s.quotaMoment(&l.who, at), deedQuota, `{"name":"`+quotas[at].name+`","value":`+strconv.FormatInt(value, 10)+`}`)
	}
	return nil
}
