package customer

import (
	"slices"
	"testing"

	"steward/client/platform"
)

func sampleTopology() platform.Environment {
	return platform.Environment{AppID: "a", Layers: []platform.EnvLayer{
		{Name: "bl", Nodes: []platform.Node{{ID: 1, Name: "NGINX", Version: "1.26", FixedCloudlets: 1, FlexibleCloudlets: 4, DiskLimit: 10 << 30, Status: platform.EnvironmentRunning}}},
		{Name: "cp", DisplayName: "Shop servers", Nodes: []platform.Node{
			{ID: 2, Name: "Tomcat", Version: "10", FixedCloudlets: 2, FlexibleCloudlets: 8, DiskLimit: 5 << 30, Status: platform.EnvironmentRunning,
				ExternalIPs: []string{"203.0.113.9"}, InternalIP: "10.0.0.2", Address: "10.0.0.2"},
			{ID: 3, Type: "tomcat", Version: "11", FixedCloudlets: 2, FlexibleCloudlets: 8, Status: platform.EnvironmentDown},
		}},
		{Name: "vpn"},
	}}
}

func TestLinesOfATopology(t *testing.T) {
	rows := topologyRows(sampleTopology(), nil)
	var names []string
	for _, r := range rows {
		names = append(names, r.name())
	}
	if want := []string{"Load balancers", "NGINX 1", "Shop servers", "Tomcat 2", "tomcat 3", "vpn"}; !slices.Equal(names, want) {
		t.Errorf("lines %q, want %q", names, want)
	}
	if rows := topologyRows(sampleTopology(), map[string]bool{"cp": true}); len(rows) != 4 || rows[2].open {
		t.Errorf("a folded layer still shows its nodes: %d lines", len(rows))
	}
}

// A layer sums what its nodes may use; what differs among them is not told.
func TestALayerSumsItsNodes(t *testing.T) {
	layer := topologyRows(sampleTopology(), nil)[2]
	if layer.reserved() != 4 || layer.dynamic() != 16 {
		t.Errorf("%d reserved and %d dynamic cloudlets, want 4 and 16", layer.reserved(), layer.dynamic())
	}
	if layer.version() != "" || layer.disk() != 0 || layer.statusWord() != "different" {
		t.Errorf("version %q, disk %d, status %q", layer.version(), layer.disk(), layer.statusWord())
	}
	if empty := topologyRows(sampleTopology(), nil)[5]; empty.statusWord() != "" || empty.reserved() != 0 {
		t.Errorf("an empty layer says %q", empty.statusWord())
	}
}

func TestAddressesOfANode(t *testing.T) {
	rows := topologyRows(sampleTopology(), nil)
	if got := rows[3].addresses(); !slices.Equal(got, []string{"203.0.113.9", "10.0.0.2"}) {
		t.Errorf("addresses %q: the public one first, none twice", got)
	}
}

func TestSizesOfDisks(t *testing.T) {
	for bytes, want := range map[int64]string{0: "", 512 << 20: "512 MiB", 10 << 30: "10 GiB", 3 << 29: "1.5 GiB", 100 << 30: "100 GiB", 1<<30 + 1<<29 - 1: "1.4 GiB"} {
		if got := diskText(bytes); got != want {
			t.Errorf("%d bytes: %q, want %q", bytes, got, want)
		}
	}
}
