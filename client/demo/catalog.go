package demo

// product is what customers subscribe to.
type product struct {
	id    int64
	name  string
	plans []plan
}

// plan is a service plan with its price for a month, in cents of a euro; a
// year costs ten months.
type plan struct {
	id    int64
	name  string
	cents int64
}

// products are the products of the demo cluster.
var products = []product{
	{7, "Managed WordPress", []plan{{20, "Starter", 900}, {21, "Business", 1900}}},
	{8, "Kubernetes Cluster", []plan{{30, "Dev", 4900}, {31, "Production", 19_900}}},
	{9, "Git Server", []plan{{40, "Team", 1250}}},
}

// subscriptionStatuses are the statuses there are; most are active.
var subscriptionStatuses = []string{
	"ACTIVE", "TRIAL", "INCOMPLETE", "INCOMPLETE_EXPIRED", "PAST_DUE", "UNPAID", "SUSPENDED", "CANCELED", "ENDED",
}
