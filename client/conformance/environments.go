package conformance

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"steward/client"
	"steward/client/platform"
)

var environmentChecks = []check{
	{"environments.list", "SearchEnvs answers the environments of an owner (assumed A7), each with appid, domain, status, region and date.", environmentsList},
	{"environments.nobody", "Nobody has no environments.", environmentsOfNobody},
	{"environment.layers", "GetEnvInfo answers the environment of the list with its layers, and every node stands in one of them.", environmentLayers},
	{"environment.nobody", "GetEnvInfo of an appid that does not exist answers result 11.", environmentOfNobody},
	{"regions.list", "GetRegions answers every region with its name; environments name one of their host groups.", regionsList},
}

func (s *suite) environments(ctx context.Context) (owned[platform.Environment], error) {
	return holder(s, &s.holders.environments, "environment", func(u platform.User) (client.Page[platform.Environment], error) {
		return s.client.Environments(ctx, u.UID)
	})
}

var appIDs = regexp.MustCompile(`^[0-9a-f]{32}$`)

func environmentsList(ctx context.Context, s *suite) (string, error) {
	found, err := s.environments(ctx)
	if err != nil {
		return "", err
	}
	for _, e := range found.rows {
		switch {
		case !appIDs.MatchString(e.AppID):
			return "", fmt.Errorf("an appid of customer %d is not 32 hex digits", found.user.UID)
		case e.Owner != found.user.UID:
			return "", fmt.Errorf("an environment of customer %d names the owner %d", found.user.UID, e.Owner)
		case !slices.Contains(platform.EnvironmentStatuses, e.Status):
			return "", fmt.Errorf("an environment of customer %d has the status %q", found.user.UID, e.Status)
		case e.Name == "" || !strings.HasPrefix(e.Domain, e.Name+"."):
			return "", fmt.Errorf("an environment of customer %d has the name %q and the domain %q", found.user.UID, e.Name, e.Domain)
		case e.Created.IsZero() || e.Region.ID == "":
			return "", fmt.Errorf("an environment of customer %d has no date or no region", found.user.UID)
		}
	}
	return fmt.Sprintf("%d environments of customer %d", len(found.rows), found.user.UID),
		unique(found.rows, "environments", func(e platform.Environment) string { return e.AppID })
}

func environmentsOfNobody(ctx context.Context, s *suite) (string, error) {
	page, err := s.client.Environments(ctx, nobody)
	if refused := new(client.APIError); errors.As(err, &refused) && refused.Result == client.ResultNotFound {
		return "nobody is not found", nil
	}
	if err == nil && len(page.Rows) > 0 {
		err = fmt.Errorf("%d environments of nobody", len(page.Rows))
	}
	return "none", err
}

func environmentLayers(ctx context.Context, s *suite) (string, error) {
	found, err := s.environments(ctx)
	if err != nil {
		return "", err
	}
	listed := found.rows[len(found.rows)-1]
	env, _, err := s.client.Environment(ctx, listed.AppID)
	if err != nil {
		return "", err
	}
	if env.Domain != listed.Domain || env.Owner != listed.Owner || !env.Created.Equal(listed.Created) {
		return "", fmt.Errorf("an environment of customer %d is another one in the list", found.user.UID)
	}
	nodes := 0
	for _, layer := range env.Layers {
		nodes += len(layer.Nodes)
		for _, n := range layer.Nodes {
			if n.ID == 0 || n.Type == "" || n.FixedCloudlets > n.FlexibleCloudlets || !slices.Contains(platform.EnvironmentStatuses, n.Status) {
				return "", fmt.Errorf("node %d is a %q with the status %q and %d to %d cloudlets", n.ID, n.Type, n.Status, n.FixedCloudlets, n.FlexibleCloudlets)
			}
		}
	}
	switch {
	case nodes == 0:
		return "", errors.New("the environment has no nodes")
	case listed.NodeCount >= 0 && listed.NodeCount != nodes:
		return "", fmt.Errorf("the list tells %d nodes, the environment has %d", listed.NodeCount, nodes)
	}
	return fmt.Sprintf("%d nodes in %d layers", nodes, len(env.Layers)), nil
}

func environmentOfNobody(ctx context.Context, s *suite) (string, error) {
	_, _, err := s.client.Environment(ctx, strings.Repeat("0", 32))
	switch {
	case errors.Is(err, client.ErrNoEnvironment):
		return "there is none", nil
	case err == nil:
		err = errors.New("there is an environment without a number")
	}
	return "", err
}

func regionsList(ctx context.Context, s *suite) (string, error) {
	regions, err := s.client.Regions(ctx)
	if err != nil {
		return "", err
	}
	groups := map[string]bool{}
	for _, r := range regions {
		if r.Name == "" {
			return "", fmt.Errorf("the region %q has no name", r.ID)
		}
		groups[r.ID] = true
		for _, g := range r.HostGroups {
			groups[g.ID] = true
		}
	}
	found, err := s.environments(ctx)
	if err != nil {
		return "", err
	}
	for _, e := range found.rows {
		if !groups[e.Region.ID] {
			return "", fmt.Errorf("no region has the host group %q", e.Region.ID)
		}
	}
	return fmt.Sprintf("%d regions", len(regions)), unique(regions, "regions", func(r platform.Region) string { return r.ID })
}
