package wire

import "steward/client/platform"

// Actions reads the answers of administration.cluster.GetUserActivity and
// environment.tracking.SearchActions (A9).
func Actions(data []byte) (Page[platform.Action], Envelope, error) {
	return rowsOf(data, (*reader).action, "actions")
}

var actionTypes = []string{
	string(platform.ActionPublic), string(platform.ActionAdmin), string(platform.ActionProxy),
	string(platform.ActionSystem), string(platform.ActionCMP),
}

// maxArguments bounds what an action was called with and what it answered, in bytes.
const maxArguments = 16 << 10

// action reads one row. What the row does not say itself, its action object may.
func (r *reader) action() (a platform.Action, ok bool) {
	a.Result = platform.ResultNotTold
	var inner platform.Action
	r.members(func(r *reader, name []byte) bool {
		switch string(name) {
		case "id":
			a.ID = r.id()
		case "action":
			r.object(func(r *reader, name []byte) bool { return actionKind(&inner, r, name) })
		case "uid":
			a.UID, _ = r.scalar().uid()
		case "email":
			a.Email = r.share(r.scalar().bytes(maxText))
		case "collaboratorUid":
			a.Collaborator, _ = r.scalar().uid()
		default:
			return actionKind(&a, r, name) || r.actionPlace(&a, name) || r.actionOutcome(&a, name)
		}
		return true
	})
	if a.Key == "" {
		a.Key = inner.Key
	}
	if a.Text == "" {
		a.Text = inner.Text
	}
	if a.Type == "" {
		a.Type = inner.Type
	}
	return a, a.ID != 0
}

// actionKind reads what was done, which stands in the row or in its action object.
func actionKind(a *platform.Action, r *reader, name []byte) bool {
	switch string(name) {
	case "actionkey", "actionKey":
		a.Key = r.share(r.scalar().bytes(maxText))
	case "text":
		a.Text = r.share(r.scalar().bytes(maxText))
	case "type", "actionType":
		if kind := r.scalar().enum(r, actionTypes); kind != "" {
			a.Type = platform.ActionType(kind)
		}
	default:
		return false
	}
	return true
}

func (r *reader) actionPlace(a *platform.Action, name []byte) bool {
	switch string(name) {
	case "serviceName":
		a.Service = r.share(r.scalar().bytes(maxText))
	case "appid":
		a.AppID = r.share(r.scalar().bytes(maxText))
	case "env", "envName":
		a.Environment = r.share(r.scalar().bytes(maxText))
	case "args":
		a.Arguments = r.raw(maxArguments)
	case "requestUniqueKey":
		a.RequestKey = r.scalar().str(maxText)
	case "clientSource":
		a.Source = r.share(r.scalar().bytes(maxText))
	default:
		return false
	}
	return true
}

func (r *reader) actionOutcome(a *platform.Action, name []byte) bool {
	switch string(name) {
	case "result":
		a.Result = platform.ResultNotTold
		if code, told := r.result(); told {
			a.Result = code
		}
	case "error":
		a.Error = r.scalar().str(maxText)
	case "response":
		a.Response = r.raw(maxArguments)
	case "startDate":
		a.Started = r.scalar().time()
	case "endDate":
		a.Ended = r.scalar().time()
	default:
		return false
	}
	return true
}
