package customer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"steward/assets/text"
	"steward/client/platform"
)

// topologyRow is a line of the topology: a layer, or one of its nodes.
type topologyRow struct {
	key   string // what is remembered of it: the layer's name, or the node
	layer platform.EnvLayer
	node  *platform.Node // nil: the layer itself
	open  bool           // of a layer: its nodes are shown
}

// topologyRows are the lines of an environment: every layer with its nodes
// below it, but for those that are folded.
func topologyRows(env platform.Environment, folded map[string]bool) []topologyRow {
	var rows []topologyRow
	for _, layer := range env.Layers {
		open := !folded[layer.Name]
		rows = append(rows, topologyRow{key: layer.Name, layer: layer, open: open})
		if !open {
			continue
		}
		for i := range layer.Nodes {
			node := &layer.Nodes[i]
			rows = append(rows, topologyRow{key: layer.Name + "/" + strconv.FormatInt(node.ID, 10), layer: layer, node: node})
		}
	}
	return rows
}

// layerNames are the purposes that the platform names itself.
var layerNames = map[string]bool{
	"bl": true, "cp": true, "sqldb": true, "nosqldb": true, "cache": true, "storage": true, "vds": true, "build": true,
}

// name is what the line is called.
func (r topologyRow) name() string {
	if r.node == nil {
		return layerName(r.layer)
	}
	return strings.TrimSpace(cmp.Or(r.node.Name, r.node.Type) + " " + strconv.FormatInt(r.node.ID, 10))
}

// kind is what runs there.
func (r topologyRow) kind() string {
	if r.node != nil {
		return r.node.Type
	}
	return r.layer.Name
}

// nodes are those that the line stands for.
func (r topologyRow) nodes() []platform.Node {
	if r.node != nil {
		return []platform.Node{*r.node}
	}
	return r.layer.Nodes
}

// version of the node, or of all nodes of a layer if it is the same.
func (r topologyRow) version() string {
	version := ""
	for i, n := range r.nodes() {
		if i > 0 && n.Version != version {
			return ""
		}
		version = n.Version
	}
	return version
}

// reserved are the cloudlets that are charged whether they are used or not.
func (r topologyRow) reserved() (sum int) {
	for _, n := range r.nodes() {
		sum += n.FixedCloudlets
	}
	return sum
}

// dynamic is the most cloudlets that may be used, reserved ones included.
func (r topologyRow) dynamic() (sum int) {
	for _, n := range r.nodes() {
		sum += n.FlexibleCloudlets
	}
	return sum
}

// disk is the limit of the line in bytes; 0: not told of one of its nodes.
func (r topologyRow) disk() (bytes int64) {
	for _, n := range r.nodes() {
		if n.DiskLimit == 0 {
			return 0
		}
		bytes += n.DiskLimit
	}
	return bytes
}

// addresses are those a node answers at, the public ones first.
func (r topologyRow) addresses() []string {
	if r.node == nil {
		return nil
	}
	list := append([]string{}, r.node.ExternalIPs...)
	for _, a := range []string{r.node.InternalIP, r.node.Address} {
		if a != "" && !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
}

// status is that of the node, or of all nodes of a layer if it is the same.
func (r topologyRow) status() (status platform.EnvironmentStatus, alike bool) {
	for i, n := range r.nodes() {
		if i > 0 && n.Status != status {
			return "", false
		}
		status = n.Status
	}
	return status, len(r.nodes()) > 0
}

// Sizes of disks.
const (
	mebibyte = 1 << 20
	gibibyte = 1 << 30
)

// diskText is a size in GiB with at most one decimal, cut, or in MiB below one
// GiB; empty for 0.
func diskText(bytes int64) string {
	switch {
	case bytes == 0:
		return ""
	case bytes < gibibyte:
		return text.T("environments.size.mib", text.With("Size", text.Count(bytes/mebibyte)))
	}
	tenths := decimal.New(bytes/mebibyte*10/(gibibyte/mebibyte), -1)
	return text.T("environments.size.gib", text.With("Size", strings.TrimSuffix(tenths.StringFixed(1), ".0")))
}
