//go:build !windows

package desk

// readPolicy reads what is set at a place.
func readPolicy(place string) (raw map[string]any, found bool, err error) {
	return readPolicyFile(place)
}
