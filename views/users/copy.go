package users

import (
	"strconv"
	"strings"
	"time"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
)

func uidText(uid platform.UID) string { return strconv.FormatUint(uint64(uid), 10) }

// copied is a cell's content for the clipboard: exact, unharmed, ASCII signs.
func copied(l look, c model.Customer, col model.Column) string {
	switch col {
	case model.ColumnState, model.ColumnWord:
		return text.T("status." + c.State().String())
	case model.ColumnLogin:
		return c.Email
	case model.ColumnUID:
		return uidText(c.UID)
	case model.ColumnGroup:
		return c.Group.Name
	case model.ColumnBalance:
		return text.MoneyCopy(c.Balance)
	case model.ColumnBonus:
		return text.MoneyCopy(c.Bonus)
	case model.ColumnPhone:
		return c.Phone
	case model.ColumnSignup:
		return copiedTime(c.SignedUp, l)
	case model.ColumnReseller:
		return c.Reseller.Name
	case model.ColumnNote:
		return c.Note
	case model.ColumnExtID:
		return c.ExtBillingID
	case model.ColumnTwoFactor:
		return twoFactorWord(c.TwoFactor)
	case model.ColumnReadAt:
		return copiedTime(c.ReadAt, l)
	}
	return ""
}

func copiedTime(t time.Time, l look) string { return text.DateTime(t, l.env.Zone()) }

// copiedRow is a row for the clipboard: the shown columns, separated by tabs.
func copiedRow(l look, c model.Customer, layout model.Layout, u unused) string {
	var cells []string
	for _, col := range layout.Columns {
		if u.shows(col) {
			cells = append(cells, strings.NewReplacer("\t", " ", "\r", " ", "\n", " ").Replace(copied(l, c, col.Column)))
		}
	}
	return strings.Join(cells, "\t")
}

// words are the e-mails and User IDs of a pasted text: a plain list, or the
// cells of a CSV. Only what could be one of the two counts.
func words(pasted string) []string {
	split := func(r rune) bool { return strings.ContainsRune("\t\r\n,; \"'<>", r) }
	var list []string
	seen := map[string]bool{}
	for _, w := range strings.FieldsFunc(pasted, split) {
		_, err := strconv.ParseUint(w, 10, 32)
		if (err == nil || strings.Contains(w, "@")) && !seen[w] {
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}
