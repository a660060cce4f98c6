package platform

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// MarshalJSON writes an amount and its currency as one text, null where nothing is
// given: what is kept as JSON keeps its money exactly.
func (m Money) MarshalJSON() ([]byte, error) {
	if !m.given {
		return []byte("null"), nil
	}
	return json.Marshal(strings.TrimSpace(m.amount.String() + " " + m.currency))
}

// UnmarshalJSON reads what MarshalJSON writes. It returns ErrMoneyText for anything
// else; an empty object is what nothing given was written as before.
func (m *Money) UnmarshalJSON(data []byte) error {
	if bytes.Equal(data, []byte("null")) || bytes.Equal(data, []byte("{}")) {
		*m = Money{}
		return nil
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("read money: %w", ErrMoneyText)
	}
	amount, currency, _ := strings.Cut(text, " ")
	read, err := ParseMoney(amount, currency)
	if err != nil {
		return fmt.Errorf("read money: %w", err)
	}
	*m = read
	return nil
}
