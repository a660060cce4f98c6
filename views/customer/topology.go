package customer

import (
	"cmp"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/export"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// topology shows the layers of an environment and their nodes as a tree.
type topology struct {
	list   *table[topologyRow]
	appID  string // empty: none
	now    model.Topology
	folded map[string]bool // layers by name
}

func newTopology(p place) *topology {
	t := &topology{folded: map[string]bool{}}
	t.list = newTable(p, tableOf[topologyRow]{
		name: "topology", columns: t.columns(), key: func(r topologyRow) uint64 { return keyOf(r.key) },
		empty: text.T("environments.topology.empty"), activate: t.toggle, onKey: t.typed, noFooter: true,
	})
	return t
}

// show puts an environment on screen as the cache has it; what is folded and
// where one stands stays as long as it is the same environment.
func (t *topology) show(appID string, now model.Topology) {
	if appID != t.appID {
		t.appID, t.folded = appID, map[string]bool{}
		t.list.clearRows()
	}
	t.now = now
	if t.read() {
		t.arrange()
	}
}

// read reports whether the environment was ever read with its layers.
func (t *topology) read() bool { return t.now.Environment.AppID != "" }

// status says in the tree why there is nothing. s is what is known of the tab:
// its error may be the tree's.
func (t *topology) status(s status) {
	own := status{SectionState: t.now.State, WhyNot: s.WhyNot}
	if own.Err == nil {
		own.Err = s.Err
	}
	t.list.status(own)
}

func (t *topology) arrange() { t.list.setRows(topologyRows(t.now.Environment, t.folded)) }

// toggle folds or unfolds a layer.
func (t *topology) toggle(r topologyRow) {
	if r.node == nil {
		t.folded[r.layer.Name] = r.open
		t.arrange()
	}
}

// typed folds with - and unfolds with +, as trees do.
func (t *topology) typed(r topologyRow, e *fyne.KeyEvent) bool {
	folds := e.Name == fyne.KeyMinus
	if !folds && e.Name != fyne.KeyPlus {
		return false
	}
	if r.node == nil && r.open == folds {
		t.toggle(r)
	}
	return true
}

func (t *topology) columns() []column[topologyRow] {
	plain := func(id string, width float32, of func(topologyRow) string) column[topologyRow] {
		return column[topologyRow]{
			id: id, title: text.T("environments.topology." + id), width: width, unsorted: true, text: of,
			cell: func(r topologyRow) kit.Cell { return r.shown(kit.Cell{Text: text.Isolated(of(r))}) },
		}
	}
	number := func(id string, width float32, of func(topologyRow) int, hint string) column[topologyRow] {
		c := plain(id, width, func(r topologyRow) string { return text.Count(of(r)) })
		c.width = max(width, kit.TitleWidth(c.title))
		c.align, c.kind = fyne.TextAlignTrailing, export.KindNumber
		c.value = func(r topologyRow) export.Value { return export.Number(of(r)) }
		c.cell = func(r topologyRow) kit.Cell {
			return r.shown(kit.Cell{Text: text.Count(of(r)), Hint: text.T(hint, text.N(of(r)))})
		}
		return c
	}
	name := plain("name", 196, topologyRow.name)
	name.frozen, name.cell = true, topologyRow.nameCell
	name.link, name.linked = t.toggle, func(r topologyRow) bool { return r.node == nil }
	status := plain("status", 92, topologyRow.statusWord)
	status.cell = topologyRow.statusCell
	disk := plain("disk", 66, func(r topologyRow) string { return diskText(r.disk()) })
	disk.align = fyne.TextAlignTrailing
	addresses := plain("addresses", 190, func(r topologyRow) string { return strings.Join(r.addresses(), ", ") })
	addresses.flex = true
	return []column[topologyRow]{
		name, status, plain("type", 92, topologyRow.kind), plain("version", 68, topologyRow.version),
		number("reserved", 72, topologyRow.reserved, "environments.topology.reserved.hint"),
		number("dynamic", 68, topologyRow.dynamic, "environments.topology.dynamic.hint"), disk, addresses,
	}
}

// shown makes what a layer sums up quieter than what its nodes say.
func (r topologyRow) shown(cell kit.Cell) kit.Cell {
	if r.node == nil {
		cell.Color = theme.ColorNamePlaceHolder
	}
	return cell
}

// nodeIndent moves nodes to the right of their layer.
const nodeIndent = "        "

// nameCell is the layer with what folds it, or the node below it.
func (r topologyRow) nameCell() kit.Cell {
	if r.node != nil {
		return kit.Cell{Text: nodeIndent + text.Isolated(r.name()), Hint: text.Isolated(r.name())}
	}
	fold := theme.NavigateNextIcon()
	if r.open {
		fold = theme.MenuDropDownIcon()
	}
	return kit.Cell{
		Text: text.Isolated(r.name()), Bold: true, Icon: kit.CellIcon{Resource: fold}, Color: theme.ColorNameForeground,
		Hint: text.Isolated(r.name()) + ": " + text.T("environments.topology.layer", text.N(len(r.layer.Nodes))),
	}
}

// statusWord is the status in words; "different" if the nodes of a layer are.
func (r topologyRow) statusWord() string {
	status, alike := r.status()
	switch {
	case len(r.nodes()) == 0:
		return ""
	case !alike:
		return text.T("environments.topology.mixed")
	}
	return environmentStatus(status).Word
}

func (r topologyRow) statusCell() kit.Cell {
	status, alike := r.status()
	if !alike {
		return kit.Cell{Text: r.statusWord(), Color: theme.ColorNameWarning}
	}
	return statusCell(environmentStatus(status))
}

// layerName is a layer in words, as the owner or the platform names it.
func layerName(l platform.EnvLayer) string {
	if layerNames[l.Name] && l.DisplayName == "" {
		return text.T("environments.layer." + l.Name)
	}
	return cmp.Or(l.DisplayName, l.Name)
}
