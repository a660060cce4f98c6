package demo

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strconv"
	"strings"
)

// quota is a limit or a permission and its value for each type of group.
type quota struct {
	name, description          string
	beta, trial, billing, post int64
	business, custom, hidden   bool
}

// quotaValue is what a quota is for somebody.
type quotaValue struct {
	id       int
	value    int64
	personal bool
}

// of is the value of a group.
func (q *quota) of(g *seedGroup) int64 {
	switch {
	case g.collaboration && q.name == "environment.maxcount":
		return 0
	case g.name == "billing_vip" && q.name == "environment.maxcount":
		return 100
	case g.name == "billing_vip" && q.name == "environment.maxcloudletsperrec":
		return 256
	}
	switch g.kind {
	case "beta":
		return q.beta
	case "trial":
		return q.trial
	case "post":
		return q.post
	}
	return q.billing
}

func (s *store) group(name string) *seedGroup {
	at := slices.IndexFunc(s.groups, func(g seedGroup) bool { return g.name == name })
	if at < 0 {
		return nil
	}
	return &s.groups[at]
}

// groupQuotas are the values of a group.
func (s *store) groupQuotas(group string) []quotaValue {
	values := make([]quotaValue, len(quotas))
	g := s.group(group)
	for i := range quotas {
		values[i].id = i
		if g != nil {
			values[i].value = quotas[i].of(g)
		}
	}
	return values
}

const ownQuotasOf = 6 // one of so many customers has values of the own

// seededQuotas are the quotas that were set for a customer before the platform
// began, with the moment.
func (s *store) seededQuotas(r *record) map[int]int64 {
	found := map[int]int64{}
	seed := mix(s.seed, uint64(r.uid), 51)
	if seed%ownQuotasOf != 0 || s.isNotable(NotableNothing, r.uid) || r.status > statusInactive {
		return found
	}
	g := s.group(r.group)
	for i := range 1 + seed>>8%4 {
		at := int(mix(seed, i) % uint64(len(quotas)))
		if g == nil || quotas[at].of(g) <= 1 {
			continue
		}
		found[at] = quotas[at].of(g) * int64(2+seed>>16%3)
	}
	return found
}

// quotaMoment is when a quota was set for a customer before the platform began.
func (s *store) quotaMoment(r *record, at int) int64 {
	return r.created + int64(mix(s.seed, uint64(r.uid), uint64(at), 52)%uint64(1+max(0, s.habits.today-r.created)))
}

// quotasOf are the values that a customer has.
func (s *store) quotasOf(ctx context.Context, r *record) ([]quotaValue, error) {
	values := s.groupQuotas(r.group)
	for at, value := range s.seededQuotas(r) {
		values[at].value, values[at].personal = value, true
	}
	group := s.groupQuotas(r.group)
	var name string
	var value int64
	var personal bool
	err := scanAll(ctx, s.db, `SELECT name, value, personal FROM quotas WHERE uid = ?`, []any{&name, &value, &personal}, func() {
		at := quotaPlace(name)
		switch {
		case at < 0:
		case personal:
			values[at].value, values[at].personal = value, true
		default:
			values[at] = group[at]
		}
	}, r.uid)
	return values, wrapped("read quotas", err)
}

func quotaPlace(name string) int {
	return slices.IndexFunc(quotas, func(q quota) bool { return q.name == name })
}

// getCollaborationQuotas tells the quotas of the owner of an account.
func getCollaborationQuotas(c *call) error {
	if c.p.alternatives.Quotas {
		return refuse(codePermission, "access not permitted [subject = %d accessObject = [..] rights = [..]]", c.who.owner.uid)
	}
	if c.has("ownerUid") == c.has("collaborationId") {
		return invalid("ownerUid")
	}
	if c.has("collaborationId") {
		return c.collaborationQuotas()
	}
	uid, err := c.whole("ownerUid")
	if err != nil {
		return err
	}
	r, err := c.visible(c.p.store.customer(c.r.Context(), uid))
	if err != nil {
		return err
	}
	return c.customerQuotas(&r, "quotaNames")
}

// collaborationQuotas tells those of the owner of a collaboration.
func (c *call) collaborationQuotas() error {
	id, err := c.long("collaborationId")
	if err != nil {
		return err
	}
	side, err := c.visible(c.p.store.customer(c.r.Context(), id/farPartners))
	if err != nil {
		return err
	}
	found, err := c.p.store.collaborations(c.r.Context(), &side)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(found, func(s collaboration) bool { return s.id == id })
	if at < 0 {
		return refuse(codeNotFound, "object not found [collaboration]")
	}
	return c.customerQuotas(&found[at].owner, "quotaNames")
}

// getOwnerQuotas tells the quotas of the owner of the environment of the appid.
func getOwnerQuotas(c *call) error {
	_, r, err := c.oneEnvironment("appid")
	if err != nil {
		return err
	}
	return c.customerQuotas(&r, "quotasnames")
}

func (c *call) customerQuotas(r *record, names string) error {
	values, err := c.p.store.quotasOf(c.r.Context(), r)
	if err != nil {
		return err
	}
	return c.quotas(values, names)
}

func getGroupQuotas(c *call) error {
	if c.p.store.group(c.param("name")) == nil {
		return refuse(codeGroup, "unknown group [%s]", c.param("name"))
	}
	return c.quotas(c.p.store.groupQuotas(c.param("name")), "quotasnames")
}

// getAllQuotas tells the quotas there are, without values.
func getAllQuotas(c *call) error {
	c.key("array")
	c.open('[')
	for i := range quotas {
		c.comma()
		c.quota(i)
	}
	c.close(']')
	return nil
}

// quotas writes values: all of them, or those asked for in that order.
func (c *call) quotas(values []quotaValue, names string) error {
	if c.has(names) {
		var asked []quotaValue
		for name := range strings.SplitSeq(c.param(names), ";") {
			at := quotaPlace(name)
			if at < 0 {
				return unknownQuota(name)
			}
			asked = append(asked, values[at])
		}
		values = asked
	}
	c.key("array")
	c.open('[')
	for _, v := range values {
		c.open('{')
		c.key("quota")
		c.quota(v.id)
		kind := "GROUP"
		if v.personal {
			kind = "PERSONAL"
		}
		c.text("type", kind)
		c.int("value", v.value)
		c.close('}')
	}
	c.close(']')
	return nil
}

func unknownQuota(name string) error { return refuse(codeQuota, "unknown quota [%s]", name) }

func (c *call) quota(at int) {
	q := &quotas[at]
	c.b = append(c.b, '{')
	c.int("id", int64(at+1))
	c.text("name", q.name)
	c.text("description", q.description)
	c.null("referenceId")
	c.bool("isBusiness", q.business)
	c.bool("isCustom", q.custom)
	c.bool("isHidden", q.hidden)
	c.close('}')
}

// setQuota gives a customer a value of the own.
func setQuota(c *call) error {
	value, err := strconv.ParseInt(c.param("value"), 10, 64)
	if err != nil || value < math.MinInt32 || value > math.MaxInt32 {
		return invalid("value")
	}
	return c.putQuota("SetQuota", "Set quota", value, true)
}

// removeQuota takes the own value of a customer away: the group's counts again.
func removeQuota(c *call) error { return c.putQuota("RemoveQuota", "Remove quota", 0, false) }

func (c *call) putQuota(service, text string, value int64, personal bool) error {
	name := c.param("name")
	if quotaPlace(name) < 0 {
		return unknownQuota(name)
	}
	args := `{"name":"` + name + `"}`
	if personal {
		args = `{"name":"` + name + `","value":` + strconv.FormatInt(value, 10) + `}`
	}
	return c.modify(service, text, args, func(ctx context.Context, tx *sql.Tx, r *record) error {
		_, err := tx.ExecContext(ctx, `REPLACE INTO quotas VALUES (?, ?, ?, ?)`, r.uid, name, value, personal)
		return wrapped("set a quota", err)
	})
}
