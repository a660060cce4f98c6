package scenario

import (
	"testing"

	"steward/views/kit"
)

// ends are the actions that leave the window or what is open.
var ends = map[string]bool{"Quit": true, "Sign Out": true, "Sign In to…": true, "Work Offline": true}

// leaves are all actions below some menus that can be started.
func leaves(menus []*kit.Action, visit func(*kit.Action)) {
	for _, a := range menus {
		if len(a.Menu) > 0 {
			leaves(a.Menu, visit)
		} else if a != kit.Separator {
			visit(a)
		}
	}
}

// Every action of every menu does something or says why not: on an open list
// with nobody chosen, and with somebody.
func TestEveryActionRunsOrSaysWhyNot(t *testing.T) {
	for name, before := range map[string][]string{"nobody chosen": nil, "somebody chosen": {"Down", "Space"}} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			s.press(before...)
			leaves(s.window.Menus(), func(a *kit.Action) {
				switch reason := a.Reason(); {
				case a.Title == "":
					t.Errorf("an action has no title: %+v", a)
				case reason != "":
					same(t, a.Title+" does not run", a.Start(nil), false)
				case a.Run == nil:
					t.Errorf("%s does nothing", a.Title)
				case !ends[a.Title]:
					same(t, a.Title+" runs", a.Start(nil), true)
					s.settle()
					if s.window.Fyne().Canvas().Overlays().Top() != nil {
						s.press("Esc")
					}
					same(t, "dialogs left by "+a.Title, len(s.window.Fyne().Canvas().Overlays().List()), 0)
				}
			})
			for _, said := range s.window.Toasts() {
				if said == "" || len(said) > 10 && said[:9] == "Something" {
					t.Errorf("an action failed: %s", said)
				}
			}
		})
	}
}

// No key is meant for two things.
func TestNoKeyIsBoundTwice(t *testing.T) {
	s := open(t)
	owner := map[kit.Key]string{}
	leaves(s.window.Menus(), func(a *kit.Action) {
		if a.Key.Name == "" {
			return
		}
		if other, taken := owner[a.Key]; taken && other != a.Title {
			t.Errorf("%s is the key of %s and of %s", a.Key, other, a.Title)
		}
		owner[a.Key] = a.Title
	})
}

// Leaving a platform and coming back: nothing of it stays on screen meanwhile.
func TestSignInToShowsTheSignInPage(t *testing.T) {
	s := open(t)
	email := s.truth(s.uids()[0]).Email
	s.chooses("Sign In to…")
	s.until("the sign-in page is there", func() bool { return s.window.SignIn() != nil })
	for _, p := range s.pieces() {
		if p.words() == email {
			t.Error("a customer is on the sign-in page")
		}
	}
	same(t, "title", s.window.Fyne().Title(), "Steward")
}
