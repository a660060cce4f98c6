package journal

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"steward/app/model"
	"steward/client/platform"
	"steward/views/bench/record"
)

// tracedVariable makes the desk of beKilled one that sends so many refills, one
// after the other, and ends.
const tracedVariable = victimVariable + "_TRACED"

// beTraced says each intent before it records it, and waits until it is
// confirmed.
func beTraced(ctx context.Context, j *Journal, uid platform.UID, many int) error {
	for i := range many {
		o := model.NewOperation(model.Refill, uid, model.Change{Amount: euros(fmt.Sprintf("2.%02d", i%90+1)), Balance: platform.BalanceMain, Reason: "traced"})
		fmt.Println("intent", o.ID)
		if _, err := j.Record(ctx, Given{}, o); err != nil {
			return err
		}
		for {
			now, err := j.Operation(ctx, o.ID)
			if err != nil || now.State == model.StateConfirmed {
				break
			}
			<-j.cfg.After(again)
		}
	}
	return j.Close()
}

// TestProofOfSync is T2: the system itself is asked in which order the journal's
// log was synced and the platform was written to.
func TestProofOfSync(t *testing.T) {
	many := record.Amount(3, 60)
	proof := record.Proof{ID: "T2", What: "the desk's system calls traced: the journal's log is synced before the first byte of an intent of money leaves",
		Bound: ">= 1 sync an intent before its first byte"}
	tracer, err := exec.LookPath("strace")
	if err == nil {
		err = exec.Command(tracer, "-f", "-o", os.DevNull, "true").Run()
	}
	if err != nil {
		if !record.Full() {
			t.Log("nothing can be traced here: ", err)
			return
		}
		proof.Figure = "not proven on this computer, which has no strace or lets nothing be traced: " + err.Error()
		record.Proven(t, proof)
		return
	}
	b := newBench(t, 60)
	u := b.customer()
	b.shut()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(t.TempDir(), "trace")
	desk := exec.Command(tracer, "-f", "-y", "-s", "2048", "-o", trace,
		"-e", "trace=write,writev,sendto,sendmsg,fsync,fdatasync", self)
	desk.Env = append(b.victimEnv([]string{fmt.Sprint(u.UID)}), fmt.Sprintf("%s=%d", tracedVariable, many))
	if out, err := desk.CombinedOutput(); err != nil {
		t.Fatalf("traced desk: %v: %s", err, out)
	}
	file, err := os.Open(trace)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	seen := readTrace(bufio.NewScanner(file))
	least, late := 0, 0
	for i, s := range seen {
		if i == 0 || s.syncs < least {
			least = s.syncs
		}
		if s.syncs < 2 { // that it is queued, and that it is being sent
			late++
		}
		if booked := b.booked(u.UID, s.id); booked != 1 {
			t.Errorf("%s was booked %d times", s.id, booked)
		}
	}
	proof.Figure = fmt.Sprintf("%d intents of money sent, at least %d syncs each between the intent and its first byte (that it is queued, that it is being sent), %d went too early", len(seen), least, late)
	proof.OK = len(seen) == many && least >= 1 && late == 0
	record.Proven(t, proof)
}

// traced is what a trace says of one intent.
type traced struct {
	id    model.OperationID
	syncs int // of the log, between the intent and its first byte
}

var (
	saidIntent = regexp.MustCompile(`write\(1<.*"intent (\w{10})`)
	sentIntent = regexp.MustCompile(`^\d+ +(?:write|writev|sendto|sendmsg)\(\d+<(?:TCP|socket)[^>]*>.*st%3A(\w{10})%2F`)
	syncedLog  = regexp.MustCompile(`^(\d+) +(?:fsync|fdatasync)\(\d+<[^>]*journal\.db-wal>(.*)`)
	syncEnded  = regexp.MustCompile(`^(\d+) +<\.\.\. (?:fsync|fdatasync) resumed>.*= 0`)
)

// readTrace counts the syncs before each intent's first byte. A sync counts
// when it has ended, a byte when its writing began. (SQLite fills the last block
// of its log up after a sync; so what was written says nothing here.)
func readTrace(lines *bufio.Scanner) (seen []traced) {
	lines.Buffer(nil, 1<<20)
	waiting := map[string]bool{} // syncs that have not ended, by thread
	now := traced{}
	for lines.Scan() {
		line := lines.Text()
		if m := saidIntent.FindStringSubmatch(line); m != nil {
			now = traced{id: model.OperationID(m[1])}
		} else if m := sentIntent.FindStringSubmatch(line); m != nil && m[1] == string(now.id) {
			seen, now = append(seen, now), traced{}
		} else if m := syncedLog.FindStringSubmatch(line); m != nil {
			if strings.HasSuffix(m[2], "= 0") {
				now.syncs++
			} else if strings.Contains(m[2], "unfinished") {
				waiting[m[1]] = true
			}
		} else if m := syncEnded.FindStringSubmatch(line); m != nil && waiting[m[1]] {
			delete(waiting, m[1])
			now.syncs++
		}
	}
	return seen
}
