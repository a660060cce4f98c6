package model

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"steward/client/platform"
)

// OperationID names one intended change for good: ten characters of Crockford's
// base32, nine of them free and one that checks the others.
type OperationID string

// ErrOperationID is returned for a text that is no operation id.
var ErrOperationID = errors.New("not an operation id")

const (
	crockford   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	idLength    = 10
	bitsOfDigit = 5
)

// NewOperationID makes a random id.
func NewOperationID() OperationID {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the program instead
	return operationID(binary.BigEndian.Uint64(raw[:]))
}

// PlannedOperationID is the id of a customer's row in a plan: always the same
// one, so that a plan that is run again meets what it did before.
func PlannedOperationID(plan string, uid platform.UID) OperationID {
	sum := sha256.Sum256([]byte("steward plan " + plan + " " + strconv.FormatUint(uint64(uid), 10)))
	return operationID(binary.BigEndian.Uint64(sum[:8]))
}

// operationID spells the first 45 bits and their check.
func operationID(bits uint64) OperationID {
	var text [idLength]byte
	for i := range idLength - 1 {
		text[i] = crockford[bits>>(64-bitsOfDigit*(i+1))&31]
	}
	text[idLength-1] = checkDigit(text[:idLength-1])
	return OperationID(text[:])
}

// checkDigit is Luhn's, with 32 digits instead of ten: it finds every single
// wrong character and nearly all swapped neighbours.
func checkDigit(text []byte) byte {
	sum, factor := 0, 2
	for i := len(text) - 1; i >= 0; i-- {
		product := factor * strings.IndexByte(crockford, text[i])
		sum += product/len(crockford) + product%len(crockford)
		factor = 3 - factor
	}
	return crockford[(len(crockford)-sum%len(crockford))%len(crockford)]
}

// ParseOperationID reads an id as people type it: lower case, O for 0, I and L
// for 1. It returns ErrOperationID.
func ParseOperationID(text string) (OperationID, error) {
	text = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(strings.TrimSpace(text)))
	if len(text) != idLength || strings.Trim(text, crockford) != "" || checkDigit([]byte(text[:idLength-1])) != text[idLength-1] {
		return "", fmt.Errorf("read operation id: %w", ErrOperationID)
	}
	return OperationID(text), nil
}

// Stamp is the mark of an attempt as platform.Funding.Stamp reads it back.
func (id OperationID) Stamp(attempt int) string { return string(id) + "/" + strconv.Itoa(attempt) }

// Note is a reason with the mark of an attempt before it, where no short field
// cuts it.
func (id OperationID) Note(attempt int, reason string) string {
	return strings.TrimSpace("[st:" + id.Stamp(attempt) + "] " + reason)
}

// RequestKey is the UUID that goes out with an attempt: the audit log gives it
// back as requestUniqueKey.
func (id OperationID) RequestKey(attempt int) string {
	return platform.RequestKey(string(id), attempt)
}

// SplitStamp takes a mark apart; ok is false for one that is not ours.
func SplitStamp(stamp string) (id OperationID, attempt int, ok bool) {
	name, number, found := strings.Cut(stamp, "/")
	attempt, err := strconv.Atoi(number)
	if id, bad := ParseOperationID(name); found && err == nil && bad == nil && attempt > 0 {
		return id, attempt, true
	}
	return "", 0, false
}
