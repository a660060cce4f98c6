package forms

import (
	"context"
	"slices"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// facts are what the cache knows that a form speaks of.
type facts struct {
	environments model.Environments
	quotas       []platform.Quota
	groups       []platform.Group
	limits       model.Limits
	group        string           // whose quotas were read
	groupQuotas  []platform.Quota // of the group that was chosen
	groupRead    bool
	layers       []string // of the environment
	conflict     string   // what somebody else changed meanwhile, in words
}

// readFacts asks the cache, and has read what is old.
func (f *form) readFacts() {
	env, uid := f.panel.env, f.op.UID
	for _, section := range f.spec.sections {
		env.Cluster.Show(model.SectionKey{Section: section, UID: uid})
	}
	appID := f.op.Change.AppID
	if f.op.Kind == model.RestartEnvironment {
		env.Cluster.Show(model.SectionKey{Section: model.SectionTopology, UID: uid, Part: appID})
	}
	env.Tasks.Go(f.panel.slot+slotFacts, func(ctx context.Context) (func(), error) {
		var got facts
		var err error
		if got.environments, err = env.Cluster.Environments(ctx, uid); err != nil {
			return nil, err
		}
		found, err := env.Cluster.Quotas(ctx, uid)
		if err != nil {
			return nil, err
		}
		got.quotas = found.Rows
		if got.groups, err = env.Cluster.Groups(ctx); err != nil {
			return nil, err
		}
		if got.limits, err = env.Cluster.Limits(ctx); err != nil {
			return nil, err
		}
		topology, err := env.Cluster.Topology(ctx, uid, appID)
		if err != nil {
			return nil, err
		}
		for _, layer := range topology.Environment.Layers {
			got.layers = append(got.layers, layer.Name)
		}
		return func() { f.learned(got) }, nil
	}, env.Fail)
}

// learned shows what the cache knows.
func (f *form) learned(got facts) {
	if f.panel.form != f {
		return
	}
	got.group, got.groupQuotas, got.groupRead, got.conflict = f.facts.group, f.facts.groupQuotas, f.facts.groupRead, f.facts.conflict
	f.facts = got
	if f.spec.learned != nil {
		f.spec.learned(f)
	}
	f.show()
	f.askGroup()
}

// running are the titles of the environments that are up, and whether they are
// known.
func (f *form) running() (names []string, known bool) {
	times := map[string]int{}
	for _, e := range f.facts.environments.Rows {
		times[e.Title()]++
	}
	for _, e := range f.facts.environments.Rows {
		if e.Status == platform.EnvironmentRunning || e.Status == platform.EnvironmentLaunching {
			name := e.Title()
			if times[name] > 1 {
				name += " (" + e.Domain + ")"
			}
			names = append(names, name)
		}
	}
	return names, !f.facts.environments.State.ReadAt.IsZero()
}

// groupOptions are the groups of the customer's reseller.
func (f *form) groupOptions() []kit.Option {
	var options []kit.Option
	for _, g := range f.facts.groups {
		if !g.Deleted && g.Reseller.ID == f.customer.Reseller.ID {
			options = append(options, kit.Option{Key: g.Name, Title: text.Visible(g.Name), Note: text.Visible(string(g.Type))})
		}
	}
	return options
}

// askGroup reads the quotas of the group that is chosen.
func (f *form) askGroup() {
	name := f.change().Wanted
	if f.op.Kind != model.ChangeGroup || name == "" || name == f.facts.group || f.offline() {
		return
	}
	f.facts.group, f.facts.groupQuotas, f.facts.groupRead = name, nil, false
	env := f.panel.env
	env.Tasks.Go(f.panel.slot+slotGroup, func(ctx context.Context) (func(), error) {
		quotas, err := env.Cluster.GroupQuotas(ctx, name)
		return func() {
			if f.panel.form == f && err == nil {
				f.facts.groupQuotas, f.facts.groupRead = quotas, true
				f.show()
			}
		}, nil // without them the form says less
	}, nil)
}

// askTaken asks whether somebody else has the address.
func (f *form) askTaken() {
	email := f.change().Wanted
	if f.op.Kind != model.ChangeEmail || !IsEmail(email) || email == f.taken.email || f.offline() {
		return
	}
	env := f.panel.env
	env.Tasks.Debounce(f.panel.slot+slotTaken, previewAfter, func() {
		env.Tasks.Go(f.panel.slot+slotTaken, func(ctx context.Context) (func(), error) {
			uid, taken, err := env.Cluster.EmailTaken(ctx, email)
			if err != nil || !taken || uid == f.op.UID {
				uid = 0
			}
			return func() {
				if f.panel.form == f {
					f.taken.email, f.taken.uid = email, uid
					f.show()
				}
			}, nil // the platform says it again
		}, nil)
	})
}

// differing are the quotas whose value another group changes, and how many of the
// customer's own stay.
func (f *form) differing() (changes []string, stay int) {
	for _, q := range f.facts.quotas {
		if q.SetBy == platform.QuotaPersonal {
			stay++
			continue
		}
		at := slices.IndexFunc(f.facts.groupQuotas, func(o platform.Quota) bool { return o.Name == q.Name })
		if at >= 0 && f.facts.groupQuotas[at].Value != q.Value {
			changes = append(changes, q.Name+" "+text.Count(q.Value)+" → "+text.Count(f.facts.groupQuotas[at].Value))
		}
	}
	return changes, stay
}
