package wire

import "steward/client/platform"

// Collaboration is a row with what stands beside both sides: address and name
// of the other side, whichever that is.
type Collaboration struct {
	platform.Collaboration
	Other platform.Person
}

// Collaborations reads the answers of users.collaboration.GetMembersInner and
// GetCollaborationsInner.
func Collaborations(data []byte) (Page[Collaboration], Envelope, error) {
	return rowsOf(data, (*reader).collaboration, "collaborations")
}

var collaborationStatuses = namesOf(platform.CollaborationStatuses)

func (r *reader) collaboration() (c Collaboration, ok bool) {
	var owner, member platform.Person
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			c.ID = r.id()
		case "owner":
			owner = r.person()
		case "member":
			member = r.person()
		case "status":
			c.Status = platform.CollaborationStatus(r.scalar().enum(r, collaborationStatuses))
		case "accountStatus":
			c.AccountStatus = r.share(r.scalar().bytes(maxText))
		case "createdOn":
			c.Since = r.scalar().time()
		case "collaborationResources":
			c.Resources = objects(r, (*reader).sharedResource)
		default:
			return r.collaborationSide(&c, name)
		}
		return true
	})
	c.Owner, c.Member = joined(c.Owner, owner), joined(c.Member, member)
	return c, c.ID != 0
}

func (r *reader) collaborationSide(c *Collaboration, name []byte) bool {
	switch string(name) {
	case "ownerUid":
		c.Owner.UID, _ = r.scalar().uid()
	case "memberUid":
		c.Member.UID, _ = r.scalar().uid()
	case "email":
		c.Other.Email = r.scalar().str(maxText)
	case "displayName":
		c.Other.Name = r.scalar().str(maxText)
	case "ownerDisplayName":
		c.Owner.Name = r.scalar().str(maxText)
	case "memberDisplayName":
		c.Member.Name = r.scalar().str(maxText)
	default:
		return false
	}
	return true
}

// joined is a with what only b tells.
func joined(a, b platform.Person) platform.Person {
	if a.UID == 0 {
		a.UID = b.UID
	}
	if a.Email == "" {
		a.Email = b.Email
	}
	if a.Name == "" {
		a.Name = b.Name
	}
	return a
}

// person reads {id, email, name} or {uid, email, name}.
func (r *reader) person() (p platform.Person) {
	r.object(func(r *reader, name []byte) bool {
		switch string(name) {
		case "uid", "id":
			if uid, ok := r.scalar().uid(); ok {
				p.UID = uid
			}
		case "email":
			p.Email = r.scalar().str(maxText)
		case "name":
			p.Name = r.scalar().str(maxText)
		default:
			return false
		}
		return true
	})
	return p
}

// SharedResources reads the answer of
// users.collaboration.GetCollaborationResourcesInner, whose rows are assumed
// to be those of collaborationResources.
func SharedResources(data []byte) (Page[platform.SharedResource], Envelope, error) {
	return rowsOf(data, (*reader).sharedResource, "collaborationResources", "resources")
}

func (r *reader) sharedResource() (s platform.SharedResource, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			s.ID = r.id()
		case "type":
			s.Type = r.share(r.scalar().bytes(maxText))
		case "resourceId":
			s.Resource = r.scalar().str(maxText)
		case "roles":
			s.Roles = r.roles()
		default:
			return false
		}
		return true
	})
	return s, s.ID != 0 || s.Resource != ""
}

// roles reads a list of texts or of {name}.
func (r *reader) roles() []string {
	var all []string
	keep := func(text string) {
		if text != "" {
			all = append(all, text)
		}
	}
	if !r.open('[') {
		keep(r.ref().Name)
		return all
	}
	for first := true; r.more(']', &first); {
		keep(r.ref().Name)
	}
	return all
}
