package operations

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"steward/app/model"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/screen"
)

// dossier is everything about an operation as a text for the platform's
// support: times, ids and the raw exchange, without secrets.
func dossier(s model.OperationStory, ledger []platform.Funding) string {
	o := s.Operation
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", text.T("operations.dossier."+key), value)
		}
	}
	line("id", string(o.ID))
	line("operation", screen.OperationName(o.Kind))
	line("change", plainChange(o))
	line("customer", strings.TrimSpace(o.Change.Login+" UID "+uidText(o.UID)))
	line("state", screen.OperationStateWord(o.State))
	line("operator", o.Operator.Login)
	line("recorded", stamp(o.Recorded))
	line("reason", reasonAndTicket(o.Change))
	for _, a := range s.Attempts {
		b.WriteString("\n" + text.T("operations.dossier.attempt", text.With("Attempt", strconv.Itoa(a.Number))) + "\n")
		line("method", a.Method)
		line("requestkey", a.RequestKey)
		line("sent", stamp(a.SentAt)+" (+"+a.Took.Round(time.Millisecond).String()+")")
		names := make([]string, 0, len(a.Sent))
		for name := range a.Sent {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			fmt.Fprintf(&b, "  %s=%s\n", name, a.Sent[name])
		}
		line("answer", fmt.Sprintf("HTTP %d, result %d %s", a.Status, a.Result, a.Message))
		line("verdict", a.Verdict)
	}
	b.WriteString("\n" + text.T("operations.dossier.steps") + "\n")
	for _, st := range stagesOf(s, o.Recorded, time.UTC) {
		fmt.Fprintf(&b, "%s  %s", stamp(st.at), st.title)
		if st.note != "" {
			b.WriteString(" (" + st.note + ")")
		}
		b.WriteString("\n")
	}
	if o.Kind.Money() {
		b.WriteString("\n" + text.T("operations.evidence") + "\n")
		for _, p := range proofsOf(s, ledger) {
			f := p.funding
			if p.expected {
				fmt.Fprintf(&b, "%s\n", text.T("operations.dossier.missing"))
				continue
			}
			fmt.Fprintf(&b, "%s  %d  %s  %s  %s\n", stamp(f.At), f.ID, text.MoneyCopy(f.Amount), f.Operation, text.Visible(f.Note))
		}
	}
	return b.String()
}

// stamp is a moment in UTC with its date and thousandths.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02 15:04:05.000")
}
