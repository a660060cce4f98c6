package demo

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

const environmentColumns = `uid, appid, name, status, resume, region, created, stopped, display, note`

func (e *environment) targets() []any {
	return []any{&e.uid, &e.appid, &e.name, &e.status, &e.resume, &e.region, &e.created, &e.stopped, &e.display, &e.note}
}

// environmentsOf reads the environments of a customer by creation, with the
// removed ones when asked for.
func (s *store) environmentsOf(ctx context.Context, uid int64, removed bool) ([]environment, error) {
	query, args := `SELECT `+environmentColumns+`, 0 FROM environments WHERE uid = ?`, []any{uid}
	if removed {
		query += ` UNION ALL SELECT uid, appid, name, status, resume, region, created, stopped, NULL, NULL, removed FROM gone WHERE uid = ?`
		args = append(args, uid)
	}
	var e environment
	var found []environment
	err := scanAll(ctx, s.db, query+` ORDER BY created, appid`, append(e.targets(), &e.removed), func() { found = append(found, e) }, args...)
	return found, wrapped("read environments", err)
}

// environment reads one environment. It returns ErrNoCustomer for the appid of
// none.
func (s *store) environment(ctx context.Context, id string) (environment, error) {
	var e environment
	uid, ok := owner(s.seed, id)
	if !ok {
		return e, errNoEnvironment
	}
	err := s.db.QueryRowContext(ctx, `SELECT `+environmentColumns+` FROM environments WHERE uid = ? AND appid = ?`, uid, id).Scan(e.targets()...)
	if errors.Is(err, sql.ErrNoRows) {
		return e, errNoEnvironment
	}
	return e, wrapped("read an environment", err)
}

// environmentNamed reads the one environment of a name. Invented names may be
// there twice; such a name means none.
func (s *store) environmentNamed(ctx context.Context, name string) (environment, error) {
	var e environment
	var found []environment
	err := scanAll(ctx, s.db, `SELECT `+environmentColumns+` FROM environments WHERE name = ? LIMIT 2`, e.targets(), func() { found = append(found, e) }, name)
	if err != nil {
		return e, wrapped("read an environment by its name", err)
	}
	if len(found) != 1 {
		return e, errNoEnvironment
	}
	return found[0], nil
}

// errNoEnvironment is found where an environment is asked for that is not there.
var errNoEnvironment = errors.New("no such environment")

// oneEnvironment is the environment of a parameter and its owner. envName takes
// the name or the appid, all others the appid.
func (c *call) oneEnvironment(parameter string) (environment, record, error) {
	id := c.param(parameter)
	gone := refuse(codeNoApp, "application [%s] not exist", id)
	e, err := c.p.store.environment(c.r.Context(), id)
	if errors.Is(err, errNoEnvironment) && parameter == "envName" {
		e, err = c.p.store.environmentNamed(c.r.Context(), id)
	}
	if errors.Is(err, errNoEnvironment) {
		return e, record{}, gone
	}
	if err != nil {
		return e, record{}, err
	}
	r, err := c.visible(c.p.store.customer(c.r.Context(), e.uid))
	if errors.Is(err, ErrNoCustomer) {
		err = gone
	}
	return e, r, err
}

// searchEnvs lists environments; those of one customer with search.uid.
func searchEnvs(c *call) error {
	var q search
	if err := c.search(&q); err != nil {
		return err
	}
	if q.UID != nil && c.p.alternatives.Environments {
		return invalid("search")
	}
	status, asked, err := q.number(q.Status)
	if err != nil {
		return err
	}
	found, err := c.environmentRows(q.UID)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(row environmentRow) bool {
		e := &row.environment
		text := strings.ToLower(strings.Join([]string{e.name, e.appid, e.domain(), row.displayName, row.email}, "\n"))
		return asked && e.status != status || q.Domain != "" && e.name != q.Domain && e.domain() != q.Domain ||
			!strings.Contains(text, strings.ToLower(q.SearchText))
	})
	if err := sortEnvironments(found, q); err != nil {
		return err
	}
	from, to := bounds(len(found), q.StartRow, q.ResultCount)
	c.int("totalCount", int64(len(found)))
	c.key("array")
	c.open('[')
	for i := range found[from:to] {
		c.environmentRow(&found[from+i])
		if err := c.flush(); err != nil {
			return err
		}
	}
	c.close(']')
	return nil
}

// environmentRow is an environment with what a list says beside it.
type environmentRow struct {
	environment
	email, displayName string
}

// environmentRows are the environments of one customer, or all that the
// operator sees.
func (c *call) environmentRows(uid *int64) ([]environmentRow, error) {
	query, args := `SELECT e.uid, e.appid, e.name, e.status, e.resume, e.region, e.created, e.stopped, e.display, e.note, email
		FROM environments AS e JOIN users USING (uid) WHERE true`, []any(nil)
	if uid != nil {
		if _, err := c.visible(c.p.store.customer(c.r.Context(), *uid)); err != nil {
			return nil, err
		}
		query, args = query+` AND e.uid = ?`, append(args, *uid)
	}
	if id := c.who.owner.reseller; id != 0 {
		query, args = query+` AND reseller = ?`, append(args, id)
	}
	var row environmentRow
	found := []environmentRow{}
	err := scanAll(c.r.Context(), c.p.store.db, query+` ORDER BY e.uid, e.created, e.appid`, append(row.targets(), &row.email), func() {
		row.displayName, _ = c.p.store.texts(&row.environment)
		found = append(found, row)
	}, args...)
	return found, wrapped("list environments", err)
}

// sortEnvironments brings rows into the order asked for.
func sortEnvironments(rows []environmentRow, q search) error {
	var order func(a, b *environmentRow) int
	switch q.OrderField {
	case "", "uid":
		order = func(a, b *environmentRow) int { return cmp.Compare(a.uid, b.uid) }
	case "createdOn":
		order = func(a, b *environmentRow) int { return cmp.Compare(a.created, b.created) }
	case "status":
		order = func(a, b *environmentRow) int { return cmp.Compare(a.status, b.status) }
	case "domain", "shortdomain":
		order = func(a, b *environmentRow) int { return strings.Compare(a.name, b.name) }
	case "displayName":
		order = func(a, b *environmentRow) int { return strings.Compare(a.displayName, b.displayName) }
	case "appid":
		order = func(a, b *environmentRow) int { return strings.Compare(a.appid, b.appid) }
	default:
		return invalid("search")
	}
	sign, err := q.sign()
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b environmentRow) int { return sign * order(&a, &b) })
	return nil
}

// environmentRow writes a row of SearchEnvs.
func (c *call) environmentRow(row *environmentRow) {
	c.open('{')
	c.environmentFields(&row.environment)
	c.text("email", row.email)
	nodes := row.nodes()
	var cloudlets int64
	for i := range nodes {
		if row.status == environmentRunning {
			cloudlets += nodes[i].busy()
		}
	}
	c.int("nodesCount", int64(len(nodes)))
	c.int("cloudlets", cloudlets)
	c.close('}')
}

// environmentFields writes what rows and details have in common.
func (c *call) environmentFields(e *environment) {
	display, note := c.p.store.texts(e)
	c.text("appid", e.appid)
	c.text("envName", e.name)
	c.text("shortdomain", e.name)
	c.text("domain", e.domain())
	if display != "" { // as on the platform: absent where nobody gave one
		c.text("displayName", display)
	}
	c.int("status", e.status)
	c.int("uid", e.uid)
	c.int("creatorUid", e.uid)
	c.time("createdOn", e.created)
	c.text("hardwareNodeGroup", e.region)
	c.hostGroup(e.region)
	c.textOrNull("note", note)
}

func (c *call) hostGroup(region string) {
	c.key("hostGroup")
	c.open('{')
	c.text("uniqueName", region)
	c.text("displayName", regionNames[regionPlace(region)])
	c.close('}')
}

// getEnvs lists the environments of one customer in the other form; lazy
// leaves the nodes out.
func getEnvs(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	lazy, err := c.flag("lazy")
	if err != nil {
		return err
	}
	found, err := c.p.store.environmentsOf(c.r.Context(), r.uid, false)
	if err != nil {
		return err
	}
	c.key("infos")
	c.open('[')
	for i := range found {
		c.open('{')
		c.environmentObject(&found[i], lazy)
		c.close('}')
		if err := c.flush(); err != nil {
			return err
		}
	}
	c.close(']')
	return nil
}

func getEnvInfo(c *call) error {
	e, _, err := c.oneEnvironment("targetAppid")
	if err != nil {
		return err
	}
	c.text("right", "OWNER")
	c.environmentObject(&e, false)
	return nil
}

// environmentObject writes an environment with its topology.
func (c *call) environmentObject(e *environment, lazy bool) {
	seed := e.digestOf()
	c.texts("envGroups", e.groups())
	c.key("env")
	c.open('{')
	c.environmentFields(e)
	c.bool("isFirewallEnabled", true)
	c.bool("isTransferring", e.status == 10)
	c.bool("isBroken", e.status == 11)
	c.bool("ishaenabled", mix(seed, 11)%9 == 0)
	c.bool("sslstate", mix(seed, 12)%3 > 0)
	c.texts("contexts", nil)
	var domains []string
	if mix(seed, 13)%4 == 0 {
		domains = []string{"www." + e.name + ".example"}
	}
	c.texts("extdomains", domains)
	c.close('}')
	var nodes []node
	if !lazy {
		nodes = e.nodes()
	}
	c.key("nodeGroups")
	c.open('[')
	layer := ""
	for i := range nodes {
		if nodes[i].layer != layer {
			layer = nodes[i].layer
			c.layer(&nodes[i])
		}
	}
	c.close(']')
	c.key("nodes")
	c.open('[')
	for i := range nodes {
		c.node(e, &nodes[i])
	}
	c.close(']')
}

func (c *call) layer(n *node) {
	c.open('{')
	c.text("name", n.layer)
	c.text("displayName", n.name)
	c.bool("isSequentialDeploy", false)
	c.bool("isSLBAccessEnabled", true)
	c.text("scalingMode", "STATELESS")
	c.text("templateType", "NATIVE")
	c.text("vType", "CT")
	c.close('}')
}

func (c *call) node(e *environment, n *node) {
	id := strconv.FormatInt(n.id, 10)
	c.open('{')
	c.int("id", n.id)
	c.text("name", n.name)
	c.text("nodeGroup", n.layer)
	c.text("nodeType", n.kind)
	c.text("nodemission", n.layer)
	c.int("status", e.status)
	c.bool("ismaster", n.master)
	c.int("fixedCloudlets", n.fixed)
	c.int("flexibleCloudlets", n.flexible)
	c.int("diskLimit", n.limit)
	c.int("diskIopsLimit", 1000)
	c.int("diskIoLimit", 100)
	c.int("bandwidthLimit", 100)
	c.int("ctid", n.id)
	address := fmt.Sprintf("10.%d.%d.%d", 20+n.id%8, n.id/250%250, 1+n.id%250)
	c.text("address", address)
	c.text("intIP", address)
	var outside []string
	for i := range n.ips {
		outside = append(outside, fmt.Sprintf("203.0.113.%d", 1+(n.id+i)%250))
	}
	c.texts("extIPs", outside)
	c.text("osType", "LINUX")
	c.text("vType", "CT")
	c.text("version", n.version)
	c.text("url", "https://node"+id+"-"+e.domain())
	c.close('}')
}
