package conformance

import (
	"context"
	"fmt"

	"steward/client/platform"
)

// peopleChecks read what the changes of a customer need beside the lists.
var peopleChecks = []check{
	{"identity.taken", "CheckUser finds the account of an e-mail address, and none for an address that nobody has.", emailTaken},
	{"templates.list", "GetEmailTemplates answers the mails that can be sent, a welcome mail for every group (assumed A19).", templatesList},
	{"setting.removal", "REMOVE_PERSONAL_DATA_ENABLED says whether personal data may be removed (type assumed A28).", removalSetting},
	{"signin.attempts", "GetSigninAttempts answers the failed sign-ins of a customer (assumed A26).", signinAttempts},
	{"signin.sessions", "GetSessions of a uid answers that customer's sessions and nobody else's (assumed A27).", signinSessions},
}

func emailTaken(ctx context.Context, s *suite) (string, error) {
	u, err := s.registered()
	if err != nil {
		return "", err
	}
	uid, taken, err := s.client.EmailTaken(ctx, u.Email)
	if err == nil && (!taken || uid != u.UID) {
		err = fmt.Errorf("the address of customer %d belongs to %d", u.UID, uid)
	}
	if err != nil {
		return "", err
	}
	if uid, taken, err = s.client.EmailTaken(ctx, "nobody.has.this@steward.invalid"); err == nil && taken {
		err = fmt.Errorf("an address that nobody has belongs to %d", uid)
	}
	return fmt.Sprintf("customer %d has the address", u.UID), err
}

func templatesList(ctx context.Context, s *suite) (string, error) {
	templates, err := s.client.EmailTemplates(ctx)
	if err == nil && len(templates) == 0 {
		err = errNothing{"template"}
	}
	return fmt.Sprintf("%d templates", len(templates)), err
}

func removalSetting(ctx context.Context, s *suite) (string, error) {
	may, err := s.client.MayRemovePersonalData(ctx, 0)
	return fmt.Sprintf("personal data may be removed: %v", may), err
}

func signinAttempts(ctx context.Context, s *suite) (string, error) {
	u, err := s.registered()
	if err != nil {
		return "", err
	}
	attempts, err := s.client.SigninAttempts(ctx, u.UID)
	return fmt.Sprintf("customer %d: %d failed", u.UID, attempts.Failed), err
}

func signinSessions(ctx context.Context, s *suite) (string, error) {
	u, err := s.one("active customer", func(u platform.User) bool { return u.State() == platform.StateActive })
	if err != nil {
		return "", err
	}
	sessions, err := s.client.Sessions(ctx, u.UID)
	return fmt.Sprintf("customer %d: %d sessions", u.UID, len(sessions)), err
}
