package journal

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"steward/app/model"
	"steward/app/sealed"
	"steward/client"
	"steward/client/demo"
	"steward/client/platform"
	"steward/views/bench/record"
)

// victimVariable makes this test program a desk that works until it is killed.
const victimVariable = "STEWARD_TEST_JOURNAL"

// beKilled records changes, settles what can be settled, and says what was
// acknowledged, until it is killed.
func beKilled() {
	ctx := context.Background()
	fail := func(err error) {
		if err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
	}
	key, err := sealed.ParseKey(platform.NewSecret(os.Getenv(victimVariable + "_KEY")))
	fail(err)
	there, err := client.New(client.Config{BaseURL: os.Getenv(victimVariable + "_URL"), Now: model.SystemClock{}.Now,
		Deadlines: client.Deadlines{Connect: time.Second, Change: quick.Deadline, Long: quick.Long}})
	fail(err)
	there.Resume(platform.NewSecret(os.Getenv(victimVariable + "_TOKEN")))
	since := model.Stopwatch()
	j, err := Open(ctx, Config{Path: os.Getenv(victimVariable), Key: key, Client: there, Clock: model.SystemClock{}, Notify: func(model.Event) {},
		Profile: "p1", Cluster: "demo.test", Desk: "desk-1", Times: quick})
	fail(err)
	j.Start()
	fail(j.SignedIn(model.Operator{UID: 1, Login: "boss"}))
	fmt.Println("open", since().Milliseconds())
	var users []platform.UID
	for text := range strings.SplitSeq(os.Getenv(victimVariable+"_UIDS"), ",") {
		uid, err := strconv.ParseUint(text, 10, 32)
		fail(err)
		users = append(users, platform.UID(uid))
	}
	if many, _ := strconv.Atoi(os.Getenv(tracedVariable)); many > 0 {
		fail(beTraced(ctx, j, users[0], many))
		return
	}
	for i := rand.IntN(1000); ; i++ {
		uid := users[i%len(users)]
		o := model.NewOperation(model.Refill, uid, model.Change{Amount: euros(fmt.Sprintf("1.%02d", i%90+1)), Balance: platform.BalanceMain, Reason: "kill"})
		if i%3 == 0 {
			o = model.NewOperation(model.SetNote, uid, model.Change{Wanted: fmt.Sprint("note ", i)})
		}
		if len(j.Open()) < 4*len(users) {
			if _, err := j.Record(ctx, Given{}, o); err == nil {
				fmt.Println("ack", o.ID, uid)
			}
		}
		for _, of := range j.Open() {
			for _, o := range of {
				switch o.State {
				case model.StateReview:
					if i%2 == 0 {
						_ = j.SendNow(ctx, o.ID)
					} else {
						_ = j.Cancel(ctx, o.ID)
					}
				case model.StateUnknown:
					if j.NotApplied(ctx, o.ID, "proven") == nil {
						_ = j.SendAgain(ctx, o.ID)
					}
				}
			}
		}
	}
}

// TestProofOfKills is T1: kill -9 at any moment, again and again.
func TestProofOfKills(t *testing.T) {
	kills := record.Amount(12, 1000)
	b := newBench(t, 80)
	var uids []string
	var users []platform.User
	for range 6 {
		u := b.customer()
		users, uids = append(users, u), append(uids, fmt.Sprint(u.UID))
	}
	b.becomes(b.record(refill(b.customer(), "1")), model.StateConfirmed) // a mark was read back here
	b.shut()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	env := b.victimEnv(uids)
	acked := map[model.OperationID]platform.UID{}
	slowest := 0
	for kill := range kills {
		if kill%4 == 0 { // bad days too, so that every state is met
			b.demo.Faults().Clear("*")
			b.fault(fund, demo.Fault{Drop: demo.DropAfter, Skip: 1 + rand.IntN(3), Times: 1})
			b.fault(fund, demo.Fault{Drop: demo.DropBefore, Skip: rand.IntN(3), Times: 1})
			b.fault(fund, demo.Fault{Result: 8, Message: "no", Skip: rand.IntN(3), Times: 1})
			b.fault(note, demo.Fault{Status: 502, HTML: true, Skip: rand.IntN(4), Times: 2})
		}
		victim := exec.Command(self)
		victim.Env = env
		slowest = max(slowest, b.kill(victim, acked))
	}
	b.demo.Faults().Clear("*")
	met := b.afterKills(acked, users)
	record.Proven(t, record.Proof{ID: "T1", What: fmt.Sprintf("kill -9 during operations, over the states %s", met.states),
		Figure: fmt.Sprintf("%d kills, %d acknowledged intents: %d lost, %d double bookings, slowest start %d ms", kills, len(acked), met.lost, met.double, slowest),
		Bound:  ">= 1,000 kills, 0 lost, 0 double, start <= 2 s", OK: met.lost+met.double+met.wrong == 0 && slowest <= 2000 && len(acked) >= kills})
}

// victimEnv is the environment of a desk that works for the bench.
func (b *bench) victimEnv(uids []string) []string {
	return append(os.Environ(), victimVariable+"="+b.cfg.Path, victimVariable+"_KEY="+b.cfg.Key.Secret().Reveal(), victimVariable+"_URL="+b.demo.URL(),
		victimVariable+"_TOKEN="+b.demo.Accounts()[0].Token.Reveal(), victimVariable+"_UIDS="+strings.Join(uids, ","))
}

// kill starts a desk, lets it work a moment, and kills it. It returns how long
// the journal took to open, in ms.
func (b *bench) kill(victim *exec.Cmd, acked map[model.OperationID]platform.UID) (opened int) {
	b.t.Helper()
	out, err := victim.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	victim.Stderr = os.Stderr
	if err := victim.Start(); err != nil {
		b.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case words[0] == "open":
			opened, _ = strconv.Atoi(words[1])
			time.AfterFunc(time.Duration(rand.IntN(150))*time.Millisecond, func() { _ = victim.Process.Kill() })
		case words[0] == "ack" && len(words) == 3:
			uid, _ := strconv.ParseUint(words[2], 10, 32)
			acked[model.OperationID(words[1])] = platform.UID(uid)
		case words[0] == "failed":
			b.t.Errorf("victim %s", lines.Text())
			_ = victim.Process.Kill()
		}
	}
	_ = victim.Wait()
	return opened
}

type aftermath struct {
	lost, double, wrong int
	states              string
}

// afterKills lets everything come to rest and compares the journal with the
// platform's own ledger.
func (b *bench) afterKills(acked map[model.OperationID]platform.UID, users []platform.User) aftermath {
	b.t.Helper()
	b.open()
	b.verified()
	b.until("what flies lands", func() bool {
		for _, of := range b.journal.Open() {
			for _, o := range of {
				if o.State == model.StateSending || o.State == model.StateAccepted || o.State == model.StateQueued {
					return false
				}
				if o.State == model.StateReview {
					_ = b.journal.Cancel(b.ctx, o.ID)
				}
				if o.State == model.StateUnknown && b.booked(o.UID, o.ID) > 0 {
					return false
				}
				if o.State == model.StateUnknown { // holds those after it
					_ = b.journal.NotApplied(b.ctx, o.ID, "proven")
				}
			}
		}
		return true
	})
	var met aftermath
	var states []string
	for id, uid := range acked {
		o, err := b.journal.Operation(b.ctx, id)
		if err != nil {
			met.lost++
			continue
		}
		if !slices.Contains(states, string(o.State)) {
			states = append(states, string(o.State))
		}
		if !o.Kind.Money() {
			continue
		}
		switch booked := b.booked(uid, id); {
		case booked > 1:
			met.double++
		case (o.State == model.StateConfirmed) != (booked == 1):
			met.wrong++
			b.t.Errorf("%s is %s and was booked %d times: %s", id, o.State, booked, b.told(id))
		}
	}
	slices.Sort(states)
	met.states = strings.Join(states, ", ")
	return met
}
