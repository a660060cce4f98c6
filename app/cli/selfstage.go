package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"steward/app/model"
	"steward/client/demo"
	"steward/client/platform"
)

const (
	stageCustomers = 600
	fundAccount    = "billing/account/fundaccount"
)

// stage is what a self-test plays on: a demo platform in this process, whose
// ledger says in the end what is true, and a desk in a process of its own.
type stage struct {
	env   Env
	dir   string
	twice bool // the platform books the refill twice

	platform *demo.Platform
	account  demo.Account
	phrase   platform.Secret // seals the desk; made for this test
	desk     *deskProcess

	operation string
	customer  platform.UID
}

// checks are the scenes in their order; each needs those before.
func (s *stage) checks() []selfcheck {
	return []selfcheck{
		{"demo platform", s.start},
		{"sign in", s.signIn},
		{"list", s.list},
		{"search", s.search},
		{"refill", s.refill},
		{"kill", s.kill},
		{"start again", s.again},
		{"found", s.found},
		{"booked once", s.bookedOnce},
	}
}

// start starts a platform that does what is asked of it but whose first answer to
// a refill is lost, and whose history does not show the refill for now.
func (s *stage) start(ctx context.Context) (string, error) {
	quiet := logrus.New()
	quiet.SetOutput(io.Discard) // the faults are meant
	var err error
	s.platform, err = demo.Start(ctx, demo.Options{
		Dir: filepath.Join(s.dir, "platform"), Customers: stageCustomers, Seed: 1,
		Now: model.SystemClock{}.Now, Log: logrus.NewEntry(quiet), Quirks: demo.Quirks{FundingLate: time.Hour},
	})
	if err != nil {
		return "", err
	}
	apply := demo.ApplyOnce
	if s.twice {
		apply = demo.ApplyTwice
	}
	if err := s.platform.Faults().Add(fundAccount, demo.Lost(demo.LossEOF, apply)); err != nil {
		return "", err
	}
	for _, a := range s.platform.Accounts() {
		if a.Role == "admin" && a.TOTP.IsEmpty() {
			s.account = a
			s.phrase = platform.NewSecret(rand.Text())
			return fmt.Sprintf("%d invented customers at %s", stageCustomers, s.platform.URL()), nil
		}
	}
	return "", errors.New("it has no admin account")
}

func (s *stage) signIn(ctx context.Context) (string, error) {
	err := s.open(ctx, deskOrder{URL: s.platform.URL(), Login: s.account.Login})
	if err != nil {
		return "", err
	}
	_, err = s.desk.expect(saidSignedIn, 0)
	return "a process of its own, its data sealed with a passphrase made for this test", err
}

func (s *stage) list(context.Context) (string, error) {
	said, err := s.desk.expect(saidListed, 1)
	if err != nil {
		return "", err
	}
	if said[0] != strconv.Itoa(stageCustomers) {
		return "", fmt.Errorf("%s of %d customers", said[0], stageCustomers)
	}
	return said[0] + " customers read and stored", nil
}

func (s *stage) search(context.Context) (string, error) {
	said, err := s.desk.expect(saidFound, 1)
	if err != nil {
		return "", err
	}
	return "a customer is found by a part of the e-mail, " + said[0] + " in the list", nil
}

// refill waits until the desk does not know what became of its refill, though the
// platform has booked it.
func (s *stage) refill(ctx context.Context) (string, error) {
	said, err := s.desk.expect(saidUnknown, 2)
	if err != nil {
		return "", err
	}
	uid, err := strconv.ParseUint(said[1], 10, 32)
	if err != nil {
		return "", fmt.Errorf("the desk names no customer: %w", err)
	}
	s.operation, s.customer = said[0], platform.UID(uid)
	booked, err := s.bookings(ctx)
	if err != nil {
		return "", err
	}
	if booked == 0 {
		return "", errors.New("the platform booked nothing")
	}
	return "booked by the platform, its answer lost: unknown", nil
}

func (s *stage) kill(context.Context) (string, error) {
	if err := s.desk.kill(); err != nil {
		return "", err
	}
	s.platform.SetQuirks(demo.Quirks{})
	return "the process was killed while the refill was unknown", nil
}

func (s *stage) again(ctx context.Context) (string, error) {
	if err := s.open(ctx, deskOrder{Operation: s.operation}); err != nil {
		return "", err
	}
	_, err := s.desk.expect(saidOpen, 0)
	return "the journal opens and has the refill", err
}

func (s *stage) found(context.Context) (string, error) {
	said, err := s.desk.expect(saidSettled, 2)
	if err != nil {
		return "", err
	}
	if said[0] != string(model.StateConfirmed) || said[1] != "late" {
		return "", fmt.Errorf("the refill is %s (%s) instead of confirmed late", said[0], said[1])
	}
	return "confirmed by the platform's own record after it was unknown", s.desk.end()
}

func (s *stage) bookedOnce(ctx context.Context) (string, error) {
	booked, err := s.bookings(ctx)
	if err != nil {
		return "", err
	}
	if booked != 1 {
		return "", fmt.Errorf("the platform's ledger has the refill %d times", booked)
	}
	return "the platform's ledger has the refill once", nil
}

// bookings is how often the platform's own ledger has the refill.
func (s *stage) bookings(ctx context.Context) (n int, err error) {
	rows, err := s.platform.Ledger(ctx, s.customer)
	for _, row := range rows {
		if strings.Contains(row.Note, s.operation) { // its mark has it
			n++
		}
	}
	return n, err
}

// close ends what still runs.
func (s *stage) close() error {
	var errs []error
	if s.desk != nil {
		_ = s.desk.kill() // has ended where all went well
	}
	if s.platform != nil {
		errs = append(errs, s.platform.Close())
	}
	return errors.Join(errs...)
}

// open starts the desk's process with an order.
func (s *stage) open(ctx context.Context, order deskOrder) (err error) {
	order.Dir = filepath.Join(s.dir, "desk")
	s.desk, err = startDeskProcess(ctx, s.env, filepath.Join(s.dir, "desk.log"), order, s.account.Password, s.phrase)
	return err
}

// deskProcess is this program a second time, as the desk of a self-test.
type deskProcess struct {
	command *exec.Cmd
	in      io.WriteCloser // it ends when this is closed
	said    *bufio.Scanner
	log     *os.File
	ended   bool
}

// thisProgram is where this program lies: what the system says, or in a root without
// /proc what it was started as.
func thisProgram() (string, error) {
	self, err := os.Executable()
	if err != nil {
		self, err = exec.LookPath(os.Args[0])
	}
	if err == nil {
		self, err = filepath.Abs(self)
	}
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	return self, nil
}

// startDeskProcess starts it. What is secret goes through its standard input.
func startDeskProcess(ctx context.Context, env Env, log string, order deskOrder, secrets ...platform.Secret) (*deskProcess, error) {
	self, err := thisProgram()
	if err != nil {
		return nil, err
	}
	order.Version = env.Version
	words, _ := json.Marshal(order)                                                       // plain fields cannot fail
	d := &deskProcess{command: exec.CommandContext(ctx, self, "selftest", secondProcess)} //nolint:gosec // this very program
	if d.log, err = os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600); err != nil {
		return nil, fmt.Errorf("make log of the desk: %w", err)
	}
	d.command.Stderr = d.log
	out, err := d.command.StdoutPipe()
	if err == nil {
		d.in, err = d.command.StdinPipe()
	}
	if err == nil {
		err = d.command.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("start this program again: %w", errors.Join(err, d.log.Close()))
	}
	d.said = bufio.NewScanner(out)
	lines := string(words) + "\n"
	for _, secret := range secrets {
		lines += secret.Reveal() + "\n"
	}
	if _, err := io.WriteString(d.in, lines); err != nil {
		return nil, fmt.Errorf("give the order: %w", errors.Join(err, d.kill()))
	}
	return d, nil
}

// expect waits for a word and returns what follows it.
func (d *deskProcess) expect(word string, more int) ([]string, error) {
	if !d.said.Scan() {
		return nil, errors.Join(errors.New("the desk's process ended"), d.said.Err())
	}
	said := strings.Split(d.said.Text(), "\t")
	switch {
	case said[0] == saidFailed && len(said) > 1:
		return nil, errors.New(said[1])
	case said[0] != word || len(said) != more+1:
		return nil, fmt.Errorf("the desk said %q instead of %s", said, word)
	}
	return said[1:], nil
}

// kill ends the process as a power cut would, and fails if it had ended before.
func (d *deskProcess) kill() error {
	if d.ended {
		return errors.New("the desk's process had ended before")
	}
	err := d.command.Process.Kill()
	if d.wait() == nil {
		err = errors.Join(err, errors.New("the desk's process ended by itself"))
	}
	return err
}

// end waits for the process to end by itself.
func (d *deskProcess) end() error { return d.wait() }

func (d *deskProcess) wait() error {
	d.ended = true
	return errors.Join(d.command.Wait(), d.log.Close())
}
