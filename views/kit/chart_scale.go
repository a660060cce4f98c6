package kit

import (
	"strings"

	"github.com/shopspring/decimal"

	"steward/assets/text"
	"steward/client/platform"
)

// chartScale is the axis: round values from low to high, a line at every step. It
// holds decimals; only shares of its length leave it.
type chartScale struct {
	low, high, step decimal.Decimal // low <= 0 <= high; all zero: nothing to show
}

// chartSegment is a piece of a bar, as shares of the axis from its low end.
type chartSegment struct {
	series   int
	from, to float32 // to lies farther from the zero line
}

// chartTick is a line of the grid.
type chartTick struct {
	at   float32 // share of the axis
	text string
	zero bool
}

// chartSteps is into how many steps an axis is divided at the most, without the last
// one of either end.
const chartSteps = 4

// newChartScale returns the axis on which all bars have room.
func newChartScale(data ChartData) chartScale {
	var low, high decimal.Decimal
	for _, bar := range data.Bars {
		up, down := decimal.Zero, decimal.Zero
		for _, value := range data.values(bar) {
			if value.IsNegative() {
				down = down.Add(value)
			} else {
				up = up.Add(value)
			}
		}
		low, high = decimal.Min(low, down), decimal.Max(high, up)
	}
	step := roundStep(high.Sub(low), data.Whole)
	if step.IsZero() {
		return chartScale{}
	}
	return chartScale{low: step.Mul(low.Div(step).Floor()), high: step.Mul(high.Div(step).Ceil()), step: step}
}

// roundStep is the least of 1, 2, 2.5 and 5 times a power of ten that divides a length
// into no more than chartSteps; zero for no length.
func roundStep(length decimal.Decimal, whole bool) decimal.Decimal {
	if !length.IsPositive() {
		return decimal.Zero
	}
	least := length.Div(decimal.NewFromInt(chartSteps))
	power := int32(least.NumDigits()) + least.Exponent() - 1
	for ; ; power++ {
		for _, tenths := range []int64{10, 20, 25, 50} {
			step := decimal.New(tenths, power-1)
			if step.GreaterThanOrEqual(least) && (!whole || step.IsInteger()) {
				return step
			}
		}
	}
}

// chartParts is how finely shares of the axis are told apart: finer than pixels.
const chartParts = 100_000

// share is where a value lies on the axis, 0 at its low end, 1 at its high one.
func (s chartScale) share(value decimal.Decimal) float32 {
	length := s.high.Sub(s.low)
	if length.IsZero() {
		return 0
	}
	return float32(value.Sub(s.low).Mul(decimal.NewFromInt(chartParts)).DivRound(length, 0).IntPart()) / chartParts
}

// segments stacks values away from the zero line; zeros have none.
func (s chartScale) segments(values []decimal.Decimal) (segments []chartSegment) {
	up, down := decimal.Zero, decimal.Zero
	for series, value := range values {
		if value.IsZero() {
			continue
		}
		end := &up
		if value.IsNegative() {
			end = &down
		}
		from := s.share(*end)
		*end = end.Add(value)
		segments = append(segments, chartSegment{series: series, from: from, to: s.share(*end)})
	}
	return segments
}

// ticks are the lines from below.
func (s chartScale) ticks() (ticks []chartTick) {
	if s.step.IsZero() {
		return []chartTick{{text: "0", zero: true}}
	}
	for value := s.low; value.LessThanOrEqual(s.high); value = value.Add(s.step) {
		ticks = append(ticks, chartTick{at: s.share(value), text: s.label(value), zero: value.IsZero()})
	}
	return ticks
}

// label writes a value of the axis; amounts in both directions carry their sign.
func (s chartScale) label(value decimal.Decimal) string {
	digits := strings.TrimSuffix(text.Money(platform.NewMoney(value, ""), text.Exact).Digits, ".00")
	if s.low.IsNegative() && value.IsPositive() {
		return "+" + digits
	}
	return digits
}
