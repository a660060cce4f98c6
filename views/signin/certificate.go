package signin

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app"
	"steward/assets"
	"steward/assets/text"
	"steward/views/kit"
)

// compared is how many characters of a fingerprint have to be typed.
const compared = 8

// certificateCard shows a certificate that is not trusted and takes the
// decision to trust it all the same.
type certificateCard struct {
	why             *kit.Paragraph
	subject, issuer *kit.Paragraph
	dates           *kit.Label
	first, second   *kit.Label // halves of the fingerprint
	typed           *field
	trust           *kit.Button
	ground          *kit.Ground
	object          *fyne.Container
	certificate     app.Certificate
	trusted         func(fingerprint string)
	changed         func()
}

func newCertificateCard(host *kit.Host, width float32) *certificateCard {
	inner := width - 2*cardSides
	paragraph := func(color fyne.ThemeColorName, caption bool) *kit.Paragraph {
		p := kit.NewParagraph("", color, caption)
		p.Width = inner
		return p
	}
	c := &certificateCard{
		why: paragraph(theme.ColorNameForeground, false), subject: paragraph("", true), issuer: paragraph("", true),
		dates: kit.NewCaption(""), first: kit.NewMono(""), second: kit.NewMono(""),
	}
	c.dates.Color = theme.ColorNameForeground
	c.typed = newField(text.T("signin.certificate.type"), kit.NewEntry(host, ""), inner)
	c.typed.entry.OnChanged = func(string) {
		c.typed.fail("")
		c.trust.Refresh()
		c.changed()
	}
	c.typed.entry.OnSubmitted = func(string) { c.accept() }
	c.trust = kit.NewActionButton(host, &kit.Action{
		Title: text.T("signin.certificate.trust"), Icon: assets.Icon("shield"), Run: c.accept,
		WhyNot: func() string {
			if c.matches() {
				return ""
			}
			return text.T("signin.certificate.type")
		},
	})
	foot := kit.NewBar(28, nil, []fyne.CanvasObject{c.trust})
	foot.Pad, foot.Ground = 0, kit.ColorClear
	body := kit.Stack(
		kit.NewHeading(text.T("signin.certificate.title")), space(6), c.why, space(8),
		c.subject, c.issuer, c.dates, space(6), kit.NewCaption(text.T("signin.certificate.fingerprint")), c.first, c.second, space(8),
		c.typed.object, foot)
	c.ground = kit.NewGround(kit.ColorTintWarning, kit.Margin(body, cardSides, 12))
	c.ground.Outline, c.ground.Radius = theme.ColorNameWarning, theme.SizeNameCardRadius
	c.object = kit.Stack(c.ground, space(10))
	c.object.Hide()
	return c
}

const cardSides float32 = 14

// show shows a certificate and why it is not trusted.
func (c *certificateCard) show(cert app.Certificate, why string) {
	c.certificate = cert
	tone := kit.ToneWarning
	if cert.Reason == "pinchanged" {
		tone = kit.ToneError
	}
	c.ground.Color, c.ground.Outline = tone.Tint(), tone.Color()
	c.why.SetText(why)
	c.subject.SetText(text.T("signin.certificate.subject", text.With("Subject", cert.Subject)))
	c.issuer.SetText(text.T("signin.certificate.issuer", text.With("Issuer", cert.Issuer)))
	c.dates.SetText(text.T("signin.certificate.dates",
		text.With("From", text.DayMonthYear(cert.From, time.UTC)), text.With("Until", text.DayMonthYear(cert.Until, time.UTC))))
	pairs := inPairs(cert.Fingerprint)
	half := len(pairs) / 2
	c.first.SetText(strings.Join(pairs[:half], ":") + ":")
	c.second.SetText(strings.Join(pairs[half:], ":"))
	c.typed.entry.SetText("")
	c.typed.fail("")
	c.object.Show()
	c.changed()
}

// inPairs cuts a fingerprint into bytes, as administrators write it.
func inPairs(fingerprint string) []string {
	var pairs []string
	for s := strings.ToUpper(fingerprint); s != ""; s = s[min(2, len(s)):] {
		pairs = append(pairs, s[:min(2, len(s))])
	}
	return pairs
}

// hide takes the card away.
func (c *certificateCard) hide() {
	if c.object.Hidden {
		return
	}
	c.object.Hide()
	c.changed()
}

func (c *certificateCard) shown() bool { return !c.object.Hidden }

// matches reports whether the last characters of the fingerprint were typed.
func (c *certificateCard) matches() bool {
	typed := strings.ToLower(strings.NewReplacer(":", "", " ", "").Replace(c.typed.text()))
	return len(typed) == compared && strings.HasSuffix(c.certificate.Fingerprint, typed)
}

func (c *certificateCard) accept() {
	if !c.matches() {
		c.typed.fail(text.T("signin.certificate.differs"))
		c.changed()
		return
	}
	c.hide()
	c.trusted(c.certificate.Fingerprint)
}
