package customer

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/forms"
	"steward/views/kit"
)

const slotAccess = "detail.access"

// access is how the customer signs in: second step, failed tries, and where they
// are signed in. It is read from the platform when a person asks.
type access struct {
	place    place
	reader   *kit.Button
	tries    *kit.Label
	reset    *kit.Button
	rows     *fyne.Container
	problem  *kit.ErrorLine
	body     *fyne.Container
	object   *fyne.Container
	of       model.Customer
	found    platform.SigninAttempts
	sessions []platform.Session
	known    bool
}

func newAccess(p place) *access {
	host := p.env.Host
	a := &access{place: p, tries: kit.NewLabel(""), rows: kit.Stack(), problem: kit.NewErrorLine(host)}
	a.reader = kit.NewButton(host, text.T("access.read"), theme.ViewRefreshIcon(), a.read)
	a.reader.Small, a.reader.Action.WhyNot = true, p.env.WhyNotRefresh
	a.reset = kit.NewButton(host, text.T("access.reset"), theme.ContentUndoIcon(), a.resetTries)
	a.reset.Small, a.reset.Action.WhyNot = true, a.whyNotReset
	tries := kit.NewBar(32, []fyne.CanvasObject{a.tries}, []fyne.CanvasObject{a.reset})
	tries.Pad = 0
	a.body = kit.Stack(tries, a.rows)
	a.body.Hide()
	hint := kit.NewCaption(text.T("access.hint"))
	head := kit.NewBar(32, []fyne.CanvasObject{kit.Fill(hint)}, []fyne.CanvasObject{a.reader})
	head.Pad = 0
	a.object = card(text.T("access.title"), kit.Stack(head, a.problem, a.body))
	return a
}

// show is about another customer, or the same one again.
func (a *access) show(c model.Customer) {
	if c.UID != a.of.UID {
		a.clear()
	}
	a.of = c
	a.reader.Refresh()
}

func (a *access) clear() {
	a.of, a.known, a.sessions = model.Customer{}, false, nil
	a.place.env.Tasks.Cancel(slotAccess)
	a.body.Hide()
	a.problem.Set("")
}

// read asks the platform.
func (a *access) read() {
	env, uid := a.place.env, a.of.UID
	env.Tasks.Go(slotAccess, func(ctx context.Context) (func(), error) {
		tries, err := env.Cluster.SigninAttempts(ctx, uid)
		if err != nil {
			return nil, err
		}
		sessions, err := env.Cluster.Sessions(ctx, uid)
		if err != nil {
			return nil, err
		}
		return func() {
			if a.of.UID == uid {
				a.found, a.sessions, a.known = tries, sessions, true
				a.problem.Set("")
				a.paint()
			}
		}, nil
	}, func(err error) {
		a.problem.Set(env.Sentence(err))
		a.object.Refresh()
	})
}

// changed reads again after something was done, once it was read before.
func (a *access) changed() {
	if a.known && a.place.env.WhyNotRefresh() == "" {
		a.read()
	}
}

func (a *access) paint() {
	words := text.T("access.tries", text.N(a.found.Failed))
	if a.found.Left >= 0 {
		words += "  " + text.T("access.left", text.N(a.found.Left))
	}
	a.tries.SetText(words)
	rows := make([]fyne.CanvasObject, 0, len(a.sessions)+1)
	ids := make([]string, 0, len(a.sessions))
	for _, s := range a.sessions {
		rows = append(rows, a.row(s))
		ids = append(ids, s.ID)
	}
	if len(ids) == 0 {
		rows = append(rows, kit.NewSecondary(text.T("access.none")))
	}
	if len(ids) > 1 {
		all := kit.NewButton(a.place.env.Host, text.T("access.all", text.N(len(ids))), theme.LogoutIcon(), func() { a.signOut(ids) })
		all.Small, all.Action.WhyNot = true, func() string { return forms.WhyNotChange(a.place.env) }
		rows = append(rows, container.NewHBox(all))
	}
	a.rows.Objects = rows
	a.reset.Refresh()
	a.body.Show()
	a.object.Refresh()
}

// row is one session: where, with what, since when.
func (a *access) row(s platform.Session) fyne.CanvasObject {
	env := a.place.env
	where := kit.NewMono(text.Visible(s.Host))
	agent := kit.NewSecondary(text.Visible(s.UserAgent))
	agent.Cut = true
	since := kit.NewCaption(text.DateTime(s.Since, env.Zone()))
	out := kit.NewIconButton(env.Host, text.T("access.out", text.With("Host", s.Host)), theme.LogoutIcon(), func() { a.signOut([]string{s.ID}) })
	out.Small, out.Action.WhyNot = true, func() string { return forms.WhyNotChange(env) }
	bar := kit.NewBar(28, []fyne.CanvasObject{where, since, kit.Fill(agent)}, []fyne.CanvasObject{out})
	bar.Pad = 0
	return bar
}

func (a *access) whyNotReset() string {
	if a.known && a.found.Failed == 0 {
		return text.T("access.reset.none")
	}
	return forms.WhyNotChange(a.place.env)
}

func (a *access) resetTries() {
	op := forms.Prepared(model.ResetSignins, a.of)
	op.Change.Was = strconv.Itoa(a.found.Failed)
	a.place.form(op)
}

func (a *access) signOut(ids []string) {
	op := forms.Prepared(model.SignOutSessions, a.of)
	op.Change.Was, op.Change.Sessions = strconv.Itoa(len(ids)), ids
	a.place.form(op)
}
