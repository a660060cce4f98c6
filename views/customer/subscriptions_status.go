package customer

import (
	"slices"

	"fyne.io/fyne/v2/theme"

	"steward/assets"
	"steward/assets/text"
	"steward/client/platform"
	"steward/views/kit"
)

// subscriptionStatus is how the status of a subscription is shown: shape,
// colour and word together. A status that is not known shows the platform's own
// text.
func subscriptionStatus(s platform.SubscriptionStatus) kit.Status {
	word := func(key string) string { return text.T("subscriptions.status." + key) }
	switch s {
	case platform.SubscriptionIncomplete:
		return kit.Status{Icon: assets.Icon("pending"), Color: theme.ColorNameWarning, Word: word("incomplete")}
	case platform.SubscriptionIncompleteExpired:
		return kit.Status{Icon: assets.Icon("st-deleted"), Color: kit.ColorGone, Word: word("incompleteexpired")}
	case platform.SubscriptionTrial:
		return kit.Status{Icon: theme.HistoryIcon(), Color: theme.ColorNamePrimary, Word: word("trial")}
	case platform.SubscriptionActive:
		return kit.Status{Icon: assets.Icon("st-active"), Color: theme.ColorNameSuccess, Word: word("active")}
	case platform.SubscriptionPastDue:
		return kit.Status{Icon: theme.WarningIcon(), Color: theme.ColorNameWarning, Word: word("pastdue")}
	case platform.SubscriptionUnpaid:
		return kit.Status{Icon: theme.ErrorIcon(), Color: theme.ColorNameError, Word: word("unpaid")}
	case platform.SubscriptionSuspended:
		return kit.Status{Icon: assets.Icon("st-suspended"), Color: theme.ColorNameWarning, Word: word("suspended")}
	case platform.SubscriptionCanceled:
		return kit.Status{Icon: assets.Icon("st-destroyed"), Color: kit.ColorGone, Word: word("canceled")}
	case platform.SubscriptionEnded:
		return kit.Status{Icon: theme.MediaStopIcon(), Color: kit.ColorGone, Word: word("ended")}
	}
	return kit.Status{Icon: theme.QuestionIcon(), Color: theme.ColorNameWarning, Word: rawWord(string(s))}
}

// invoiceStatus is how the status of an invoice is shown.
func invoiceStatus(s platform.InvoiceStatus) kit.Status {
	word := func(key string) string { return text.T("subscriptions.invoice.status." + key) }
	switch s {
	case platform.InvoiceOpen:
		return kit.Status{Icon: assets.Icon("pending"), Color: theme.ColorNameWarning, Word: word("open")}
	case platform.InvoiceExpired:
		return kit.Status{Icon: theme.WarningIcon(), Color: theme.ColorNameError, Word: word("expired")}
	case platform.InvoicePaid:
		return kit.Status{Icon: assets.Icon("st-active"), Color: theme.ColorNameSuccess, Word: word("paid")}
	case platform.InvoicePaidExpired:
		return kit.Status{Icon: assets.Icon("st-active"), Color: theme.ColorNameSuccess, Word: word("paidexpired")}
	case platform.InvoiceVoid:
		return kit.Status{Icon: assets.Icon("st-deleted"), Color: kit.ColorGone, Word: word("void")}
	case platform.InvoiceDiscarded:
		return kit.Status{Icon: assets.Icon("st-destroyed"), Color: kit.ColorGone, Word: word("discarded")}
	case platform.InvoiceUncollectible:
		return kit.Status{Icon: theme.ErrorIcon(), Color: theme.ColorNameError, Word: word("uncollectible")}
	}
	return kit.Status{Icon: theme.QuestionIcon(), Color: theme.ColorNameWarning, Word: rawWord(string(s))}
}

// chargePeriod is how often something is charged, in words.
func chargePeriod(p platform.ChargePeriod) string {
	switch p {
	case platform.ChargeHourly:
		return text.T("subscriptions.period.hour")
	case platform.ChargeMonthly:
		return text.T("subscriptions.period.month")
	case platform.ChargeYearly:
		return text.T("subscriptions.period.year")
	case platform.ChargeOnce:
		return text.T("subscriptions.period.once")
	}
	return rawWord(string(p))
}

// placeIn is where a value stands among the known ones; unknown ones come after.
func placeIn[T comparable](known []T, value T) int {
	if at := slices.Index(known, value); at >= 0 {
		return at
	}
	return len(known)
}
