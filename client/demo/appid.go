package demo

import (
	"encoding/hex"
	"strconv"
)

// appidFactor is an odd number that spreads uids over all appids.
const appidFactor = 0x9E3779B1

// inverse undoes a multiplication by an odd number.
func inverse(factor uint32) uint32 {
	x := factor
	for range 5 { // each step doubles the digits that are right
		x *= 2 - factor*x
	}
	return x
}

// appid is the id of an environment: its first eight digits tell the owner, so
// that an environment is found without an index over all of them.
func appid(seed uint64, uid int64, digest string) string {
	x := uint32(uid) ^ uint32(seed)
	x *= appidFactor
	x ^= x >> 16
	x *= appidFactor
	var b [4]byte
	for i := range b {
		b[i] = byte(x >> (24 - 8*i))
	}
	return hex.EncodeToString(b[:]) + digest[len(b)*2:]
}

// owner is the uid that an appid tells; any eight digits tell some.
func owner(seed uint64, appid string) (uid int64, ok bool) {
	const digits = 32
	if len(appid) != digits {
		return 0, false
	}
	n, err := strconv.ParseUint(appid[:8], 16, 32)
	if err != nil {
		return 0, false
	}
	x := uint32(n) * inverse(appidFactor)
	x ^= x >> 16
	x *= inverse(appidFactor)
	return int64(x ^ uint32(seed)), true
}
