package demo

// Alternatives says where the platform has not the first form that the
// contract assumes but the other one it knows. The zero value is the first
// form everywhere; the other methods answer there too.
type Alternatives struct {
	Environments   bool // searchenvs knows no uid (3): getenvs has to be asked (A7)
	Audit          bool // there is no getuseractivity (404): searchactions has to be asked (A9)
	Billing        bool // billing rows are a tree: an interval holds its charges as children (A10)
	Quotas         bool // getcollaborationquotas is refused (8): getownerquotas of an environment has to be asked (A11)
	ExpandFields   bool // subscriptions know no expandFields (3) and tell everything
	Regions        bool // there is no getregions (404): getregionsinner has to be asked
	Identity       bool // there is no system getuserinfo (404): getuserinfoinner has to be asked (A13)
	Currency       bool // there is no getplatformcurrency (404): the configuration key has to be asked
	Invoices       bool // there is no searchinvoices (404): getinvoices has to be asked
	Collaborations bool // members and collaborations are swapped (A14)
	Anonymize      bool // isAnonymize=true is PSEUDOANONYMIZATION (A15)
	Visit          bool // there is no signinasclient (404): signinasuser has to be asked (A16)
	Dashboard      bool // the dashboard takes the session from its address, not from a form (A17)
	Group          bool // there is no changegroup (404): setgroup has to be asked (A18)
	Templates      bool // there is no getemailtemplates (404): the names follow from the groups (A19)
	Notify         bool // changeemail sends no mail (A20)
	ChangeEmail    bool // there is no system changeemail (404): the billing one has to be asked
	ChangePhone    bool // there is no system changephonenumber (404): the billing one has to be asked
	Attempts       bool // system knows no sign-in counter (404): users.authentication has to be asked
	Sessions       bool // users.authentication heeds no uid: system has to be asked
	RemovalSetting bool // the setting of the removal is of type jca, not ui
}

// missing are the methods that a platform of these alternatives does not have.
func (a Alternatives) missing(method string) bool {
	switch method {
	case "administration/cluster/getuseractivity":
		return a.Audit
	case "administration/cluster/getregions":
		return a.Regions
	case "system/admin/getuserinfo":
		return a.Identity
	case "billing/pricing/getplatformcurrency":
		return a.Currency
	case "billing/invoice/searchinvoices":
		return a.Invoices
	case "system/admin/signinasclient":
		return a.Visit
	case "billing/account/changegroup":
		return a.Group
	case "billing/system/getemailtemplates":
		return a.Templates
	case "system/admin/changeemail":
		return a.ChangeEmail
	case "system/admin/changephonenumber":
		return a.ChangePhone
	case "system/admin/getsigninattempts", "system/admin/resetsigninattempts":
		return a.Attempts
	}
	return false
}

func (a Alternatives) removalSetting() string {
	if a.RemovalSetting {
		return "jca"
	}
	return "ui"
}
