package operations

import (
	"steward/assets/text"
	"steward/views/kit"
	"steward/views/screen"
)

// showRuns offers the runs of the period as a filter.
func (p *Page) showRuns() {
	now, zone := p.env.App.Now(), p.env.Zone()
	options := []kit.Option{{Title: text.T("operations.runs")}}
	for _, b := range p.list.period {
		options = append(options, kit.Option{
			Key:   b.ID,
			Title: moment(b.Made, now, zone) + " " + screen.OperationName(b.Kind),
			Note:  text.T("operations.customers", text.N(b.Rows)),
		})
	}
	p.runs.SetOptions(options)
	p.runs.Set(p.batch)
	was := p.runs.Hidden
	p.runs.Hidden = len(options) == 1
	if p.tools != nil && p.runs.Hidden != was {
		p.tools.Refresh()
	}
}

// chooseRun filters the list to one run, whose rows are shown then; empty: all.
func (p *Page) chooseRun(id string) {
	if p.batch = id; id != "" {
		p.list.open[id] = true
	}
	p.ask()
}
