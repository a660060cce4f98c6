package signin

import (
	"context"
	"slices"
	"time"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/views/kit"
)

const (
	slotLoad   = "signin.platforms"
	slotKept   = "signin.kept"
	slotRemove = "signin.remove"
)

// platformEntry is a platform on this computer.
type platformEntry struct {
	profile model.Profile
	stored  bool // customers of it are here
}

// load reads the platforms and chooses one.
func (p *Page) load(id string) {
	p.cfg.Tasks.Go(slotLoad, func(ctx context.Context) (func(), error) {
		profiles, err := p.cfg.App.Profiles(ctx)
		if err != nil {
			return nil, err
		}
		entries := make([]platformEntry, len(profiles))
		for i, profile := range profiles {
			entries[i] = platformEntry{profile, p.cfg.App.Stored(profile.ID)}
		}
		keeping := p.cfg.App.Keeping()
		return func() {
			p.keeping = keeping
			p.loaded(entries, id)
		}, nil
	}, func(err error) {
		p.loaded(nil, "")
		p.problem.set(sentence(err))
		p.relay()
	})
}

// loaded shows the platforms with one chosen: the one named, else the first.
func (p *Page) loaded(entries []platformEntry, id string) {
	p.platforms = entries
	chosen := slices.IndexFunc(entries, func(e platformEntry) bool { return e.profile.ID == id })
	if chosen < 0 && len(entries) > 0 {
		chosen = 0
	}
	rows := make([]rowText, len(entries))
	for i, e := range entries {
		rows[i] = p.row(e.profile)
	}
	p.list.set(rows, chosen)
	p.none.Hidden = len(entries) > 0
	p.chosen(chosen)
	p.focus()
}

// row is what the list says of a platform.
func (p *Page) row(profile model.Profile) rowText {
	r := rowText{name: text.Visible(profile.Name), kind: profile.Kind, host: text.Visible(app.HostOf(profile.URL))}
	switch {
	case profile.Kind == model.Demo:
		r.host, r.note = text.T("signin.demo.host"), text.T("signin.demo.note", text.N(profile.Customers))
	case profile.LastUsed.IsZero():
		r.note = text.T("signin.never")
	default:
		r.note = text.T("signin.customers", text.N(profile.Customers), text.With("When", day(profile.LastUsed, p.cfg.App.Now())))
	}
	return r
}

// day names the day of a moment: today, yesterday, 19 Nov, 19 Nov 2024.
func day(at, now time.Time) string {
	midnight := now.UTC().Truncate(24 * time.Hour)
	switch {
	case !at.Before(midnight):
		return text.T("signin.today")
	case !at.Before(midnight.AddDate(0, 0, -1)):
		return text.T("signin.yesterday")
	case at.UTC().Year() == now.UTC().Year():
		return text.DayMonth(at, time.UTC)
	}
	return text.DayMonthYear(at, time.UTC)
}

// index is where the chosen platform stands in the list, -1 for a new one.
func (p *Page) index() int {
	return slices.IndexFunc(p.platforms, func(e platformEntry) bool { return p.profile.ID != "" && e.profile.ID == p.profile.ID })
}

// chosen fills the form for a row of the list; -1 is a new platform.
func (p *Page) chosen(i int) {
	if i < 0 {
		p.fill(model.Profile{})
		return
	}
	p.fill(p.platforms[i].profile)
	if p.profile.Kind == model.Demo {
		return
	}
	p.recall(p.profile.ID)
	p.probe()
}

// recall asks what the vault has of the chosen platform.
func (p *Page) recall(id string) {
	p.cfg.Tasks.Go(slotKept, func(ctx context.Context) (func(), error) {
		kept, err := p.cfg.App.Kept(ctx, id)
		return func() {
			if p.profile.ID != id {
				return
			}
			p.creds.setKept(kept.Session)
			p.advanced.setStored(kept.Secrets)
			if !kept.Secrets.ProxyPassword.IsEmpty() || !kept.Secrets.ClientKey.IsEmpty() {
				p.probe()
			}
			p.relay()
		}, err
	}, func(err error) {
		p.problem.set(sentence(err))
		p.relay()
	})
}

// addPlatform empties the form for a new platform.
func (p *Page) addPlatform() {
	p.list.mark(-1)
	p.chosen(-1)
	p.focus()
}

// openPlatform is Enter in the list: the kept session goes on, else the first
// empty field is next.
func (p *Page) openPlatform(int) {
	if p.profile.Kind == model.Demo || p.creds.resumes() {
		p.submitForm()
		return
	}
	p.focus()
}

// askRemove asks before a platform is removed from this computer.
func (p *Page) askRemove(i int) {
	profile := p.platforms[i].profile
	kit.Confirm(p.host, p.cfg.Window.Canvas(), kit.Question{
		Title: text.T("signin.remove.title", text.With("Name", profile.Name)), Body: text.T("signin.remove.body"),
		Yes: text.T("signin.remove"), Danger: true, Run: func() { p.remove(profile.ID) },
	})
}

func (p *Page) remove(id string) {
	if p.profile.ID == id {
		p.chosen(-1) // nothing of it may still be asked for while it goes
	}
	p.cfg.Tasks.Go(slotRemove, func(ctx context.Context) (func(), error) {
		err := p.cfg.App.RemoveProfile(ctx, id)
		return func() { p.load("") }, err
	}, func(err error) {
		p.cfg.Fail(err)
		p.load(id)
	})
}
