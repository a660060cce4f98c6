package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

const topologyMethod = "administration/cluster/getenvinfo"

// topologyOf makes the environment of a row current and waits for its topology.
func (s *story) topologyOf(g *kit.Grid, row int, rows []platform.Environment) platform.Environment {
	s.t.Helper()
	uid := s.window.Users().Detail().UID()
	s.window.Fyne().Canvas().Focus(g)
	s.key(kit.Key{Name: fyne.KeyHome})
	for range row {
		s.key(kit.Key{Name: fyne.KeyDown})
	}
	s.settle()
	s.sectionRead(model.SectionKey{Section: model.SectionTopology, UID: uid, Part: rows[row].AppID})
	found, err := s.cluster.Topology(s.ctx, uid, rows[row].AppID)
	s.must(err)
	return found.Environment
}

// The layers of the current environment with their nodes below them, and what
// each of them is and may use.
func TestTheTopologyOfAnEnvironment(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	row := slices.IndexFunc(rows, func(e platform.Environment) bool { return e.NodeCount >= 5 })
	env := s.topologyOf(g, row, rows)
	tree := s.inDetail("Layer and node")
	at := 0
	for _, layer := range env.Layers {
		cells, _ := tableRow(tree, at)
		same(t, "a layer stands out", cells["name"].Bold, true)
		at++
		for _, n := range layer.Nodes {
			cells, _ := tableRow(tree, at)
			same(t, "node", strings.TrimSpace(cells["name"].Text), fmt.Sprintf("%s %d", n.Name, n.ID))
			same(t, "type and version", []string{cells["type"].Text, cells["version"].Text}, []string{n.Type, n.Version})
			same(t, "cloudlets", []string{cells["reserved"].Text, cells["dynamic"].Text}, []string{fmt.Sprint(n.FixedCloudlets), fmt.Sprint(n.FlexibleCloudlets)})
			same(t, "disk", cells["disk"].Text, fmt.Sprintf("%d GiB", n.DiskLimit>>30))
			same(t, "addresses", cells["addresses"].Text, strings.Join(append(slices.Clone(n.ExternalIPs), n.InternalIP), ", "))
			at++
		}
	}
	same(t, "lines", tree.Length(), at)
	limit, _ := env.CloudletLimit()
	cells, _ := tableRow(g, row)
	same(t, "the limit is known now", cells["cloudlets"].Text, text.Count(rows[row].Cloudlets)+" / "+text.Count(limit))
}

// The limit is known again when one comes back, without a question to the platform.
func TestLimitsAreKnownFromBefore(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	env := s.topologyOf(g, 2, rows)
	limit, _ := env.CloudletLimit()
	want := text.Count(rows[2].Cloudlets) + " / " + text.Count(limit)
	s.tabOf(s.platform.Notable(demo.NotableChinese), "Alt+1", model.SectionEnvironments)
	asked := s.platform.Requests(topologyMethod)
	s.tabOf(s.platform.Notable(demo.NotableEnvironments), "Alt+1", model.SectionEnvironments)
	same(t, "cloudlets", says(s.inDetail("Domain"), "cloudlets")[2], want)
	same(t, "topologies asked for", s.platform.Requests(topologyMethod)-asked, 0)
}

// Enter folds a layer and unfolds it; whoever comes back finds it unfolded.
func TestLayersFold(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	row := slices.IndexFunc(rows, func(e platform.Environment) bool { return e.NodeCount >= 5 })
	env := s.topologyOf(g, row, rows)
	tree := s.inDetail("Layer and node")
	whole, under := tree.Length(), len(env.Layers[0].Nodes)
	s.window.Fyne().Canvas().Focus(tree)
	s.press("Home", "Enter")
	same(t, "lines with a layer folded", tree.Length(), whole-under)
	same(t, "the layer stays current", tree.Current(), 0)
	s.press("Enter")
	same(t, "lines", tree.Length(), whole)
	s.press("Enter")
	s.topologyOf(g, row+1, rows)
	s.topologyOf(g, row, rows)
	same(t, "lines when one comes back", s.inDetail("Layer and node").Length(), whole)
}

// Whoever holds the arrow down has only the one read where the row rests.
func TestOnlyTheEnvironmentWhereOneRestsIsRead(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	asked := s.platform.Requests(topologyMethod)
	s.topologyOf(g, 9, rows)
	same(t, "topologies asked for", s.platform.Requests(topologyMethod)-asked, 1)
}

// A topology that cannot be read is said above; the list stays, and Retry reads
// it.
func TestATopologyThatCannotBeRead(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	s.must(s.platform.Faults().Add(topologyMethod, demo.Fault{Result: 99, Message: "internal error", Times: 1}))
	s.press("Home")
	s.until("it is said", func() bool { return s.shows("code 99") })
	same(t, "environments", g.Length(), 400)
	same(t, "nothing of a tree", s.inDetail("Layer and node").Length(), 0)
	s.sees("Not read yet. It is read as soon as the platform answers.")
	s.clicks("Retry")
	s.sectionRead(model.SectionKey{Section: model.SectionTopology, UID: s.window.Users().Detail().UID(), Part: rows[g.Current()].AppID})
	same(t, "the tree is there", s.inDetail("Layer and node").Length() > 1, true)
}

// Enter goes from an environment to what is shown of it.
func TestEnterGoesToWhatIsBelow(t *testing.T) {
	s, g, rows := environmentsOf(t, demo.NotableEnvironments)
	s.topologyOf(g, 1, rows)
	s.press("Enter")
	tree := s.inDetail("Layer and node")
	same(t, "the tree has the keyboard", s.focused() == fyne.Focusable(tree), true)
	same(t, "its first line is current", tree.Current(), 0)
	for _, pane := range []string{"Billing", "Details"} {
		s.clicks(pane)
		s.window.Fyne().Canvas().Focus(g)
		s.press("Enter")
		same(t, pane+" took the keyboard", s.focused() != nil && s.focused() != fyne.Focusable(g), true)
	}
}
