package demo

// auditRow is one action in the log of a customer.
type auditRow struct {
	id, start, end int64 // end 0: it is running
	kind           string
	deed
	args, appid, env string
	actor            int64
	email            string
	collaborator     int64 // 0: the owner or the platform
	result           int64
	failure          string
	key              string // ruk of the call that caused it
}

// deed is what can be done: Service.Method, what the panel calls it, and how
// many seconds it takes at least.
type deed struct {
	service, text string
	seconds       int64
}

// The deeds that the log places where something began or ended.
var (
	deedCreate     = deed{"ControlService.CreateEnvironment", "Create environment", 95}
	deedStart      = deed{"ControlService.StartEnv", "Start environment", 30}
	deedStop       = deed{"ControlService.StopEnv", "Stop environment", 12}
	deedSleep      = deed{"ControlService.SleepEnv", "Hibernate environment", 9}
	deedInvite     = deed{"CollaborationService.InviteMember", "Invite member", 0}
	deedEnvStatus  = deed{"ClusterService.SetEnvStatus", "Set environment status", 3}
	deedCharge     = deed{"AccountService.WithdrawAccounts", "Charge accounts", 2}
	deedStatus     = deed{"AccountService.SetAccountStatus", "Set account status", 1}
	deedSuspend    = deed{"AccountService.SuspendUser", "Suspend user", 1}
	deedRemoveData = deed{"AdminService.RemovePersonalData", "Remove personal data", 4}
	deedGroup      = deed{"AccountService.ChangeGroup", "Change group", 1}
	deedQuota      = deed{"AccountService.SetQuota", "Set quota", 0}
	deedFund       = deed{"AccountService.FundAccount", "Fund account", 0}
	deedUnfund     = deed{"AccountService.UnfundAccount", "Withdraw funds", 0}
	deedSignin     = deed{"AuthenticationService.Signin", "Sign in", 0}
)

// ownDeeds are done to no environment, environmentDeeds to one.
var (
	ownDeeds = []deed{deedSignin, deedSignin, deedSignin, {"AuthenticationService.Signout", "Sign out", 0},
		{"AuthenticationService.CreateToken", "Create token", 0}}
	environmentDeeds = []deed{
		{"ControlService.RestartNodes", "Restart nodes", 18}, {"ControlService.RestartNodes", "Restart nodes", 18},
		{"DeploymentService.Deploy", "Deploy context", 35}, {"DeploymentService.Deploy", "Deploy context", 35},
		{"DeploymentService.Deploy", "Deploy context", 35}, {"DeploymentService.Undeploy", "Undeploy context", 6},
		{"ControlService.ChangeTopology", "Change topology", 80}, {"ControlService.RedeployContainers", "Redeploy containers", 70},
		{"ControlService.SetCloudletsCountByGroup", "Change cloudlets", 2}, {"BinderService.BindExtDomain", "Bind domain", 4},
		{"BinderService.SetExtIpCount", "Set public IP count", 5}, {"JpsService.Install", "Install package", 140},
		{"JpsService.Uninstall", "Uninstall package", 40},
	}
)

// failures are how actions end badly.
var failures = []struct {
	code int64
	text string
}{
	{99, "internal error"}, {8, "access not permitted [rights = [..]]"}, {2330, "external domain is bound already"},
	{11022, "node not found by filter"}, {9901, "not enough funds"}, {99, "node is not reachable\x1b[0m after 300 s\nlast try: \"timeout\""},
}

// actionEpoch is 1 January 2015, from which the ids of actions count.
const actionEpoch = 1_420_070_400

// actionID is the id of the action of a customer at a second: even, and
// growing with time.
func actionID(at, uid int64) int64 { return max(0, at-actionEpoch)<<24 | uid<<1 }

// appendAction writes a row of GetUserActivity.
func (d *document) appendAction(row *auditRow) {
	d.open('{')
	d.int("id", row.id)
	d.text("serviceName", row.service)
	d.text("actionType", row.kind)
	d.text("text", row.text)
	d.key("action")
	d.open('{')
	var key string
	for i := range row.service {
		if row.service[i] == '.' {
			key = row.service[i+1:]
		}
	}
	d.int("id", int64(len(row.service)))
	d.text("actionkey", key)
	d.text("text", row.text)
	d.text("type", row.kind)
	d.close('}')
	if row.appid != "" {
		d.text("appid", row.appid)
		d.text("env", row.env)
	}
	d.int("uid", row.actor)
	d.text("email", row.email)
	if row.collaborator != 0 {
		d.int("collaboratorUid", row.collaborator)
	} else {
		d.null("collaboratorUid")
	}
	d.text("args", row.args)
	d.time("startDate", row.start)
	d.time("endDate", row.end)
	if row.end == 0 {
		d.null("result")
	} else {
		d.int("result", row.result)
	}
	if row.failure != "" {
		d.text("error", row.failure)
	}
	if row.key != "" {
		d.text("requestUniqueKey", row.key)
	}
	d.close('}')
}
