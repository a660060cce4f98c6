package demo

import "strings"

// everyMethod stands for all methods.
const everyMethod = "*"

// EveryChange stands for all methods that change something.
const EveryChange = "*changes"

// scope is which appid a method wants.
type scope uint8

const (
	noApp      scope = iota // none needed
	anyApp                  // some
	clusterApp              // "cluster": the methods of the cluster's admins
)

// access is who may call a method.
type access uint8

const (
	reading access = iota
	writing        // not the role view
	opening        // needs no session
	halfway        // a session before its second step is enough
)

// method is one method of the platform.
type method struct {
	permission string // as tokens list it: "billing.account.GetAccounts"
	app        scope
	access     access
	required   []string // parameters that must be given; they may be empty where the handler says so
	run        func(*call) error
	name       string // "billing/account/getaccounts"
	source     string // module that answers
}

// methods are all methods by name.
var methods = map[string]*method{}

// paths are all methods by the paths that lead to them.
var paths = map[string]*method{}

// modules are the panel's own prefixes beside /1.0.
var modules = map[string]string{"billing": "/JBilling/", "administration": "/JElastic/", "environment": "/JElastic/"}

var sources = map[string]string{"billing": "JBilling", "administration": "JEnv", "environment": "JEnv"}

func init() {
	for _, m := range []*method{
		{permission: "users.authentication.Signin", access: opening, required: []string{"login", "password"}, run: signIn},
		{permission: "users.authentication.SigninByToken", access: opening, required: []string{"token"}, run: signInByToken},
		{permission: "users.authentication.Verify2FACode", access: halfway, required: []string{"code"}, run: verifyCode},
		{permission: "users.authentication.CheckSign", access: halfway, run: checkSign},
		{permission: "users.authentication.Signout", access: halfway, run: signOut},
		{permission: "users.authentication.GetSessions", run: getSessions},
		{permission: "users.authentication.SignoutSessions", access: writing, required: []string{"ids"}, run: signOutSessions},
		{permission: "users.authentication.GetSigninAttempts", app: clusterApp, required: []string{"login"}, run: getSigninAttempts},
		{permission: "users.authentication.ResetSigninAttempts", app: clusterApp, access: writing, required: []string{"login"}, run: resetSigninAttempts},
		{permission: "system.admin.GetSessions", app: clusterApp, required: []string{"uid"}, run: getSessionsOf},
		{permission: "system.admin.SignoutSessions", app: clusterApp, access: writing, required: []string{"uid", "ids"}, run: signOutSessionsOf},
		{permission: "system.admin.GetSigninAttempts", app: clusterApp, required: []string{"login"}, run: getSigninAttempts},
		{permission: "system.admin.ResetSigninAttempts", app: clusterApp, access: writing, required: []string{"login"}, run: resetSigninAttempts},
		{permission: "system.admin.SigninAsClient", app: clusterApp, access: writing, required: []string{"login"}, run: signInAsClient},
		{permission: "system.admin.SigninAsUser", app: clusterApp, access: writing, required: []string{"login"}, run: signInAsClient},
		{permission: "system.admin.RemovePersonalData", app: clusterApp, access: writing, required: []string{"login"}, run: removePersonalData},
		{permission: "system.admin.Disable2FA", app: clusterApp, access: writing, required: []string{"login"}, run: disable2FA},
		{permission: "system.admin.ChangeEmail", app: clusterApp, access: writing, required: []string{"login", "email"}, run: changeEmail},
		{permission: "system.admin.ChangePhoneNumber", app: clusterApp, access: writing, required: []string{"login"}, run: changePhoneNumber},
		{permission: "billing.account.ChangeEmail", app: clusterApp, access: writing, required: []string{"login", "email"}, run: changeEmail},
		{permission: "billing.account.ChangePhoneNumber", app: clusterApp, access: writing, required: []string{"login"}, run: changePhoneNumber},
		{permission: "billing.account.ChangeGroup", app: clusterApp, access: writing, required: []string{"groupName", "uids"}, run: changeGroup},
		{permission: "billing.account.SetGroup", app: clusterApp, access: writing, required: []string{"uid", "groupName"}, run: setGroup},
		{permission: "billing.account.FundAccount", app: clusterApp, access: writing, required: []string{"uid", "amount"}, run: fundAccount},
		{permission: "billing.account.UnfundAccount", app: clusterApp, access: writing, required: []string{"uid", "amount"}, run: unfundAccount},
		{permission: "billing.system.GetEmailTemplates", app: clusterApp, run: getEmailTemplates},
		{permission: "message.email.SendToUser", app: clusterApp, access: writing, required: []string{"login", "subject", "body"}, run: sendToUser},
		{permission: "users.account.GetUserInfo", app: anyApp, run: getOwnInfo},
		{permission: "users.account.CheckUser", app: anyApp, required: []string{"login"}, run: checkUser},
		{permission: "billing.account.GetAccounts", app: clusterApp, run: getAccounts},
		{permission: "billing.account.GetSuspendedAccounts", app: clusterApp, run: getSuspendedAccounts},
		{permission: "billing.account.SetUserNote", app: clusterApp, access: writing, required: []string{"uid", "note"}, run: setUserNote},
		{permission: "billing.account.SetAccountStatus", app: clusterApp, access: writing, required: []string{"uid", "status"}, run: setAccountStatus},
		{permission: "billing.account.SuspendUser", app: clusterApp, access: writing, required: []string{"uid"}, run: suspendUser},
		{permission: "billing.account.EnableUser", app: clusterApp, access: writing, required: []string{"uid"}, run: enableUser},
		{permission: "billing.groupquota.GetGroups", app: clusterApp, run: getGroups},
		{permission: "billing.reseller.GetResellerByUid", app: clusterApp, required: []string{"uid"}, run: getResellerByUID},
		{permission: "billing.reseller.GetAllResellers", app: clusterApp, run: getAllResellers},
		{permission: "billing.pricing.GetPlatformCurrency", app: clusterApp, run: getPlatformCurrency},
		{permission: "system.admin.GetUserInfo", app: clusterApp, required: []string{"login"}, run: getUserInfo},
		{permission: "system.admin.GetAdminUsersInfo", app: clusterApp, run: getAdminUsersInfo},
		{permission: "system.service.GetVersion", app: anyApp, run: getVersion},
		{permission: "administration.cluster.GetUsersActivities", app: clusterApp, required: []string{"starttime", "endtime"}, run: getUsersActivities},
		{permission: "administration.cluster.SearchEnvs", app: clusterApp, required: []string{"search"}, run: searchEnvs},
		{permission: "administration.cluster.GetEnvs", app: clusterApp, required: []string{"uid"}, run: getEnvs},
		{permission: "administration.cluster.GetEnvInfo", app: clusterApp, required: []string{"targetAppid"}, run: getEnvInfo},
		{permission: "administration.cluster.GetUserActivity", app: clusterApp, required: []string{"uid", "starttime", "endtime"}, run: getUserActivity},
		{permission: "environment.tracking.SearchActions", app: anyApp, required: []string{"search"}, run: searchActions},
		{permission: "users.collaboration.GetMembersInner", app: clusterApp, required: []string{"login"}, run: getMembersInner},
		{permission: "users.collaboration.GetCollaborationsInner", app: clusterApp, required: []string{"login"}, run: getCollaborationsInner},
		{permission: "users.collaboration.GetCollaborationResourcesInner", app: clusterApp, required: []string{"uid", "collaborationId"},
			run: getCollaborationResourcesInner},
		{permission: "billing.account.GetCollaborationQuotas", app: clusterApp, run: getCollaborationQuotas},
		{permission: "billing.account.GetOwnerQuotas", app: anyApp, run: getOwnerQuotas},
		{permission: "billing.account.SetQuota", app: clusterApp, access: writing, required: []string{"uid", "name", "value"}, run: setQuota},
		{permission: "billing.account.RemoveQuota", app: clusterApp, access: writing, required: []string{"uid", "name"}, run: removeQuota},
		{permission: "billing.groupquota.GetGroupQuotas", app: clusterApp, required: []string{"name"}, run: getGroupQuotas},
		{permission: "billing.groupquota.GetQuotas", app: clusterApp, run: getAllQuotas},
		{permission: "billing.account.GetAccountBillingHistoryByPeriodInner", app: clusterApp, required: []string{"uid", "starttime", "endtime", "period"},
			run: getBillingHistory},
		{permission: "billing.account.GetFundAccountHistory", app: clusterApp, required: []string{"uid", "starttime", "endtime"}, run: getFundAccountHistory},
		{permission: "billing.account.GetSum", app: clusterApp, required: []string{"uid", "starttime", "endtime"}, run: getSum},
		{permission: "billing.account.SetFundNote", app: clusterApp, access: writing, required: []string{"id", "note"}, run: setFundNote},
		{permission: "administration.subscription.GetSubscriptions", app: clusterApp, run: getSubscriptions},
		{permission: "billing.invoice.SearchInvoices", app: clusterApp, required: []string{"search"}, run: searchInvoices},
		{permission: "billing.invoice.GetInvoices", app: clusterApp, run: getInvoices},
		{permission: "administration.cluster.GetRegions", app: clusterApp, run: getRegions},
		{permission: "environment.control.GetRegionsInner", app: clusterApp, run: getRegionsInner},
		{permission: "administration.cluster.StartEnv", app: clusterApp, access: writing, required: []string{"targetAppid"}, run: startEnv},
		{permission: "administration.cluster.StopEnv", app: clusterApp, access: writing, required: []string{"targetAppid"}, run: stopEnv},
		{permission: "environment.control.SleepEnv", app: anyApp, access: writing, required: []string{"envName"}, run: sleepEnv},
		{permission: "environment.control.RestartNodes", app: anyApp, access: writing, required: []string{"envName"}, run: restartNodes},
		{permission: "environment.control.SetEnvDisplayName", app: anyApp, access: writing, required: []string{"envName", "displayName"}, run: setEnvDisplayName},
		{permission: "administration.cluster.SetEnvStatus", app: clusterApp, access: writing, required: []string{"targetAppid", "status"}, run: setEnvStatus},
		{permission: "administration.cluster.SetEnvNote", app: clusterApp, access: writing, required: []string{"targetAppid", "note"}, run: setEnvNote},
		{permission: "administration.cluster.DeleteEnv", app: clusterApp, access: writing, required: []string{"targetAppid", "password"}, run: deleteEnv},
		{permission: "administration.config.GetConfigKeyByResellerId", app: clusterApp, required: []string{"type", "key"}, run: getConfigKey},
		{permission: "users.account.GetUserInfoInner", app: clusterApp, required: []string{"login"}, run: getUserInfo},
		{permission: "environment.tracking.GetServerUTCTime", app: anyApp, run: getServerUTCTime},
	} {
		m.name = strings.ToLower(strings.ReplaceAll(m.permission, ".", "/"))
		methods[m.name] = m
		namespace, _, _ := strings.Cut(m.name, "/")
		m.source = "hx-core"
		if source, ok := sources[namespace]; ok {
			m.source = source
		}
		last := strings.LastIndexByte(m.name, '/')
		path := m.name[:last] + "/rest" + m.name[last:]
		paths["/1.0/"+path] = m
		if prefix, ok := modules[namespace]; ok {
			paths[prefix+path] = m
		}
	}
}
