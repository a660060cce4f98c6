package demo

import (
	"encoding/hex"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// The shape of a seeded cluster.
const (
	firstUID     = 1000
	historyYears = 9
	maxOwned     = 600  // environments of one customer
	ownedTail    = 1.4  // exponent of the law of what a customer owns
	growth       = 0.65 // sign-ups grow with time: below 1 the recent years are fuller
	trialDays    = 14
	day          = 24 * 60 * 60 // seconds
	oneUnit      = 1_000_000    // millionths
	hostileEvery = 211
)

// countryWeights is the sum of the countries' weights.
var countryWeights = func() (sum int) {
	for _, land := range countries {
		sum += land.weight
	}
	return sum
}()

// environment is an environment as the table holds one.
type environment struct {
	uid         int64
	appid, name string
	status      int64
	resume      bool // ran before its owner was stopped
	region      string
	created     int64
	stopped     int64 // when it went down or to sleep for good, as it was seeded; 0: it runs
	removed     int64 // 0: it is there
	display     *string
	note        *string // what was said here; nil: what is invented
}

// generator makes the customers of a cluster one after the other, in the order
// of their uids. The same seed, size and day give the same customers.
type generator struct {
	source *rand.PCG
	random *rand.Rand
	seed   uint64
	size   int
	today  int64
	made   int
	uid    int64
	logins map[uint64]struct{} // hashes of the addresses given out
	wanted map[int]Notable     // who has to be there, by the place among the customers
	habits habits
	taken  map[int64]struct{} // actions of this customer that say something of an environment, by second
}

func newGenerator(seed uint64, size int, now time.Time) *generator {
	source := rand.NewPCG(seed, 0)
	today := today(now)
	return &generator{source: source, random: rand.New(source), seed: seed, size: size, today: today, uid: firstUID - 1,
		logins: make(map[uint64]struct{}, size), wanted: notablePlaces(size), taken: map[int64]struct{}{},
		habits: habits{seed: seed, today: today, notables: map[Notable]int64{}}}
}

// today is when the day of a moment began.
func today(now time.Time) int64 { return now.UTC().Truncate(day * time.Second).Unix() }

// next makes one more customer and what the customer owns.
func (g *generator) next(owned []environment) (record, []environment) {
	g.source.Seed(g.seed, uint64(g.made)+1)
	g.uid += g.gap()
	r := record{uid: g.uid, enabled: true, created: g.signup(), registered: true}
	g.made++
	land := g.country()
	r.language = land.language
	g.standing(&r)
	g.group(&r)
	g.person(&r, land)
	g.money(&r)
	g.extras(&r)
	g.dates(&r)
	kind := g.wanted[g.made-1]
	if kind != "" {
		g.makeNotable(&r, kind)
	}
	owned = g.environments(owned, &r, kind)
	if r.status == statusDeleted {
		r.email, r.name, r.note = g.digest(), "", ""
		if r.phone != "" {
			r.phone = g.digest()
		}
	}
	return r, owned
}

// chance is true in percent of the cases.
func (g *generator) chance(percent int) bool { return g.random.IntN(100) < percent }

// gap is the distance to the uid before: mostly next to it, at times far.
func (g *generator) gap() int64 {
	switch n := g.random.IntN(100); {
	case n < 55:
		return 1
	case n < 97:
		return 2 + int64(g.random.IntN(4))
	}
	return 6 + int64(g.random.IntN(35))
}

// signup is when the next customer came: later than the one before.
func (g *generator) signup() int64 {
	const span = historyYears * 365 * day
	place := (float64(g.made) + g.random.Float64()) / float64(g.size)
	return g.today - span + int64(span*math.Pow(place, growth))
}

func (g *generator) country() *country {
	n := g.random.IntN(countryWeights)
	for i := range countries {
		if n -= countries[i].weight; n < 0 {
			return &countries[i]
		}
	}
	return &countries[0]
}

// standing deals status and suspension: 70 % active, 15 % inactive, 5 %
// suspended, 7 % destroyed, 3 % deleted.
func (g *generator) standing(r *record) {
	switch n := g.random.IntN(100); {
	case n < 70:
		r.status = statusActive
	case n < 85:
		r.status = statusInactive
	case n < 90:
		r.status, r.enabled = statusActive, false
		if g.chance(60) {
			r.status = statusInactive
		}
	case n < 97:
		r.status = statusDestroyed
	default:
		r.status = statusDeleted
	}
}

// group deals the group: who came lately or went away is often still in a trial.
func (g *generator) group(r *record) {
	trial := 6
	switch {
	case r.created > g.today-trialDays*day:
		trial = 80
	case r.status != statusActive:
		trial = 45
	}
	if g.chance(trial) {
		r.group = "trial"
		r.registered = g.chance(30)
		r.commercial = r.status == statusActive && g.chance(25) // an upgrade in progress
		return
	}
	r.commercial = true
	switch n := g.random.IntN(100); {
	case n < 68:
		r.group = "billing"
	case n < 76:
		r.group = "post"
	case n < 82:
		r.group = "billing_vip"
	case n < 90:
		r.group = "partners_eu"
	case n < 95:
		r.group, r.commercial, r.registered = "collaborators", false, false
	default:
		r.group, r.commercial = "beta", g.chance(20)
	}
}

// person deals name, address and phone.
func (g *generator) person(r *record, land *country) {
	given, last := pick(g, land.given), pick(g, land.last)
	r.name = given.written + " " + last.written
	if land.family {
		r.name = last.written + " " + given.written
	}
	if g.chance(62) {
		r.phone = g.digits(land.phone)
	}
	domain := pick(g, mailDomains)
	local := given.ascii + "." + last.ascii
	if g.chance(45) {
		ending := ".example"
		if g.chance(30) {
			ending = ".test"
		}
		domain = pick(g, companyHeads) + "-" + pick(g, companyTails) + "." + land.code + ending
		switch n := g.random.IntN(10); {
		case n < 3:
			local = pick(g, roleNames)
		case n < 5:
			local = given.ascii[:1] + "." + last.ascii
		case n < 7:
			local = given.ascii
		}
	}
	r.email = g.unused(local, domain)
}

// unused is an address that nobody has yet.
func (g *generator) unused(local, domain string) string {
	email := local + "@" + domain
	for digits := 100; !g.claim(email); digits *= 10 {
		email = local + strconv.Itoa(1+g.random.IntN(digits)) + "@" + domain
	}
	return email
}

func (g *generator) claim(email string) bool {
	h := fnv.New64a()
	_, _ = h.Write([]byte(email)) // a hash never fails to write
	sum := h.Sum64()
	_, taken := g.logins[sum]
	g.logins[sum] = struct{}{}
	return !taken
}

// digits puts digits into a phone pattern.
func (g *generator) digits(pattern string) string {
	b := []byte(pattern)
	for i, c := range b {
		if c == '#' {
			b[i] = byte('0' + g.random.IntN(10))
		}
	}
	return string(b)
}

// amount is a believable sum in millionths: mostly small, every second one
// with more than two digits after the point, as hourly charges leave it.
func (g *generator) amount(units int64) int64 {
	whole := g.random.Int64N(1 + g.random.Int64N(1+g.random.Int64N(units)))
	if g.chance(50) {
		return whole*oneUnit + g.random.Int64N(100)*oneUnit/100
	}
	return whole*oneUnit + g.random.Int64N(oneUnit)
}

func (g *generator) money(r *record) {
	units := int64(5000)
	if r.reseller = g.reseller(); r.reseller == 2 { // yen are small
		units *= 150
	}
	switch r.group {
	case "trial", "beta", "collaborators":
		if g.chance(55) {
			r.bonus = g.amount(60)
		}
		return
	case "post", "partners_eu":
		r.credit = (1 + g.random.Int64N(20)) * 500 * oneUnit
		r.balance = -g.amount(units)
	default:
		r.balance = g.amount(units)
		if g.chance(20) {
			r.bonus = g.amount(200)
		}
		if r.status == statusInactive && g.chance(70) {
			r.balance = -g.amount(90)
		}
	}
	r.debit = g.amount(units * 8)
}

func (g *generator) reseller() int64 {
	if !g.chance(12) {
		return 0
	}
	return seedResellers[g.random.IntN(len(seedResellers))].id
}

func (g *generator) extras(r *record) {
	r.region = g.region()
	r.twoFactor = g.chance(14)
	if r.commercial && r.group != "trial" && r.group != "beta" && g.chance(80) {
		r.externalID = "cus_" + strconv.FormatUint(g.random.Uint64(), 36)
	}
	switch {
	case g.made%hostileEvery == 13:
		r.note = hostileNotes[g.made/hostileEvery%len(hostileNotes)]
	case g.chance(13):
		r.note = pick(g, plainNotes)
	}
}

func (g *generator) region() string {
	switch n := g.random.IntN(10); {
	case n < 6:
		return regions[0]
	case n < 9:
		return regions[1]
	}
	return regions[2]
}

// dates deals the changes of status and group between sign-up and today.
func (g *generator) dates(r *record) {
	r.statusAt, r.groupAt = r.created, r.created
	if r.status != statusActive || !r.enabled {
		r.statusAt = g.since(r.created)
	}
	if r.group != "trial" {
		r.groupAt = g.since(r.created)
		if g.chance(15) {
			r.previousGroup, r.groupAt = r.groupAt, g.since(r.groupAt)
		}
	}
}

// since is a moment between one and today.
func (g *generator) since(moment int64) int64 {
	return moment + g.random.Int64N(1+max(0, g.today-moment))
}

// environments deals what a customer owns: most have few, some have hundreds.
func (g *generator) environments(owned []environment, r *record, kind Notable) []environment {
	owners := 0
	switch r.status {
	case statusActive:
		owners = 86
	case statusInactive:
		owners = 60
	}
	owns := g.chance(owners)
	count, fixed := notableEnvironments[kind]
	switch {
	case !fixed && !owns:
		return owned
	case !fixed:
		count = g.tail()
	}
	clear(g.taken)
	present := g.habits.entry(r)
	for i := range count {
		e := environment{uid: r.uid, appid: appid(g.seed, r.uid, g.digest()), created: g.since(r.created), region: r.region, status: environmentRunning}
		if g.chance(10) {
			e.region = g.region()
		}
		e.name = pick(g, environmentHeads) + pick(g, environmentTails) + "-" + strconv.FormatInt(r.uid*(maxOwned+1)+int64(i), 36)
		switch n := g.random.IntN(100); {
		case r.status == statusInactive || !r.enabled:
			e.status, e.resume = environmentDown, n < 80
		case n >= 92:
			e.status = environmentAsleep
		case n >= 80:
			e.status = environmentDown
		}
		e.shape(kind, i, g.today)
		g.date(&e, r, &present)
		owned = append(owned, e)
	}
	return owned
}

// date moves the creation and the end of an environment to actions that its
// owner did anyway, so that the audit log can tell them.
func (g *generator) date(e *environment, r *record, present *entry) {
	stopped := r.status == statusInactive || !r.enabled
	if stopped {
		e.created, e.stopped = min(e.created, r.statusAt), r.statusAt
	}
	if second, found := present.free(g.seed, e.created, r.created, g.today, g.taken); found {
		e.created = second
	}
	if stopped || e.status != environmentDown && e.status != environmentAsleep {
		return
	}
	e.stopped = g.today - 1
	at := e.created + int64(mix(g.seed, uint64(e.created))%uint64(1+max(0, g.today-e.created)))
	if second, found := present.free(g.seed, at, e.created+1, g.today, g.taken); found {
		e.stopped = second
	}
}

func (g *generator) tail() int {
	return int(min(maxOwned, math.Pow(1-g.random.Float64(), -1/ownedTail)))
}

// digest is 32 lower-case hex digits.
func (g *generator) digest() string {
	var b [16]byte
	for i := range b {
		b[i] = byte(g.random.Uint32())
	}
	return hex.EncodeToString(b[:])
}

// secret is a text of letters and digits that are hard to mistake.
func (g *generator) secret(length int) string {
	const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	var b strings.Builder
	for range length {
		b.WriteByte(letters[g.random.IntN(len(letters))])
	}
	return b.String()
}

func pick[T any](g *generator, from []T) T { return from[g.random.IntN(len(from))] }
