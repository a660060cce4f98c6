package forms

import (
	"context"
	"strings"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// namesShown is how many environments or quotas are named.
const namesShown = 5

// named are the first of some names.
func named(names []string) string {
	if len(names) > namesShown {
		return strings.Join(names[:namesShown], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// stopping names the environments that stop.
func (f *form) stopping() string {
	names, known := f.running()
	switch {
	case !known:
		return text.T("forms.follows.env.unread")
	case len(names) == 0:
		return text.T("forms.follows.env.none")
	}
	return text.T("forms.follows.env.stops", text.N(len(names)), text.With("Names", named(names)))
}

func activateFollows(f *form) []string { return []string{text.T("forms.follows.activate")} }

func deactivateFollows(f *form) []string {
	return f.noteLine([]string{f.stopping(), text.T("forms.follows.deactivate")})
}

func suspendFollows(f *form) []string {
	return f.noteLine([]string{text.T("forms.follows.suspend"), f.stopping()})
}

// noteLine adds how the note will be written.
func (f *form) noteLine(lines []string) []string {
	f.noted = false
	c := f.change()
	switch {
	case !f.noted || c.Reason == "":
		return lines
	case len([]rune(f.noteAfter(c))) > NoteLongest:
		return append(lines, text.T("forms.noted.long"))
	}
	added := f.noteAfter(c)
	return append(lines, text.T("forms.noted.added", text.With("Line", added[strings.LastIndexByte(added, '\n')+1:])))
}

func endFollows(f *form) []string {
	inactive := f.customer.Status == platform.AccountInactive
	return with([]string{text.T("forms.follows.end")}, inactive, text.T("forms.follows.end.inactive"))
}

// all counts the environments that are removed.
func (f *form) all() string {
	rows := f.facts.environments.Rows
	if f.facts.environments.State.ReadAt.IsZero() {
		return text.T("forms.follows.env.unread")
	}
	names := make([]string, len(rows))
	for i, e := range rows {
		names[i] = e.Title()
	}
	if len(names) == 0 {
		return text.T("forms.follows.env.nothing")
	}
	return text.T("forms.follows.env.removed", text.N(len(names)), text.With("Names", named(names)))
}

func destroyFollows(f *form) []string {
	return []string{f.all(), text.T("forms.follows.destroy.balance", text.With("Sum", text.MoneyFull(f.customer.Balance)))}
}

func deleteFollows(f *form) []string {
	key := "default"
	switch f.change().Mode {
	case platform.Anonymization:
		key = "random"
	case platform.Pseudoanonymous:
		key = "fixed"
	}
	return []string{f.all(), text.T("forms.follows.destroy.balance", text.With("Sum", text.MoneyFull(f.customer.Balance))),
		text.T("forms.follows.delete"), text.T("forms.follows.delete." + key), text.T("forms.follows.delete.here")}
}

// groupFollows says which quotas change, and whether a mail goes out.
func groupFollows(f *form) []string {
	c := f.change()
	if c.Wanted == "" {
		return nil
	}
	var lines []string
	changes, stay := f.differing()
	switch {
	case !f.facts.groupRead || len(f.facts.quotas) == 0:
		lines = append(lines, text.T("forms.follows.group.unread"))
	case len(changes) == 0:
		lines = append(lines, text.T("forms.follows.group.same"))
	default:
		lines = append(lines, text.T("forms.follows.group", text.N(len(changes)), text.With("Names", named(changes))))
	}
	if stay > 0 {
		lines = append(lines, text.T("forms.follows.group.stay", text.N(stay)))
	}
	if f.customer.Group.Type == platform.GroupTrial {
		lines = append(lines, text.T("forms.follows.group.trial"))
	}
	return with(lines, c.Notify, text.T("forms.follows.mail", text.With("Email", f.customer.Email)))
}

// groupsChanged shows the groups there are, and asks once for the mails.
func (f *form) groupsChanged() {
	chosen := f.groupChoice.Selected()
	if kept := f.panel.drafts[keyOf(f.op)]["group"]; chosen == "" {
		chosen = kept
	}
	if chosen == "" {
		chosen = f.op.Change.Wanted
	}
	f.groupChoice.SetOptions(append([]kit.Option{{Key: "", Title: text.T("forms.group.choose")}}, f.groupOptions()...))
	f.groupChoice.Set(chosen)
	if f.templatesAsked || f.offline() {
		return
	}
	f.templatesAsked = true
	env := f.panel.env
	env.Tasks.Go(f.panel.slot+"forms.templates", func(ctx context.Context) (func(), error) {
		list, err := env.Cluster.EmailTemplates(ctx)
		options := []kit.Option{{Key: "", Title: text.T("forms.template.usual")}}
		for _, t := range list {
			if !t.Inactive {
				options = append(options, kit.Option{Key: t.Name, Title: text.Visible(t.Name)})
			}
		}
		return func() {
			if f.panel.form == f && err == nil {
				f.templates.SetOptions(options)
			}
		}, nil // without them no mail can be asked for
	}, nil)
}

// quota is the quota of the form.
func (f *form) quota() (q platform.Quota, known bool) {
	for _, q := range f.facts.quotas {
		if q.Name == f.op.Change.Quota {
			return q, true
		}
	}
	return q, false
}

func quotaNow(f *form) string {
	q, known := f.quota()
	if !known {
		return f.op.Change.Was
	}
	return text.Count(q.Value)
}

func quotaOfGroup(f *form) string {
	q, known := f.quota()
	if !known || !q.GroupTold {
		return text.T("forms.quota.unread")
	}
	return text.Count(q.GroupValue) + "  " + text.Visible(f.customer.Group.Name)
}

func quotaFollows(f *form) []string {
	q, known := f.quota()
	less := known && f.problem() == "" && number(f.change().Wanted) < q.Value
	return with([]string{text.T("forms.follows.quota")}, less, text.T("forms.follows.quota.less"))
}

func resetFollows(f *form) []string {
	q, known := f.quota()
	if !known || !q.GroupTold {
		return []string{text.T("forms.follows.reset.unknown")}
	}
	return []string{text.T("forms.follows.reset", text.With("Was", text.Count(q.Value)), text.With("Value", text.Count(q.GroupValue)),
		text.With("Group", f.customer.Group.Name))}
}

func sessionsFollow(f *form) []string {
	return []string{text.T("forms.follows.sessions", text.N(len(f.op.Change.Sessions)))}
}

// Prepared is the prepared operation of a kind for a customer: what it would change
// as it is now.
func Prepared(kind model.OperationKind, c model.Customer) model.Operation {
	change := model.Change{Login: c.Email}
	switch kind {
	case model.Activate, model.Deactivate, model.Suspend, model.EndSuspension, model.Destroy, model.DeletePersonalData:
		change.Was = c.State().String()
	case model.ChangeGroup:
		change.Was = c.Group.Name
	case model.ChangeEmail:
		change.Was = c.Email
	case model.ChangePhone:
		change.Was = c.Phone
	case model.SetNote:
		change.Was = c.Note
	case model.Refill, model.Withdraw:
		change.Balance = platform.BalanceMain
	}
	return model.NewOperation(kind, c.UID, change)
}
