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
	}
	return false
}
