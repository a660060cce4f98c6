package wire

import "steward/client/platform"

// subscriptionRow is a row of getsubscriptions. Its price has the currency that
// the row tells, if any.
type subscriptionRow struct {
	platform.Subscription
	currency string
}

// Subscriptions reads the answer of administration.subscription.GetSubscriptions (A8).
func Subscriptions(data []byte) (Page[platform.Subscription], Envelope, error) {
	return rowsOf(data, func(r *reader) (platform.Subscription, bool) {
		var row subscriptionRow
		r.members(row.member)
		if row.Price.Given() {
			row.Price = row.Price.In(row.currency)
		}
		return row.Subscription, row.ID != 0
	}, "subscriptions")
}

var (
	subscriptionStatuses = namesOf(platform.SubscriptionStatuses)
	chargePeriods        = []string{string(platform.ChargeHourly), string(platform.ChargeMonthly), string(platform.ChargeYearly), string(platform.ChargeOnce)}
)

// namesOf are the texts of an enum whose numbers on the wire are not known.
func namesOf[T ~string](values []T) []string {
	var names []string
	for _, v := range values {
		names = append(names, string(v))
	}
	return names
}

func (w *subscriptionRow) member(r *reader, name []byte) bool {
	switch string(name) {
	case "id":
		w.ID = r.id()
	case "status":
		w.Status = platform.SubscriptionStatus(r.scalar().named(r, subscriptionStatuses))
	case "product":
		w.Product = r.ref()
	case "price":
		w.Price = r.scalar().money()
	case "currency":
		w.currency = r.currency()
	case "period":
		w.Period = r.chargePeriod()
	case "createdOn":
		w.Created = r.scalar().time()
	case "endsOn":
		w.Ends = r.scalar().time()
	case "chargeAutomatically":
		w.AutoCharge = r.scalar().yes()
	case "uid":
		if uid, ok := r.scalar().uid(); ok {
			w.Owner = uid
		}
	case "account":
		p := r.person()
		w.OwnerEmail = p.Email
		if p.UID != 0 {
			w.Owner = p.UID
		}
	case "items":
		w.Items = objects(r, (*reader).subscriptionItem)
	default:
		return false
	}
	return true
}

func (r *reader) chargePeriod() platform.ChargePeriod {
	return platform.ChargePeriod(r.scalar().enum(r, chargePeriods))
}

// currency reads a code, or {code, ...}.
func (r *reader) currency() string {
	if r.peek() != '{' {
		return r.share(r.scalar().bytes(maxCurrency))
	}
	var code string
	r.members(func(r *reader, name []byte) bool {
		if string(name) != "code" {
			return false
		}
		code = r.share(r.scalar().bytes(maxCurrency))
		return true
	})
	return code
}

// ref reads {id, name}, the id alone or the name alone.
func (r *reader) ref() (ref platform.Ref) {
	if r.peek() != '{' {
		if s := r.scalar(); s.kind == kindNumber {
			ref.ID, _ = s.int64()
		} else {
			ref.Name = r.share(s.bytes(maxText))
		}
		return ref
	}
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			ref.ID = r.id()
		case "name":
			ref.Name = r.share(r.scalar().bytes(maxText))
		default:
			return false
		}
		return true
	})
	return ref
}

func (r *reader) subscriptionItem() (item platform.SubscriptionItem, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			item.ID = r.id()
		case "quantity":
			item.Quantity = r.scalar().amount(0)
		case "servicePlan":
			item.Plan = r.ref()
		case "tariffPlan":
			item.Tariff, item.TariffPeriod = r.tariff()
		case "resources":
			item.Resources = objects(r, (*reader).subscriptionResource)
		default:
			return false
		}
		return true
	})
	return item, true
}

func (r *reader) tariff() (ref platform.Ref, period platform.ChargePeriod) {
	if r.peek() != '{' {
		return r.ref(), ""
	}
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			ref.ID = r.id()
		case "name":
			ref.Name = r.share(r.scalar().bytes(maxText))
		case "chargePeriodType":
			period = r.chargePeriod()
		default:
			return false
		}
		return true
	})
	return ref, period
}

func (r *reader) subscriptionResource() (res platform.SubscriptionResource, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			res.ID = r.id()
		case "uniqueName":
			res.UniqueName = r.scalar().str(maxText)
		case "appid":
			res.AppID = r.scalar().str(maxText)
		case "envName":
			res.Environment = r.scalar().str(maxText)
		case "status":
			res.Status = r.share(r.scalar().bytes(maxText))
		case "createdOn":
			res.Created = r.scalar().time()
		default:
			return false
		}
		return true
	})
	return res, res.ID != 0 || res.UniqueName != "" || res.AppID != ""
}

// Invoices reads the answers of billing.invoice.SearchInvoices and GetInvoices
// (A8); amounts without a currency.
func Invoices(data []byte) (Page[platform.Invoice], Envelope, error) {
	return rowsOf(data, (*reader).invoice, "invoices")
}

var (
	invoiceTypes    = []string{string(platform.InvoicePostPayment), string(platform.InvoiceSubscription), string(platform.InvoiceSubscriptionUpdate)}
	invoiceStatuses = namesOf(platform.InvoiceStatuses)
)

func (r *reader) invoice() (v platform.Invoice, ok bool) {
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			v.ID = r.id()
		case "uniqueName":
			v.Number = r.scalar().str(maxText)
		case "ebsInvoiceId":
			v.ExternalID = r.scalar().str(maxText)
		case "type":
			v.Type = platform.InvoiceType(r.scalar().named(r, invoiceTypes))
		case "description":
			v.Description = r.scalar().str(maxText)
		case "amount":
			v.Amount = r.scalar().money()
		case "status":
			v.Status = platform.InvoiceStatus(r.scalar().named(r, invoiceStatuses))
		case "uid":
			v.Owner, _ = r.scalar().uid()
		case "subscriptionId":
			v.Subscription = r.id()
		case "isAutoPay":
			v.AutoPay = r.scalar().yes()
		case "resellerName":
			v.Reseller = r.share(r.scalar().bytes(maxText))
		default:
			return r.invoiceDate(&v, name)
		}
		return true
	})
	return v, v.ID != 0
}

func (r *reader) invoiceDate(v *platform.Invoice, name []byte) bool {
	switch string(name) {
	case "createdOn":
		v.Created = r.scalar().time()
	case "dueDate":
		v.Due = r.scalar().time()
	case "paidOn":
		v.Paid = r.scalar().time()
	default:
		return false
	}
	return true
}
