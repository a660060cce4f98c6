package platform

// GroupType is the kind of a customer group. Unknown values keep the
// platform's own text.
type GroupType string

// The four documented kinds of groups.
const (
	GroupPost    GroupType = "post"
	GroupBilling GroupType = "billing"
	GroupBeta    GroupType = "beta"
	GroupTrial   GroupType = "trial"
)

// GroupRef names the group of a customer.
type GroupRef struct {
	Name string
	Type GroupType
}

// Group is a customer group with its quotas and prices (billing.groupquota.GetGroups).
type Group struct {
	GroupRef
	Description   string
	Default       bool // default of its type
	Signup        bool // new sign-ups land here
	Collaboration bool // invited collaborators land here
	Deleted       bool
	Reseller      ResellerRef // zero: the platform's own
}

// ResellerRef names the reseller of a customer or group. The zero value means
// none: a direct customer.
type ResellerRef struct {
	ID   int64
	Name string
}

// Reseller is a sub-platform with customers of its own (billing.reseller.GetAllResellers).
type Reseller struct {
	ResellerRef
	Domain   string
	Status   string // ACTIVE, INACTIVE, STOPPED, SUSPENDED or the platform's own text
	OwnerUID UID
}

// Currency is the money of a platform or of one reseller.
type Currency struct {
	Code string // ISO 4217
	Name string
}

// Role is what an operator may do in the admin panel.
type Role string

// The four documented roles. An unknown role keeps the platform's own text.
const (
	RoleOwner    Role = "owner"
	RoleAdmin    Role = "admin"
	RoleView     Role = "view"
	RoleReseller Role = "reseller"
)

// Admin is an account with rights in the admin panel.
type Admin struct {
	UID       UID
	Email     string
	Role      Role
	TwoFactor bool
}
