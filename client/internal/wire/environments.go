package wire

import (
	"math"

	"steward/client/platform"
)

// Environments reads the answers of administration.cluster.SearchEnvs (rows of
// flat fields) and GetEnvs (infos, each with env, nodes and nodeGroups).
func Environments(data []byte) (Page[platform.Environment], Envelope, error) {
	return rowsOf(data, func(r *reader) (platform.Environment, bool) {
		row := newEnvironment()
		r.object(row.member)
		return row.whole()
	}, "infos")
}

// Environment reads the answer of administration.cluster.GetEnvInfo; the
// environment stands flat beside the result, or in object.
func Environment(data []byte) (platform.Environment, Envelope, error) {
	row := newEnvironment()
	e, err := read(data, func(r *reader, name []byte) bool {
		if string(name) == "object" && r.peek() == '{' {
			r.members(row.member)
			return true
		}
		return row.member(r, name)
	})
	env, ok := row.whole()
	if err == nil && e.Result == 0 && !ok {
		err = ErrShape
	}
	if err != nil {
		return platform.Environment{}, e, err
	}
	return env, e, nil
}

// environmentRow is an environment while it is read: layers and nodes come
// apart, in any order.
type environmentRow struct {
	env    platform.Environment
	layers []platform.EnvLayer
	nodes  []nodeRow
}

type nodeRow struct {
	platform.Node
	layer string
}

func newEnvironment() *environmentRow {
	return &environmentRow{env: platform.Environment{NodeCount: -1, Cloudlets: -1}}
}

// whole is the environment with its nodes in their layers; false without an appid.
func (w *environmentRow) whole() (platform.Environment, bool) {
	env := w.env
	at := make(map[string]int, len(w.layers))
	env.Layers = w.layers
	for i, layer := range w.layers {
		at[layer.Name] = i
	}
	for _, node := range w.nodes {
		i, known := at[node.layer]
		if !known {
			i = len(env.Layers)
			at[node.layer] = i
			env.Layers = append(env.Layers, platform.EnvLayer{Name: node.layer})
		}
		env.Layers[i].Nodes = append(env.Layers[i].Nodes, node.Node)
	}
	if len(w.nodes) > 0 {
		env.NodeCount = len(w.nodes)
	}
	return env, env.AppID != ""
}

func (w *environmentRow) member(r *reader, name []byte) bool {
	switch string(name) {
	case "env":
		return r.peek() == '{' && r.object(w.member)
	case "nodes":
		w.nodes = objects(r, (*reader).node)
	case "nodeGroups":
		w.layers = objects(r, (*reader).layer)
	case "envGroups", "groups":
		if groups := r.texts(); len(groups) > 0 {
			w.env.Groups = groups
		}
	case "nodesCount":
		w.env.NodeCount = r.scalar().amount(-1)
	case "cloudlets":
		w.env.Cloudlets = r.scalar().amount(-1)
	default:
		return environmentField(&w.env, r, name) || environmentPlace(&w.env, r, name) || environmentFlag(&w.env, r, name)
	}
	return true
}

var environmentStatuses = func() []string {
	names := make([]string, 1, len(platform.EnvironmentStatuses)+1)
	for _, status := range platform.EnvironmentStatuses {
		names = append(names, string(status))
	}
	return names
}()

func (r *reader) environmentStatus() platform.EnvironmentStatus {
	return platform.EnvironmentStatus(r.scalar().enum(r, environmentStatuses))
}

func environmentField(e *platform.Environment, r *reader, name []byte) bool {
	switch string(name) {
	case "appid":
		e.AppID = r.scalar().str(maxText)
	case "envName", "shortdomain", "shortDomain":
		if text := r.scalar().str(maxText); text != "" {
			e.Name = text
		}
	case "domain":
		e.Domain = r.domain()
	case "displayName":
		e.DisplayName = r.scalar().str(maxText)
	case "status":
		e.Status = r.environmentStatus()
	case "uid":
		e.Owner, _ = r.scalar().uid()
	case "email":
		e.OwnerEmail = r.share(r.scalar().bytes(maxText))
	case "creatorUid":
		e.Creator, _ = r.scalar().uid()
	case "createdOn":
		e.Created = r.scalar().time()
	case "note":
		e.Note = r.scalar().str(maxNote)
	case "engine":
		e.Engine = r.engine()
	default:
		return false
	}
	return true
}

// environmentPlace reads the region, which has two members: one with its name
// too, and one with the identifier alone.
func environmentPlace(e *platform.Environment, r *reader, name []byte) bool {
	switch string(name) {
	case "hardwareNodeGroup":
		if id := r.share(r.scalar().bytes(maxText)); e.Region.ID == "" {
			e.Region.ID = id
		}
	case "hostGroup":
		r.hostGroup(&e.Region)
	default:
		return false
	}
	return true
}

func environmentFlag(e *platform.Environment, r *reader, name []byte) bool {
	var flag *bool
	switch string(name) {
	case "ishaenabled", "isHAEnabled":
		flag = &e.HA
	case "sslstate", "sslState":
		flag = &e.SSL
	case "isFirewallEnabled":
		flag = &e.Firewall
	case "isProtected":
		flag = &e.Protected
	case "isShared":
		flag = &e.Shared
	case "isTransferring":
		flag = &e.Moving
	default:
		return false
	}
	*flag = r.scalar().yes()
	return true
}

// domain reads a domain: a text, or an object with one inside.
func (r *reader) domain() string {
	if r.peek() != '{' {
		return r.scalar().str(maxText)
	}
	var domain string
	r.members(func(r *reader, name []byte) bool {
		if string(name) != "domain" {
			return false
		}
		domain = r.scalar().str(maxText)
		return true
	})
	return domain
}

// hostGroup reads {uniqueName, displayName}, or the name alone.
func (r *reader) hostGroup(region *platform.RegionRef) {
	if r.peek() != '{' {
		if id := r.share(r.scalar().bytes(maxText)); id != "" {
			region.ID = id
		}
		return
	}
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "uniqueName":
			region.ID = r.share(r.scalar().bytes(maxText))
		case "displayName":
			region.Name = r.share(r.scalar().bytes(maxText))
		default:
			return false
		}
		return true
	})
}

// engine reads {keyword, name, version}, or a text.
func (r *reader) engine() string {
	if r.peek() != '{' {
		return r.share(r.scalar().bytes(maxText))
	}
	var keyword, name string
	r.members(func(r *reader, field []byte) bool {
		switch string(field) {
		case "keyword":
			keyword = r.share(r.scalar().bytes(maxText))
		case "name":
			name = r.share(r.scalar().bytes(maxText))
		default:
			return false
		}
		return true
	})
	if keyword != "" {
		return keyword
	}
	return name
}

func (r *reader) layer() (l platform.EnvLayer, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "name":
			l.Name = r.share(r.scalar().bytes(maxText))
		case "displayName":
			l.DisplayName = r.share(r.scalar().bytes(maxText))
		case "scalingMode":
			l.Scaling = r.share(r.scalar().bytes(maxText))
		case "templateType":
			l.Template = r.share(r.scalar().bytes(maxText))
		default:
			return false
		}
		return true
	})
	return l, l.Name != ""
}

func (r *reader) node() (n nodeRow, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			n.ID = r.id()
		case "name":
			n.Name = r.share(r.scalar().bytes(maxText))
		case "nodeGroup":
			n.layer = r.share(r.scalar().bytes(maxText))
		case "nodeType":
			n.Type = r.share(r.scalar().bytes(maxText))
		case "nodemission":
			n.Mission = r.share(r.scalar().bytes(maxText))
		case "version":
			n.Version = r.share(r.scalar().bytes(maxText))
		case "status":
			n.Status = r.environmentStatus()
		case "ismaster", "isMaster":
			n.Master = r.scalar().yes()
		case "osType":
			n.OS = r.share(r.scalar().bytes(maxText))
		default:
			return r.nodeSize(&n.Node, name) || r.nodeAddress(&n.Node, name)
		}
		return true
	})
	if n.layer == "" {
		n.layer = n.Mission
	}
	return n, n.ID != 0
}

// maxMiB keeps a disk limit within 64 bits.
const maxMiB = math.MaxInt64 >> 20

func (r *reader) nodeSize(n *platform.Node, name []byte) bool {
	switch string(name) {
	case "fixedCloudlets":
		n.FixedCloudlets = r.scalar().amount(0)
	case "flexibleCloudlets":
		n.FlexibleCloudlets = r.scalar().amount(0)
	case "diskLimit":
		if mib, ok := r.scalar().int64(); ok && mib > 0 && mib <= maxMiB {
			n.DiskLimit = mib << 20
		}
	default:
		return false
	}
	return true
}

func (r *reader) nodeAddress(n *platform.Node, name []byte) bool {
	switch string(name) {
	case "address":
		n.Address = r.scalar().str(maxText)
	case "intIP":
		n.InternalIP = r.scalar().str(maxText)
	case "extIPs":
		n.ExternalIPs = r.texts()
	case "url":
		n.URL = r.scalar().str(maxText)
	case "adminUrl":
		n.AdminURL = r.scalar().str(maxText)
	default:
		return false
	}
	return true
}

// Regions reads the answers of environment.control.GetRegionsInner and
// administration.cluster.GetRegions.
func Regions(data []byte) (Page[platform.Region], Envelope, error) {
	return rowsOf(data, (*reader).region)
}

func (r *reader) region() (g platform.Region, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "uniqueName":
			g.ID = r.scalar().str(maxText)
		case "displayName":
			g.Name = r.scalar().str(maxText)
		case "domain":
			g.Domain = r.domain()
		case "status":
			g.Status = r.share(r.scalar().bytes(maxText))
		case "isDefault":
			g.Default = r.scalar().yes()
		case "hardNodeGroups":
			g.HostGroups = objects(r, func(r *reader) (ref platform.RegionRef, ok bool) {
				r.hostGroup(&ref)
				return ref, ref.ID != ""
			})
		default:
			return false
		}
		return true
	})
	return g, g.ID != ""
}
