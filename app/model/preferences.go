package model

// Preferences are the person's settings for the whole program.
type Preferences struct {
	Theme       string  // "" follows the system, "light", "dark"
	Scale       float32 // of the interface, 0.8 to 2.0; 0: 1.0
	Comfortable bool    // 30 px rows instead of 25
	LocalTime   bool    // dates in this computer's zone instead of UTC
	AllDecimals bool    // show all decimals of money in lists
	LoginsOnly  bool    // search e-mails and User IDs only, not phones and notes
	PullMinutes int     // how often all customers are read again; 0: 15
}
