package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/sirupsen/logrus"

	"steward/app"
	"steward/app/model"
	"steward/app/pull"
	"steward/assets/text"
	"steward/client"
	"steward/client/conformance"
)

// runDoctor holds a platform against the contract. It only reads, and the
// transport refuses everything else. The password, token or code comes from
// standard input, never from an argument or the environment.
func runDoctor(ctx context.Context, env Env, args []string) error {
	set := flags(env, "doctor")
	address := set.String("url", "", "address of the platform, such as https://jca.example.com")
	login := set.String("login", "", "e-mail of an account; its password is read from standard input; without it an access token is")
	pin := set.String("pin", "", "SHA-256 of a certificate to accept, in hex")
	module := set.Bool("module-paths", false, "use the panel's own paths instead of /1.0")
	if err := parse(set, args); err != nil {
		return err
	}
	policy := app.LoadPolicy(env.Policy)
	sayPolicy(env.Out, policy)
	c, err := doctorClient(env, policy, *address, *pin, *module)
	if err != nil {
		return told(err)
	}
	if err := doctorSignIn(ctx, env, c, *login); err != nil {
		return told(err)
	}
	summary, err := conformance.Run(ctx, c, func(o conformance.Outcome) {
		_, _ = fmt.Fprintf(env.Out, "%-14s %-28s %s\n", o.Result, o.Check, o.Words)
	})
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(env.Out, "\n%d ok, %d failed, %d not supported\n", summary.OK, summary.Failed, summary.NotSupported)
	if *login != "" {
		if err := c.SignOut(ctx); err != nil {
			return told(err)
		}
	}
	if summary.Failed > 0 {
		return errors.New("the platform differs from the contract")
	}
	return nil
}

// sayPolicy says what the organisation has fixed for this computer.
func sayPolicy(w io.Writer, p model.Policy) {
	if !p.Managed() {
		return
	}
	_, _ = fmt.Fprintln(w, "set by your organisation in", p.Source)
	for _, v := range p.Values {
		_, _ = fmt.Fprintf(w, "%-14s %-28s %s\n", "managed", v.Key, text.Visible(v.Value))
	}
	if p.Problem != "" {
		_, _ = fmt.Fprintf(w, "%-14s %s\n", "NOT UNDERSTOOD", text.Visible(p.Problem))
	}
	_, _ = fmt.Fprintln(w)
}

func doctorClient(env Env, policy model.Policy, address, pin string, module bool) (*client.Client, error) {
	checked, err := app.CheckAddress(address)
	if err != nil {
		return nil, err
	}
	if why := app.PlatformAllowed(policy, checked, model.Live); why != nil {
		return nil, why
	}
	style := client.PathV1
	if module {
		style = client.PathModule
	}
	return client.New(client.Config{
		BaseURL: checked, PathStyle: style, ReadOnly: true, Pin: strings.ToLower(strings.ReplaceAll(pin, ":", "")),
		UserAgent: "Steward/" + env.Version, Now: model.SystemClock{}.Now, Log: logrus.NewEntry(env.Log),
	})
}

func doctorSignIn(ctx context.Context, env Env, c *client.Client, login string) error {
	answers := newAnswers(env)
	if login == "" {
		token, err := answers.ask(ctx, "Access token: ")
		if err != nil {
			return err
		}
		_, err = c.SignInWithToken(ctx, token)
		return err
	}
	password, err := answers.ask(ctx, "Password: ")
	if err != nil {
		return err
	}
	grant, err := c.SignIn(ctx, login, password)
	if err != nil || !grant.NeedsCode {
		return err
	}
	code, err := answers.ask(ctx, "Two-factor code: ")
	if err != nil {
		return err
	}
	_, err = c.VerifyCode(ctx, code)
	return err
}

// told is an error as the sentence for the person; of a fault of this computer with
// its cause, which no sentence foresaw.
func told(err error) error {
	var known *model.Error
	if !errors.As(err, &known) {
		known = pull.Explain(err)
	}
	words := text.Error(known.Key, known.Args)
	if known.Code == model.Internal && known.Cause != nil {
		return fmt.Errorf("%s (%w)", words, known.Cause)
	}
	return errors.New(words)
}
