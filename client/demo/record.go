package demo

// The account statuses on the wire.
const (
	statusActive    = 1
	statusInactive  = 2
	statusDestroyed = 3
	statusDeleted   = 4
)

// record is a customer as the table holds one. Amounts are millionths, times
// seconds since 1970; 0 and "" stand for what is not given.
type record struct {
	uid                                       int64
	email, name, group                        string
	balance, bonus, credit, debit             int64
	status                                    int64
	enabled                                   bool
	phone                                     string
	created, statusAt, groupAt, previousGroup int64
	externalID                                string
	commercial, registered                    bool
	language, region, note                    string
	reseller                                  int64
	twoFactor                                 bool
}

// recordColumns is the order of values and targets.
const recordColumns = `uid, email, name, "group", balance, bonus, credit, debit, status, enabled, phone,
	created, status_at, group_at, previous_group_at, external_id, commercial, registered,
	language, region, note, reseller, two_factor`

const recordWidth = 23

func (r *record) values(to []any) []any {
	return append(to, r.uid, r.email, r.name, r.group, r.balance, r.bonus, r.credit, r.debit, r.status, r.enabled, r.phone,
		r.created, r.statusAt, r.groupAt, r.previousGroup, r.externalID, r.commercial, r.registered,
		r.language, r.region, r.note, r.reseller, r.twoFactor)
}

func (r *record) targets() []any {
	return []any{&r.uid, &r.email, &r.name, &r.group, &r.balance, &r.bonus, &r.credit, &r.debit, &r.status, &r.enabled, &r.phone,
		&r.created, &r.statusAt, &r.groupAt, &r.previousGroup, &r.externalID, &r.commercial, &r.registered,
		&r.language, &r.region, &r.note, &r.reseller, &r.twoFactor}
}

// appendAccount writes a row of GetAccounts.
func (s *store) appendAccount(d *document, r *record) {
	d.open('{')
	d.int("uid", r.uid)
	d.text("email", r.email)
	d.key("group")
	d.open('{')
	d.text("name", r.group)
	d.text("type", s.groupKind(r.group))
	d.close('}')
	d.micros("balance", r.balance)
	d.micros("bonus", r.bonus)
	d.micros("credit", r.credit)
	d.micros("debit", r.debit)
	d.int("status", r.status)
	d.bool("isEnabled", r.enabled)
	if r.phone != "" { // the contract: may be absent
		d.text("phoneNumber", r.phone)
	}
	d.time("createdOn", r.created)
	d.time("updatedStatusOn", r.statusAt)
	d.time("updatedGroupOn", r.groupAt)
	d.time("previousUpdatedGroupOn", r.previousGroup)
	d.textOrNull("ebsUserId", r.externalID)
	d.bool("isCommerial", r.commercial) // spelled so by the platform
	d.bool("isRegistered", r.registered)
	d.text("language", r.language)
	d.text("defaultHardNodeGroup", r.region)
	d.key("hardNodeGroups")
	d.open('[')
	d.comma()
	d.b = appendQuoted(d.b, r.region)
	d.close(']')
	d.textOrNull("note", r.note)
	s.appendResellerRef(d, r.reseller)
	d.close('}')
}

func (s *store) appendResellerRef(d *document, id int64) {
	seller, found := s.reseller(id)
	if !found {
		d.null("reseller")
		return
	}
	d.key("reseller")
	d.open('{')
	d.int("id", seller.id)
	d.text("name", seller.name)
	d.close('}')
}
