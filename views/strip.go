package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// strip is the bar at the foot: connection, age, progress, read-only mark; at
// the right the hint line and who is signed in.
type strip struct {
	desk *desk
	bar  *kit.Bar

	connection *kit.Button
	age        *kit.Button
	progress   *kit.ProgressLine
	reading    *kit.Button // around the progress
	pause      *kit.Button
	queued     *kit.Button
	unknown    *kit.Button
	needsYou   *kit.Button
	sending    *kit.Button // only while it is paused
	readOnly   *kit.Button
	operator   *kit.Button
}

func newStrip(d *desk) *strip {
	s := &strip{desk: d, progress: kit.NewProgressLine()}
	low := func(icon fyne.Resource, run func()) *kit.Button {
		b := kit.NewLowButton(d.env.Host, "", icon, run)
		b.Small = true
		return b
	}
	s.connection = low(assets.Icon("online"), d.reconnect)
	s.age = low(theme.HistoryIcon(), d.refreshPage)
	s.age.Says = text.T("window.age.hint")
	s.reading = low(nil, func() { d.chooseTab(tabUsers) })
	s.reading.IconOnly, s.reading.Tail = true, s.progress
	s.pause = low(theme.MediaPauseIcon(), s.turnPause)
	lead := func(icon fyne.Resource, ink fyne.ThemeColorName, hint string, states ...model.OperationState) *kit.Button {
		b := low(icon, func() { d.showOperations(states...) })
		b.IconInk, b.Says = ink, text.T(hint)
		return b
	}
	s.queued = lead(theme.ListIcon(), theme.ColorNamePrimary, "operations.strip.queued.hint", model.StateQueued)
	s.unknown = lead(assets.Icon("op-unknown"), theme.ColorNameWarning, "operations.strip.unknown.hint", model.StateUnknown)
	s.needsYou = lead(assets.Icon("op-review"), theme.ColorNameWarning, "operations.strip.needsyou.hint",
		model.StateReview, model.StateDuplicate, model.StateWrong)
	s.sending = low(theme.MediaPauseIcon(), d.turnSending)
	s.sending.IconInk, s.sending.Says = theme.ColorNameWarning, text.T("operations.strip.paused.hint")
	s.readOnly = low(assets.Icon("st-suspended"), d.explainReadOnly)
	s.operator = low(theme.AccountIcon(), func() { d.platform.Press() })
	s.bar = kit.NewStatusStrip(nil, nil)
	return s
}

func (s *strip) turnPause() {
	if s.desk.env.Cluster.Progress().Paused {
		s.desk.env.Cluster.ResumeReading()
	} else {
		s.desk.env.Cluster.PauseReading()
	}
	s.show()
}

// show writes everything anew.
func (s *strip) show() {
	c := s.desk.env.Cluster
	left := []fyne.CanvasObject{s.connection, s.age}
	s.showConnection()
	s.showAge()
	if p := c.Progress(); s.reads(p) {
		s.showProgress(p)
		left = append(left, s.reading, s.pause)
	}
	left = append(left, s.open()...)
	if s.showSending() {
		left = append(left, s.sending)
	}
	if s.showWriting() {
		left = append(left, s.readOnly)
	}
	o := c.Profile().Operator
	name := text.Visible(o.Login)
	if o.Role != "" {
		name += " · " + text.Visible(string(o.Role))
	}
	s.operator.SetTitle(name)
	left = append(left, kit.Fill(s.desk.env.Host.Hint))
	s.bar.Set(left, []fyne.CanvasObject{s.operator})
}

// reads reports whether there is a reading of all customers to show: one that
// begins while the platform is away reads nothing.
func (s *strip) reads(p model.Progress) bool {
	return p.Paused || p.Running && (p.Read > 0 || s.desk.connection().State != model.Away)
}

// open are the buttons that lead to what waits, is unknown or needs a person.
func (s *strip) open() (shown []fyne.CanvasObject) {
	counts := s.desk.watch.counts
	for _, it := range []struct {
		button *kit.Button
		key    string
		many   int
	}{
		{s.queued, "operations.strip.queued", counts.Queued}, {s.unknown, "operations.strip.unknown", counts.Unknown},
		{s.needsYou, "operations.strip.needsyou", counts.NeedsPerson - counts.Unknown},
	} {
		it.button.Action.Title = ""
		if it.many > 0 {
			it.button.SetTitle(text.T(it.key, text.N(it.many)))
			shown = append(shown, it.button)
		}
	}
	return shown
}

// showSending shows that sending is paused; it reports whether it is.
func (s *strip) showSending() bool {
	if !s.desk.env.Cluster.SendingPaused() {
		return false
	}
	s.sending.SetTitle(text.T("operations.strip.paused"))
	return true
}

// showWriting shows that nothing can be changed, or until when; it reports
// whether there is anything to show.
func (s *strip) showWriting() bool {
	c := s.desk.env.Cluster
	why, readOnly := c.ReadOnly()
	until := c.WritingUntil()
	s.readOnly.Action.Icon = assets.Icon("st-suspended")
	switch {
	case readOnly && c.MayUnlock():
		s.readOnly.Says = text.T("operations.strip.locked.hint")
		s.readOnly.SetTitle(text.T("operations.strip.locked"))
	case readOnly:
		s.readOnly.Says = text.T(why)
		s.readOnly.SetTitle(text.T("connection.readonly"))
	case !until.IsZero():
		s.readOnly.Says, s.readOnly.Action.Icon = text.T("operations.strip.writing.hint"), theme.DocumentCreateIcon()
		s.readOnly.SetTitle(text.T("operations.strip.writing", text.With("Time", text.Clock(until, s.desk.env.Zone()))))
	default:
		return false
	}
	return true
}

func (s *strip) showConnection() {
	c := s.desk.env.Cluster
	state := s.desk.connection()
	icon := assets.Icon("online")
	var word string
	ink := theme.ColorNameWarning
	zone := s.desk.env.Zone()
	switch state.State {
	case model.Online:
		word, ink = text.T("connection.online"), theme.ColorNameSuccess
	case model.Slow:
		word = text.T("connection.slow")
	case model.Away:
		icon, word = assets.Icon("offline"), text.T("connection.offline", text.With("Time", text.Clock(state.Since, zone)))
	case model.Expired:
		icon, word = theme.LoginIcon(), text.T("connection.expired")
	case model.Cached:
		icon, word = assets.Icon("offline"), text.T("connection.cached")
	default:
		word, ink = text.T("connection.unknown"), theme.ColorNamePlaceHolder
	}
	if c.Profile().Kind == model.Demo && state.State == model.Online {
		word = text.T("connection.demo")
	}
	s.connection.Action.Icon, s.connection.IconInk = icon, ink
	s.connection.SetTitle(word)
}

// showAge says when what is on screen was read.
func (s *strip) showAge() {
	words, old := s.desk.age()
	s.age.IconInk = ""
	if old {
		s.age.IconInk = theme.ColorNameWarning
	}
	s.age.SetTitle(words)
}

func (s *strip) showProgress(p model.Progress) {
	total := text.T("window.unknowntotal")
	if p.Total > 0 {
		total = text.Count(p.Total)
	}
	key := "connection.reading"
	s.pause.Action.Icon = theme.MediaPauseIcon()
	s.pause.Action.Title = text.T("list.pause")
	if p.Paused {
		key = "window.paused"
		s.pause.Action.Icon, s.pause.Action.Title = theme.MediaPlayIcon(), text.T("list.resume")
	}
	s.pause.IconOnly = true
	s.pause.Refresh()
	words := text.T(key, text.With("Read", p.Read), text.With("Total", total))
	s.progress.Set(words, p.Read, p.Total)
	s.reading.SetTitle(words)
}

// words are the parts of the strip as they read now.
func (s *strip) words() []string {
	words := []string{s.connection.Action.Title, s.age.Action.Title}
	if s.reads(s.desk.env.Cluster.Progress()) {
		words = append(words, s.progress.Text())
	}
	for _, b := range []*kit.Button{s.queued, s.unknown, s.needsYou} {
		if b.Action.Title != "" {
			words = append(words, b.Action.Title)
		}
	}
	if s.showSending() {
		words = append(words, s.sending.Action.Title)
	}
	if s.showWriting() {
		words = append(words, s.readOnly.Action.Title)
	}
	return append(words, s.operator.Action.Title)
}
