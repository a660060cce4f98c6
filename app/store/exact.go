package store

import (
	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// places is how many decimals the amounts of charges are counted with as
// integers: hourly costs have up to eight. What has more is added as a decimal.
const places = 10

// scaled is an amount in units of 10^-places, and whether it fits exactly.
func scaled(d decimal.Decimal) (int64, bool) {
	whole := d.Shift(places)
	if !whole.IsInteger() {
		return 0, false
	}
	big := whole.BigInt()
	return big.Int64(), big.IsInt64()
}

// exact adds up amounts of one currency without loss: integers as long as they
// fit, the rest as decimals.
type exact struct {
	units int64 // of 10^-places
	rest  *decimal.Decimal
	given bool
}

func (e *exact) add(units int64) {
	e.given = true
	sum := e.units + units
	if (sum > e.units) != (units > 0) && units != 0 {
		e.more(decimal.New(e.units, -places))
		sum = units
	}
	e.units = sum
}

func (e *exact) more(d decimal.Decimal) {
	e.given = true
	if e.rest != nil {
		d = d.Add(*e.rest)
	}
	e.rest = &d
}

// take adds one amount of a charge.
func (e *exact) take(a amount) {
	if a.rough != nil {
		e.more(*a.rough)
		return
	}
	e.add(a.units)
}

func (e *exact) sum(o exact) {
	if !o.given {
		return
	}
	e.add(o.units)
	if o.rest != nil {
		e.more(*o.rest)
	}
}

func (e exact) decimal() decimal.Decimal {
	d := decimal.New(e.units, -places)
	if e.rest != nil {
		d = d.Add(*e.rest)
	}
	return d
}

// money is the sum without the zeros at its end; not given if nothing was added.
func (e exact) money(currency string) platform.Money {
	if !e.given {
		return platform.Money{}
	}
	return platform.NewMoney(trim(e), currency)
}

// trim is the sum without the zeros that counting with places gives it.
func trim(e exact) decimal.Decimal {
	if e.rest != nil {
		return e.decimal()
	}
	units, exponent := e.units, int32(-places)
	for exponent < 0 && units%10 == 0 {
		units, exponent = units/10, exponent+1
	}
	return decimal.New(units, exponent)
}

// compare orders sums.
func (e exact) compare(o exact) int {
	if e.rest == nil && o.rest == nil {
		switch {
		case e.units < o.units:
			return -1
		case e.units > o.units:
			return 1
		}
		return 0
	}
	return e.decimal().Cmp(o.decimal())
}

// amount is one number of a charge.
type amount struct {
	units int64            // of 10^-places
	rough *decimal.Decimal // instead, where it does not fit
}
