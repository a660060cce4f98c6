package wire

import (
	"github.com/shopspring/decimal"

	"steward/client/platform"
)

// Charges reads the answer of
// billing.account.GetAccountBillingHistoryByPeriodInner: rows, flat or with
// children (A10), each as one charge a resource. The charges of a row add up
// to its cost. Only From is read; where an interval ends is for who asked.
func Charges(data []byte) (Page[platform.Charge], Envelope, error) {
	rows, e, err := rowsOf(data, func(r *reader) (*billingRow, bool) {
		row := r.billingRow()
		return row, row.tells()
	})
	page := Page[platform.Charge]{Total: rows.Total, Skipped: rows.Skipped}
	for _, row := range rows.Rows {
		page.Rows = row.charges(page.Rows)
	}
	return page, e, err
}

// part is what a row tells about one resource.
type part struct {
	units, free decimal.Decimal
	cost        platform.Money
}

// billingRow is one row while it is read.
type billingRow struct {
	common   platform.Charge // what all its charges share
	cost     platform.Money
	parts    [len(partKinds)]part
	count    decimal.Decimal // of an option, or licence hours
	children []*billingRow
}

// partKinds are the resources that a row names, in its order.
var partKinds = [...]platform.ResourceKind{
	platform.ResourceReserved, platform.ResourceDynamic, platform.ResourceStorage, platform.ResourceTraffic, platform.ResourceOption,
}

// partFields are the names of units, free units and cost of each resource.
var partFields = [len(partKinds)][3]string{
	{"fixedCloudletsAmount", "fixedCloudletsFreeAmount", "fixedCloudletsCost"},
	{"flexibleCloudletsAmount", "flexibleCloudletsFreeAmount", "flexibleCloudletsCost"},
	{"usedStorageAmount", "", "storageCost"},
	{"billNetworkExtAmount", "networkExtFreeAmount", "networkExtCost"},
	{"resourceBillableAmount", "resourceFreeAmount", "resourceCost"},
}

func (r *reader) billingRow() *billingRow {
	row := &billingRow{common: platform.Charge{Balance: platform.BalanceMain}}
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "cost":
			row.cost = r.scalar().money()
		case "count", "licenceHours":
			if n := r.number(); !n.IsZero() {
				row.count = n
			}
		case "children":
			row.children = objects(r, func(r *reader) (*billingRow, bool) {
				child := r.billingRow()
				return child, child.tells()
			})
		default:
			return row.part(r, name) || row.place(r, name)
		}
		return true
	})
	return row
}

// number is an exact number, zero if there is none.
func (r *reader) number() decimal.Decimal { return r.scalar().money().Amount() }

func (w *billingRow) part(r *reader, name []byte) bool {
	for i, fields := range partFields {
		switch string(name) {
		case fields[0]:
			w.parts[i].units = r.number()
		case fields[1]:
			w.parts[i].free = r.number()
		case fields[2]:
			w.parts[i].cost = r.scalar().money()
		default:
			continue
		}
		return true
	}
	return false
}

func (w *billingRow) place(r *reader, name []byte) bool {
	c := &w.common
	switch string(name) {
	case "dateTime":
		c.From = r.scalar().time()
	case "appid":
		c.AppID = r.share(r.scalar().bytes(maxText))
	case "domain":
		c.Domain = r.share([]byte(r.domain()))
	case "hostGroupDisplayName":
		c.Region = r.share(r.scalar().bytes(maxText))
	case "nodeid", "nodeId":
		c.Node = r.id()
	case "nodeCount":
		c.NodeCount = r.scalar().amount(0)
	case "type":
		c.Detail = r.share(r.scalar().bytes(maxText))
	case "isBonus":
		c.Balance = platform.BalanceMain
		if r.scalar().yes() {
			c.Balance = platform.BalanceBonus
		}
	case "isPaid":
		c.Paid = r.scalar().yes()
	case "isWithdrawn":
		c.Withdrawn = r.scalar().yes()
	default:
		return false
	}
	return true
}

// tells reports whether the row says what anything costs.
func (w *billingRow) tells() bool {
	if w.cost.Given() || len(w.children) > 0 {
		return true
	}
	for _, p := range w.parts {
		if p.cost.Given() {
			return true
		}
	}
	return false
}

// charges appends the row's charges and those of its children. What the row
// costs beyond them is a charge of its own.
func (w *billingRow) charges(all []platform.Charge) []platform.Charge {
	before := len(all)
	if len(w.children) > 0 {
		for _, child := range w.children {
			child.inherit(w.common)
			all = child.charges(all)
		}
	} else {
		all = w.named(all)
	}
	rest := w.cost.Amount()
	for _, c := range all[before:] {
		rest = rest.Sub(c.Cost.Amount())
	}
	if w.cost.Given() && (!rest.IsZero() || len(all) == before) {
		c := w.common
		c.Resource, c.Units, c.Cost = platform.ResourceOther, w.count, platform.NewMoney(rest, "")
		all = append(all, c)
	}
	return all
}

// named appends the charges of the resources that the row names.
func (w *billingRow) named(all []platform.Charge) []platform.Charge {
	for i, p := range w.parts {
		if p.units.IsZero() && p.cost.Sign() == 0 {
			continue
		}
		c := w.common
		c.Resource, c.Units, c.Free, c.Cost = partKinds[i], p.units, p.free, platform.NewMoney(p.cost.Amount(), "")
		if c.Units.IsZero() && c.Resource == platform.ResourceOption {
			c.Units = w.count
		}
		all = append(all, c)
	}
	return all
}

// inherit takes from the row above what a child does not tell itself.
func (w *billingRow) inherit(above platform.Charge) {
	c := &w.common
	if c.From.IsZero() {
		c.From = above.From
	}
	if c.AppID == "" {
		c.AppID = above.AppID
	}
	if c.Domain == "" {
		c.Domain = above.Domain
	}
	if c.Region == "" {
		c.Region = above.Region
	}
	if c.Detail == "" {
		c.Detail = above.Detail
	}
}
