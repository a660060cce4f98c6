package demo

import (
	"cmp"
	"context"
	"slices"
	"strconv"
)

// funding is money that came to an account or went from it; amounts are
// always positive.
type funding struct {
	id, amount, at int64
	kind, note     string
}

// The kinds of fundings.
const (
	fundMain        = "FUND"
	fundBonus       = "FUND_BONUS"
	fundTrial       = "FUND_BONUS_TRIAL"
	fundAuto        = "FUND_BONUS_AUTO"
	refundMain      = "REFUND"
	refundBonus     = "REFUND_BONUS"
	fundingsOfOne   = 4096    // ids of the invented fundings of a customer
	writtenFundings = 1 << 40 // ids of those that were really made begin here
)

// sign is what a funding does to its balance.
func (f *funding) sign() int64 {
	if f.kind == refundMain || f.kind == refundBonus {
		return -1
	}
	return 1
}

func (f *funding) bonus() bool { return f.kind != fundMain && f.kind != refundMain }

// ledger is all money of an account: what came, less what was charged, is the
// present balance and bonus, to the millionth.
type ledger struct {
	who      record
	scale    int64
	owned    []charged
	first    int64 // day since 1970 of costs[0]
	costs    []int64
	onBonus  span // hours that were charged to the bonus
	fundings []funding
	seed     uint64
	today    int64
}

// ledger reads the money of a customer. The charges follow from the
// environments; what came to the account is invented so that it adds up.
func (s *store) ledger(ctx context.Context, r record) (*ledger, error) {
	key := strconv.FormatInt(r.uid, 10)
	kept, version, found := s.ledgers.get(key)
	if found {
		return kept[0], nil
	}
	l := &ledger{who: r, scale: priceScale(r.reseller), first: r.created / day, seed: mix(s.seed, uint64(r.uid), 61), today: s.habits.today}
	owned, err := s.environmentsOf(ctx, r.uid, true)
	if err != nil {
		return nil, err
	}
	quiet := int64(s.habits.entry(&r).quiet)
	for i := range owned {
		l.first = min(l.first, owned[i].created/day)
		l.owned = append(l.owned, charge(&owned[i], l.today, quiet))
	}
	l.costs = make([]int64, max(0, l.today/day-l.first)+1)
	for i := range l.owned {
		l.owned[i].days(l.costs, l.first, l.scale)
	}
	written, err := s.writtenFundings(ctx, r.uid)
	if err != nil {
		return nil, err
	}
	balance, bonus := r.balance, r.bonus
	for i := range written {
		if written[i].bonus() {
			bonus -= written[i].sign() * written[i].amount
		} else {
			balance -= written[i].sign() * written[i].amount
		}
	}
	l.inventBonus(bonus)
	l.inventMain(balance)
	l.number()
	l.fundings = append(l.fundings, written...)
	slices.SortStableFunc(l.fundings, func(a, b funding) int { return cmp.Compare(a.at, b.at) })
	s.ledgers.put(key, version, []*ledger{l})
	return l, nil
}

// writtenFundings are those that were really made here.
func (s *store) writtenFundings(ctx context.Context, uid int64) ([]funding, error) {
	var f funding
	var found []funding
	err := scanAll(ctx, s.db, `SELECT id, type, amount, at, note FROM fundings WHERE uid = ? ORDER BY at, id`,
		[]any{&f.id, &f.kind, &f.amount, &f.at, &f.note}, func() { found = append(found, f) }, uid)
	for i := range found {
		found[i].id += writtenFundings
	}
	return found, wrapped("read fundings", err)
}

// number gives the invented fundings ids that grow with time.
func (l *ledger) number() {
	slices.SortStableFunc(l.fundings, func(a, b funding) int { return cmp.Compare(a.at, b.at) })
	for i := range l.fundings {
		l.fundings[i].id = l.who.uid*fundingsOfOne + int64(i)
	}
}

func (l *ledger) came(kind string, amount, at int64, note string) {
	if amount < 0 {
		other := map[string]string{fundMain: refundMain, fundBonus: refundBonus, fundTrial: refundBonus, fundAuto: refundBonus, refundMain: fundMain, refundBonus: fundBonus}
		kind, amount = other[kind], -amount
	}
	if amount != 0 {
		l.fundings = append(l.fundings, funding{kind: kind, amount: amount, at: at, note: note})
	}
}

// unit is one unit of the account's money, in millionths; in yen it is a hundred.
func (l *ledger) unit() int64 { return l.scale * oneUnit }

// moment is a second of a day.
func (l *ledger) moment(date int64, salt uint64) int64 {
	return max(l.who.created, date*day+int64(mix(l.seed, uint64(date), salt)%day))
}

// spent is what was charged from one day to another.
func (l *ledger) spent(from, to int64) (sum int64) {
	for _, cost := range l.costs[max(0, from-l.first):max(0, to-l.first)] {
		sum += cost
	}
	return sum
}

// inventBonus invents the bonuses. Charges take the bonus first: they are on
// the bonus from the day it came until it was gone or taken back.
func (l *ledger) inventBonus(left int64) {
	today, age := l.today/day, l.today/day-l.first
	kind := []string{fundBonus, fundTrial, fundAuto}[l.seed%3]
	const round = 5
	switch {
	case left < 0:
		l.came(refundBonus, -left, l.moment(today-1, 1), "Correction")
	case l.who.group == "trial" || l.who.group == "beta" || l.who.group == "collaborators":
		l.bonusFrom(l.first, today, left, fundTrial, "Bonus of the trial", round)
	case left > 0:
		l.bonusFrom(max(l.first, today-3-int64(l.seed>>8%58)), today, left, kind, bonusNotes[kind], round)
	case l.seed>>16%3 == 0 && age > 100:
		l.pastBonus(l.first+10+int64(l.seed>>24%uint64(age-80)), kind)
	}
}

var bonusNotes = map[string]string{fundBonus: "Welcome back", fundTrial: "", fundAuto: "Extra bonus for the refill"}

// bonusFrom lets a bonus come on a day that pays everything from then on and
// of which something is left.
func (l *ledger) bonusFrom(from, to, left int64, kind, note string, round int64) {
	need := l.spent(from, to) + left
	step := round * l.unit()
	amount := (need + step - 1) / step * step
	l.onBonus = span{from * 24, to * 24}
	at := max(from*day, l.who.created)
	l.came(kind, amount, at, note)
	l.came(refundBonus, amount-need, max(at, to*day-1), "Expired")
}

// pastBonus lets a bonus come on a day that was used up, or taken back, later.
func (l *ledger) pastBonus(from int64, kind string) {
	const longest = 60
	amount := []int64{5, 10, 20, 25, 50}[l.seed>>32%5] * l.unit()
	to, spent := from, int64(0)
	for to < min(from+longest, l.today/day) && spent+l.costs[to-l.first] <= amount {
		spent += l.costs[to-l.first]
		to++
	}
	l.onBonus = span{from * 24, to * 24}
	l.came(kind, amount, max(from*day, l.who.created), bonusNotes[kind])
	l.came(refundBonus, amount-spent, max(to*day, l.who.created), "Expired")
}

// inventMain invents the payments: a round sum whenever the money is used up,
// and what is missing then to the present balance.
func (l *ledger) inventMain(balance int64) {
	total, days := int64(0), int64(len(l.costs)-1)
	for i, cost := range l.costs {
		if !l.bonusDay(int64(i)) {
			total += cost
		}
	}
	missing := balance + total
	var money int64
	for i, cost := range l.costs {
		if l.bonusDay(int64(i)) {
			continue
		}
		if money -= cost; money >= 0 || len(l.fundings) > fundingsOfOne/2 {
			continue
		}
		amount := l.refill(max(-money, total*30/max(30, days)))
		if amount > missing {
			continue
		}
		money, missing = money+amount, missing-amount
		l.came(fundMain, amount, l.moment(l.first+int64(i), 2), paymentNotes[mix(l.seed, uint64(i))%uint64(len(paymentNotes))])
	}
	late := l.first + days*int64(50+l.seed>>40%50)/100
	if missing < 0 {
		l.came(refundMain, -missing, l.moment(late, 3), "Withdrawal on request")
		return
	}
	odd := missing % (10 * l.unit())
	l.came(fundMain, missing-odd, l.moment(l.first+days*int64(l.seed>>48%50)/100, 4), "Bank transfer")
	l.came(fundMain, odd, l.who.created, "Balance carried over from the old cluster")
	if l.seed>>56%5 == 0 && days > 60 {
		twice := 20 * l.unit()
		l.came(fundMain, twice, l.moment(late-5, 5), "Card payment")
		l.came(refundMain, twice, max(l.moment(late-2, 6), l.moment(late-5, 5)), "Paid twice,\nsent back")
	}
}

var paymentNotes = []string{"Card payment", "Card payment", "Card payment", "Bank transfer", "", "Оплата картой", "カード支払い", "PayPal"}

func (l *ledger) bonusDay(i int64) bool {
	h := (l.first + i) * 24
	return h >= l.onBonus.from && h < l.onBonus.to
}

// refill is a round sum that is not below what is needed.
func (l *ledger) refill(need int64) int64 {
	for _, sum := range []int64{10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000} {
		if sum*l.unit() >= need {
			return sum * l.unit()
		}
	}
	return (need + l.unit() - 1) / l.unit() * l.unit()
}
