package signin

import (
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/assets/text"
	"steward/views/kit"
)

// pemField takes certificates or a key from the clipboard and says what it
// holds, so that nobody has to read PEM and no key is ever on screen.
type pemField struct {
	key     bool // a private key
	content string
	says    *kit.Label
	take    *kit.Button // from the clipboard
	clear   *kit.Button
	problem *kit.Paragraph
	object  *fyne.Container
	changed func() // the layout, and perhaps what it holds
}

func newPEMField(host *kit.Host, name string, key bool, width float32, changed func()) *pemField {
	f := &pemField{key: key, says: kit.NewSecondary(""), problem: kit.NewParagraph("", theme.ColorNameError, true), changed: changed}
	f.says.Cut = true
	f.problem.Width = width
	f.problem.Hide()
	f.take = kit.NewButton(host, text.T("signin.pem.paste"), theme.ContentPasteIcon(), func() {
		f.paste(fyne.CurrentApp().Clipboard().Content())
	})
	f.clear = kit.NewIconButton(host, text.T("signin.pem.clear"), theme.CancelIcon(), func() {
		f.set("")
		f.changed()
	})
	f.take.Small, f.clear.Small = true, true
	row := kit.NewBar(30, []fyne.CanvasObject{kit.Wide(advancedName-6, kit.NewLabel(name)), f.says}, []fyne.CanvasObject{f.clear, f.take})
	row.Pad, row.Ground = 0, kit.ColorClear
	f.object = kit.Stack(row, f.problem)
	f.set("")
	return f
}

// paste takes what the clipboard holds, if it is what is wanted.
func (f *pemField) paste(content string) {
	content = strings.TrimSpace(content)
	if _, ok := f.describe(content); ok {
		f.set(content)
	} else {
		f.fail(text.T("signin.pem.wrong." + f.kind()))
	}
	f.changed()
}

func (f *pemField) kind() string {
	if f.key {
		return "key"
	}
	return "certificate"
}

// set holds something else now.
func (f *pemField) set(content string) {
	f.content = content
	f.fail("")
	words := text.T("signin.pem.none")
	if content != "" {
		words, _ = f.describe(content)
	}
	f.says.SetText(words)
	f.clear.Hidden = content == ""
}

func (f *pemField) fail(sentence string) {
	f.problem.SetText(sentence)
	f.problem.Hidden = sentence == ""
}

// describe says what a PEM text holds, and whether it is what is wanted.
func (f *pemField) describe(content string) (string, bool) {
	var certificates, keys int
	var first *x509.Certificate
	for rest := []byte(content); ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		switch {
		case strings.HasSuffix(block.Type, "PRIVATE KEY"):
			keys++
		case block.Type == "CERTIFICATE":
			c, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return "", false
			}
			if first == nil {
				first = c
			}
			certificates++
		}
	}
	switch {
	case f.key:
		return text.T("signin.pem.key"), keys == 1
	case first == nil:
		return "", false
	}
	return text.T("signin.pem.certificates", text.N(certificates), text.With("Name", cmp.Or(first.Subject.CommonName, first.Subject.String())),
		text.With("Until", text.DayMonthYear(first.NotAfter, time.UTC))), true
}
