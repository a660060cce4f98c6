package demo

import (
	"strings"

	"steward/client/platform"
)

// Notable is a kind of customer that every platform of 30 customers or more has.
type Notable string

// The customers that tests and demonstrations look for.
const (
	NotableEnvironments Notable = "environments" // owns 400 environments, some in each status there is
	NotableAudit        Notable = "audit"        // an audit log of about 200,000 rows in more than a year
	NotableBilling      Notable = "billing"      // 50 environments that have run for longer than a year
	NotableNothing      Notable = "nothing"      // no environments, money, actions, subscriptions or partners
	NotableChinese      Notable = "chinese"      // name, note and environments in Chinese
	NotableCyrillic     Notable = "cyrillic"     // name, note and environments in Ukrainian
	NotableArabic       Notable = "arabic"       // name, note and environments in Arabic
	NotableHostile      Notable = "hostile"      // control characters, formulas and markup in names and notes
	NotableDeleted      Notable = "deleted"      // personal data removed: the e-mail is a hash
	NotableShared       Notable = "shared"       // shares with others, and others share with this one
	NotableSubscriber   Notable = "subscriber"   // subscriptions of many statuses with invoices
	NotableBusy         Notable = "busy"         // an action is running now

	NotableBillingFails   Notable = "billing-fails"   // the external billing system fails: 2207
	NotableBillingRefuses Notable = "billing-refuses" // the external billing system rejects: 2223
)

const (
	minNotables = 30 // customers: fewer leave no room for the notable ones
	auditRows   = 200_000
)

// notableOrder says where among the customers the notable ones stand, in
// percent: the one with the long audit log signed up under two years ago.
var notableOrder = map[int]Notable{
	4: NotableNothing, 10: NotableEnvironments, 16: NotableBilling, 22: NotableChinese, 28: NotableCyrillic, 34: NotableArabic,
	40: NotableHostile, 46: NotableDeleted, 52: NotableShared, 58: NotableSubscriber, 64: NotableBusy, 73: NotableAudit,
}

// notableEnvironments are how many environments the notable ones own.
var notableEnvironments = map[Notable]int{
	NotableNothing: 0, NotableEnvironments: 400, NotableBilling: 50, NotableChinese: 5, NotableCyrillic: 5, NotableArabic: 5,
	NotableHostile: 14, NotableDeleted: 0, NotableShared: 6, NotableSubscriber: 24, NotableBusy: 8, NotableAudit: 12,
}

// notableScripts are the countries and notes of those who write in other scripts.
var notableScripts = map[Notable]struct{ country, note string }{
	NotableChinese:  {"cn", "客户要求中文发票"},
	NotableCyrillic: {"ua", "Клієнт просив не надсилати розсилку"},
	NotableArabic:   {"ae", "العميل يفضل التواصل عبر البريد الإلكتروني"},
}

// Notable is the uid of the customer of a kind, the same for the same seed and
// size; 0 on a platform that began with fewer than 30 customers.
func (p *Platform) Notable(kind Notable) platform.UID {
	return platform.UID(p.store.habits.notables[kind])
}

// notablePlaces are the notable customers by their place among so many.
func notablePlaces(size int) map[int]Notable {
	places := map[int]Notable{}
	if size < minNotables {
		return places
	}
	for percent, kind := range notableOrder {
		places[size*percent/100] = kind
	}
	return places
}

// makeNotable turns a customer into one of a kind.
func (g *generator) makeNotable(r *record, kind Notable) {
	g.habits.notables[kind] = r.uid
	r.status, r.enabled, r.statusAt, r.reseller, r.credit = statusActive, true, r.created, 0, 0
	r.group, r.groupAt, r.previousGroup, r.commercial, r.registered = "billing", r.created, 0, true, true
	r.balance = max(r.balance, -r.balance)
	switch kind {
	case NotableNothing:
		r.group, r.commercial, r.registered, r.twoFactor = "trial", false, false, false
		r.balance, r.bonus, r.debit, r.note, r.phone, r.externalID = 0, 0, 0, "", "", ""
	case NotableDeleted:
		r.status, r.statusAt = statusDeleted, g.since(r.created)
	case NotableHostile:
		r.note = strings.Join(hostileNotes[:6], "\n")
	}
	script, other := notableScripts[kind]
	for i := range countries {
		if other && countries[i].code == script.country {
			r.note, r.language = script.note, countries[i].language
			g.person(r, &countries[i])
		}
	}
}

// shape makes an environment of a notable customer what the kind promises.
func (e *environment) shape(kind Notable, i int, today int64) {
	switch kind {
	case NotableBilling:
		e.status, e.created = environmentRunning, min(e.created, today-(400+int64(i))*day)
	case NotableEnvironments:
		if i < environmentStatuses {
			e.status = int64(i + 1)
		}
	}
}
