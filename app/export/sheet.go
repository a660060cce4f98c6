// Package export writes any table as a CSV or XLSX file, row by row, so that its
// size does not matter. Foreign text cannot become a formula, amounts keep every
// digit, and nothing stands at the target before the file is complete.
package export

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"steward/assets/text"
	"steward/client/platform"
)

// Sheet is a table without its rows.
type Sheet struct {
	Title   string // of the worksheet in XLSX
	About   []Pair // what stands above the rows in CSV, on a sheet of its own in XLSX
	Columns []Column
	At      time.Time // when it is exported, for the properties of an XLSX file; UTC
}

// Pair is one fact about an export.
type Pair struct{ Name, Value string }

// Column is one column of a Sheet.
type Column struct {
	Title string // with zone or currency where the values have one: "Date, UTC"
	Kind  Kind   // how XLSX shows it; a Value of another kind may stand in it
	Width int    // in characters, XLSX only; 0: by the kind
}

// Kind says what a value is.
type Kind uint8

// The kinds of values.
const (
	KindText Kind = iota
	KindNumber
	KindMoney
	KindTime     // UTC
	KindDuration // written as seconds
)

// Origin is what every export tells about itself.
type Origin struct {
	By      string    // who exported it: the operator's e-mail
	At      time.Time // when, UTC
	Cluster string    // name and address of the platform
	Filter  string    // search, filters and period in words; empty: everything
	Age     string    // how old the values are, in words
}

// Pairs are the facts in words, for Sheet.About.
func (o Origin) Pairs() []Pair {
	if o.Filter == "" {
		o.Filter = text.T("export.everything")
	}
	return []Pair{
		{text.T("export.by"), o.By},
		{text.T("export.at"), text.DateTime(o.At, time.UTC)},
		{text.T("export.cluster"), o.Cluster},
		{text.T("export.filter"), o.Filter},
		{text.T("export.age"), o.Age},
	}
}

// Value is the content of one cell. The zero value is an empty cell.
type Value struct {
	kind   Kind
	text   string // text, or digits
	number int64  // whole number, Unix milliseconds or nanoseconds, where there is no text
}

// Text is any text; it can never become a formula.
func Text(s string) Value { return Value{text: s} }

// Number is a whole number.
func Number[T ~int | ~int32 | ~int64 | ~uint32](n T) Value {
	return Value{kind: KindNumber, number: int64(n)}
}

// Decimal is an exact number that is no money.
func Decimal(d decimal.Decimal) Value { return Value{kind: KindNumber, text: d.String()} }

// Money is an exact amount without its currency, which belongs into the column's
// title or into a column of its own. An amount that is not given is an empty cell.
func Money(m platform.Money) Value {
	if !m.Given() {
		return Value{}
	}
	return Value{kind: KindMoney, text: text.MoneyCopy(m)}
}

// Time is a moment, written in UTC. The zero time is an empty cell.
func Time(t time.Time) Value {
	if t.IsZero() {
		return Value{}
	}
	return Value{kind: KindTime, number: t.UnixMilli()}
}

// Duration is how long something lasted, written as seconds.
func Duration(d time.Duration) Value { return Value{kind: KindDuration, number: int64(d)} }

// empty reports whether nothing stands in the cell.
func (v Value) empty() bool { return v.kind == KindText && v.text == "" }

// when is the moment of a KindTime.
func (v Value) when() time.Time { return time.UnixMilli(v.number).UTC() }

// digits are the ASCII digits of a number, an amount or a duration.
func (v Value) digits() string {
	switch {
	case v.text != "":
		return v.text
	case v.kind == KindDuration:
		return seconds(time.Duration(v.number))
	}
	return strconv.FormatInt(v.number, 10)
}

// seconds writes a duration exactly: "84.25".
func seconds(d time.Duration) string {
	s := decimal.New(int64(d), -9).String()
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}
