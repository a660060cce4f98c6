package bench

import (
	"os"
	"testing"

	"steward/views/bench/record"
)

// TestBenchInstalled measures the start of a program that was installed from a package;
// make package-test names it.
func TestBenchInstalled(t *testing.T) {
	if os.Getenv(installed) == "" || !record.Full() {
		return // nothing is installed
	}
	const customers = 20_000
	s := openScreen(t)
	dir := t.TempDir()
	site := serve(t, dir, customers)
	h, _ := filledHome(t, dir, site, customers)
	h.lend(t)
	site.stop() // the list has to come up without it
	h.tidy(t)
	plain := built(t, "steward/views/bench/plain", "bench-plain")
	start(t, s, steward(t), []string{plain, "-list"}, h, record.Figure{
		ID: "installed.ratio", Name: "start of the installed program to the painted list of a stored platform / to a plain list window, median of 9 pairs",
		Unit: "x", Bound: 1.6, Better: record.Lower,
	})
}
