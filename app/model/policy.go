package model

// The settings that an organisation may fix.
const (
	PolicyPlatforms      = "platforms"
	PolicyReadOnly       = "read_only"
	PolicyLimitOperation = "limit_operation"
	PolicyLimitBatch     = "limit_batch"
	PolicyLimitDay       = "limit_day"
	PolicyKeepNothing    = "keep_nothing"
	PolicyNoUpdates      = "no_update_check"
)

// Policy is what an organisation has fixed for a computer. It holds whatever the
// person sets.
type Policy struct {
	Source      string        // where it stands; empty: nothing is managed
	Problem     string        // what of it is not understood; then nothing may be changed
	Platforms   []string      // the only addresses that may be opened; empty: any
	ReadOnly    bool          // the transport refuses every change, on every platform
	Limits      Limits        // of money; the smaller of these and the person's hold
	KeepNothing bool          // all in memory, for one run
	NoUpdates   bool          // no looking for updates, which Steward never does by itself
	Values      []PolicyValue // what was set, in the order of the documentation
}

// PolicyValue is one setting that is managed, as it was written.
type PolicyValue struct{ Key, Value string }

// Managed reports whether anything is set by the organisation.
func (p Policy) Managed() bool { return p.Source != "" }

// Sets reports whether a setting is managed.
func (p Policy) Sets(key string) bool {
	for _, v := range p.Values {
		if v.Key == key {
			return true
		}
	}
	return false
}
