package customer

import (
	"strings"

	"fyne.io/fyne/v2/container"

	"steward/assets/text"
	"steward/client/platform"
	"steward/views/screen"
)

// environmentDetails are the facts of one environment, each to copy.
type environmentDetails struct {
	env *screen.Env

	facts                                              *facts
	status, name, display, domain, region, id, created *fact
	owner, creator, groups, engine, nodes, cloudlets   *fact
	aDay, note                                         *fact
	flags                                              []*fact
	object                                             *container.Scroll
}

// environmentFlags are the properties that an environment has or has not, in
// the order on screen.
var environmentFlags = []struct {
	key string
	of  func(platform.Environment) bool
}{
	{"environments.field.availability", func(e platform.Environment) bool { return e.HA }},
	{"environments.field.ssl", func(e platform.Environment) bool { return e.SSL }},
	{"environments.field.firewall", func(e platform.Environment) bool { return e.Firewall }},
	{"environments.field.protected", func(e platform.Environment) bool { return e.Protected }},
	{"environments.field.shared", func(e platform.Environment) bool { return e.Shared }},
	{"environments.field.moving", func(e platform.Environment) bool { return e.Moving }},
}

func newEnvironmentDetails(env *screen.Env) *environmentDetails {
	d := &environmentDetails{env: env, facts: newFacts(env.Host)}
	f := d.facts
	d.status, d.name, d.display = f.add("environments.field.status"), f.add("environments.field.name"), f.add("environments.field.display")
	d.domain, d.region, d.id = f.add("environments.field.domain"), f.add("environments.field.region"), f.add("environments.field.appid")
	d.created, d.owner, d.creator = f.add("environments.field.created"), f.add("environments.field.owner"), f.add("environments.field.creator")
	d.note = f.add("environments.field.note")
	f.half = len(f.list)
	d.nodes, d.cloudlets, d.aDay = f.add("environments.field.nodes"), f.add("environments.field.cloudlets"), f.add("environments.field.aday")
	d.groups, d.engine = f.add("environments.field.groups"), f.add("environments.field.engine")
	for _, flag := range environmentFlags {
		d.flags = append(d.flags, f.add(flag.key))
	}
	d.id.text.Mono = true
	d.object = container.NewVScroll(f.box)
	return d
}

// show puts an environment on screen. What only the topology tells is left out
// until it is read: detail is then zero.
func (d *environmentDetails) show(e environment, detail platform.Environment) {
	zone := d.env.Zone()
	whole := detail.AppID == e.AppID
	if !whole {
		detail = e.Environment
	}
	d.status.set(e.status.Word, e.status.Word)
	d.status.mark(e.status.Icon, e.status.Color)
	optional(d.name, e.Name)
	optional(d.display, e.DisplayName)
	optional(d.domain, e.Domain)
	optional(d.region, regionName(e.Region))
	optional(d.id, e.AppID)
	d.created.leave()
	if at := text.DateTime(e.Created, zone); at != "" {
		d.created.set(at+" "+zone.String(), at)
	}
	optional(d.owner, ownerText(e.Owner, e.OwnerEmail))
	optional(d.creator, "")
	if e.Creator != e.Owner {
		optional(d.creator, ownerText(e.Creator, ""))
	}
	optional(d.note, e.Note)
	optional(d.nodes, countText(e.NodeCount))
	optional(d.cloudlets, e.cloudletsText())
	d.aDay.leave()
	if e.aDay.Given() {
		d.aDay.set(text.MoneyFull(e.aDay), text.MoneyCopy(e.aDay))
	}
	optional(d.groups, strings.Join(detail.Groups, ", "))
	optional(d.engine, detail.Engine)
	for i, flag := range environmentFlags {
		d.flags[i].leave()
		if whole {
			word := yesNo(flag.of(detail))
			d.flags[i].set(word, word)
		}
	}
	d.facts.refresh()
	d.object.Refresh()
}

// ownerText is a User ID with the e-mail, as far as they are told.
func ownerText(uid platform.UID, email string) string {
	return strings.TrimSpace(uidWords(uid) + " " + email)
}

func yesNo(on bool) string {
	if on {
		return text.T("environments.yes")
	}
	return text.T("environments.no")
}
