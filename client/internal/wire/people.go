package wire

import "steward/client/platform"

// Groups reads the answer of billing.groupquota.GetGroups.
func Groups(data []byte) ([]platform.Group, Envelope, error) {
	var groups []platform.Group
	e, err := read(data, list(&groups, (*reader).groupRow))
	return groups, e, err
}

func (r *reader) groupRow() (g platform.Group, ok bool) {
	r.open('{')
	for first := true; r.more('}', &first); {
		switch string(r.key()) {
		case "name":
			g.Name = r.scalar().str(maxText)
		case "type":
			g.Type = r.groupType()
		case "description":
			g.Description = r.scalar().str(maxText)
		case "isDefault":
			g.Default = r.scalar().yes()
		case "isSignup":
			g.Signup = r.scalar().yes()
		case "isCollaboration":
			g.Collaboration = r.scalar().yes()
		case "isDeleted":
			g.Deleted = r.scalar().yes()
		case "reseller":
			g.Reseller = r.resellerRef()
		default:
			r.skip()
		}
	}
	return g, g.Name != ""
}

// list reads the payload of an answer that is a list of rows. A row that is
// not usable is left out; a second list replaces the first.
func list[T any](rows *[]T, row func(*reader) (T, bool)) field {
	return func(r *reader, name []byte) bool {
		switch string(name) {
		case "array", "responses", "objects", "object":
		default:
			return false
		}
		if c := r.peek(); c != '[' && c != '{' {
			return false
		}
		*rows = nil
		r.each(func() {
			if value, ok := row(r); ok {
				*rows = append(*rows, value)
			}
		})
		return true
	}
}

// Resellers reads the answer of billing.reseller.GetAllResellers.
func Resellers(data []byte) ([]platform.Reseller, Envelope, error) {
	var resellers []platform.Reseller
	e, err := read(data, list(&resellers, func(r *reader) (platform.Reseller, bool) {
		reseller := r.reseller()
		return reseller, reseller.ID != 0
	}))
	return resellers, e, err
}

// ResellerOf reads the answer of billing.reseller.GetResellerByUid. Without an
// object the customer is a direct one.
func ResellerOf(data []byte) (platform.ResellerRef, Envelope, error) {
	var ref platform.ResellerRef
	e, err := read(data, func(r *reader, name []byte) bool {
		switch string(name) {
		case "object", "reseller":
			ref = r.resellerRef()
			return true
		}
		return false
	})
	return ref, e, err
}

var resellerStatuses = []string{"ACTIVE", "INACTIVE", "STOPPED", "SUSPENDED"}

// reseller reads {id, name, ...}, or the id alone; zero for anything else.
func (r *reader) reseller() (p platform.Reseller) {
	if !r.open('{') {
		p.ID = r.id()
		return p
	}
	for first := true; r.more('}', &first); {
		switch string(r.key()) {
		case "id":
			p.ID = r.id()
		case "name":
			p.Name = r.share(r.scalar().bytes(maxText))
		case "domain":
			p.Domain = r.scalar().str(maxText)
		case "status":
			p.Status = r.scalar().enum(r, resellerStatuses)
		case "ownerUid":
			p.OwnerUID, _ = r.scalar().uid()
		default:
			r.skip()
		}
	}
	return p
}

func (r *reader) id() int64 {
	if n, ok := r.scalar().int64(); ok && n > 0 {
		return n
	}
	return 0
}

// Admins reads the answer of system.admin.GetAdminUsersInfo (assumed A22).
func Admins(data []byte) ([]platform.Admin, Envelope, error) {
	var admins []platform.Admin
	e, err := read(data, list(&admins, (*reader).admin))
	return admins, e, err
}

var roles = []string{string(platform.RoleOwner), string(platform.RoleAdmin), string(platform.RoleView), string(platform.RoleReseller)}

func (r *reader) admin() (a platform.Admin, ok bool) {
	r.open('{')
	for first := true; r.more('}', &first); {
		switch string(r.key()) {
		case "uid":
			a.UID, ok = r.scalar().uid()
		case "email":
			a.Email = r.scalar().str(maxText)
		case "role":
			a.Role = r.role()
		case "tfa":
			a.TwoFactor = r.scalar().yes()
		default:
			r.skip()
		}
	}
	return a, ok
}

// role reads a role by name; a number has no known meaning and stays as it is.
func (r *reader) role() platform.Role {
	s := r.scalar()
	if s.kind == kindNumber {
		return platform.Role(r.share(s.trimmed()))
	}
	return platform.Role(s.enum(r, roles))
}

// ActivitiesPage is the payload of getusersactivities.
type ActivitiesPage struct {
	Rows  []platform.Activity
	Total int // -1: not told
}

// Activities reads the answer of administration.cluster.GetUsersActivities.
func Activities(data []byte) (ActivitiesPage, Envelope, error) {
	page := ActivitiesPage{Total: -1}
	rows := list(&page.Rows, (*reader).activity)
	e, err := read(data, func(r *reader, name []byte) bool {
		if string(name) == "totalCount" {
			page.Total = r.total()
			return true
		}
		return rows(r, name)
	})
	return page, e, err
}

// activity reads {uid, count}; the count has two other names (A21).
func (r *reader) activity() (a platform.Activity, ok bool) {
	counted := false
	r.open('{')
	for first := true; r.more('}', &first); {
		switch string(r.key()) {
		case "uid":
			a.UID, ok = r.scalar().uid()
		case "count", "actionsCount", "actions":
			if n, told := r.scalar().int64(); told && n >= 0 {
				a.Actions, counted = n, true
			}
		default:
			r.skip()
		}
	}
	return a, ok && counted
}
