//go:build linux && !race

package proof

// likeThisTest are the build flags that the program shares with this test, so
// that nothing is compiled twice.
var likeThisTest = []string{"-tags=migrated_fynedo", "-trimpath"}
