package customer

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"steward/client/platform"
	"steward/views/kit"
)

// Every status has a shape and a word of its own; one that is not known shows
// the platform's own text.
func TestStatusesAreToldApart(t *testing.T) {
	test.NewTempApp(t)
	type look struct {
		shape string
		word  string
	}
	of := func(s kit.Status) look { return look{s.Icon.Name(), s.Word} }
	var seen []look
	for _, s := range platform.EnvironmentStatuses {
		seen = append(seen, of(environmentStatus(s)))
	}
	words := map[string]bool{}
	for _, l := range seen {
		if l.shape == "" || l.word == "" || words[l.word] {
			t.Errorf("an environment's status has shape %q and word %q", l.shape, l.word)
		}
		words[l.word] = true
	}
	for _, unknown := range []kit.Status{environmentStatus("DREAMING"), subscriptionStatus("DREAMING"), invoiceStatus("DREAMING")} {
		if unknown.Word != "DREAMING" || unknown.Icon == nil {
			t.Errorf("an unknown status says %q", unknown.Word)
		}
	}
	if word := chargePeriod("FORTNIGHT"); word != "FORTNIGHT" {
		t.Errorf("an unknown period says %q", word)
	}
	shapes := map[string]bool{}
	for _, s := range platform.SubscriptionStatuses {
		l := of(subscriptionStatus(s))
		if shapes[l.shape] {
			t.Errorf("%s has the shape of another one", s)
		}
		shapes[l.shape] = true
	}
}

func TestCloudletsUsedAndLimit(t *testing.T) {
	for _, c := range []struct {
		used, limit int
		want        string
	}{{14, 64, "14 / 64"}, {14, -1, "14"}, {-1, -1, ""}, {1400, 6400, "1,400 / 6,400"}} {
		e := environment{Environment: platform.Environment{Cloudlets: c.used}, limit: c.limit}
		if got := e.cloudletsText(); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.used, c.limit, got, c.want)
		}
	}
}

// The filter offers what occurs, in the platform's order, unknown ones last.
func TestOptionsOfTheStatusFilter(t *testing.T) {
	row := func(s platform.EnvironmentStatus) environment {
		return environment{Environment: platform.Environment{Status: s}}
	}
	test.NewTempApp(t)
	options := environmentOptions([]environment{row("DREAMING"), row(platform.EnvironmentSleep), row(platform.EnvironmentRunning), row(platform.EnvironmentSleep)})
	var got []string
	for _, o := range options {
		got = append(got, o.Title+" "+o.Note)
	}
	if want := []string{"Running 1", "Sleeping 2", "DREAMING 1"}; !slices.Equal(got, want) {
		t.Errorf("options %q, want %q", got, want)
	}
}

// Sums are exact and keep currencies apart.
func TestSumsKeepCurrenciesApart(t *testing.T) {
	var s sums
	for _, m := range []string{"0.1", "0.2", "0.000001"} {
		s.add(euros(t, m))
	}
	s.add(platform.Money{})
	s.add(euros(t, "1").In("SEK"))
	if got := s.text(); got != "0.300001 EUR, 1.00 SEK" {
		t.Errorf("sums %q", got)
	}
	amounts := []platform.Money{euros(t, "1"), {}}
	if got := oneCurrency(amounts, func(m platform.Money) platform.Money { return m }); got != "EUR" {
		t.Errorf("the currency is %q", got)
	}
	amounts = append(amounts, euros(t, "1").In("SEK"))
	if got := oneCurrency(amounts, func(m platform.Money) platform.Money { return m }); got != "" {
		t.Errorf("two currencies are told as %q", got)
	}
}
