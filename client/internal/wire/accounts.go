package wire

import (
	"bytes"

	"steward/client/platform"
)

// AccountsPage is the payload of getaccounts and getsuspendedaccounts.
type AccountsPage struct {
	Users   []platform.User // amounts without a currency
	Total   int             // -1: not told
	Listed  bool            // there was a list at all
	Skipped int             // elements without a uid, or no rows at all
}

// Accounts reads an answer with customers. expected is how many rows to make
// room for.
func Accounts(data []byte, expected int) (AccountsPage, Envelope, error) {
	page := AccountsPage{Total: -1}
	e, err := read(data, func(r *reader, name []byte) bool {
		switch string(name) {
		case "array", "responses", "objects", "object":
			if r.peek() != '[' && r.peek() != '{' {
				return false
			}
			page.Listed, page.Skipped = true, 0
			page.Users = make([]platform.User, 0, room(expected))
			page.Skipped += r.each(func() {
				if user, ok := r.account(); ok {
					page.Users = append(page.Users, user)
				} else {
					page.Skipped++
				}
			})
		case "totalCount":
			page.Total = r.total()
		default:
			return false
		}
		return true
	})
	if err != nil {
		return AccountsPage{}, e, err
	}
	return page, e, nil
}

// room bounds what is allocated on somebody else's word.
func room(expected int) int { return min(max(expected, 0), 1024) }

func (r *reader) total() int {
	if n, ok := r.scalar().int(); ok && n >= 0 {
		return n
	}
	return -1
}

var accountStatuses = []string{1: string(platform.AccountActive), 2: string(platform.AccountInactive),
	3: string(platform.AccountDestroyed), 4: string(platform.AccountDeleted)}

// account reads one row; ok is false without a uid.
func (r *reader) account() (u platform.User, ok bool) {
	r.open('{')
	for first := true; r.more('}', &first); {
		switch name := r.key(); string(name) {
		case "uid":
			u.UID, ok = r.scalar().uid()
		case "email":
			u.Email = r.scalar().str(maxText)
		case "group":
			r.group(&u.Group)
		case "groupType":
			u.Group.Type = r.groupType()
		case "balance":
			u.Balance = r.scalar().money()
		case "bonus":
			u.Bonus = r.scalar().money()
		case "credit":
			u.Credit = r.scalar().money()
		case "status":
			r.accountStatus(&u)
		case "isEnabled":
			if enabled, told := r.scalar().bool(); told {
				u.Disabled = !enabled
			}
		default:
			if !r.accountDetail(&u, name) {
				r.skip()
			}
		}
	}
	return u, ok && r.err == nil
}

// accountDetail reads the fields of a row that only describe the customer.
func (r *reader) accountDetail(u *platform.User, name []byte) bool {
	switch string(name) {
	case "phoneNumber":
		u.Phone = r.scalar().str(maxText)
	case "createdOn":
		u.SignedUp = r.scalar().time()
	case "updatedStatusOn":
		u.StatusChanged = r.scalar().time()
	case "updatedGroupOn":
		u.GroupChanged = r.scalar().time()
	case "ebsUserId":
		u.ExtBillingID = r.scalar().str(maxText)
	case "isCommerial", "isCommercial":
		u.Commercial = r.scalar().yes()
	case "isRegistered":
		u.Registered = r.scalar().yes()
	case "language":
		u.Language = r.share(r.scalar().bytes(maxText))
	case "note":
		u.Note = r.scalar().str(maxNote)
	case "reseller":
		u.Reseller = r.resellerRef()
	default:
		return false
	}
	return true
}

// accountStatus reads the status. A status of its own for suspension is the
// alternative to isEnabled=false (A4).
func (r *reader) accountStatus(u *platform.User) {
	text := r.scalar().enum(r, accountStatuses)
	if bytes.HasPrefix(bytes.ToUpper([]byte(text)), []byte("SUSPENDED")) {
		u.Status, u.Disabled = platform.AccountActive, true
		return
	}
	u.Status = platform.AccountStatus(text)
}

// group reads a group: an object {name, type}, or the name alone with
// groupType beside it.
func (r *reader) group(g *platform.GroupRef) {
	if !r.open('{') {
		g.Name = r.share(r.scalar().bytes(maxText))
		return
	}
	*g = platform.GroupRef{}
	for first := true; r.more('}', &first); {
		switch string(r.key()) {
		case "name":
			g.Name = r.share(r.scalar().bytes(maxText))
		case "type":
			g.Type = r.groupType()
		default:
			r.skip()
		}
	}
}

var groupTypes = []string{string(platform.GroupPost), string(platform.GroupBilling),
	string(platform.GroupBeta), string(platform.GroupTrial)}

func (r *reader) groupType() platform.GroupType {
	return platform.GroupType(r.scalar().enum(r, groupTypes))
}

// resellerRef reads {id, name}; zero for null or a direct customer.
func (r *reader) resellerRef() platform.ResellerRef {
	return r.reseller().ResellerRef
}
