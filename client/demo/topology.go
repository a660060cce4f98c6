package demo

import (
	"strconv"
	"strings"
)

// image is a kind of node.
type image struct {
	kind, name, layer, version string
	storage                    bool // keeps much data
}

// images are the kinds of nodes of the demo cluster.
var images = map[string]image{
	"nginx":    {kind: "nginx", name: "NGINX", layer: "bl", version: "1.26.1"},
	"haproxy":  {kind: "haproxy", name: "HAProxy", layer: "bl", version: "3.0.2"},
	"php":      {kind: "nginxphp", name: "NGINX PHP", layer: "cp", version: "1.26.1"},
	"apache":   {kind: "apache2", name: "Apache", layer: "cp", version: "2.4.59"},
	"tomcat":   {kind: "tomcat", name: "Tomcat", layer: "cp", version: "10.1.24"},
	"nodejs":   {kind: "nodejs", name: "Node.js", layer: "cp", version: "22.3.0"},
	"docker":   {kind: "docker", name: "Custom container", layer: "docker", version: "latest"},
	"k8sm":     {kind: "kubernetes", name: "Kubernetes control plane", layer: "k8sm", version: "1.30.4"},
	"k8s":      {kind: "kubernetes", name: "Kubernetes workers", layer: "cp", version: "1.30.4"},
	"mariadb":  {kind: "mariadb-dockerized", name: "MariaDB", layer: "sqldb", version: "11.4.2", storage: true},
	"postgres": {kind: "postgres13", name: "PostgreSQL", layer: "sqldb", version: "13.15", storage: true},
	"mongo":    {kind: "mongodb", name: "MongoDB", layer: "nosqldb", version: "7.0.12", storage: true},
	"redis":    {kind: "redis", name: "Redis", layer: "cache", version: "7.2.5"},
	"memcache": {kind: "memcached", name: "Memcached", layer: "cache", version: "1.6.29"},
	"storage":  {kind: "storage", name: "Shared storage", layer: "storage", version: "2.0", storage: true},
	"vps":      {kind: "ubuntu16-04", name: "Ubuntu VPS", layer: "vds", version: "16.04", storage: true},
	"maven":    {kind: "maven3", name: "Maven", layer: "build", version: "3.9.8"},
}

// stacks are what environments consist of; a number after a kind is how many
// nodes of it there are at most.
var stacks = []string{
	"php mariadb", "php mariadb redis", "nodejs3 postgres", "tomcat2 postgres", "apache", "nginx php4 mariadb3 redis storage",
	"docker4", "vps", "haproxy nodejs4 mongo3", "nginx tomcat3 postgres2 memcache", "k8sm k8s4 storage", "maven tomcat", "php", "nodejs redis",
}

// node is one node of an environment.
type node struct {
	image
	id              int64
	master          bool
	fixed, flexible int64 // cloudlets
	disk            int64 // gigabytes used
	limit           int64 // megabytes
	ips             int64 // public addresses
	seed            uint64
}

// digestOf is the number that everything about an environment follows from.
func (e *environment) digestOf() uint64 {
	n, err := strconv.ParseUint(e.appid[16:], 16, 64)
	if err != nil {
		return mix(uint64(e.uid), uint64(e.created))
	}
	return n
}

// nodes are the nodes of an environment, layer by layer.
func (e *environment) nodes() []node {
	seed := e.digestOf()
	id := 100_000 + int64(mix(seed, 1)%(1<<30))
	var nodes []node
	for layer, word := range strings.Fields(stacks[mix(seed, 2)%uint64(len(stacks))]) {
		kind := strings.TrimRight(word, "234")
		if kind == "" || images[kind].kind == "" {
			kind = word
		}
		count := uint64(1)
		if most := strings.TrimPrefix(word, kind); most != "" {
			count = 1 + mix(seed, 3, uint64(layer))%uint64(most[0]-'0')
		}
		size := mix(seed, 4, uint64(layer))
		for i := range count {
			n := node{image: images[kind], id: id, master: i == 0, fixed: 1 + int64(size%4), flexible: flexibles[size>>8%uint64(len(flexibles))],
				disk: 2 + int64(size>>16%12), limit: 10_240, seed: mix(seed, uint64(id))}
			if n.storage {
				n.disk, n.limit = 5*n.disk, 102_400
			}
			if layer == 0 && i == 0 && mix(seed, 5)%5 == 0 {
				n.ips = 1 + int64(mix(seed, 6)%2)
			}
			nodes = append(nodes, n)
			id++
		}
	}
	return nodes
}

// busy are the cloudlets that a node uses while it runs: the reserved ones at
// least, its limit at most.
func (n *node) busy() int64 {
	return n.fixed + (n.flexible-n.fixed)*int64(3+mix(n.seed, 11)%15)/20
}

// flexibles are the limits of dynamic cloudlets that nodes are given.
var flexibles = [...]int64{4, 6, 8, 12, 16, 16, 24, 32}

// regionNames and regionDomains belong to regions by place.
var (
	regionNames   = []string{"Users", "EU North", "US East"}
	regionDomains = []string{"demo.test", "eu.demo.test", "us.demo.test"}
)

func regionPlace(name string) int {
	for i := range regions {
		if regions[i] == name {
			return i
		}
	}
	return 0
}

func (e *environment) domain() string { return e.name + "." + regionDomains[regionPlace(e.region)] }

// environmentTexts are names and notes that people gave their environments.
var environmentTexts = []struct{ name, note string }{
	{"Shop", "Production, call before you touch it"}, {"Company site", ""}, {"Relaunch 2026", "Goes live in June.\nUntil then nobody may see it."},
	{"Kundenportal", "Vertrag 2024/118"}, {"Boutique", "Ne pas arrêter pendant les soldes"}, {"Staging — do not index", ""},
	{"Webbutik 🛒", "Flyttas i augusti"}, {"Интернет-магазин", "Не останавливать до понедельника"}, {"官方网站", "周一之前请勿停止"}, {"المتجر الإلكتروني", "لا توقف قبل يوم الاثنين"},
}

var scriptTexts = map[Notable]struct{ name, note string }{
	NotableChinese: {"官方网站", "周一之前请勿停止"}, NotableCyrillic: {"Інтернет-крамниця", "Не зупиняти до понеділка"},
	NotableArabic: {"المتجر الإلكتروني", "لا توقف قبل يوم الاثنين"},
}

// texts are the display name and the note of an environment: what was said
// here, else what is invented.
func (s *store) texts(e *environment) (name, note string) {
	name, note = s.inventedTexts(e)
	if e.display != nil {
		name = *e.display
	}
	if e.note != nil {
		note = *e.note
	}
	return name, note
}

// inventedTexts are what the owner said before the platform began; most say nothing.
func (s *store) inventedTexts(e *environment) (name, note string) {
	seed := e.digestOf()
	for kind, said := range scriptTexts {
		if e.uid == s.habits.notables[kind] && e.uid != 0 {
			return said.name + " " + strconv.FormatUint(seed%100, 10), said.note
		}
	}
	if e.uid != 0 && e.uid == s.habits.notables[NotableHostile] || seed%hostileEvery == 0 {
		return hostileNotes[mix(seed, 7)%6], hostileNotes[mix(seed, 8)%7]
	}
	said := environmentTexts[mix(seed, 9)%uint64(len(environmentTexts))]
	if seed%5 < 2 {
		name = said.name
	}
	if seed%7 == 0 {
		note = said.note
	}
	return name, note
}

// groups are the folders that the owner put an environment into.
func (e *environment) groups() []string {
	switch mix(e.digestOf(), 10) % 6 {
	case 0:
		return []string{"prod"}
	case 1:
		return []string{"test", "customers/north"}
	}
	return nil
}
