package client

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"steward/client/platform"
)

func secret(text string) platform.Secret { return platform.NewSecret(text) }

func TestSignIn(t *testing.T) {
	s := answers(t, map[string]string{signIn: sample(t, "signin-ok.json")})
	c := connect(t, s.URL)
	c.Resume(platform.Secret{})
	g, err := c.SignIn(t.Context(), "ops@sim.test", secret("pass word&"))
	if err != nil || g.UID != 3 || g.Login != "ops@sim.test" || g.NeedsCode || g.Session.Reveal() != "9c1f0ab24d7e4e0f9b52d6" || c.Session() != g.Session {
		t.Errorf("%+v, %v", g, err)
	}
	form := s.arrived()[0].Form
	if form.Get("login") != "ops@sim.test" || form.Get("password") != "pass word&" || form.Has("session") || form.Has("appid") {
		t.Errorf("sent %v", form)
	}
}

func TestWrongPasswordTellsAttemptsLeft(t *testing.T) {
	s := answers(t, map[string]string{signIn: sample(t, "signin-failed.json")})
	c := connect(t, s.URL)
	_, err := c.SignIn(t.Context(), "ops@sim.test", secret("wrong"))
	var refused *APIError
	if !errors.As(err, &refused) || refused.Result != ResultWrongLogin || refused.AttemptsLeft != 4 || len(s.arrived()) != 1 {
		t.Errorf("%#v", err)
	}
	if c.Session().Reveal() != "session-of-the-test" {
		t.Error("a failed sign-in ended the session before")
	}
}

// secondStepServer wants a code; verify says whether it knows Verify2FACode.
func secondStepServer(t *testing.T, verify string) *server {
	return serve(t, func(w http.ResponseWriter, method string, form url.Values) {
		switch {
		case method == signIn && form.Get("code") == "123456":
			fmt.Fprint(w, `{"result":0,"uid":3,"session":"full-2","accessType":"FULL_ACCESS"}`)
		case method == signIn:
			fmt.Fprint(w, sample(t, "signin-second-step.json"))
		case method == verifyCode && verify == "":
			http.NotFound(w, nil)
		case method == verifyCode && form.Get("session") == "r-51f0" && form.Get("code") == "123456":
			fmt.Fprint(w, verify)
		default:
			fmt.Fprint(w, `{"result":701,"error":"code 999999 is wrong","attemptsLeft":2}`)
		}
	})
}

func TestSecondStep(t *testing.T) {
	for name, row := range map[string]struct {
		verify, session string
		learned         int
	}{
		"restricted session becomes full": {`{"result":0,"accessType":"FULL_ACCESS"}`, "r-51f0", 0},
		"a new session":                   {`{"result":0,"session":"full-1"}`, "full-1", 0},
		"method is not there":             {"", "full-2", 1},
		"parameters refused":              {`{"result":3,"error":"invalid parameter"}`, "full-2", 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := secondStepServer(t, row.verify)
			var w watched
			c := connect(t, s.URL, w.on)
			c.Resume(platform.Secret{})
			if _, err := c.VerifyCode(t.Context(), secret("123456")); !errors.Is(err, ErrNoSecondStep) {
				t.Errorf("without a sign-in: %v", err)
			}
			g, err := c.SignIn(t.Context(), "ops@sim.test", secret("right"))
			if err != nil || !g.NeedsCode || !g.Session.IsEmpty() || !c.Session().IsEmpty() {
				t.Fatalf("%+v, %v", g, err)
			}
			if row.verify != "" && row.learned == 0 {
				_, err = c.VerifyCode(t.Context(), secret("999999"))
				var refused *APIError
				if !errors.As(err, &refused) || refused.AttemptsLeft != 2 || refused.Message != "code *** is wrong" {
					t.Errorf("wrong code: %v", err)
				}
			}
			g, err = c.VerifyCode(t.Context(), secret("123456"))
			if err != nil || g.Session.Reveal() != row.session || c.Session().Reveal() != row.session || g.UID != 3 || g.Login != "ops@sim.test" {
				t.Errorf("%+v, %v", g, err)
			}
			if w.learned[CapSecondStep] != row.learned {
				t.Errorf("learned %v", w.learned)
			}
			if _, err := c.VerifyCode(t.Context(), secret("123456")); !errors.Is(err, ErrNoSecondStep) {
				t.Errorf("a second time: %v", err)
			}
		})
	}
}

func TestSignInWithoutSessionNeedsACode(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ string, form url.Values) {
		if form.Get("code") == "" {
			fmt.Fprint(w, `{"result":0,"uid":3}`)
			return
		}
		fmt.Fprint(w, `{"result":0,"uid":3,"session":"full"}`)
	})
	c := connect(t, s.URL)
	if g, err := c.SignIn(t.Context(), "ops", secret("right")); err != nil || !g.NeedsCode {
		t.Fatalf("%+v, %v", g, err)
	}
	if g, err := c.VerifyCode(t.Context(), secret("1")); err != nil || g.Session.Reveal() != "full" {
		t.Errorf("%+v, %v", g, err)
	}
}

func TestSignInWithToken(t *testing.T) {
	for name, row := range map[string]struct {
		info, check string
		result      int
		uid         platform.UID
	}{
		"tells who":       {info: `{"result":0,"uid":3,"email":"ops@sim.test"}`, uid: 3},
		"may not ask":     {info: `{"result":8202,"error":"token has no access to the method"}`},
		"old platform":    {check: `{"result":0,"accessType":"FULL_ACCESS"}`},
		"wrong token":     {info: `{"result":702,"error":"session [tok] has expired"}`, result: 702},
		"wrong, old":      {check: `{"result":0}`, result: 702},
		"restricted, old": {check: `{"result":0,"accessType":"RESTRICTED"}`, result: 702},
	} {
		t.Run(name, func(t *testing.T) {
			texts := map[string]string{}
			for method, text := range map[string]string{getOwnInfo: row.info, checkSign: row.check} {
				if text != "" {
					texts[method] = text
				}
			}
			s := answers(t, texts)
			c := connect(t, s.URL)
			c.Resume(platform.Secret{})
			g, err := c.SignInWithToken(t.Context(), secret("token-1"))
			if resultOf(err) != row.result || (err == nil) != (row.result == 0) || g.UID != row.uid {
				t.Errorf("%+v, %v", g, err)
			}
			if c.Session().IsEmpty() != (err != nil) {
				t.Error("session and outcome differ")
			}
			if s.arrived()[0].Form.Get("session") != "token-1" {
				t.Error("the token was not sent as session")
			}
		})
	}
}

func TestCheckSessionAndSignOut(t *testing.T) {
	texts := map[string]string{checkSign: `{"result":0,"accessType":"FULL_ACCESS"}`, signOut: `{"result":0}`}
	s := answers(t, texts)
	c := connect(t, s.URL)
	if err := c.CheckSession(t.Context()); err != nil {
		t.Error(err)
	}
	if err := c.SignOut(t.Context()); err != nil || !c.Session().IsEmpty() {
		t.Error(err)
	}
	if err := c.SignOut(t.Context()); err != nil || len(s.arrived()) != 2 {
		t.Error("signed out twice", err)
	}
	if err := c.CheckSession(t.Context()); resultOf(err) != ResultNoSession {
		t.Error(err)
	}
	expired := answers(t, map[string]string{checkSign: `{"result":0}`})
	c = connect(t, expired.URL)
	if err := c.CheckSession(t.Context()); resultOf(err) != ResultNoSession || !c.Session().IsEmpty() {
		t.Errorf("expired: %v", err)
	}
	gone := connect(t, "http://127.0.0.1:1")
	if err := gone.SignOut(t.Context()); err == nil || !gone.Session().IsEmpty() {
		t.Errorf("offline: %v, the session must be forgotten", err)
	}
}

// A late refusal of an old session must not end the new one.
func TestLateRefusalKeepsTheNewSession(t *testing.T) {
	var c *Client
	s := serve(t, func(w http.ResponseWriter, _ string, form url.Values) {
		c.Resume(secret("new"))
		fmt.Fprint(w, `{"result":702,"error":"session has expired"}`)
	})
	c = connect(t, s.URL)
	if _, err := c.Groups(t.Context()); resultOf(err) != ResultNoSession || c.Session().Reveal() != "new" {
		t.Errorf("%v, session %q", err, c.Session().Reveal())
	}
}
