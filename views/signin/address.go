package signin

import (
	"context"
	"time"

	"steward/app"
	"steward/app/model"
	"steward/assets/text"
)

const slotProbe = "signin.probe"

// typingPause is how long typing has to stop before an address is asked.
const typingPause = 400 * time.Millisecond

// addressEdited is a person who types another address: that is another
// platform, since what is stored belongs to the old one.
func (p *Page) addressEdited(string) {
	p.edited()
	p.url.say("", false)
	p.url.fail("")
	p.untrusted.hide()
	p.rest.Show()
	if address, err := app.CheckAddress(p.url.text()); p.profile.ID != "" && (err != nil || address != p.profile.URL) {
		p.detach()
	}
	p.relay()
	p.reconnect()
}

// detach makes a new platform of the form; what was entered stays.
func (p *Page) detach() {
	p.profile = model.Profile{}
	p.cfg.Tasks.Cancel(slotKept)
	p.creds.setKept(false)
	p.advanced.setStored(app.ProfileSecrets{})
	p.name.entry.SetText("")
	p.list.mark(-1)
	p.showProfile()
}

// reconnect asks the address once nothing has changed for a moment.
func (p *Page) reconnect() {
	p.cfg.Tasks.Cancel(slotProbe)
	if p.url.text() != "" {
		p.cfg.Tasks.Debounce(slotProbe, typingPause, p.probe)
	}
}

// probe asks whether a platform answers at the address.
func (p *Page) probe() {
	if _, err := app.CheckAddress(p.url.text()); err != nil {
		p.failAddress(err)
		return
	}
	p.url.say(text.T("signin.url.checking"), false)
	profile, secrets := p.edition(), p.advanced.secrets()
	p.cfg.Tasks.Go(slotProbe, func(ctx context.Context) (func(), error) {
		answer, err := p.cfg.App.Probe(ctx, profile, secrets)
		return func() { p.answered(answer) }, err
	}, p.failAddress)
}

// answered says how the platform answered.
func (p *Page) answered(r app.ProbeResult) {
	words := text.T("signin.url.answers.plain", text.With("Took", r.Took))
	if !r.CertificateUntil.IsZero() {
		words = text.T("signin.url.answers", text.With("Took", r.Took), text.With("Until", text.DayMonthYear(r.CertificateUntil, time.UTC)))
	}
	p.url.fail("")
	p.url.say(words, true)
	p.relay()
}

// failAddress says what is wrong with the address, or asks about its
// certificate.
func (p *Page) failAddress(err error) {
	p.url.say("", false)
	if !p.showCertificate(err, p.probe) {
		p.url.fail(sentence(err))
	}
	p.relay()
}

// showCertificate shows the certificate that an error is about; then is done
// once it is trusted. It reports whether there is one to show.
func (p *Page) showCertificate(err error, then func()) bool {
	c, ok := app.UntrustedCertificate(err)
	if !ok || c.Fingerprint == "" {
		return false
	}
	p.onceGone = then
	p.rest.Hide()
	p.untrusted.show(c, sentence(err))
	p.cfg.Window.Canvas().Focus(p.untrusted.typed.entry.Focusable())
	return true
}

// trusted pins a certificate to the present address and goes on.
func (p *Page) trusted(fingerprint string) {
	if address, err := app.CheckAddress(p.url.text()); err == nil {
		p.pins[address] = fingerprint
	}
	p.rest.Show()
	p.relay()
	p.focus()
	p.onceGone()
}

// edition is the profile as the form has it now.
func (p *Page) edition() model.Profile {
	e := p.profile
	if e.ID == "" {
		e.Name, e.Kind = p.name.text(), model.Kind(p.kind.Selected())
	}
	e.URL = p.url.text()
	if address, err := app.CheckAddress(e.URL); err == nil {
		e.URL = address
	}
	e.PinFingerprint = p.pins[e.URL]
	e.Auth, e.Login = p.creds.way(), p.creds.given().login
	e.StaySignedIn, e.ReadOnly = p.stay.On(), p.readOnly.On()
	p.advanced.apply(&e)
	return e
}
