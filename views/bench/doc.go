// Package bench measures what Steward promises about time and memory: the list
// and its search in the toolkit's test driver and in the real window, the start,
// the memory, and the reading of a whole platform. The platform is always a
// process of its own.
//
// Every test run measures a small platform once, so that the measuring cannot
// rot; `make bench` measures a million customers and asks for the bounds.
package bench
