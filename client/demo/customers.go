package demo

import (
	"strconv"
	"strings"
)

// mine bounds a list to what the operator sees: a reseller sees only the own
// customers.
func (c *call) mine(q *listQuery) {
	if id := c.who.owner.reseller; id != 0 {
		q.filter("reseller = ?", id)
	}
}

// sees reports whether the operator sees customers of a reseller.
func (c *call) sees(reseller int64) bool {
	own := c.who.owner.reseller
	return own == 0 || own == reseller
}

func getAccounts(c *call) error {
	start, count, err := c.paging()
	if err != nil {
		return err
	}
	q, err := c.accountsQuery()
	if err != nil {
		return err
	}
	return c.accounts(q, start, count)
}

func (c *call) accountsQuery() (*listQuery, error) {
	q := &listQuery{}
	c.mine(q)
	order, known := orderFields[c.param("orderField")]
	if !known {
		return nil, invalid("orderField")
	}
	q.order = order
	switch strings.ToUpper(c.param("orderDirection")) {
	case "", "ASC":
	case "DESC":
		q.descending = true
	default:
		return nil, invalid("orderDirection")
	}
	if c.has("lebalance") {
		micros, err := atMost("lebalance", c.param("lebalance"))
		if err != nil {
			return nil, err
		}
		q.filter("balance <= ?", micros)
	}
	return q, c.filters(q)
}

// filters reads one filter, or parallel lists of several.
func (c *call) filters(q *listQuery) error {
	if !c.has("filterField") {
		return nil
	}
	fields, values := []string{c.param("filterField")}, []string{c.param("filterValue")}
	if strings.Contains(fields[0], ";") {
		fields, values = strings.Split(fields[0], ";"), strings.Split(values[0], ";")
	}
	if len(fields) != len(values) {
		return invalid("filterValue")
	}
	for i, field := range fields {
		if err := addFilter(q, field, values[i]); err != nil {
			return err
		}
	}
	return nil
}

func addFilter(q *listQuery, field, value string) error {
	switch field {
	case "group":
		q.filter(`"group" = ?`, value)
	case "email":
		q.filter("instr(lower(email), lower(?)) > 0", value)
	case "uid", "status":
		n, err := strconv.ParseInt(value, 10, 32)
		if err != nil || field == "status" && (n < statusActive || n > statusDeleted) {
			return invalid("filterValue")
		}
		q.filter(field+" = ?", n)
	default:
		return invalid("filterField")
	}
	return nil
}

func getSuspendedAccounts(c *call) error {
	q := &listQuery{}
	c.mine(q)
	q.filter("enabled = 0")
	q.filter("status IN (?, ?)", statusActive, statusInactive)
	return c.accounts(q, 0, 0)
}

// accounts writes a page of a list.
func (c *call) accounts(q *listQuery, start, count int) error {
	page, err := c.p.store.page(c.r.Context(), q, start, count)
	if err != nil {
		return err
	}
	c.int("totalCount", int64(page.total))
	c.key("array")
	c.open('[')
	err = c.p.store.records(c.r.Context(), page.uids, func(r *record) error {
		c.p.store.appendAccount(&c.document, r)
		return c.flush()
	})
	if err != nil {
		return err
	}
	c.close(']')
	return nil
}

// one is the customer of a uid parameter, if the operator sees it.
func (c *call) one() (record, error) {
	uid, err := c.whole("uid")
	if err != nil {
		return record{}, err
	}
	return c.visible(c.p.store.customer(c.r.Context(), uid))
}

func (c *call) visible(r record, err error) (record, error) {
	if err == nil && !c.sees(r.reseller) {
		err = ErrNoCustomer
	}
	return r, err
}

func checkUser(c *call) error {
	login := c.param("login")
	if a := c.p.adminByLogin(login); a != nil && c.sees(a.reseller) {
		c.int("uid", a.uid)
		return nil
	}
	r, err := c.visible(c.p.store.customerByLogin(c.r.Context(), login))
	if err != nil {
		return err
	}
	c.int("uid", r.uid)
	return nil
}

// getUserInfo tells the sign-in side of an account, by e-mail or uid.
func getUserInfo(c *call) error {
	login := c.param("login")
	uid, number := strconv.ParseInt(login, 10, 64)
	a := c.p.adminByLogin(login)
	if number == nil {
		a = c.p.adminByUID(uid)
	}
	if a != nil && c.sees(a.reseller) {
		c.identity(record{uid: a.uid, email: a.login, name: a.name, enabled: true, twoFactor: !a.totp.IsEmpty()})
		return nil
	}
	var r record
	var err error
	if number == nil {
		r, err = c.visible(c.p.store.customer(c.r.Context(), uid))
	} else {
		r, err = c.visible(c.p.store.customerByLogin(c.r.Context(), login))
	}
	if err != nil {
		return err
	}
	c.identity(r)
	return nil
}

func (c *call) identity(r record) {
	c.int("uid", r.uid)
	c.text("email", r.email)
	c.textOrNull("name", r.name)
	c.textOrNull("phoneNumber", r.phone)
	c.textOrNull("externalId", r.externalID)
	status := "ENABLED"
	if !r.enabled {
		status = "SUSPENDED"
	}
	c.text("status", status)
	c.text("authType", authType(r.twoFactor))
	if r.twoFactor {
		c.key("authConfig")
		c.appendTOTP(r.uid)
	}
}

func getResellerByUID(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	seller, found := c.p.store.reseller(r.reseller)
	if !found {
		c.null("object")
		return nil
	}
	c.key("object")
	c.appendReseller(seller)
	return nil
}

func getAllResellers(c *call) error {
	c.key("array")
	c.open('[')
	for _, r := range c.p.store.resellers {
		if c.sees(r.id) {
			c.comma()
			c.appendReseller(r)
		}
	}
	c.close(']')
	return nil
}

func (c *call) appendReseller(r seedReseller) {
	c.b = append(c.b, '{')
	c.int("id", r.id)
	c.text("name", r.name)
	c.text("domain", r.domain)
	c.text("status", r.status)
	c.int("ownerUid", r.owner)
	c.close('}')
}

// money is that of the platform or of the reseller asked for; a reseller
// without an own one uses the platform's.
func (c *call) money() (seedReseller, error) {
	id, err := c.whole("resellerId")
	if err != nil || id == 0 {
		return platformCurrency, err
	}
	seller, found := c.p.store.reseller(id)
	if !found || !c.sees(id) {
		return seller, refuse(codeNotFound, "object not found [reseller]")
	}
	if seller.code == "" {
		return platformCurrency, nil
	}
	return seller, nil
}

// getPlatformCurrency tells the money of the platform or of a reseller.
func getPlatformCurrency(c *call) error {
	money, err := c.money()
	if err != nil {
		return err
	}
	c.key("object")
	c.open('{')
	c.text("code", money.code)
	c.text("name", money.currency)
	c.key("usdRate")
	c.b = append(c.b, money.usdRate...)
	c.close('}')
	return nil
}
