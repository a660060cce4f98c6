package forms

import (
	"strconv"
	"strings"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// spec is what the form of a kind has.
type spec struct {
	fields  func(f *form) []*field
	follows func(f *form) []string
	more    func(f *form, op model.Operation) []model.Operation // sent after it, as a pair
	learned func(f *form)                                       // the cache told something
	button  string                                              // sentence key; empty: the name of the operation
	wanted  string                                              // what the value shall be; empty: a field says it
	danger  bool
	modal   bool // a dialog asks it
	checked bool // the platform is asked about it before the button is free
	unasked bool // it is never asked
	// sections are what of the customer is read for it if it is old.
	sections []model.Section
}

// completed is the operation as it goes out.
func (s spec) completed(op model.Operation) model.Operation {
	if s.wanted != "" {
		op.Change.Wanted = s.wanted
	}
	op.Class = model.ClassOf(op.Kind, op.Change)
	return op
}

// environments are what forms of statuses speak of.
var environments = []model.Section{model.SectionEnvironments}

// status is the spec of a change of status.
func status(wanted platform.State, fields func(f *form) []*field, follows func(f *form) []string) spec {
	return spec{wanted: wanted.String(), fields: fields, follows: follows, more: withNote, sections: environments}
}

// specs is the table of all kinds that have a form.
var specs map[model.OperationKind]spec

func init() {
	specs = map[model.OperationKind]spec{
		model.Activate:      status(platform.StateActive, optionalReason, activateFollows),
		model.Deactivate:    status(platform.StateInactive, reasonAndNote, deactivateFollows),
		model.Suspend:       status(platform.StateSuspended, reasonAndNote, suspendFollows),
		model.EndSuspension: {wanted: platform.StateActive.String(), fields: endFields, follows: endFollows, more: andActivate, sections: environments},
		model.Destroy: {
			wanted: platform.StateDestroyed.String(), danger: true, more: nothingMore, follows: destroyFollows, sections: environments,
			fields: func(f *form) []*field {
				return []*field{reasonField(f, "forms.reason.status"), ticketField(f), typedField(f, "forms.type.uid", uidText(f.op.UID), "forms.type.wrong")}
			},
		},
		model.DeletePersonalData: {
			wanted: platform.StateDeleted.String(), danger: true, modal: true, more: nothingMore, follows: deleteFollows, sections: environments, fields: deleteFields,
		},
		model.ChangeGroup: {
			fields: groupFields, follows: groupFollows, more: nothingMore, sections: []model.Section{model.SectionQuotas, model.SectionGroups},
			learned: func(f *form) { f.groupsChanged() },
		},
		model.ChangeEmail: {
			more: nothingMore, fields: func(f *form) []*field {
				return []*field{emailField(f), checkField(f, "notify", "forms.notify", "", false, func(c *model.Change, on bool) { c.Notify = on }),
					reasonField(f, ""), ticketField(f)}
			},
			follows: func(f *form) []string {
				return with([]string{text.T("forms.follows.email")}, f.change().Notify, text.T("forms.follows.email.mail"))
			},
		},
		model.ChangePhone: {more: nothingMore, follows: nothing, fields: func(f *form) []*field {
			return []*field{phoneField(f), reasonField(f, ""), ticketField(f)}
		}},
		model.Refill:   {fields: moneyFields, follows: moneyFollows, more: nothingMore, checked: true},
		model.Withdraw: {fields: moneyFields, follows: moneyFollows, more: nothingMore, checked: true},
		model.SetQuota: {fields: quotaFields, follows: quotaFollows, more: nothingMore, button: "forms.update", unasked: true},
		model.ResetQuota: {fields: func(f *form) []*field { return []*field{reasonField(f, "")} }, follows: resetFollows,
			more: nothingMore, button: "operation.kind.resetquota", unasked: true},
		model.SetNote: {more: nothingMore, follows: nothing, fields: func(f *form) []*field {
			return []*field{wantedField(f, "customer.notes", 6, NoteLongest), reasonField(f, "")}
		}, button: "forms.note.save"},
		model.SetFundingNote: {more: nothingMore, follows: nothing, unasked: true, button: "forms.note.save", fields: func(f *form) []*field {
			return []*field{wantedField(f, "funding.column.note", 1, 0)}
		}},
		model.Disable2FA: {danger: true, more: nothingMore, unasked: true, fields: func(f *form) []*field {
			return []*field{reasonField(f, "forms.reason.status"), passwordField(f)}
		}, follows: say("forms.follows.twofactor")},
		model.StartEnvironment:   environment(platform.EnvironmentRunning, "forms.follows.env.start"),
		model.StopEnvironment:    environment(platform.EnvironmentDown, "forms.follows.env.stop"),
		model.SleepEnvironment:   environment(platform.EnvironmentSleep, "forms.follows.env.sleep"),
		model.RestartEnvironment: {fields: restartFields, follows: say("forms.follows.env.restart"), more: otherLayers, unasked: true, learned: layersKnown},
		model.DeleteEnvironment: {danger: true, more: nothingMore, unasked: true, fields: func(f *form) []*field {
			return []*field{reasonField(f, "forms.reason.status"), typedField(f, "forms.type.name", f.op.Change.Env, "forms.type.wrong"), passwordField(f)}
		}, follows: say("forms.follows.env.delete")},
		model.NoteEnvironment: {more: nothingMore, unasked: true, follows: nothing, button: "forms.note.save", fields: func(f *form) []*field {
			return []*field{wantedField(f, "customer.notes", 4, 0), reasonField(f, "")}
		}},
		model.RenameEnvironment: {more: nothingMore, unasked: true, follows: say("forms.follows.env.name"), fields: func(f *form) []*field {
			return []*field{wantedField(f, "environments.field.display", 1, 0), reasonField(f, "")}
		}},
		model.ResetSignins:    {more: nothingMore, unasked: true, fields: optionalReason, follows: say("forms.follows.signins"), wanted: "0"},
		model.SignInAsUser:    {more: nothingMore, unasked: true, fields: visitFields, follows: visitFollows},
		model.SignOutSessions: {more: nothingMore, unasked: true, fields: optionalReason, follows: sessionsFollow, wanted: "0"},
	}
}

// NoteLongest is how many characters the platform's note field takes.
const NoteLongest = 2000

// Has reports whether a kind has a form.
func Has(kind model.OperationKind) bool { _, has := specs[kind]; return has }

func environment(wanted platform.EnvironmentStatus, follows string) spec {
	return spec{wanted: string(wanted), fields: optionalReason, follows: say(follows), more: nothingMore, unasked: true}
}

func nothingMore(*form, model.Operation) []model.Operation { return nil }

func nothing(*form) []string { return nil }

func say(key string) func(*form) []string {
	return func(f *form) []string { return []string{text.T(key, text.With("Name", f.op.Change.Env))} }
}

// with adds a sentence if it is true.
func with(lines []string, is bool, line string) []string {
	if is {
		return append(lines, line)
	}
	return lines
}

func optionalReason(f *form) []*field { return []*field{reasonField(f, ""), ticketField(f)} }

func moneyFields(f *form) []*field {
	return []*field{amountField(f), balanceField(f), reasonField(f, "forms.reason.money"), ticketField(f)}
}

// reasonAndNote are for what the next colleague should see in the notes.
func reasonAndNote(f *form) []*field {
	return []*field{reasonField(f, "forms.reason.status"), ticketField(f),
		checkField(f, "noted", "forms.noted", text.T("forms.noted.hint"), true, func(c *model.Change, on bool) { f.noted = on })}
}

// withNote adds the reason to the customer's notes.
func withNote(f *form, op model.Operation) []model.Operation {
	f.noted = false
	f.change()
	if !f.noted || op.Change.Reason == "" {
		return nil
	}
	note := f.noteAfter(op.Change)
	if len([]rune(note)) > NoteLongest {
		return nil
	}
	return []model.Operation{model.NewOperation(model.SetNote, op.UID, model.Change{
		Login: op.Change.Login, Was: f.customer.Note, Wanted: note, Reason: op.Change.Reason, Ticket: op.Change.Ticket,
	})}
}

// noteAfter is the note with one more line: when, who, what and why.
func (f *form) noteAfter(c model.Change) string {
	env := f.panel.env
	reason := c.Reason
	if c.Ticket != "" {
		reason += ", " + c.Ticket
	}
	who, _, _ := strings.Cut(env.Cluster.Profile().Operator.Login, "@")
	line := text.T("forms.noted.line", text.With("Day", text.Date(env.App.Now(), env.Zone())), text.With("Who", who),
		text.With("What", text.T("forms.noted."+string(f.op.Kind))), text.With("Reason", reason))
	if f.customer.Note == "" {
		return line
	}
	return strings.TrimRight(f.customer.Note, "\n") + "\n" + line
}

// endFields are those of the end of a suspension; an inactive account may be
// activated with it.
func endFields(f *form) []*field {
	fields := optionalReason(f)
	if f.customer.Status == platform.AccountInactive {
		fields = append(fields, checkField(f, "activate", "forms.activatetoo", "", false, func(_ *model.Change, on bool) { f.activates = on }))
	}
	return fields
}

func andActivate(f *form, op model.Operation) []model.Operation {
	f.change()
	if !f.activates {
		return nil
	}
	return []model.Operation{model.NewOperation(model.Activate, op.UID, model.Change{
		Login: op.Change.Login, Was: platform.StateInactive.String(), Wanted: platform.StateActive.String(), Reason: op.Change.Reason, Ticket: op.Change.Ticket,
	})}
}

func deleteFields(f *form) []*field {
	mode, _ := selectField(f, "mode", "forms.mode", []kit.Option{
		{Key: string(platform.RemovalDefault), Title: text.T("forms.mode.default")},
		{Key: string(platform.Anonymization), Title: text.T("forms.mode.random")},
		{Key: string(platform.Pseudoanonymous), Title: text.T("forms.mode.fixed")},
	}, func(c *model.Change, key string) { c.Mode = platform.RemovalMode(key) }, nil)
	return []*field{reasonField(f, "forms.reason.status"), ticketField(f), mode, typedField(f, "forms.type.email", f.customer.Email, "forms.type.email.wrong")}
}

// groupFields are the new group and its mail.
func groupFields(f *form) []*field {
	group, choice := selectField(f, "group", "forms.group", []kit.Option{{Key: "", Title: text.T("forms.group.choose")}},
		func(c *model.Change, key string) { c.Wanted = key }, func(key string) string {
			if key == "" || key == f.op.Change.Was {
				return text.T("forms.group.wrong", text.With("Group", f.op.Change.Was))
			}
			return ""
		})
	f.groupChoice = choice
	notify := checkField(f, "notify", "forms.notify.group", "", f.op.Change.Notify, func(c *model.Change, on bool) { c.Notify = on })
	template, templates := selectField(f, "template", "forms.template", []kit.Option{{Key: "", Title: text.T("forms.template.usual")}},
		func(c *model.Change, key string) { c.Template = key }, func(key string) string {
			if key == "" {
				return text.T("forms.template.missing")
			}
			return ""
		})
	template.absent = func() bool { return notify.text() != "true" }
	f.templates = templates
	return []*field{group, notify, template, reasonField(f, ""), ticketField(f)}
}

func quotaFields(f *form) []*field {
	return []*field{
		factField(f, "forms.quota.now", quotaNow), quotaField(f), factField(f, "forms.group", quotaOfGroup),
		factField(f, "forms.quota.allowed", func(*form) string { return text.T("forms.quota.range", text.With("Most", text.Count(QuotaMost))) }),
		reasonField(f, ""),
	}
}

// factField says something that is not asked.
func factField(f *form, title string, says func(f *form) string) *field {
	l := kit.NewLabel("")
	l.Cut = true
	return &field{
		row: row(text.T(title), l), text: func() string { return "-" }, restore: func(string) {}, enable: func(bool) {}, focus: func() {},
		put: func(*model.Change, *app.Given) {}, touched: func() bool { return false },
		problem: func() string { return "" }, say: func(string) { l.SetText(says(f)) },
	}
}

// number reads a whole number that was checked before.
func number(s string) int64 {
	n, _ := strconv.ParseInt(quotaDigits(s), 10, 64)
	return n
}
