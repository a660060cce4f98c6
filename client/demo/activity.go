package demo

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"
)

// activity is how many actions a customer did in a period.
type activity struct {
	uid      uint32
	reseller uint16
	count    int64
}

// What customers do is a pure function of seed, customer and day, so that a
// period needs no stored rows.
const (
	rateUnit   = 16  // rates are in sixteenths of an action a day
	rateFloor  = 1.2 // actions a day of the calmest active customer
	rateTail   = 1.5 // exponent of the law of activity
	maxRate    = 400 // actions a day
	weekRate   = 58  // a week is as much as so many tenths of a working day
	checkEvery = 4096
)

// mix is a well spread hash of numbers.
func mix(numbers ...uint64) uint64 {
	sum := uint64(0x9e3779b97f4a7c15)
	for _, n := range numbers {
		sum = scramble(sum ^ n)
	}
	return sum
}

func scramble(n uint64) uint64 {
	n += 0x9e3779b97f4a7c15
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// habits are what the activity of every customer follows from.
type habits struct {
	seed     uint64
	today    int64             // the day of the seeding
	notables map[Notable]int64 // uids
}

// entry is what is kept in memory of a customer.
func (h *habits) entry(r *record) entry {
	e := entry{uid: uint32(r.uid), reseller: uint16(r.reseller), firstDay: uint32(max(0, r.created/day+1)),
		quiet: math.MaxUint32, rate: h.rate(r)}
	if !r.enabled || r.status != statusActive {
		e.quiet = uint32(max(0, r.statusAt))
	}
	return e
}

// rate is how much a customer does on an average day: long-tailed.
func (h *habits) rate(r *record) uint16 {
	switch r.uid {
	case h.notables[NotableNothing]:
		return 0
	case h.notables[NotableAudit]:
		const weeks = 7 * day
		return uint16(min(maxRate*rateUnit*3/2, auditRows*rateUnit*weeks/(weekRate*max(weeks, h.today-r.created)/10)))
	}
	place := (float64(mix(h.seed, uint64(r.uid))>>11) + 1) / (1 << 53)
	return uint16(math.Ceil(min(maxRate, rateFloor*math.Pow(place, -1/rateTail)) * rateUnit))
}

// actions is how many actions a customer does on a day (days since 1970).
func (e *entry) actions(seed uint64, date int64) int64 {
	if e.rate == 0 || date < int64(e.firstDay) {
		return 0
	}
	rate := uint64(e.rate)
	if weekday := (date + 4) % 7; weekday == 0 || weekday == 6 { // 1 January 1970 was a Thursday
		rate = rate * 2 / 5
	}
	h := scramble(seed ^ scramble(uint64(e.uid)<<32|uint64(date)))
	const half = 1 << 32
	return int64((2*rate*(h>>32) + rateUnit*(h&(half-1))) / (rateUnit * half))
}

// rhythm is when a customer does what there is to do on a day: each action at the
// same moment of its own even part of the day.
type rhythm struct {
	date, actions int64
	moment        int64 // in parts of phases
}

// phases are the moments that a part of a day can be told by.
const phases = 1 << 10

func (e *entry) rhythm(seed uint64, date int64) rhythm {
	moment := scramble(seed ^ scramble(uint64(date)<<32|uint64(e.uid)))
	return rhythm{date, e.actions(seed, date), int64(moment % phases)}
}

// before is how many of the actions lie before a second of the day.
func (r rhythm) before(second int64) int64 {
	const part int64 = phases * day
	return min(r.actions, max(0, phases*r.actions*second-r.moment*day+part-1)/part)
}

// second is when the action with a number happens.
func (r rhythm) second(number int64) int64 {
	return r.date*day + day*(phases*number+r.moment)/(phases*r.actions)
}

// number is the action of a day that happens at a second.
func (e *entry) number(seed uint64, at int64) (number int64, found bool) {
	r := e.rhythm(seed, at/day)
	if at >= int64(e.quiet) || r.actions == 0 {
		return 0, false
	}
	number = r.before(at % day)
	return number, number < r.actions && r.second(number) == at
}

// nearDays is how far from a moment an action for it is looked for.
const nearDays = 40

// free finds an action near a moment, from one second up to another, that
// nothing else was made of, and takes it.
func (e *entry) free(seed uint64, at, from, to int64, taken map[int64]struct{}) (int64, bool) {
	to = min(to, int64(e.quiet))
	for i := range int64(2 * nearDays) {
		date := at/day + i
		if i >= nearDays {
			date = at/day - 1 - (i - nearDays)
		}
		r := e.rhythm(seed, date)
		for number := range r.actions {
			moment := r.second(number)
			if _, is := taken[moment]; !is && moment >= from && moment < to {
				taken[moment] = struct{}{}
				return moment, true
			}
		}
	}
	return 0, false
}

// between is how many actions a customer does from one second up to another.
func (e *entry) between(seed uint64, from, to int64) int64 {
	if to = min(to, int64(e.quiet)); to <= from {
		return 0
	}
	first, last := from/day, to/day
	sum := -e.rhythm(seed, first).before(from % day)
	for date := first; date < last; date++ {
		sum += e.actions(seed, date)
	}
	return sum + e.rhythm(seed, last).before(to%day)
}

// activities are the customers who did something from one second up to
// another, by uid. What lies in the future has not happened.
func (s *store) activities(ctx context.Context, from, to int64, now time.Time) ([]activity, error) {
	seen := min(to, now.Truncate(time.Minute).Unix()) // whole minutes: the pages of one answer fit together
	key := fmt.Sprint(from, to, seen)
	result, version, kept := s.periods.get(key)
	if kept {
		return result, nil
	}
	result, err := s.seededActivities(ctx, max(0, from), seen)
	if err != nil {
		return nil, err
	}
	if result, err = s.addDone(ctx, result, from, to); err != nil {
		return nil, err
	}
	s.periods.put(key, version, result)
	return result, nil
}

func (s *store) seededActivities(ctx context.Context, from, to int64) ([]activity, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var result []activity
	for i := range s.index {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		e := &s.index[i]
		if e.rate == 0 || to <= from {
			continue
		}
		if count := e.between(s.seed, from, to); count > 0 {
			result = append(result, activity{e.uid, e.reseller, count})
		}
	}
	return result, nil
}

// addDone adds what customers really did here.
func (s *store) addDone(ctx context.Context, result []activity, from, to int64) ([]activity, error) {
	var done activity
	err := scanAll(ctx, s.db, `SELECT actions.uid, reseller, count(*) FROM actions JOIN users USING (uid)
		WHERE type = 'PUBLIC' AND started >= ? AND started < ? GROUP BY actions.uid ORDER BY actions.uid`,
		[]any{&done.uid, &done.reseller, &done.count}, func() {
			at, found := slices.BinarySearchFunc(result, done.uid, func(a activity, uid uint32) int { return int(a.uid) - int(uid) })
			if found {
				result[at].count += done.count
				return
			}
			result = slices.Insert(result, at, done)
		}, from, to)
	return result, err
}
