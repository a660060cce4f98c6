package platform

import "time"

// SubscriptionStatus is where a subscription stands. Unknown values keep the
// platform's own text.
type SubscriptionStatus string

// The nine statuses seen in clients.
const (
	SubscriptionIncomplete        SubscriptionStatus = "INCOMPLETE"
	SubscriptionIncompleteExpired SubscriptionStatus = "INCOMPLETE_EXPIRED"
	SubscriptionTrial             SubscriptionStatus = "TRIAL"
	SubscriptionActive            SubscriptionStatus = "ACTIVE"
	SubscriptionPastDue           SubscriptionStatus = "PAST_DUE"
	SubscriptionUnpaid            SubscriptionStatus = "UNPAID"
	SubscriptionSuspended         SubscriptionStatus = "SUSPENDED"
	SubscriptionCanceled          SubscriptionStatus = "CANCELED"
	SubscriptionEnded             SubscriptionStatus = "ENDED"
)

// SubscriptionStatuses are the known statuses in the order of a subscription's life.
var SubscriptionStatuses = []SubscriptionStatus{
	SubscriptionIncomplete, SubscriptionIncompleteExpired, SubscriptionTrial, SubscriptionActive, SubscriptionPastDue,
	SubscriptionUnpaid, SubscriptionSuspended, SubscriptionCanceled, SubscriptionEnded,
}

// ChargePeriod is how often something is charged. Unknown values keep the
// platform's own text.
type ChargePeriod string

// The documented periods, 0 to 3 on the wire.
const (
	ChargeHourly  ChargePeriod = "HOUR"
	ChargeMonthly ChargePeriod = "MONTH"
	ChargeYearly  ChargePeriod = "YEAR"
	ChargeOnce    ChargePeriod = "ONETIME"
)

// Ref names a product, service plan or tariff plan. The zero value means not told.
type Ref struct {
	ID   int64
	Name string
}

// Subscription is a product that a customer pays by period. Its object is
// assumed (A8).
type Subscription struct {
	ID         int64
	Status     SubscriptionStatus
	Product    Ref
	Price      Money // of one instance and one period
	Period     ChargePeriod
	Created    time.Time // UTC
	Ends       time.Time // UTC; zero: not told
	AutoCharge bool
	Owner      UID    // 0: not told
	OwnerEmail string // empty: not told
	Items      []SubscriptionItem
}

// Usage is how many instances are installed, of how many that are paid for.
func (s Subscription) Usage() (used, of int) {
	for _, item := range s.Items {
		used += len(item.Resources)
		of += item.Quantity
	}
	return used, of
}

// SubscriptionItem is one service plan of a subscription.
type SubscriptionItem struct {
	ID           int64
	Quantity     int
	Plan         Ref // service plan
	Tariff       Ref // tariff plan
	TariffPeriod ChargePeriod
	Resources    []SubscriptionResource
}

// SubscriptionResource is one environment that was installed from an item.
type SubscriptionResource struct {
	ID          int64
	UniqueName  string
	AppID       string // of the environment; empty: not told
	Environment string // its short name; empty: not told
	Status      string // the platform's own text; empty: not told
	Created     time.Time
}

// InvoiceType is what an invoice is for. Unknown values keep the platform's own text.
type InvoiceType string

// The known types; the last is assumed.
const (
	InvoicePostPayment        InvoiceType = "POST_PAYMENT"
	InvoiceSubscription       InvoiceType = "SUBSCRIPTION"
	InvoiceSubscriptionUpdate InvoiceType = "SUBSCRIPTION_UPDATE"
)

// InvoiceStatus is where an invoice stands. Unknown values keep the platform's own text.
type InvoiceStatus string

// The seven documented statuses; their spelling on the wire is assumed.
const (
	InvoiceOpen          InvoiceStatus = "OPEN"
	InvoiceExpired       InvoiceStatus = "EXPIRED"
	InvoicePaid          InvoiceStatus = "PAID"
	InvoicePaidExpired   InvoiceStatus = "PAID_EXPIRED"
	InvoiceVoid          InvoiceStatus = "VOID"
	InvoiceDiscarded     InvoiceStatus = "DISCARDED"
	InvoiceUncollectible InvoiceStatus = "UNCOLLECTIBLE"
)

// InvoiceStatuses are the known statuses in display order.
var InvoiceStatuses = []InvoiceStatus{
	InvoiceOpen, InvoiceExpired, InvoicePaid, InvoicePaidExpired, InvoiceVoid, InvoiceDiscarded, InvoiceUncollectible,
}

// Owed reports whether somebody still has to pay it.
func (s InvoiceStatus) Owed() bool { return s == InvoiceOpen || s == InvoiceExpired }

// Invoice is one bill (billing.invoice.SearchInvoices; its object is assumed A8).
type Invoice struct {
	ID           int64
	Number       string // as printed
	ExternalID   string // in the external billing system; empty: none
	Type         InvoiceType
	Description  string
	Amount       Money
	Status       InvoiceStatus
	Owner        UID   // 0: not told
	Subscription int64 // 0: none, or not told
	Created      time.Time
	Due          time.Time // zero: not told
	Paid         time.Time // zero: not paid
	AutoPay      bool
	Reseller     string // name; empty: a direct customer
}
