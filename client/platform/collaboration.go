package platform

import "time"

// CollaborationStatus is where an invitation stands. Unknown values keep the
// platform's own text.
type CollaborationStatus string

// The documented statuses, 0 to 4 on the wire.
const (
	CollaborationPending   CollaborationStatus = "PENDING"
	CollaborationRejected  CollaborationStatus = "REJECTED"
	CollaborationActive    CollaborationStatus = "ACTIVE"
	CollaborationSuspended CollaborationStatus = "SUSPENDED"
	CollaborationLeft      CollaborationStatus = "LEFT"
)

// CollaborationStatuses are the known statuses in the platform's order.
var CollaborationStatuses = []CollaborationStatus{
	CollaborationPending, CollaborationRejected, CollaborationActive, CollaborationSuspended, CollaborationLeft,
}

// Person is one side of a collaboration.
type Person struct {
	UID   UID // 0: an invited address that is not registered, or not told
	Email string
	Name  string
}

// Collaboration is an account that one customer shares with another
// (users.collaboration, documented fields).
type Collaboration struct {
	ID            int64
	Owner, Member Person
	Status        CollaborationStatus
	AccountStatus string    // of the other side; empty: not told
	Since         time.Time // zero: not told
	Resources     []SharedResource
}

// SharedResource is what an owner shares.
type SharedResource struct {
	ID       int64
	Type     string   // ENV, ENV_GROUP, ACCOUNT, VHI_REGION, S3_REGION or the platform's own text
	Resource string   // which one, as the platform names it
	Roles    []string // what the member may do; empty: not told
}
