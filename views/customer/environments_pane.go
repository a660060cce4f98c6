package customer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
	"steward/views/screen"
)

// What the pane of an environment shows.
const (
	paneTopology = "topology"
	paneBilling  = "billing"
	paneDetails  = "details"
)

// paneSwitches is the room of the switches at scale 1.
const paneSwitches float32 = 216

// settingEnvironmentPane is where the last choice is kept.
const settingEnvironmentPane = "customer.environments.pane"

// environmentPane is everything about one environment: its topology, its
// charges or its facts.
type environmentPane struct {
	env      *screen.Env
	now      environment
	detail   platform.Environment // with what only the topology tells; zero: not read
	icon     *kit.Icon
	name     *kit.Label
	switches *kit.Tabs
	topology *topology
	billing  *environmentBilling
	details  *environmentDetails
	body     *fyne.Container
	object   fyne.CanvasObject
}

func newEnvironmentPane(at place) *environmentPane {
	env := at.env
	p := &environmentPane{env: env, topology: newTopology(at), billing: newEnvironmentBilling(env), details: newEnvironmentDetails(env)}
	p.icon = kit.NewIcon(theme.ComputerIcon(), theme.ColorNameForeground)
	p.name = kit.NewBold("")
	p.name.Cut = true
	var list []kit.Tab
	for _, key := range []string{paneTopology, paneBilling, paneDetails} {
		list = append(list, kit.Tab{Key: key, Title: text.T("environments.pane." + key)})
	}
	p.switches = kit.NewTabs(env.Host, list, func(key string) {
		env.Keep(settingEnvironmentPane, key)
		p.showBody()
		at.again()
	})
	p.body = container.NewStack(p.topology.list.object, p.billing.object, p.details.object)
	p.object = kit.Pillar(paneHead(p.switches, p.icon, p.name), p.body, kit.Stack())
	p.showBody()
	screen.Recall(env, settingEnvironmentPane, paneTopology, func(key string) {
		if key == paneBilling || key == paneDetails {
			p.switches.Set(key)
			p.showBody()
			at.again()
		}
	})
	return p
}

// showBody shows what the switches say.
func (p *environmentPane) showBody() {
	showOne(p.body, map[string]fyne.CanvasObject{
		paneTopology: p.topology.list.object, paneBilling: p.billing.object, paneDetails: p.details.object,
	}[p.switches.Selected()])
}

// showOne hides all objects of a body but one. They stay on the canvas, so that
// another theme reaches them too.
func showOne(body *fyne.Container, shown fyne.CanvasObject) {
	for _, o := range body.Objects {
		visible(o, o == shown)
	}
	body.Refresh()
}

// head shows what the list knows of an environment; of another one, nothing of
// the one before stays.
func (p *environmentPane) head(e environment) {
	if e.AppID != p.now.AppID {
		p.detail = platform.Environment{}
		p.topology.show(e.AppID, model.Topology{})
		p.billing.show(e.AppID, model.Billing{})
	}
	p.now = e
	p.icon.Set(e.status.Icon, e.status.Color)
	p.name.SetText(text.Isolated(e.title()))
	p.details.show(e, p.detail)
}

// show puts the answer of the cache on screen.
func (p *environmentPane) show(a environmentsAnswer) {
	if a.appID == "" {
		return
	}
	p.detail = a.topology.Environment
	p.topology.show(a.appID, a.topology)
	if a.billed {
		p.billing.show(a.appID, a.billing)
	}
	p.details.show(p.now, p.detail)
}

// focus gives the keyboard to what is shown of the environment.
func (p *environmentPane) focus() {
	switch p.switches.Selected() {
	case paneTopology:
		p.topology.list.focus()
	case paneBilling:
		p.env.Window.Canvas().Focus(p.billing.chart)
	default:
		p.env.Window.Canvas().Focus(p.switches)
	}
}

// clear forgets the environment.
func (p *environmentPane) clear() {
	p.now, p.detail = environment{}, platform.Environment{}
	p.name.SetText("")
	p.topology.show("", model.Topology{})
	p.billing.show("", model.Billing{})
}

// paneHead is the bar above what belongs to a row: what can be seen of it, and
// its name.
func paneHead(switches *kit.Tabs, icon *kit.Icon, name *kit.Label) *kit.Bar {
	head := kit.NewBar(kit.HeightDetailTabs, []fyne.CanvasObject{kit.Wide(paneSwitches, switches), icon, kit.Fill(name)}, nil)
	head.Pad, head.Line = 0, kit.LineBelow
	return head
}
