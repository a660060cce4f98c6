package desk

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// inRegistry begins a place in the part of the registry that only administrators
// change.
const inRegistry = `HKLM\`

// readPolicy reads what is set at a place: the values of a key of the registry, or
// a file.
func readPolicy(place string) (raw map[string]any, found bool, err error) {
	path, ok := strings.CutPrefix(place, inRegistry)
	if !ok {
		return readPolicyFile(place)
	}
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, true, fmt.Errorf("it cannot be read: %w", err)
	}
	defer key.Close() //nolint:errcheck // it is only read
	names, err := key.ReadValueNames(0)
	if err != nil {
		return nil, true, fmt.Errorf("it cannot be read: %w", err)
	}
	raw = map[string]any{}
	for _, name := range names {
		if raw[name], err = registryValue(key, name); err != nil {
			return nil, true, fmt.Errorf("%s cannot be read: %w", name, err)
		}
	}
	return raw, len(raw) > 0, nil
}

// registryValue is a value by its type: DWORD, SZ or MULTI_SZ.
func registryValue(key registry.Key, name string) (any, error) {
	_, kind, err := key.GetValue(name, nil)
	if err != nil {
		return nil, err
	}
	switch kind {
	case registry.DWORD, registry.QWORD:
		number, _, err := key.GetIntegerValue(name)
		return number, err
	case registry.SZ, registry.EXPAND_SZ:
		words, _, err := key.GetStringValue(name)
		return words, err
	case registry.MULTI_SZ:
		list, _, err := key.GetStringsValue(name)
		return list, err
	}
	return nil, fmt.Errorf("type %d is not one of DWORD, SZ, MULTI_SZ", kind)
}
