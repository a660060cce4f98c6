package forms

import (
	"net/mail"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// field is one line of a form.
type field struct {
	name    string // by which its text is kept; empty: never
	row     fyne.CanvasObject
	text    func() string
	restore func(string)
	enable  func(bool)
	focus   func()
	put     func(c *model.Change, given *app.Given)
	problem func() string // what is wrong, in words; empty: nothing
	say     func(string)  // shows what is wrong; nil: nothing can be
	absent  func() bool   // not asked now; nil: always is
	touched func() bool   // a person wrote something
}

// entryField is a field around an entry.
func entryField(f *form, name, title string, e *kit.Entry, put func(c *model.Change, s string), problem func(s string) string) *field {
	e.OnChanged = func(string) { f.changed() }
	e.OnSubmitted = nil
	return &field{
		name: name, row: row(text.T(title), e), text: e.Text, restore: e.SetText, enable: e.SetEnabled, focus: e.Focus,
		put: func(c *model.Change, _ *app.Given) { put(c, strings.TrimSpace(e.Text())) },
		problem: func() string {
			if problem == nil {
				return ""
			}
			return problem(strings.TrimSpace(e.Text()))
		},
		say:     e.SetError,
		touched: func() bool { return e.Text() != "" },
	}
}

func newEntry(f *form, hint string) *kit.Entry { return kit.NewEntry(f.host, hint) }

// reasonField asks why; required says what is missing without.
func reasonField(f *form, required string) *field {
	e := newEntry(f, text.T("forms.reason.hint"))
	return entryField(f, "reason", "forms.reason", e, func(c *model.Change, s string) { c.Reason = s }, func(s string) string {
		if s == "" && required != "" {
			return text.T(required)
		}
		return ""
	})
}

func ticketField(f *form) *field {
	e := newEntry(f, text.T("forms.ticket.hint"))
	made := entryField(f, "ticket", "forms.ticket", e, func(c *model.Change, s string) { c.Ticket = s }, nil)
	made.row = row(text.T("forms.ticket"), leading(180, e))
	return made
}

// typedField asks to type something out before what cannot be undone.
func typedField(f *form, title, expected, problem string) *field {
	e := newEntry(f, "")
	return entryField(f, "", title, e, func(*model.Change, string) {}, func(s string) string {
		if !strings.EqualFold(s, expected) {
			return text.T(problem, text.With("Expected", expected))
		}
		return ""
	})
}

// passwordField asks for the operator's password: once, never kept.
func passwordField(f *form) *field {
	e := kit.NewPassword(f.host, text.T("forms.password.hint"))
	made := entryField(f, "", "forms.password", e, func(*model.Change, string) {}, func(string) string {
		if e.Text() == "" {
			return text.T("forms.password.missing")
		}
		return ""
	})
	made.put = func(_ *model.Change, given *app.Given) { given.Password = platform.NewSecret(e.Text()) }
	made.row = row(text.T("forms.password"), leading(240, e))
	return made
}

func emailField(f *form) *field {
	e := newEntry(f, f.op.Change.Was)
	return entryField(f, "email", "customer.email", e, func(c *model.Change, s string) { c.Wanted = s }, func(s string) string {
		switch {
		case !IsEmail(s):
			return text.T("forms.email.wrong")
		case strings.EqualFold(s, f.op.Change.Was):
			return text.T("forms.email.same")
		case f.taken.email == s && f.taken.uid != 0:
			return text.T("forms.email.taken", text.With("UID", uidText(f.taken.uid)))
		}
		return ""
	})
}

// IsEmail reports whether a text can be an e-mail address.
func IsEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	at := strings.LastIndexByte(s, '@')
	return err == nil && a.Address == s && at > 0 && strings.Contains(s[at:], ".") && !strings.HasSuffix(s, ".")
}

func phoneField(f *form) *field {
	e := newEntry(f, f.op.Change.Was)
	return entryField(f, "phone", "customer.phone", e, func(c *model.Change, s string) { c.Wanted = s }, func(s string) string {
		return PhoneProblem(s, f.op.Change.Was)
	})
}

// PhoneProblem is what is wrong with a phone number, in words; empty: nothing.
func PhoneProblem(s, was string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	switch {
	case s == was:
		return text.T("forms.phone.same")
	case s != "" && (len(digits) < 5 || strings.Trim(s, "+0123456789 ()-./") != ""):
		return text.T("forms.phone.wrong")
	}
	return ""
}

// nameField is a text that replaces another: a name or a note.
func wantedField(f *form, title string, lines int, longest int) *field {
	var e *kit.Entry
	if lines > 1 {
		e = kit.NewArea(f.host, "", lines)
	} else {
		e = newEntry(f, "")
	}
	e.SetText(f.op.Change.Wanted)
	if f.op.Change.Wanted == "" && f.op.Origin == "" {
		e.SetText(f.op.Change.Was)
	}
	return entryField(f, "wanted", title, e, func(c *model.Change, s string) { c.Wanted = s }, func(s string) string {
		switch {
		case s == strings.TrimSpace(f.op.Change.Was):
			return text.T("forms.same")
		case longest > 0 && len([]rune(s)) > longest:
			return text.T("forms.long", text.With("N", len([]rune(s))), text.With("Most", longest))
		}
		return ""
	})
}

// quotaField is a whole number in the range of a quota.
func quotaField(f *form) *field {
	e := newEntry(f, f.op.Change.Was)
	if f.op.Change.Wanted != "" {
		e.SetText(f.op.Change.Wanted)
	}
	made := entryField(f, "value", "forms.quota.value", e, func(c *model.Change, s string) { c.Wanted = quotaDigits(s) }, func(s string) string {
		value, err := strconv.ParseInt(quotaDigits(s), 10, 64)
		switch {
		case err != nil || value < 0 || value > QuotaMost:
			return text.T("forms.quota.wrong", text.With("Most", text.Count(QuotaMost)))
		case quotaDigits(s) == f.op.Change.Was:
			return text.T("forms.quota.same")
		}
		return ""
	})
	e.OnSubmitted = func(string) { f.send.Press() } // the value is all that has to be filled in
	made.row = row(text.T("forms.quota.value"), leading(140, e))
	return made
}

// QuotaMost is the greatest value of a quota that is taken.
const QuotaMost int64 = 1_048_576

// quotaDigits takes the signs between thousands away.
func quotaDigits(s string) string {
	return strings.NewReplacer(",", "", " ", "", "\u00a0", "").Replace(s)
}

// checkField is a switch.
func checkField(f *form, name, title, hint string, on bool, put func(c *model.Change, on bool)) *field {
	c := kit.NewCheck(f.host, text.T(title), func(bool) { f.changed() })
	c.Hint = hint
	c.Set(on)
	return &field{
		name: name, row: row("", c), text: func() string { return strconv.FormatBool(c.On()) },
		restore: func(s string) { c.Set(s == "true") }, enable: func(bool) {},
		focus:   func() { f.panel.env.Window.Canvas().Focus(c) },
		put:     func(change *model.Change, _ *app.Given) { put(change, c.On()) },
		problem: func() string { return "" }, touched: func() bool { return c.On() != on },
	}
}

// selectField is one of several.
func selectField(f *form, name, title string, options []kit.Option, put func(c *model.Change, key string), problem func(key string) string) (*field, *kit.Select) {
	s := kit.NewSelect(f.host, options, func(string) { f.changed() })
	s.Width = 240
	said := kit.NewParagraph("", "error", true)
	said.Hide()
	first := s.Selected()
	return &field{
		name: name, row: row(text.T(title), kit.Stack(leading(0, s), said)), text: s.Selected, restore: s.Set, enable: func(bool) {},
		focus: func() { f.panel.env.Window.Canvas().Focus(s) },
		put:   func(c *model.Change, _ *app.Given) { put(c, s.Selected()) },
		problem: func() string {
			if problem == nil {
				return ""
			}
			return problem(s.Selected())
		},
		say: func(words string) {
			said.SetText(words)
			said.Hidden = words == ""
		},
		touched: func() bool { return s.Selected() != first },
	}, s
}

// leading keeps a control at the left with a width at scale 1; 0: its own.
func leading(width float32, o fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: leadingLayout{width}, Objects: []fyne.CanvasObject{o}}
}

type leadingLayout struct{ width float32 }

// MinSize implements fyne.Layout.
func (l leadingLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	size := o[0].MinSize()
	return fyne.NewSize(max(size.Width, kit.Px(l.width)), size.Height)
}

// Layout implements fyne.Layout.
func (l leadingLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	wide := max(o[0].MinSize().Width, kit.Px(l.width))
	if e, is := o[0].(*kit.Entry); is && e.Error() != "" {
		wide = size.Width // what is wrong needs the room
	}
	o[0].Resize(fyne.NewSize(min(wide, size.Width), size.Height))
}

func uidText(uid platform.UID) string { return strconv.FormatUint(uint64(uid), 10) }
