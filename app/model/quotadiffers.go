package model

import (
	"time"

	"steward/client/platform"
)

// QuotaDifferences says which customers of a group have another value of a quota
// than the group, as far as it is known here: quotas are read customer by customer.
type QuotaDifferences struct {
	Rows   []QuotaDifference // by User ID, without the customer that was asked about
	Read   int               // customers of the group whose quotas were read, with that one
	All    int               // customers of the group in the cache, with that one
	Oldest time.Time         // of these readings, UTC; zero: none was read
}

// QuotaDifference is a customer who has another value of a quota than the group.
type QuotaDifference struct {
	UID    platform.UID
	Login  string
	Quota  platform.Quota
	ReadAt time.Time // UTC
}
