package wire

import (
	"encoding/json"

	"steward/client/platform"
)

// Conditions are what a search asks for, as the methods take it that want it as
// JSON. What is empty is not asked for.
type Conditions struct {
	AppIDs       []string     `json:"appids,omitempty"`
	To           string       `json:"endDate,omitempty"` // inclusive, as From
	Direction    string       `json:"orderDirection"`
	Order        string       `json:"orderField"`
	Count        int          `json:"resultCount,omitempty"` // 0: everything
	From         string       `json:"startDate,omitempty"`
	Start        int          `json:"startRow"`
	Subscription int64        `json:"subscriptionId,omitempty"`
	Types        []string     `json:"types,omitempty"`
	UID          platform.UID `json:"uid"`
	Text         string       `json:"value,omitempty"`
}

// JSON is the text of the conditions.
func (c Conditions) JSON() string {
	text, _ := json.Marshal(c) // texts and numbers never fail
	return string(text)
}
