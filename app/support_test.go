package app

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"steward/app/model"
)

// The support information tells how things stand, and nothing about anybody: no
// customer, no operator, no address, no name of a platform or of this computer.
func TestTheSupportInformationNamesNobody(t *testing.T) {
	d := startDesk(t, func(p *model.Profile) { p.Name = "Saltmarsh Production" })
	customer := d.customer()
	d.reaches(d.record(refill(customer, 1_000_000)), model.StateConfirmed)
	d.app.Explain(model.NewError(model.Offline, "error.offline", nil).With("Login", customer.Email))
	d.app.Explain(model.NewError(model.Offline, "error.offline", nil))
	words := d.app.Support(t.Context(), Fact{"Screen", "scale 1.25"})
	for _, want := range []string{
		"Steward: test\n", "Built with: go1.", ", Fyne ", ", SQLite ", "Screen: scale 1.25\n", "Secrets: keyring, ready\n", "Platforms: 1, 1 TEST\n",
		"Open: TEST, role owner, connection online, 60 customers, journal: 1 confirmed\n", "Managed: nothing\n", "Error: error.offline (offline) 2 times\n",
		"Crash files: 0\n", "files, ",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("says nothing of %q:\n%s", want, words)
		}
	}
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	private := []string{host, d.dir, d.platform.URL(), HostOf(d.platform.URL()), "127.0.0.1", "Saltmarsh", d.cluster.Profile().ID, "owner@demo.test", "@"}
	all, err := d.cluster.List(t.Context(), model.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := d.cluster.Customers(t.Context(), all.UIDs)
	if err != nil || len(rows) < 60 {
		t.Fatalf("%d customers, %v", len(rows), err)
	}
	for _, c := range rows {
		private = append(private, c.Email, c.Phone, c.Note, fmt.Sprint(c.UID))
	}
	for _, p := range private {
		if len(p) > 1 && strings.Contains(words, p) || p == "@" && strings.Contains(words, p) {
			t.Errorf("tells %q:\n%s", p, words)
		}
	}
}
