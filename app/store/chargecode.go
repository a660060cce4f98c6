package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// A slice of charges is one blob: first the items (everything of a charge that
// comes again and again), each once, then the charges by their beginning, as
// small numbers. A year of hours of fifty environments is read in a fraction
// of the time that as many rows of SQL take, and needs a tenth of their room.
//
// Amounts are integers in units of 10^-places, or text where they do not fit:
// nothing is ever rounded.

// chargeFormat is the version of the form, the first byte.
const chargeFormat = 1

// Flags of a charge.
const (
	chargePaid = 1 << iota
	chargeWithdrawn
	chargeHasUnits // in units that follow
	chargeHasFree
	chargeTextCost // as text
	chargeTextUnits
	chargeTextFree
	chargeHasCost
)

var errChargeForm = errors.New("charges are not in the form that they were written in")

// item is what charges of one resource of one node share.
type item struct {
	appID, domain, region, detail, currency string

	resource  platform.ResourceKind
	balance   platform.Balance
	node      int64
	nodeCount int64
}

func itemOf(c *platform.Charge) item {
	return item{
		appID: c.AppID, domain: c.Domain, region: c.Region, detail: c.Detail, currency: c.Cost.Currency(),
		resource: c.Resource, balance: c.Balance, node: c.Node, nodeCount: int64(c.NodeCount),
	}
}

// encodeCharges gives the blob of a slice. The order of the charges does not matter.
func encodeCharges(charges []platform.Charge) []byte {
	numbers := map[item]uint64{}
	var items []item
	numbered := make([]uint64, len(charges))
	order := make([]int, len(charges))
	for i := range charges {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareCharges(&charges[a], &charges[b]) })
	for _, i := range order {
		it := itemOf(&charges[i])
		n, known := numbers[it]
		if !known {
			n = uint64(len(items))
			numbers[it] = n
			items = append(items, it)
		}
		numbered[i] = n
	}
	w := chargeWriter{buf: []byte{chargeFormat}}
	w.number(uint64(len(items)))
	for i := range items {
		w.item(&items[i])
	}
	w.number(uint64(len(charges)))
	for _, i := range order {
		w.charge(&charges[i], numbered[i])
	}
	return w.buf
}

// compareCharges is an order that depends on nothing but the content.
func compareCharges(a, b *platform.Charge) int {
	return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.AppID, b.AppID), cmp.Compare(a.Node, b.Node),
		cmp.Compare(a.Detail, b.Detail), cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Balance, b.Balance),
		a.To.Compare(b.To), a.Cost.Amount().Cmp(b.Cost.Amount()), a.Units.Cmp(b.Units))
}

type chargeWriter struct {
	buf  []byte
	last int64 // beginning of the charge before, seconds
}

func (w *chargeWriter) number(n uint64) { w.buf = binary.AppendUvarint(w.buf, n) }
func (w *chargeWriter) signed(n int64)  { w.buf = binary.AppendVarint(w.buf, n) }
func (w *chargeWriter) text(s string)   { w.number(uint64(len(s))); w.buf = append(w.buf, s...) }
func (w *chargeWriter) decimal(d decimal.Decimal, units int64, fits bool) {
	if fits {
		w.signed(units)
	} else {
		w.text(d.String())
	}
}

func (w *chargeWriter) item(it *item) {
	for _, s := range []string{it.appID, it.domain, it.region, it.detail, it.currency, string(it.resource)} {
		w.text(s)
	}
	w.buf = append(w.buf, byte(it.balance))
	w.signed(it.node)
	w.signed(it.nodeCount)
}

func (w *chargeWriter) charge(c *platform.Charge, item uint64) {
	cost, costFits := scaled(c.Cost.Amount())
	units, unitsFit := scaled(c.Units)
	free, freeFits := scaled(c.Free)
	var flags uint64
	for flag, set := range map[uint64]bool{
		chargePaid: c.Paid, chargeWithdrawn: c.Withdrawn, chargeHasUnits: !c.Units.IsZero(), chargeHasFree: !c.Free.IsZero(),
		chargeTextCost: !costFits, chargeTextUnits: !unitsFit, chargeTextFree: !freeFits, chargeHasCost: c.Cost.Given(),
	} {
		if set {
			flags |= flag
		}
	}
	from, to := c.From.Unix(), c.To.Unix()
	w.number(flags)
	w.number(item)
	w.signed(from - w.last)
	w.signed(to - from)
	w.last = from
	if c.Cost.Given() {
		w.decimal(c.Cost.Amount(), cost, costFits)
	}
	if !c.Units.IsZero() {
		w.decimal(c.Units, units, unitsFit)
	}
	if !c.Free.IsZero() {
		w.decimal(c.Free, free, freeFits)
	}
}

// charge is a charge as it is read back.
type charge struct {
	flags             uint64
	item              int
	from, to          int64 // seconds of Unix time
	cost, units, free amount
}

// chargeReader reads the charges of a blob one by one.
type chargeReader struct {
	buf    []byte
	at     int
	items  []item
	left   int // charges still to come
	charge charge
	broken bool
}

// readCharges begins to read a blob.
func readCharges(buf []byte) (*chargeReader, error) {
	if len(buf) == 0 || buf[0] != chargeFormat {
		return nil, errChargeForm
	}
	r := &chargeReader{buf: buf, at: 1}
	n := r.number()
	if n > uint64(len(buf)) {
		return nil, errChargeForm
	}
	r.items = make([]item, n)
	for i := range r.items {
		r.item(&r.items[i])
	}
	r.left = int(r.number())
	if r.broken {
		return nil, errChargeForm
	}
	return r, nil
}

// next goes to the next charge; false at the end. Then broken says whether it
// was a good one.
func (r *chargeReader) next() bool {
	if r.left <= 0 || r.broken {
		return false
	}
	r.left--
	c := &r.charge
	c.flags = r.number()
	c.item = int(r.number())
	c.from += r.signed()
	c.to = c.from + r.signed()
	c.cost, c.units, c.free = amount{}, amount{}, amount{}
	if c.flags&chargeHasCost != 0 {
		r.amount(&c.cost, c.flags&chargeTextCost != 0)
	}
	if c.flags&chargeHasUnits != 0 {
		r.amount(&c.units, c.flags&chargeTextUnits != 0)
	}
	if c.flags&chargeHasFree != 0 {
		r.amount(&c.free, c.flags&chargeTextFree != 0)
	}
	r.broken = r.broken || uint(c.item) >= uint(len(r.items))
	return !r.broken
}

// err is why reading ended before all charges were read; nil if it did not.
func (r *chargeReader) err() error {
	if r.broken {
		return fmt.Errorf("%w: %d bytes", errChargeForm, len(r.buf))
	}
	return nil
}

func (r *chargeReader) number() uint64 {
	n, length := binary.Uvarint(r.buf[r.at:])
	if length <= 0 {
		r.broken = true
		return 0
	}
	r.at += length
	return n
}

func (r *chargeReader) signed() int64 {
	n := r.number()
	return int64(n>>1) ^ -int64(n&1)
}

func (r *chargeReader) text() string {
	n := r.number()
	if n > uint64(len(r.buf)-r.at) {
		r.broken = true
		return ""
	}
	r.at += int(n)
	return string(r.buf[r.at-int(n) : r.at])
}

func (r *chargeReader) amount(into *amount, asText bool) {
	if !asText {
		into.units = r.signed()
		return
	}
	d, err := decimal.NewFromString(r.text())
	r.broken = r.broken || err != nil
	into.rough = &d
}

func (r *chargeReader) item(it *item) {
	var resource string
	for _, s := range []*string{&it.appID, &it.domain, &it.region, &it.detail, &it.currency, &resource} {
		*s = r.text()
	}
	it.resource = platform.ResourceKind(resource)
	if r.at >= len(r.buf) {
		r.broken = true
		return
	}
	it.balance = platform.Balance(r.buf[r.at])
	r.at++
	it.node = r.signed()
	it.nodeCount = r.signed()
}

// seconds is a moment of a charge.
func seconds(unix int64) time.Time { return time.Unix(unix, 0).UTC() }
