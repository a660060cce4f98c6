package platform

import "time"

// EnvironmentStatus is what an environment or a node does. Unknown values keep
// the platform's own text.
type EnvironmentStatus string

// The documented statuses, 1 to 15 on the wire in this order.
const (
	EnvironmentRunning     EnvironmentStatus = "RUNNING"
	EnvironmentDown        EnvironmentStatus = "DOWN"
	EnvironmentLaunching   EnvironmentStatus = "LAUNCHING"
	EnvironmentSleep       EnvironmentStatus = "SLEEP"
	EnvironmentUnknown     EnvironmentStatus = "UNKNOWN" // the platform itself does not know
	EnvironmentCreating    EnvironmentStatus = "CREATING"
	EnvironmentCloning     EnvironmentStatus = "CLONING"
	EnvironmentNotExists   EnvironmentStatus = "NOT_EXISTS"
	EnvironmentExporting   EnvironmentStatus = "EXPORTING"
	EnvironmentMigrating   EnvironmentStatus = "MIGRATING"
	EnvironmentBroken      EnvironmentStatus = "BROKEN"
	EnvironmentUpdating    EnvironmentStatus = "UPDATING"
	EnvironmentStopping    EnvironmentStatus = "STOPPING"
	EnvironmentGoesToSleep EnvironmentStatus = "GOING_TO_SLEEP"
	EnvironmentRestoring   EnvironmentStatus = "RESTORING"
)

// EnvironmentStatuses are the known statuses in the platform's order.
var EnvironmentStatuses = []EnvironmentStatus{
	EnvironmentRunning, EnvironmentDown, EnvironmentLaunching, EnvironmentSleep, EnvironmentUnknown,
	EnvironmentCreating, EnvironmentCloning, EnvironmentNotExists, EnvironmentExporting, EnvironmentMigrating,
	EnvironmentBroken, EnvironmentUpdating, EnvironmentStopping, EnvironmentGoesToSleep, EnvironmentRestoring,
}

// RegionRef names where an environment runs: a group of hosts.
type RegionRef struct {
	ID   string // uniqueName on the wire, such as eu-north
	Name string // as people see it; empty: not told
}

// Environment is a group of nodes that serves one application. A list tells
// the environment alone, Client.Environment also its layers.
type Environment struct {
	AppID       string // 32 hex digits; identifies it within the platform
	Name        string // short name, the first part of the domain
	Domain      string // the full one
	DisplayName string // empty: not given
	Status      EnvironmentStatus
	Owner       UID
	OwnerEmail  string // empty: not told
	Creator     UID    // 0: not told
	Created     time.Time
	Region      RegionRef
	Note        string
	Groups      []string // the owner's groups of environments
	Engine      string   // such as java8; empty: not told
	HA          bool     // high availability
	SSL         bool     // the built-in certificate
	Firewall    bool
	Protected   bool // against deletion
	Shared      bool // with a collaborator
	Moving      bool // is being given to another owner
	// NodeCount and Cloudlets summarise; -1: not told. Cloudlets (of 128 MiB
	// and 400 MHz) are what the list says (assumed: in use).
	NodeCount, Cloudlets int
	Layers               []EnvLayer // empty: not read
}

// Title is the display name, else the domain.
func (e Environment) Title() string {
	if e.DisplayName != "" {
		return e.DisplayName
	}
	return e.Domain
}

// CloudletLimit is the most cloudlets that all nodes together may use; ok is
// false while the layers are not read.
func (e Environment) CloudletLimit() (limit int, ok bool) {
	for _, layer := range e.Layers {
		for _, node := range layer.Nodes {
			limit, ok = limit+node.FlexibleCloudlets, true
		}
	}
	return limit, ok
}

// EnvLayer is the nodes of one purpose: balancer, application, database.
type EnvLayer struct {
	Name        string // bl, cp, sqldb, nosqldb, cache, storage, vds, build, or a name of its own
	DisplayName string // empty: not given
	Scaling     string // STATELESS, STATEFUL or the platform's own text
	Template    string // NATIVE, or the platform's own text
	Nodes       []Node
}

// Node is one container or virtual machine.
type Node struct {
	ID                int64
	Name              string // such as Tomcat
	Type              string // such as tomcat
	Mission           string // what it is there for, mostly the layer's name
	Version           string
	Status            EnvironmentStatus
	Master            bool     // the layer's first node
	Address           string   // as told; empty: not told
	InternalIP        string   // empty: not told
	ExternalIPs       []string // public addresses
	FixedCloudlets    int      // reserved
	FlexibleCloudlets int      // the most it may use, reserved ones included
	DiskLimit         int64    // bytes (assumed: the wire counts MiB); 0: not told
	OS                string   // LINUX, WINDOWS or the platform's own text
	URL               string   // empty: not told
	AdminURL          string   // empty: not told
}

// Region is a place of the platform (environment.control.GetRegionsInner).
type Region struct {
	RegionRef
	Domain     string
	Status     string // ACTIVE, MAINTENANCE or the platform's own text
	Default    bool
	HostGroups []RegionRef // environments name these
}
