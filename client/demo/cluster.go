package demo

import (
	"strconv"
)

// release is the platform generation that the contract describes.
const release = "8.4.1-3"

func getGroups(c *call) error {
	c.key("array")
	c.open('[')
	for _, g := range c.p.store.groups {
		c.open('{')
		c.text("name", g.name)
		c.text("type", g.kind)
		c.text("description", g.description)
		c.bool("isDefault", g.isDefault)
		c.bool("isSignup", g.signup)
		c.bool("isCollaboration", g.collaboration)
		c.bool("isDeleted", false)
		c.null("reseller")
		c.close('}')
	}
	c.close(']')
	return nil
}

// getAdminUsersInfo tells the operators; a reseller sees only the own account.
func getAdminUsersInfo(c *call) error {
	c.key("array")
	c.open('[')
	for _, a := range c.p.admins {
		if c.who.owner.reseller != 0 && a != c.who.owner {
			continue
		}
		c.open('{')
		c.int("uid", a.uid)
		c.text("email", a.login)
		c.text("role", a.role)
		c.bool("tfa", !a.totp.IsEmpty())
		c.close('}')
	}
	c.close(']')
	return nil
}

func getVersion(c *call) error {
	c.text("version", release)
	return nil
}

func getServerUTCTime(c *call) error {
	c.time("object", c.p.now().Unix())
	return nil
}

// getUsersActivities counts what was done in a period. Both its ends belong to
// it, as the panel's 00:00:00 and 23:59:59 suggest.
func getUsersActivities(c *call) error {
	from, err := c.moment("starttime")
	if err != nil {
		return err
	}
	to, err := c.moment("endtime")
	if err != nil || to < from {
		return invalid("endtime")
	}
	start, count, err := c.paging()
	if err != nil {
		return err
	}
	rows, err := c.p.store.activities(c.r.Context(), from, to+1, c.p.now())
	if err != nil {
		return err
	}
	if c.who.owner.reseller != 0 {
		rows = c.ownActivities(rows)
	}
	first, end := bounds(len(rows), start, count)
	c.int("totalCount", int64(len(rows)))
	c.key("array")
	c.open('[')
	for _, row := range rows[first:end] {
		c.comma()
		c.b = strconv.AppendUint(append(c.b, `{"uid":`...), uint64(row.uid), 10)
		c.b = strconv.AppendInt(append(c.b, `,"count":`...), row.count, 10)
		c.close('}')
		if err := c.flush(); err != nil {
			return err
		}
	}
	c.close(']')
	return nil
}

func (c *call) ownActivities(rows []activity) []activity {
	var own []activity
	for _, row := range rows {
		if c.sees(int64(row.reseller)) {
			own = append(own, row)
		}
	}
	return own
}

func getRegions(c *call) error {
	c.key("array")
	c.open('[')
	for i, name := range regions {
		c.region(i, name)
	}
	c.close(']')
	return nil
}

// getRegionsInner lists the regions of a group: here every group may use all.
func getRegionsInner(c *call) error {
	if c.has("groupName") && c.p.store.group(c.param("groupName")) == nil {
		return refuse(codeGroup, "unknown group [%s]", c.param("groupName"))
	}
	if _, err := c.flag("isEnabled"); err != nil {
		return err
	}
	return getRegions(c)
}

func (c *call) region(i int, name string) {
	c.open('{')
	c.text("uniqueName", name)
	c.text("displayName", regionNames[i])
	c.text("domain", regionDomains[i])
	c.bool("isDefault", i == 0)
	c.text("status", "ACTIVE")
	c.key("hardNodeGroups")
	c.open('[')
	c.open('{')
	c.text("uniqueName", name)
	c.text("displayName", regionNames[i])
	c.bool("isEnabled", true)
	c.close('}')
	c.close(']')
	c.close('}')
}

// getConfigKey tells the few settings that the panel reads.
func getConfigKey(c *call) error {
	money, err := c.money()
	if err != nil {
		return err
	}
	switch c.param("type") + " " + c.param("key") {
	case "jbilling external.billing.currency":
		c.text("value", money.code)
	case c.p.alternatives.removalSetting() + " REMOVE_PERSONAL_DATA_ENABLED":
		if c.p.removal.Hidden {
			c.text("value", "false")
		} else {
			c.null("value")
		}
	default:
		return refuse(codeNotFound, "object not found [key]")
	}
	c.text("default_value", map[bool]string{true: "true", false: platformCurrency.code}[c.param("type") != "jbilling"])
	return nil
}
