package vault

import (
	"errors"

	"steward/app/model"
)

// State is how things stand with the place where the secrets are.
type State uint8

// The states of a vault.
const (
	Ready           State = iota + 1 // secrets can be read and stored
	Locked                           // the system's keyring wants to be unlocked
	Missing                          // there is no system keyring
	Slow                             // the system's keyring did not answer in time
	Changed                          // a key is gone from the keyring or is another one
	NeedsPassphrase                  // the vault's file wants its passphrase
	ThisRun                          // nothing is kept: memory only, read-only
	Broken                           // the vault's file cannot be read
)

// The reasons that are ours; the others are the keyring's (ErrLocked, ...).
var (
	errSlow      = errors.New("keyring did not answer in time")
	errChanged   = errors.New("key is not the one that was stored")
	errNoPhrase  = errors.New("passphrase not given yet")
	errBroken    = errors.New("vault file not understood")
	errDiskWrite = errors.New("vault file not written")
	errWrong     = errors.New("passphrase does not fit")
	errShort     = errors.New("passphrase too short")
	errUnset     = errors.New("no passphrase was set")
)

// sentences has, for every reason, what the person is told.
var sentences = []struct {
	reason error
	state  State
	code   model.Code
	key    string
}{
	{ErrLocked, Locked, model.Unauthorized, "keyring.locked"},
	{ErrMissing, Missing, model.NotFound, "keyring.missing"},
	{errSlow, Slow, model.Timeout, "keyring.slow"},
	{errChanged, Changed, model.Conflict, "keyring.changed"},
	{errNoPhrase, NeedsPassphrase, model.Unauthorized, "keyring.passphrase"},
	{errBroken, Broken, model.Internal, "keyring.broken"},
	{errDiskWrite, 0, model.Internal, "keyring.unwritten"},
	{errWrong, 0, model.Unauthorized, "keyring.wrong"},
	{errUnset, 0, model.NotFound, "keyring.unset"},
}

// Err is what to tell the person about a state; nil where there is nothing to
// do (Ready, ThisRun).
func (s State) Err() *model.Error {
	for _, it := range sentences {
		if it.state == s && s != 0 {
			return model.NewError(it.code, it.key, it.reason)
		}
	}
	return nil
}

// explain turns a failure into the error with the sentence for the person. An
// error that has one already, and an ended context, stay as they are.
func explain(err error) error {
	var told *model.Error
	if err == nil || errors.As(err, &told) {
		return err
	}
	for _, it := range sentences {
		if errors.Is(err, it.reason) {
			return model.NewError(it.code, it.key, err)
		}
	}
	return err
}

// stateOf is the state an error speaks of; 0 if it speaks of none.
func stateOf(err error) State {
	for _, it := range sentences {
		if errors.Is(err, it.reason) {
			return it.state
		}
	}
	return 0
}
