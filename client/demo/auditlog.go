package demo

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strconv"
	"time"
)

// auditLog is the log of one customer. What the customer and collaborators did
// is a function of the second, made when it is shown; the rest is a short list.
type auditLog struct {
	seed    uint64
	who     record
	entry   entry
	until   int64 // from this second on nothing has happened yet
	today   int64 // the day of the seeding: later days hold nothing that changes an environment
	running int64 // the second of the action that still runs; 0: none
	owned   []environment
	members []record
	moments map[int64]auditRow // what the actions of some seconds have to be
	others  []auditRow         // what is no action of the customer, by start
}

// auditRef is an action by its second, or by its place among the others.
type auditRef struct {
	start int64
	other int // -1: an action of the customer
}

const busyEvery = 12 // one of so many customers has something running

// auditLog prepares the log of a customer.
func (s *store) auditLog(ctx context.Context, r record, now time.Time) (*auditLog, error) {
	l := &auditLog{seed: s.seed, who: r, entry: s.habits.entry(&r), today: s.habits.today, until: now.Truncate(time.Minute).Unix(), moments: map[int64]auditRow{}}
	var err error
	if l.owned, err = s.environmentsOf(ctx, r.uid, true); err != nil {
		return nil, err
	}
	shared, err := s.collaborations(ctx, &r)
	if err != nil {
		return nil, err
	}
	taken := map[int64]struct{}{}
	l.tellEnvironments(taken)
	l.tellInvitations(shared, taken)
	l.tellAccount()
	l.tellCharges()
	if err := s.tellMoney(ctx, l); err != nil {
		return nil, err
	}
	l.separate()
	if err := s.tellWritten(ctx, l); err != nil {
		return nil, err
	}
	slices.SortStableFunc(l.others, func(a, b auditRow) int { return cmp.Compare(a.start, b.start) })
	l.findRunning(mix(s.seed, uint64(r.uid), 41)%busyEvery == 0, s.isNotable(NotableBusy, r.uid))
	return l, nil
}

// tellEnvironments says when environments were made and when they ended.
func (l *auditLog) tellEnvironments(taken map[int64]struct{}) {
	for i := range l.owned {
		e := &l.owned[i]
		l.place(e.created, e, deedCreate, taken)
		switch {
		case e.stopped == 0:
		case e.status == environmentAsleep:
			l.place(e.stopped, e, deedSleep, taken)
		default:
			l.place(e.stopped, e, deedStop, taken)
		}
	}
}

// place puts something at the action of a second, or among the deeds of the
// platform where the customer did nothing then.
func (l *auditLog) place(at int64, e *environment, what deed, taken map[int64]struct{}) {
	row := auditRow{start: at, kind: "PUBLIC", deed: what}
	row.concern(e)
	_, is := taken[at]
	if _, found := l.entry.number(l.seed, at); found && !is {
		taken[at] = struct{}{}
		l.moments[at] = row
		return
	}
	row.kind = "SYSTEM"
	if what != deedCreate {
		row.deed = deedEnvStatus
	}
	l.others = append(l.others, row)
}

func (r *auditRow) concern(e *environment) {
	r.appid, r.env = e.appid, e.name
	r.args = `{"envName":` + string(appendQuoted(nil, e.name)) + `}`
}

// tellInvitations says when the partners were invited.
func (l *auditLog) tellInvitations(shared []collaboration, taken map[int64]struct{}) {
	for i := range shared {
		s := &shared[i]
		if s.owner.uid != l.who.uid {
			continue
		}
		if s.status == "ACTIVE" && s.member.uid != 0 {
			l.members = append(l.members, s.member)
		}
		at := l.who.created + int64(s.seed%uint64(1+max(0, l.today-l.who.created)))
		if second, found := l.entry.free(l.seed, at, l.who.created, l.today, taken); found {
			l.moments[second] = auditRow{start: second, kind: "PUBLIC", deed: deedInvite,
				args: `{"email":` + string(appendQuoted(nil, s.member.email)) + `}`}
		}
	}
}

// tellAccount says what the operators did with the account before the
// platform began; what they do now is written down.
func (l *auditLog) tellAccount() {
	r := &l.who
	if r.groupAt > r.created && r.groupAt <= l.today {
		l.operator(r.groupAt, deedGroup, `{"groupName":`+string(appendQuoted(nil, r.group))+`}`)
	}
	if r.statusAt <= r.created || r.statusAt > l.today {
		return
	}
	switch {
	case r.status == statusDeleted:
		l.operator(r.statusAt, deedRemoveData, "")
	case !r.enabled:
		l.operator(r.statusAt, deedSuspend, "")
	case r.status != statusActive:
		l.others = append(l.others, auditRow{start: r.statusAt, kind: "SYSTEM", deed: deedStatus,
			args: `{"status":` + strconv.FormatInt(r.status, 10) + `}`})
	}
}

// The operator who did what was done before the platform began.
const (
	pastOperator      = 2
	pastOperatorLogin = "admin@demo.test"
)

func (l *auditLog) operator(at int64, what deed, args string) {
	l.others = append(l.others, auditRow{start: at, kind: "ADMIN", deed: what, args: args, actor: pastOperator, email: pastOperatorLogin})
}

// tellCharges says at each start of a month that the account was charged.
func (l *auditLog) tellCharges() {
	if len(l.owned) == 0 {
		return
	}
	month := time.Unix(l.owned[0].created, 0).UTC()
	for month = time.Date(month.Year(), month.Month()+1, 1, 0, 0, 5, 0, time.UTC); month.Unix() < min(l.today, int64(l.entry.quiet)); month = month.AddDate(0, 1, 0) {
		l.others = append(l.others, auditRow{start: month.Unix(), kind: "SYSTEM", deed: deedCharge})
	}
}

// separate gives the deeds of the platform seconds and ids of their own.
func (l *auditLog) separate() {
	slices.SortStableFunc(l.others, func(a, b auditRow) int { return cmp.Compare(a.start, b.start) })
	last := int64(-1)
	for i := range l.others {
		row := &l.others[i]
		at := max(row.start, last+1)
		for {
			if _, is := l.entry.number(l.seed, at); !is {
				break
			}
			at++
		}
		last, row.start = at, at
		row.id, row.end = actionID(at, l.who.uid), at+row.seconds
	}
}

// tellWritten adds what was really done here.
func (s *store) tellWritten(ctx context.Context, l *auditLog) error {
	var row auditRow
	return scanAll(ctx, s.db, `SELECT id, actor, email, type, service, text, args, started, ended, result, failure, key, appid, env FROM actions WHERE uid = ? ORDER BY id`,
		[]any{&row.id, &row.actor, &row.email, &row.kind, &row.service, &row.text, &row.args, &row.start, &row.end, &row.result, &row.failure, &row.key, &row.appid, &row.env},
		func() { l.others = append(l.others, row) }, l.who.uid)
}

// findRunning finds the last action of who has something running.
func (l *auditLog) findRunning(busy, always bool) {
	if !busy && !always {
		return
	}
	const oneDay, month = 1, 31
	days := int64(oneDay)
	if always {
		days = month
	}
	if refs := l.own(l.until-days*day, l.until-1); len(refs) > 0 {
		l.running = refs[len(refs)-1].start
	}
}

// own are the actions of the customer from one second to another.
func (l *auditLog) own(from, to int64) []auditRef {
	from, to = max(from, int64(l.entry.firstDay)*day), min(to, l.until-1, int64(l.entry.quiet)-1)
	var refs []auditRef
	for date := from / day; date <= to/day && from <= to; date++ {
		r := l.entry.rhythm(l.seed, date)
		for number := range r.actions {
			if at := r.second(number); at >= from && at <= to {
				refs = append(refs, auditRef{at, -1})
			}
		}
	}
	return refs
}

// refs are all actions from one second to another, oldest first.
func (l *auditLog) refs(from, to int64) []auditRef {
	refs := l.own(from, to)
	first := sort.Search(len(l.others), func(i int) bool { return l.others[i].start >= from })
	mine := len(refs)
	for i := first; i < len(l.others) && l.others[i].start <= to; i++ {
		refs = append(refs, auditRef{l.others[i].start, i})
	}
	if len(refs) > mine && mine > 0 {
		slices.SortStableFunc(refs, func(a, b auditRef) int { return cmp.Compare(a.start, b.start) })
	}
	return refs
}

// row is an action in full.
func (l *auditLog) row(ref auditRef) auditRow {
	if ref.other >= 0 {
		row := l.others[ref.other]
		if row.actor == 0 {
			row.actor, row.email = l.who.uid, l.who.email
		}
		return row
	}
	number, _ := l.entry.number(l.seed, ref.start)
	row := l.deed(ref.start, number)
	row.id, row.start = actionID(ref.start, l.who.uid), ref.start
	seed := mix(l.seed, uint64(l.who.uid), uint64(ref.start), 5)
	row.end = ref.start + row.seconds + int64(seed%uint64(1+row.seconds))
	if row.end >= l.until || ref.start == l.running {
		row.end, row.result, row.failure = 0, 0, ""
	}
	if row.actor == 0 {
		row.actor, row.email = l.who.uid, l.who.email
	}
	return row
}

// deed is what the customer did with the action of a second: what has to have
// happened then, else anything believable. Who stops an environment starts it
// with the next action of the day.
func (l *auditLog) deed(at, number int64) auditRow {
	if row, is := l.moments[at]; is {
		return row
	}
	r := l.entry.rhythm(l.seed, at/day)
	if number%2 == 1 && r.date*day < l.today {
		if row, e := l.pause(r.second(number - 1)); e != nil {
			row.deed = deedStart
			row.concern(e)
			return row
		}
	} else if number%2 == 0 && l.resumes(r, number+1) {
		if row, e := l.pause(at); e != nil {
			return row
		}
	}
	return l.anything(at)
}

// resumes reports whether an action of a day can start an environment again.
func (l *auditLog) resumes(r rhythm, number int64) bool {
	if number >= r.actions || r.date*day >= l.today {
		return false
	}
	at := r.second(number)
	_, is := l.moments[at]
	return !is && at < int64(l.entry.quiet)
}

// pause is a stop of an environment for a short while, if there is one at a second.
func (l *auditLog) pause(at int64) (auditRow, *environment) {
	const every = 14
	seed := mix(l.seed, uint64(l.who.uid), uint64(at), 2)
	if _, is := l.moments[at]; is || seed%every != 0 {
		return auditRow{}, nil
	}
	e := l.present(at, seed>>8)
	if e == nil || e.stopped != 0 && e.stopped < at+day {
		return auditRow{}, nil
	}
	row := auditRow{kind: "PUBLIC", deed: deedStop}
	row.concern(e)
	return row, e
}

// present is one of the environments that run at a second; nil where the one
// that the seed means does not.
func (l *auditLog) present(at int64, seed uint64) *environment {
	count := sort.Search(len(l.owned), func(i int) bool { return l.owned[i].created >= at })
	if count == 0 {
		return nil
	}
	e := &l.owned[seed%uint64(count)]
	if e.stopped != 0 && e.stopped <= at || e.removed != 0 && e.removed <= at {
		return nil
	}
	return e
}

// anything is what somebody does on an ordinary day.
func (l *auditLog) anything(at int64) auditRow {
	const failsOneOf, collaboratesOneOf = 24, 6
	seed := mix(l.seed, uint64(l.who.uid), uint64(at), 3)
	row := auditRow{kind: "PUBLIC", deed: ownDeeds[seed>>8%uint64(len(ownDeeds))]}
	e := l.present(at, seed>>16)
	if seed%4 == 0 || e == nil {
		return row
	}
	row.deed = environmentDeeds[seed>>32%uint64(len(environmentDeeds))]
	row.concern(e)
	if seed>>40%failsOneOf == 0 {
		ended := failures[seed>>48%uint64(len(failures))]
		row.result, row.failure = ended.code, ended.text
	}
	if len(l.members) > 0 && seed>>52%collaboratesOneOf == 0 {
		member := &l.members[seed>>56%uint64(len(l.members))]
		row.actor, row.email, row.collaborator = member.uid, member.email, member.uid
	}
	return row
}
