package customer

import (
	"slices"

	"steward/client/platform"
)

// historyLong is how many visited customers are remembered.
const historyLong = 100

// History are the customers visited, in their order, and which of them is on
// screen: one goes back to those before, and forward again.
type History struct {
	visited []platform.UID
	at      int // of the one on screen
}

// Visit notes that a customer is on screen. Those that one could have gone
// forward to are forgotten, unless it is the one that is on screen already.
func (h *History) Visit(uid platform.UID) {
	if uid == 0 || len(h.visited) > 0 && h.visited[h.at] == uid {
		return
	}
	if len(h.visited) > 0 {
		h.visited = h.visited[:h.at+1]
	}
	h.visited = append(h.visited, uid)
	if over := len(h.visited) - historyLong; over > 0 {
		h.visited = slices.Delete(h.visited, 0, over)
	}
	h.at = len(h.visited) - 1
}

// Back is the customer visited before, who is on screen from now on; false: there
// is none.
func (h *History) Back() (platform.UID, bool) { return h.step(-1) }

// Forward is the customer whom Back left; false: there is none.
func (h *History) Forward() (platform.UID, bool) { return h.step(1) }

// Before reports whether there is somebody to go back to.
func (h *History) Before() bool { return h.at > 0 }

// After reports whether there is somebody to go forward to.
func (h *History) After() bool { return h.at+1 < len(h.visited) }

func (h *History) step(by int) (platform.UID, bool) {
	to := h.at + by
	if to < 0 || to >= len(h.visited) {
		return 0, false
	}
	h.at = to
	return h.visited[to], true
}
