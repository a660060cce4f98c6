package journal

import (
	"errors"

	"steward/app/model"
	"steward/client"
)

// What an outcome is called in the story of an attempt.
const (
	verdictAccepted = "accepted"
	verdictRefused  = "refused"
	verdictUnclear  = "unclear"
	verdictUnknown  = "unknown"
	verdictUnsent   = "unsent"
	verdictUnfit    = "unfit"   // never written, and it will never be
	verdictSession  = "session" // 702
	verdictRate     = "rate"    // 429
)

// verdictOf is the client's verdict with the cases apart that are told apart
// here.
func verdictOf(o client.Outcome) string {
	switch o.Verdict() {
	case client.VerdictAccepted:
		return verdictAccepted
	case client.VerdictRefused:
		return verdictRefused
	case client.VerdictUnclear:
		return verdictUnclear
	case client.VerdictPutBack:
		if o.Result == client.ResultNoSession {
			return verdictSession
		}
		return verdictRate
	case client.VerdictUnsent:
		if errors.Is(o.Err, client.ErrReadOnly) || errors.Is(o.Err, client.ErrUnfit) || errors.Is(o.Err, client.ErrUnlisted) {
			return verdictUnfit
		}
		return verdictUnsent
	}
	return verdictUnknown
}

// after is where an operation goes from sending with a verdict. Refused stays
// where it is: a reading without our mark makes it rejected.
func after(class model.OperationClass, inBatch bool, verdict string) model.OperationState {
	switch verdict {
	case verdictAccepted:
		return model.StateAccepted
	case verdictRefused:
		return model.StateSending
	case verdictUnsent:
		return model.StateQueued
	case verdictUnfit:
		return model.StateReview
	case verdictSession, verdictRate:
		if class == model.ClassMoney && !inBatch {
			return model.StateReview
		}
		return model.StateQueued
	}
	return model.StateUnknown
}

// refusalOf is what the platform said, for the person.
func refusalOf(o client.Outcome, verdict string) *model.Refusal {
	if verdict == verdictAccepted {
		return nil
	}
	said := &model.Refusal{Result: o.Result, Status: o.HTTPStatus, Message: o.Message, Key: "journal.note." + verdict}
	if said.Message == "" && o.Err != nil {
		said.Message = o.Err.Error()
	}
	return said
}
