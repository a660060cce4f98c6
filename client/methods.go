package client

import (
	"strings"
	"time"
)

// Class is what a method does to the platform.
type Class uint8

// The classes. A read-only client sends ClassRead and ClassSession only.
const (
	ClassRead    Class = iota + 1 // changes nothing
	ClassWrite                    // changes a customer, an environment or the platform
	ClassMoney                    // moves money
	ClassSession                  // the operator's own session
)

// String is the class in lower case.
func (c Class) String() string {
	switch c {
	case ClassRead:
		return "read"
	case ClassWrite:
		return "write"
	case ClassMoney:
		return "money"
	case ClassSession:
		return "session"
	}
	return "unlisted"
}

// changes reports whether a read-only client refuses the class.
func (c Class) changes() bool { return c != ClassRead && c != ClassSession }

// Method is one method of the platform as it is called.
type Method struct {
	Name    string        // namespace/service/method, lower case
	Class   Class         //
	Timeout time.Duration // of one attempt, answer included
	Retry   bool          // may be sent again after a failure
	Long    bool          // may last minutes; of such reads at most two at a time
}

const (
	connectTimeout = 10 * time.Second
	readTimeout    = 60 * time.Second
	changeTimeout  = 60 * time.Second
	longTimeout    = 15 * time.Minute
)

// Names of the methods that this client sends.
const (
	getAccounts          = "billing/account/getaccounts"
	getSuspendedAccounts = "billing/account/getsuspendedaccounts"
	getGroups            = "billing/groupquota/getgroups"
	getUserInfo          = "system/admin/getuserinfo"
	getUserInfoInner     = "users/account/getuserinfoinner"
	getOwnInfo           = "users/account/getuserinfo"
	getResellerByUID     = "billing/reseller/getresellerbyuid"
	getAllResellers      = "billing/reseller/getallresellers"
	getPlatformCurrency  = "billing/pricing/getplatformcurrency"
	getConfigKey         = "administration/config/getconfigkeybyresellerid"
	getAdminUsersInfo    = "system/admin/getadminusersinfo"
	getUsersActivities   = "administration/cluster/getusersactivities"
	getServerTime        = "environment/tracking/getserverutctime"
	searchEnvs           = "administration/cluster/searchenvs"
	getEnvs              = "administration/cluster/getenvs"
	getEnvInfo           = "administration/cluster/getenvinfo"
	getRegions           = "administration/cluster/getregions"
	getRegionsInner      = "environment/control/getregionsinner"
	getSubscriptions     = "administration/subscription/getsubscriptions"
	searchInvoices       = "billing/invoice/searchinvoices"
	getInvoices          = "billing/invoice/getinvoices"
	getUserActivity      = "administration/cluster/getuseractivity"
	searchActions        = "environment/tracking/searchactions"
	getBillingHistory    = "billing/account/getaccountbillinghistorybyperiodinner"
	getOwnersQuotas      = "billing/account/getcollaborationquotas"
	getEnvQuotas         = "billing/account/getownerquotas"
	getGroupQuotas       = "billing/groupquota/getgroupquotas"
	getFundingHistory    = "billing/account/getfundaccounthistory"
	getMembers           = "users/collaboration/getmembersinner"
	getCollaborations    = "users/collaboration/getcollaborationsinner"
	getSharedResources   = "users/collaboration/getcollaborationresourcesinner"
	getEmailTemplates    = "billing/system/getemailtemplates"
	checkUser            = "users/account/checkuser"
	getAttempts          = "system/admin/getsigninattempts"
	getAttemptsInner     = "users/authentication/getsigninattempts"
	getSessions          = "users/authentication/getsessions"
	getSessionsOf        = "system/admin/getsessions"
	getVersion           = "system/service/getversion"
	checkSign            = "users/authentication/checksign"
	signIn               = "users/authentication/signin"
	signOut              = "users/authentication/signout"
	verifyCode           = "users/authentication/verify2facode"

	setAccountStatus   = "billing/account/setaccountstatus"
	suspendUser        = "billing/account/suspenduser"
	enableUser         = "billing/account/enableuser"
	removePersonalData = "system/admin/removepersonaldata"
	changeGroup        = "billing/account/changegroup"
	setGroup           = "billing/account/setgroup"
	changeEmail        = "system/admin/changeemail"
	changeEmailBilling = "billing/account/changeemail"
	changePhone        = "system/admin/changephonenumber"
	changePhoneBilling = "billing/account/changephonenumber"
	sendToUser         = "message/email/sendtouser"
	fundAccount        = "billing/account/fundaccount"
	unfundAccount      = "billing/account/unfundaccount"
	setQuota           = "billing/account/setquota"
	removeQuota        = "billing/account/removequota"
	setUserNote        = "billing/account/setusernote"
	setFundNote        = "billing/account/setfundnote"
	disable2FA         = "system/admin/disable2fa"
	startEnv           = "administration/cluster/startenv"
	stopEnv            = "administration/cluster/stopenv"
	sleepEnv           = "environment/control/sleepenv"
	restartNodes       = "environment/control/restartnodes"
	deleteEnv          = "administration/cluster/deleteenv"
	setEnvName         = "environment/control/setenvdisplayname"
	setEnvNote         = "administration/cluster/setenvnote"
	signInAsClient     = "system/admin/signinasclient"
	signInAsUser       = "system/admin/signinasuser"
	resetAttempts      = "system/admin/resetsigninattempts"
	resetAttemptsInner = "users/authentication/resetsigninattempts"
	signOutSessions    = "users/authentication/signoutsessions"
	signOutSessionsOf  = "system/admin/signoutsessions"
)

// The table of methods: all that Steward may ever send. Names and classes are
// those of the contract; a method that is not here is refused.
var (
	reads = []string{
		getAccounts, getSuspendedAccounts, getGroups, getUserInfo, getUserInfoInner, getOwnInfo,
		getResellerByUID, getAllResellers, getPlatformCurrency, getConfigKey, getAdminUsersInfo,
		getUsersActivities, getServerTime, getVersion, checkSign,
		checkUser, getSessions, getSessionsOf, getAttempts, getAttemptsInner,
		"system/admin/getuserids", "system/admin/getusersbyuids", "system/admin/getusersbystatus",
		searchEnvs, getEnvs, getEnvInfo,
		"administration/cluster/getenvgroupsbyuid", getUserActivity,
		getRegions, getRegionsInner,
		getSubscriptions, "billing/subscription/getsubscriptions",
		searchInvoices, getInvoices,
		searchActions, "environment/tracking/getuidactionsadmin",
		getOwnersQuotas, getEnvQuotas,
		getGroupQuotas, "billing/groupquota/getquotas",
		getFundingHistory, "billing/account/getsum", "billing/account/getsumaccountbillinghistory",
		getMembers, getCollaborations,
		getSharedResources, getEmailTemplates,
	}
	longReads = []string{
		getBillingHistory,
		"billing/account/exportaccountbillinghistorybyperiod",
		"billing/account/getaccountconsumptionbyperiodinner",
	}
	writes = []string{
		setUserNote, setFundNote, setQuota, removeQuota,
		"billing/groupquota/setgroupquota", "management/account/cleanquotascache",
		changeGroup, setGroup, changeEmailBilling, changePhoneBilling, changeEmail, changePhone, disable2FA,
		"system/admin/setuserstatus", signInAsClient, signInAsUser, "system/admin/createaccount",
		setEnvNote, setEnvName,
		"billing/system/sendemail", "billing/system/refreshemailtemplates", sendToUser,
		signOutSessions, signOutSessionsOf, resetAttempts, resetAttemptsInner,
	}
	longWrites = []string{
		setAccountStatus, suspendUser, enableUser, removePersonalData,
		startEnv, stopEnv, deleteEnv,
		"administration/cluster/setenvstatus", "administration/cluster/setenvsstatus", "administration/cluster/setenvsstatusbyuid",
		"administration/cluster/migrateenv", sleepEnv, restartNodes,
		"administration/subscription/terminatesubscription",
	}
	money = []string{
		fundAccount, unfundAccount, "billing/account/fundandactivateaccount",
		"billing/invoice/markaspaid", "billing/invoice/markasvoid", "billing/invoice/makeinvoice",
	}
	sessions = []string{signIn, signOut, verifyCode}
)

var methods = tableOf()

func tableOf() map[string]Method {
	table := make(map[string]Method)
	add := func(names []string, row Method) {
		for _, name := range names {
			row.Name = name
			table[name] = row
		}
	}
	add(reads, Method{Class: ClassRead, Timeout: readTimeout, Retry: true})
	add(longReads, Method{Class: ClassRead, Timeout: longTimeout, Retry: true, Long: true})
	add(writes, Method{Class: ClassWrite, Timeout: changeTimeout})
	add(longWrites, Method{Class: ClassWrite, Timeout: longTimeout, Long: true})
	add(money, Method{Class: ClassMoney, Timeout: changeTimeout})
	add(sessions, Method{Class: ClassSession, Timeout: readTimeout})
	return table
}

// path is where the method lives (A1).
func (m Method) path(style PathStyle) string {
	namespace, _, _ := strings.Cut(m.Name, "/")
	prefix := "/1.0/"
	if style == PathModule {
		switch namespace {
		case "billing":
			prefix = "/JBilling/"
		case "administration", "environment":
			prefix = "/JElastic/"
		}
	}
	cut := strings.LastIndexByte(m.Name, '/')
	return prefix + m.Name[:cut] + "/rest" + m.Name[cut:]
}

// methodOf is the method of a path, in either style.
func methodOf(path string) (Method, bool) {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if len(parts) != 5 || parts[3] != "rest" {
		return Method{}, false
	}
	m, listed := methods[parts[1]+"/"+parts[2]+"/"+parts[4]]
	return m, listed && (path == m.path(PathV1) || path == m.path(PathModule))
}
