package settings

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// slotSecurity is the unlocking of writing and the making of a code.
const slotSecurity = "settings.security"

// security is the pane with how secrets are kept, whether changes may be sent,
// and the code that opens the journal.
type security struct {
	cfg    Config
	host   *kit.Host
	write  *kit.Button
	words  *kit.Paragraph
	code   *kit.Button
	shown  *kit.Label
	note   *kit.Paragraph
	object *fyne.Container
}

func newSecurity(cfg Config, host *kit.Host) *security {
	s := &security{cfg: cfg, host: host}
	keeping := managedNote(cfg.App.Policy().KeepNothing, cfg.Keeping)
	if cfg.Cluster == nil {
		s.object = kit.Stack(keeping)
		return s
	}
	s.words, s.note = kit.NewParagraph("", theme.ColorNameForeground, false), kit.NewParagraph(text.T("settings.code.note"), theme.ColorNamePlaceHolder, false)
	s.shown = kit.NewMono("")
	s.shown.Bold = true
	s.write = kit.NewButton(host, "", assets.Icon("st-suspended"), s.turn)
	s.write.Action.WhyNot = s.whyNotTurn
	s.code = kit.NewButton(host, text.T("settings.code"), assets.Icon("shield"), s.makeCode)
	bar := func(o ...fyne.CanvasObject) fyne.CanvasObject {
		b := kit.NewBar(38, o, nil)
		b.Pad = 3
		return b
	}
	s.object = kit.Stack(kit.Margin(keeping, 3, 4), kit.Margin(s.words, 3, 8), bar(s.write), kit.Margin(s.note, 3, 8), bar(s.code, s.shown))
	s.showWrite()
	return s
}

// showWrite says whether changes may be sent, and until when.
func (s *security) showWrite() {
	c := s.cfg.Cluster
	until := c.WritingUntil()
	why, readOnly := c.ReadOnly()
	title, words := text.T("operations.unlock"), text.T("settings.write.free")
	switch {
	case !until.IsZero():
		title, words = text.T("operations.lock"), text.T("operations.unlocked", text.With("Time", text.Clock(until, time.UTC)))
	case readOnly:
		words = text.T(why)
	}
	s.words.SetText(words)
	s.write.SetTitle(title)
	s.object.Refresh()
}

func (s *security) whyNotTurn() string {
	c := s.cfg.Cluster
	if c.MayUnlock() || !c.WritingUntil().IsZero() {
		return ""
	}
	if why, readOnly := c.ReadOnly(); readOnly {
		return text.T(why)
	}
	return text.T("operations.unlock.needless")
}

// turn unlocks writing for a while, or locks it again.
func (s *security) turn() {
	c, unlock := s.cfg.Cluster, s.cfg.Cluster.WritingUntil().IsZero()
	s.cfg.Tasks.Go(slotSecurity, func(context.Context) (func(), error) {
		if !unlock {
			c.LockWriting()
			return s.showWrite, nil
		}
		return s.showWrite, c.UnlockWriting()
	}, s.failed)
}

// makeCode makes a recovery code and shows it, once. An earlier one opens nothing
// any more.
func (s *security) makeCode() {
	s.cfg.Tasks.Go(slotSecurity, func(ctx context.Context) (func(), error) {
		code, err := s.cfg.Cluster.NewRecoveryCode(ctx)
		return func() { s.showCode(code) }, err
	}, s.failed)
}

func (s *security) showCode(code platform.Secret) {
	s.shown.SetText(code.Reveal())
	s.note.SetText(text.T("operations.recovery.body"))
	s.object.Refresh()
}

func (s *security) failed(err error) {
	known := s.cfg.App.Explain(err)
	s.note.SetText(text.Error(known.Key, known.Args))
	s.object.Refresh()
}
