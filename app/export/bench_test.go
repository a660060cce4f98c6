package export

import (
	"fmt"
	"iter"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"steward/client/platform"
	"steward/views/bench/record"
)

// crowd is a table as wide as the Users list.
var crowd = Sheet{Title: "Customers", Columns: []Column{
	{Title: "Status"}, {Title: "Login"}, {Title: "User ID", Kind: KindNumber}, {Title: "Group"}, {Title: "Balance, EUR", Kind: KindMoney},
	{Title: "Bonus, EUR", Kind: KindMoney}, {Title: "Phone Number"}, {Title: "Signup Date, UTC", Kind: KindTime}, {Title: "Reseller"}, {Title: "Notes"},
}}

func customers(n int) iter.Seq2[[]Value, error] {
	return func(yield func([]Value, error) bool) {
		row := make([]Value, len(crowd.Columns))
		for i := range n {
			row = append(row[:0], Text("Active"), Text(fmt.Sprintf("mia.wong%d@saltmarsh.example.com", i)), Number(10_000+i), Text("billing"),
				Money(platform.NewMoney(decimal.New(int64(i)*7919-40_000, -4), "EUR")), Money(platform.NewMoney(decimal.New(int64(i%5000), -2), "EUR")),
				Text(fmt.Sprintf("+49 30 %07d", i)), Time(at.Add(-time.Duration(i)*time.Minute)), Text("Müller & Söhne"), Text("pays by invoice, call first"))
			if !yield(row, nil) {
				return
			}
		}
	}
}

// inUse is the memory that the runtime has from the system and did not give back.
func inUse() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

func TestBenchExport(t *testing.T) {
	rows := record.Amount(3000, 100_000)
	for format, bound := range map[Format]float64{CSV: 2, XLSX: 4} {
		target := place(t, format)
		debug.FreeOSMemory()
		before, most := inUse(), uint64(0)
		target.Progress = func(int) { most = max(most, inUse()) }
		begin := time.Now()
		n, err := Write(t.Context(), target, crowd, customers(rows))
		took := time.Since(begin)
		if err != nil || n != rows {
			t.Fatalf("%d rows, %v", n, err)
		}
		most = max(most, inUse())
		name := format.Extension()[1:]
		record.Measured(t, record.Figure{ID: "export." + name, Name: "100,000 customers to " + name, Value: took.Seconds(), Unit: "s", Bound: bound, Better: record.Lower})
		if format == XLSX {
			grown := float64(most-min(before, most)) / (1 << 20)
			record.Measured(t, record.Figure{ID: "export.memory", Name: "memory more in use at the most while 100,000 customers go to xlsx", Value: grown, Unit: "MB", Bound: 64, Better: record.Lower})
		}
	}
}
