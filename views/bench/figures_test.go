package bench

import (
	"slices"
	"testing"
	"time"
)

// ms is a duration as a figure.
func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// share is the value that so many percent of the values do not exceed.
func share(percent int, values []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

// spread logs where values lie, beside the one figure that counts.
func spread(t *testing.T, of string, values []time.Duration) {
	t.Helper()
	if len(values) == 0 {
		t.Fatalf("%s: nothing was measured", of)
	}
	t.Logf("%s: %d times, middle %.2f ms, 95 of 100 within %.2f ms, longest %.2f ms",
		of, len(values), ms(share(50, values)), ms(share(95, values)), ms(share(100, values)))
}

// middle is the median of some ratios.
func middle(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
