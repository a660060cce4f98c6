package client

import (
	"context"
	"net/url"
	"slices"

	"steward/client/internal/wire"
	"steward/client/platform"
)

// Collaborators reads with whom a customer shares the account
// (users.collaboration.GetMembersInner, seen in clients; its answer is
// documented, that it lists the owner's members is assumed A14).
func (c *Client) Collaborators(ctx context.Context, uid platform.UID) (Page[platform.Collaboration], error) {
	return c.collaborations(ctx, uid, 0)
}

// Shared reads which accounts are shared with a customer
// (users.collaboration.GetCollaborationsInner, seen in clients; its answer is
// documented, that it lists what the customer takes part in is assumed A14).
func (c *Client) Shared(ctx context.Context, uid platform.UID) (Page[platform.Collaboration], error) {
	return c.collaborations(ctx, uid, 1)
}

// collaborations asks in one of two modes: 0 what the customer shares, 1 what
// is shared with the customer. Rows in which the customer stands on the other
// side tell that the platform has the modes the other way round.
func (c *Client) collaborations(ctx context.Context, uid platform.UID, mode int) (Page[platform.Collaboration], error) {
	swapped := c.choice(CapCollaboration) & 1
	page, err := c.collaborationsBy(ctx, uid, mode, swapped)
	if err != nil || !slices.ContainsFunc(page.Rows, func(row platform.Collaboration) bool { return otherMode(row, uid, mode) }) {
		return page, err
	}
	other, err := c.collaborationsBy(ctx, uid, mode, 1-swapped)
	if err != nil {
		return other, err
	}
	c.learn(CapCollaboration, 1-swapped)
	return other, nil
}

// otherMode reports whether a row says that the customer is on the other side.
func otherMode(row platform.Collaboration, uid platform.UID, mode int) bool {
	here, there := row.Owner.UID, row.Member.UID
	if mode == 1 {
		here, there = there, here
	}
	return here != 0 && here != uid && there == uid
}

// collaborationsBy asks the method that has the mode. The address beside both
// sides is that of the other one.
func (c *Client) collaborationsBy(ctx context.Context, uid platform.UID, mode, swapped int) (Page[platform.Collaboration], error) {
	method := [2]string{getMembers, getCollaborations}[mode^swapped]
	page, err := rows(ctx, c, method, url.Values{"login": {uidText(uid)}}, wire.Collaborations)
	found := Page[platform.Collaboration]{Total: page.Total, Began: page.Began, Skipped: page.Skipped}
	for _, row := range page.Rows {
		other := &row.Member
		if mode == 1 {
			other = &row.Owner
		}
		if other.Email == "" {
			other.Email = row.Other.Email
		}
		if other.Name == "" {
			other.Name = row.Other.Name
		}
		found.Rows = append(found.Rows, row.Collaboration)
	}
	return found, err
}

// SharedResources reads what an owner shares by one collaboration
// (users.collaboration.GetCollaborationResourcesInner, seen in clients; its
// rows are assumed).
func (c *Client) SharedResources(ctx context.Context, owner platform.UID, collaboration int64) (Page[platform.SharedResource], error) {
	form := url.Values{"uid": {uidText(owner)}, "collaborationId": {idText(collaboration)}, "resourceGroup": {"ALL"}}
	return rows(ctx, c, getSharedResources, form, wire.SharedResources)
}
