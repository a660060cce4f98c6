package scenario

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"steward/client/demo"
	"steward/client/platform"
	"steward/views/kit"
)

// forgets opens the dialog that deletes the personal data of a customer.
func forgets(t *testing.T) (*story, demo.Customer) {
	t.Helper()
	s, c := changing(t, plain)
	s.asksStatus("Delete Personal Data…")
	return s, c
}

// dialogs is how many dialogs and menus are open.
func (s *story) dialogs() int { return len(s.window.Fyne().Canvas().Overlays().List()) }

// tabs presses Tab.
func (s *story) tabs() {
	s.t.Helper()
	s.window.Fyne().Canvas().FocusNext()
	s.settle()
}

// Personal data goes on the platform and here, by keys alone: a dialog says what is
// lost, and its button does nothing until the address is typed in full.
func TestPersonalDataIsDeleted(t *testing.T) {
	s, c := forgets(t)
	same(t, "a dialog is open", s.dialogs(), 1)
	s.sees("What is lost")
	s.sees("email and phone are replaced by a hash")
	s.sees("stays on the account")
	s.types("Asked to be forgotten") // the reason has the keyboard
	s.tabs()
	s.types("T-4711")
	s.tabs() // the mode
	s.press("Enter")
	s.clicks("random hash, may register again")
	s.sees("Mode: random hash, the address may register again.")
	s.tabs()
	s.types("somebody")
	s.sees("Type the full email: " + c.Email)
	s.press("Enter")
	s.tabs() // Cancel
	s.tabs()
	same(t, "the red button has the keyboard", s.focused() == fyne.Focusable(s.sendButton()), true)
	same(t, "its colour", s.sendButton().Level, kit.Danger)
	s.press("Enter")
	same(t, "recorded", s.recorded(), 0)
	s.fieldOf("Type the email").Focus()
	for range "somebody" {
		s.press("BackSpace")
	}
	s.types(c.Email)
	s.tabs()
	s.tabs()
	s.press("Enter")
	s.until("it is gone", func() bool {
		return s.truth(c.UID).State() == platform.StateDeleted && len(s.cluster.OpenOperations()) == 0
	})
	same(t, "email", s.truth(c.UID).Email == c.Email, false)
	same(t, "the dialog went", s.dialogs(), 0)
	s.until("the platform says so", func() bool { return s.shows("The journal keeps the number only.") })
	s.settle()
	said := s.screen() + strings.Join(s.window.Toasts(), "\n")
	if strings.Contains(said, c.Email) {
		t.Errorf("the address is still said:\n%s", said)
	}
	op, _ := s.newest()
	s.operations()
	s.sees("UID " + plainUID(c.UID) + " · " + string(op.ID))
	s.seesNot("Delete Personal Data personal data removed")
}

// Esc closes the dialog; the keyboard is where it was, and what was typed is there
// again, but for the address.
func TestTheDialogOfPersonalDataCloses(t *testing.T) {
	s, c := forgets(t)
	s.types("Asked to be forgotten")
	s.fieldOf("Type the email").Focus()
	s.types(c.Email)
	s.press("Esc")
	same(t, "closed", s.dialogs(), 0)
	same(t, "the keyboard is behind", s.onScreen(s.focused().(fyne.CanvasObject)), true)
	s.sees("Phone Number") // the tab is as it was
	s.press("Ctrl+Enter")
	same(t, "recorded", s.recorded(), 0)
	s.asksStatus("Delete Personal Data…")
	same(t, "why not", s.sendButton().Action.Reason(), "Type the full email: "+c.Email+".")
	s.clicks("Cancel")
	same(t, "closed", s.dialogs(), 0)
}

// In the smallest window the whole dialog is inside, and its button in view.
func TestTheDialogOfPersonalDataFits(t *testing.T) {
	s, _ := forgets(t)
	s.window.Fyne().Resize(fyne.NewSize(1024, 640))
	s.press("Ctrl+Enter") // every field says what is missing
	window := s.window.Fyne().Canvas().Size()
	button := s.sendButton()
	at := s.fyne.Driver().AbsolutePositionForObject(button)
	if bottom := at.Y + button.Size().Height; bottom > window.Height || bottom < 200 {
		t.Errorf("the button ends at %v of %v", bottom, window.Height)
	}
	reason := s.find("Say why; the next colleague sees it.")
	if reason.at.Y < 0 || reason.at.Y > window.Height {
		t.Errorf("what is missing stands at %v", reason.at)
	}
}

// Where the platform's setting hides it, it is not offered.
func TestPersonalDataIsNotOfferedWhereThePlatformHidesIt(t *testing.T) {
	s := world(t, func(o *demo.Options) { o.Removal.Hidden = true }).start(true)
	s.everybodyRead()
	s.visit(s.someone(s.everyone(), "plain", plain).UID)
	s.clicks("Change Status")
	s.sees("Destroy…")
	s.seesNot("Delete Personal Data…")
}
