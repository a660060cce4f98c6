package wire

import "testing"

func FuzzChange(f *testing.F) {
	seeds(f)
	for _, text := range []string{
		`{"result":0}`, `{"result":0}{"result":8}`, `{"result":0,"id":5420}`, `{"result":0,"responses":[{"uid":1,"result":0},{"uid":2,"result":5}]}`,
		`{"result":0,"session":"u-7d","uid":4217,"email":"a@example.test"}`, `{"result":0,"responses":{"result":9904}}`, `{"response":{"result":8},"result":0}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		told, e, err := Change(text)
		checkTexts(t, maxText, told.Email)
		checkTexts(t, maxNote, told.Session.Reveal())
		if err != nil || len(text) == 0 {
			return
		}
		last := len(text) - 1
		for last >= 0 && text[last] != '}' {
			last--
		}
		if _, _, err := Change(text[:max(last, 0)]); err == nil {
			t.Errorf("result %d, also without its end: %q", e.Result, text)
		}
	})
}

func FuzzAdmin(f *testing.F) {
	seeds(f)
	f.Add([]byte(`{"result":0,"attempts":3,"attemptsLeft":2,"lastAttempt":"2026-05-04 10:15:00"}`))
	f.Add([]byte(`{"result":0,"sessions":[{"id":"a","uid":9,"host":"192.0.2.7","current":false}]}`))
	f.Add([]byte(`{"result":0,"array":[{"name":"hivext_welcome_for_billing","isActive":true}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		attempts, e, err := SigninAttempts(text)
		if err == nil && e.Result == 0 && attempts.Failed < 0 {
			t.Errorf("%+v", attempts)
		}
		sessions, _, _ := Sessions(text)
		for _, s := range sessions.Rows {
			checkTexts(t, maxText, s.ID, s.Host, s.UserAgent)
			if s.ID == "" {
				t.Error("a session that cannot be ended")
			}
		}
		templates, _, _ := EmailTemplates(text)
		for _, m := range templates.Rows {
			checkTexts(t, maxText, m.Name, m.Description, m.Category)
		}
	})
}
