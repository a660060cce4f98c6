package demo

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// collaboration is one account shared by its owner with a member. Who shares
// with whom is a pure function of the pair, so that both sides always agree.
type collaboration struct {
	id            int64
	owner, member record // the member has no uid while the invited address is not registered
	status        string
	seed          uint64
}

const (
	nearPartners = 16 // who differs in less than so many in the uid may be a partner
	farPartners  = 64 // the same for the notable one
	edgeShare    = 80 // of a thousand pairs
	inviteEvery  = 25
	firstInvite  = 900_000_000 // ids of invitations that nobody answered
)

// collaborations are those that a customer takes part in, by id.
func (s *store) collaborations(ctx context.Context, r *record) ([]collaboration, error) {
	var found []collaboration
	if r.uid == s.habits.notables[NotableNothing] {
		return nil, nil
	}
	for mask := int64(1); mask < farPartners; mask++ {
		other := r.uid ^ mask
		if !s.known(other) || !s.near(r.uid, other) {
			continue
		}
		partner, err := s.customer(ctx, other)
		if errors.Is(err, ErrNoCustomer) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if shared, ok := s.pair(r, &partner); ok {
			found = append(found, shared)
		}
	}
	seed := mix(s.seed, uint64(r.uid), 31)
	if r.status <= statusInactive && (seed%inviteEvery == 0 || r.uid == s.habits.notables[NotableShared]) {
		found = append(found, collaboration{id: firstInvite + r.uid, owner: *r, status: "PENDING", seed: seed,
			member: record{email: "new.hire" + strconv.FormatUint(seed%1000, 10) + "@invited.test"}})
	}
	slices.SortFunc(found, func(a, b collaboration) int { return int(a.id - b.id) })
	return found, nil
}

// near reports whether two customers may share by their uids alone.
func (s *store) near(a, b int64) bool {
	n := s.habits.notables
	switch {
	case a == n[NotableNothing] || b == n[NotableNothing]:
		return false
	case a == n[NotableShared] || b == n[NotableShared]:
		return true
	}
	return a^b < nearPartners && s.pairSeed(a, b)%1000 < edgeShare
}

func (s *store) pairSeed(a, b int64) uint64 {
	return mix(s.seed, uint64(min(a, b)), uint64(max(a, b)), 77)
}

// pair is the collaboration of two customers who may share.
func (s *store) pair(a, b *record) (collaboration, bool) {
	seed := s.pairSeed(a.uid, b.uid)
	c := collaboration{id: min(a.uid, b.uid)*farPartners + (a.uid ^ b.uid), owner: *a, member: *b, status: "ACTIVE", seed: seed}
	if (a.uid < b.uid) == s.upwards(a.uid, b.uid) {
		c.owner, c.member = *a, *b
	} else {
		c.owner, c.member = *b, *a
	}
	if c.owner.status > statusInactive || c.owner.reseller != c.member.reseller {
		return c, false
	}
	switch n := seed >> 24 % 20; {
	case c.member.status > statusInactive || n == 0:
		c.status = "LEFT"
	case s.isNotable(NotableShared, a.uid, b.uid):
	case n == 1:
		c.status = "REJECTED"
	case n == 2:
		c.status = "SUSPENDED"
	case n < 5:
		c.status = "PENDING"
	}
	return c, true
}

func (s *store) isNotable(kind Notable, uids ...int64) bool {
	uid, there := s.habits.notables[kind]
	return there && slices.Contains(uids, uid)
}

// upwards reports whether the lower uid of a pair is the owner. The notable
// one shares with every second neighbour.
func (s *store) upwards(a, b int64) bool {
	if !s.isNotable(NotableShared, a, b) {
		return s.pairSeed(a, b)>>20&1 == 0
	}
	notable := s.habits.notables[NotableShared]
	place := 0
	for mask := int64(1); mask < a^b; mask++ {
		if s.known(notable ^ mask) {
			place++
		}
	}
	return (place%2 == 0) == (notable == min(a, b))
}

// byLogin is the customer of a login parameter: an e-mail or a uid.
func (c *call) byLogin() (record, error) {
	login := c.param("login")
	if uid, err := strconv.ParseInt(login, 10, 64); err == nil {
		return c.visible(c.p.store.customer(c.r.Context(), uid))
	}
	return c.visible(c.p.store.customerByLogin(c.r.Context(), login))
}

func getMembersInner(c *call) error        { return c.shared(!c.p.alternatives.Collaborations) }
func getCollaborationsInner(c *call) error { return c.shared(c.p.alternatives.Collaborations) }

// shared lists what a customer owns, or takes part in.
func (c *call) shared(owns bool) error {
	r, err := c.byLogin()
	if err != nil {
		return err
	}
	found, err := c.p.store.collaborations(c.r.Context(), &r)
	if err != nil {
		return err
	}
	c.bool("isOwner", owns)
	c.key("collaborations")
	c.open('[')
	for i := range found {
		if (found[i].owner.uid == r.uid) != owns {
			continue
		}
		if err := c.collaboration(&found[i], owns); err != nil {
			return err
		}
	}
	c.close(']')
	return nil
}

// collaboration writes one as its owner or its member sees it.
func (c *call) collaboration(s *collaboration, owns bool) error {
	c.open('{')
	c.int("id", s.id)
	c.int("ownerUid", s.owner.uid)
	if s.member.uid != 0 {
		c.int("memberUid", s.member.uid)
	}
	if owns {
		c.text("email", s.member.email)
		if s.member.uid != 0 {
			c.text("memberDisplayName", s.member.name)
			c.person("member", &s.member)
		}
	} else {
		c.text("email", s.owner.email)
		c.text("ownerDisplayName", s.owner.name)
		c.person("owner", &s.owner)
	}
	c.text("status", s.status)
	resources, err := c.p.store.resources(c.r.Context(), s)
	if err != nil {
		return err
	}
	c.resources("collaborationResources", s, resources)
	c.close('}')
	return nil
}

func (c *call) person(key string, r *record) {
	c.key(key)
	c.open('{')
	c.int("id", r.uid)
	c.text("email", r.email)
	c.textOrNull("name", r.name)
	c.text("authType", authType(r.twoFactor))
	c.close('}')
}

// resources are the environments that a collaboration shares.
func (s *store) resources(ctx context.Context, shared *collaboration) ([]environment, error) {
	if shared.status != "ACTIVE" && shared.status != "SUSPENDED" {
		return nil, nil
	}
	owned, err := s.environmentsOf(ctx, shared.owner.uid, false)
	if err != nil {
		return nil, err
	}
	const most = 5
	return owned[:min(len(owned), 1+int(shared.seed>>32%most))], nil
}

func (c *call) resources(key string, s *collaboration, shared []environment) {
	c.key(key)
	c.open('[')
	for i := range shared {
		c.open('{')
		c.int("id", s.id*8+int64(i))
		c.int("ownerUid", s.owner.uid)
		c.int("memberId", s.member.uid)
		c.int("collaborationId", s.id)
		c.text("resourceId", shared[i].appid)
		c.text("type", "ENV")
		c.texts("roles", []string{[]string{"view", "deploy", "manage"}[s.seed>>40%3]})
		c.bool("receiveNotification", s.seed>>44&1 == 0)
		c.close('}')
	}
	c.close(']')
}

// getCollaborationResourcesInner tells what one collaboration shares. Only
// environments are shared here: the other types have none.
func getCollaborationResourcesInner(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	id, err := c.long("collaborationId")
	if err != nil {
		return err
	}
	kind := c.param("type")
	if kind != "" && !slices.Contains(strings.Fields("ENV ENV_GROUP ACCOUNT VHI_REGION S3_REGION"), kind) {
		return invalid("type")
	}
	found, err := c.p.store.collaborations(c.r.Context(), &r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(found, func(s collaboration) bool { return s.id == id })
	if at < 0 {
		return refuse(codeNotFound, "object not found [collaboration]")
	}
	shared, err := c.p.store.resources(c.r.Context(), &found[at])
	if err != nil {
		return err
	}
	if kind != "" && kind != "ENV" {
		shared = nil
	}
	c.resources("array", &found[at], shared)
	return nil
}
