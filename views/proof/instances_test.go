//go:build linux

package proof

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"steward/app/model"
	"steward/views/bench/record"
)

// ofReading are the methods that only reading customers, groups and activity
// needs; a second window sends none of them by itself.
func ofReading(a arrival) bool {
	switch a.method {
	case "system/service/getversion", "environment/tracking/getserverutctime", "users/authentication/checksign":
		return false
	}
	return true
}

// TestProofOfInstances is T16: while one program has a platform open, others
// open it read-only and leave the reading to the first.
func TestProofOfInstances(t *testing.T) {
	f := openFront(t, 1_000)
	dir := here.folder(t)
	id := signedIn(t, f, dir)
	first := launch(t, nil, "--home", dir)
	first.until("all customers", f.wasRead(1_000))
	first.rested(f)
	if !strings.Contains(first.title(), "Proof") {
		t.Fatalf("the first window shows %q", first.title())
	}

	// A stopped program sends nothing: what arrives now is the second one's.
	first.signal(syscall.SIGSTOP)
	before := f.count("")
	second := launch(t, nil, "--home", dir)
	second.until("the desk", func() bool { return strings.Contains(second.title(), "Proof") })
	second.rested(f)
	second.write("", "F5")
	second.rested(f)
	read := 0
	for _, a := range f.since(before) {
		if ofReading(a) {
			read++
			t.Errorf("the second program sent %s", a.method)
		}
	}
	sent := f.count("") - before
	second.quit()

	told := asThird(t, f, dir, id)
	first.signal(syscall.SIGCONT)
	first.quit()
	after := openCore(t, dir)
	cluster, err := after.Resume(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if why, readOnly := cluster.ReadOnly(); readOnly || cluster.Notice() != nil {
		t.Errorf("alone again, but read-only %q, %v", why, cluster.Notice())
	}
	after.shut()
	record.Proven(t, record.Proof{
		ID: "T16", What: "three programs open one platform: what the second and third may do and send while the first has it",
		Figure: fmt.Sprintf("second: %d requests, %d of them reading; third: %s", sent, read, told.figure),
		Bound:  "read-only, message 17, 0 requests of reading", OK: read == 0 && told.ok,
	})
}

// verdict is what a program was told.
type verdict struct {
	figure string
	ok     bool
}

// asThird opens the platform in this process, beside the program that has it,
// and asks for everything that a window can ask for.
func asThird(t *testing.T, f *front, dir, id string) verdict {
	t.Helper()
	c := openCore(t, dir)
	defer c.shut()
	cluster, err := c.Resume(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	before := f.count("")
	users := model.SectionKey{Section: model.SectionUsers}
	cluster.Refresh(users)
	cluster.Show(users)
	_, asked := cluster.Ask(t.Context(), "1000")
	cluster.ResumeReading()
	read := 0
	for _, a := range f.since(before) {
		if ofReading(a) {
			read++
		}
	}
	list, err := cluster.List(t.Context(), model.Filter{})
	if err != nil {
		t.Errorf("the list cannot be read: %v", err)
	}
	notice := ""
	if cluster.Notice() != nil {
		notice = cluster.Notice().Key
	}
	why, readOnly := cluster.ReadOnly()
	v := verdict{
		figure: fmt.Sprintf("read-only %v (%s), told %s, reads %d customers of the cache, %d requests of reading", readOnly, why, notice, list.Total, read),
		ok:     readOnly && why == "readonly.secondwindow" && notice == "error.secondwindow" && cluster.WhyNotRefresh() == "error.secondwindow" && asked != nil && list.Total == 1_000 && read == 0,
	}
	if !v.ok {
		t.Errorf("third program: %s, asking the platform: %v", v.figure, asked)
	}
	return v
}
