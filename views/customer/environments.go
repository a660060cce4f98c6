package customer

import (
	"context"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// slotEnvironment waits until the current row rests.
const slotEnvironment = "detail.environment"

// slotLimits reads the limits of environments from topologies in the cache.
const slotLimits = "detail.environment.limits"

// followAfter is how long a row has to rest before what is below it is read.
const followAfter = 120 * time.Millisecond

// environments is the Environments tab: the list, and below it everything
// about the one that is chosen.
type environments struct {
	place    place
	list     *table[environment]
	statuses *kit.CheckList
	options  []kit.Option
	pane     *environmentPane
	shown    []fyne.CanvasObject // the controls
	more     *kit.Button         // what can be done with the chosen one

	chosen string         // appid of the row that is current; empty: none
	limits map[string]int // cloudlets, by appid, of those whose topology was read
	rows   []platform.Environment
	costs  map[string]platform.Money // a day, by appid

	state      model.SectionState // of the rows
	whyNot     string             // nothing can be read now
	sought     string             // what a link leads to: an appid or a short name
	soughtOf   platform.UID       // the customer it belongs to
	limited    bool               // the limits of this customer were looked for
	wasCharged bool               // charges were on screen when the cache was asked last
}

func newEnvironments(p place) *environments {
	t := &environments{place: p, limits: map[string]int{}}
	t.pane = newEnvironmentPane(p)
	t.list = newTable(p, tableOf[environment]{
		name: "environments", columns: environmentColumns(p.env.Zone), key: func(e environment) uint64 { return keyOf(e.AppID) },
		empty: text.T("environments.empty"), noMatch: text.T("environments.nomatch"), clear: t.clearFilter,
		foot: environmentsFoot, current: t.choose, activate: func(environment) { t.pane.focus() }, below: t.pane.object, belowShare: 0.5,
	})
	_ = t.list.searchFor(text.T("environments.search"))
	t.statuses = kit.NewCheckList(p.env.Host, text.T("environments.statuses.all"), nil, func([]string, bool) { t.restrict() })
	t.more = kit.NewMenuButton(p.env.Host, text.T("environments.change"), theme.MoreVerticalIcon(), t.environmentActions)
	t.more.Small = true
	t.list.more = func(environment) []*kit.Action { return t.environmentActions() }
	t.statuses.Small, t.statuses.AllowNot, t.statuses.Width = true, true, 130
	return t
}

func (t *environments) object() fyne.CanvasObject { return t.list.object }

func (t *environments) controls() []fyne.CanvasObject {
	if t.shown == nil {
		t.shown = []fyne.CanvasObject{kit.Wide(178, t.list.search), t.statuses, t.more}
	}
	return t.shown
}

func (t *environments) keys(uid platform.UID) []model.SectionKey {
	keys := []model.SectionKey{{Section: model.SectionEnvironments, UID: uid}}
	if t.chosen != "" {
		keys = append(keys, model.SectionKey{Section: model.SectionTopology, UID: uid, Part: t.chosen})
	}
	if t.charged() {
		keys = append(keys, model.SectionKey{Section: model.SectionBilling, UID: uid, Period: t.period()})
	}
	return keys
}

// charged reports whether charges are on screen.
func (t *environments) charged() bool {
	return t.chosen != "" && t.pane.switches.Selected() == paneBilling || t.list.hasColumn(environmentADay)
}

func (t *environments) period() platform.Period {
	return environmentBillingPeriod(t.place.env.App.Now())
}

// environmentsAnswer is what the cache has for the tab.
type environmentsAnswer struct {
	list     model.Environments
	spending model.Spending
	appID    string // of the two below
	topology model.Topology
	billed   bool // whether charges were asked for
	billing  model.Billing
}

func (t *environments) ask(uid platform.UID) question {
	t.wasCharged = t.charged()
	cluster, appID, billed := t.place.env.Cluster, t.chosen, t.pane.switches.Selected() == paneBilling
	query := model.BillingQuery{Period: t.period(), Interval: platform.IntervalDay, AppID: appID}
	return func(ctx context.Context) (func(), error) {
		a := environmentsAnswer{appID: appID, billed: appID != "" && billed}
		var err error
		if a.list, err = cluster.Environments(ctx, uid); err != nil {
			return nil, err
		}
		if a.spending, err = cluster.Spending(ctx, uid); err != nil {
			return nil, err
		}
		if appID != "" {
			if a.topology, err = cluster.Topology(ctx, uid, appID); err != nil {
				return nil, err
			}
		}
		if a.billed {
			a.billing, err = cluster.Billing(ctx, uid, query)
		}
		return func() { t.apply(a) }, err
	}
}

func (t *environments) apply(a environmentsAnswer) {
	t.rows, t.state, t.costs = a.list.Rows, a.list.State, a.spending.ByEnv
	if limit, known := a.topology.Environment.CloudletLimit(); known {
		t.limits[a.appID] = limit
	}
	t.show()
	t.seek()
	t.readLimits()
	if a.appID == t.chosen {
		t.pane.show(a)
	}
}

// readLimits finds, once for a customer, the limits of all environments whose
// topology is in the cache from before: the list does not tell them.
func (t *environments) readLimits() {
	if t.limited || len(t.rows) == 0 {
		return
	}
	t.limited = true
	cluster, uid, rows := t.place.env.Cluster, t.place.uid(), t.rows
	t.place.env.Tasks.Go(slotLimits, func(ctx context.Context) (func(), error) {
		limits := map[string]int{}
		for _, e := range rows {
			found, err := cluster.Topology(ctx, uid, e.AppID)
			if err != nil {
				return nil, err
			}
			if limit, known := found.Environment.CloudletLimit(); known {
				limits[e.AppID] = limit
			}
		}
		return func() {
			maps.Copy(t.limits, limits)
			if len(limits) > 0 {
				t.show()
			}
		}, nil
	}, t.place.env.Fail)
}

// show puts the rows on screen as they are known now.
func (t *environments) show() {
	rows := make([]environment, len(t.rows))
	for i, e := range t.rows {
		rows[i] = environment{Environment: e, limit: -1, aDay: t.costs[e.AppID], status: environmentStatus(e.Status)}
		if limit, known := t.limits[e.AppID]; known {
			rows[i].limit = limit
		}
	}
	if options := environmentOptions(rows); !slices.Equal(options, t.options) {
		t.options = options
		t.statuses.SetOptions(options)
	}
	t.list.setRows(rows)
}

// choose shows what is known of a row below it, and has the rest read once the
// row rests.
func (t *environments) choose(e environment, ok bool) {
	if !ok {
		t.chosen = ""
		t.pane.clear()
		return
	}
	t.pane.head(e)
	if e.AppID == t.chosen {
		return
	}
	t.chosen = e.AppID
	t.place.env.Tasks.Debounce(slotEnvironment, followAfter, t.place.again)
}

// restrict shows the statuses that are ticked.
func (t *environments) restrict() {
	keys, not := t.statuses.Chosen()
	if len(keys) == 0 {
		t.list.setFilter(nil)
		return
	}
	t.list.setFilter(func(e environment) bool { return slices.Contains(keys, string(e.Status)) != not })
}

func (t *environments) clearFilter() {
	t.statuses.Set(nil, false)
	t.restrict()
}

// lead makes the environment of a link current, as soon as it is read.
func (t *environments) lead(ref string) {
	t.sought, t.soughtOf = ref, t.place.uid()
	t.seek()
}

// seek makes current what a link leads to, whatever is filtered. A list that is
// old is waited for before something counts as gone.
func (t *environments) seek() {
	if t.sought == "" || t.state.ReadAt.IsZero() || t.soughtOf != t.place.uid() {
		return
	}
	ref := t.sought
	at := slices.IndexFunc(t.rows, func(e platform.Environment) bool { return e.AppID == ref || e.Name == ref })
	if at < 0 {
		comes := t.state.Err == nil && t.whyNot == "" && t.state.Stale(model.SectionEnvironments, t.place.env.App.Now())
		if !comes {
			t.sought = ""
			t.place.env.Toast(text.T("environments.gone", text.With("Name", ref)))
		}
		return
	}
	t.sought = ""
	key := keyOf(t.rows[at].AppID)
	if !t.list.reveal(key) {
		t.list.clearFilter()
		t.list.reveal(key)
	}
	t.list.focus()
}

func (t *environments) clear() {
	t.place.env.Tasks.Cancel(slotEnvironment)
	t.place.env.Tasks.Cancel(slotLimits)
	t.limited = false
	t.chosen, t.rows, t.costs, t.state = "", nil, nil, model.SectionState{}
	clear(t.limits)
	t.pane.clear()
	t.list.clearRows()
}

func (t *environments) status(s status) {
	t.whyNot = s.WhyNot
	t.list.status(s)
	t.pane.topology.status(s)
	if t.sought != "" && s.ReadAt.After(t.state.ReadAt) { // read since the rows were asked for
		t.place.again()
	}
}

// tick has charges read once a column shows them.
func (t *environments) tick() {
	if charged := t.charged(); charged != t.wasCharged {
		t.place.again()
	}
}

func (t *environments) focus() { t.list.focus() }

func (t *environments) chooseColumns() { t.list.chooseColumns() }

func (t *environments) restyle() {
	t.list.restyle()
	t.pane.topology.list.restyle()
}

func (t *environments) export() Exported {
	return t.list.exported(text.T("customer.tab.environments"), filterWords(t.statuses))
}

// environmentsFoot are the sums at the foot of the list.
func environmentsFoot(shown, all []environment) footing {
	var nodes, cloudlets int
	var costs sums
	for _, e := range shown {
		nodes += max(e.NodeCount, 0)
		cloudlets += max(e.Cloudlets, 0)
		costs.add(e.aDay)
	}
	f := footing{count: text.T("environments.count", text.N(len(all)))}
	if len(shown) != len(all) {
		f.count = text.T("environments.match", text.With("N", text.Count(len(shown))), text.With("Total", text.Count(len(all))))
	}
	if len(shown) > 0 {
		f.note = text.T("environments.nodes", text.N(nodes)) + "   " + text.T("environments.cloudlets", text.N(cloudlets))
	}
	if len(costs) > 0 {
		f.right = text.T("environments.spending", text.With("Sum", costs.text()))
	}
	return f
}
