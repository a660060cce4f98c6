package client

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"steward/client/platform"
	"steward/views/bench/record"
)

// decoders is the package whose decoders read what a platform answers.
const decoders = "internal/wire"

// TestProofOfDecoders is T9. An ordinary run holds that every decoder has a
// fuzz target and that large answers are refused; the seeds are run by the
// targets themselves. A full run feeds each target for a while.
func TestProofOfDecoders(t *testing.T) {
	names, targets := decodersAndTargets(t)
	refusals := tooLarge(t)
	inputs := 0
	for _, target := range targets {
		if record.Full() {
			inputs += fuzz(t, target, 20*time.Second)
		}
	}
	record.Proven(t, record.Proof{
		ID:     "T9",
		What:   fmt.Sprintf("hostile answers into all %d decoders, by %d fuzz targets; answers over 64 MiB, plain and packed", len(names), len(targets)),
		Figure: fmt.Sprintf("0 panics in %d inputs, %d of 4 large answers judged rightly", inputs, refusals),
		Bound:  "0 panics, size cap 64 MiB", OK: !t.Failed() && refusals == 4,
	})
}

// decodersAndTargets are the exported functions that decode, and the fuzz
// targets, which have to call all of them.
func decodersAndTargets(t *testing.T) (names, targets []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(decoders, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no sources: %v", err)
	}
	var calls strings.Builder
	for _, path := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			switch {
			case !ok || f.Recv != nil:
			case strings.HasPrefix(f.Name.Name, "Fuzz"):
				targets = append(targets, f.Name.Name)
			case f.Name.IsExported() && !strings.HasSuffix(path, "_test.go") && takesBytes(f):
				names = append(names, f.Name.Name)
			}
		}
		if strings.HasSuffix(path, "fuzz_test.go") {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			calls.Write(text)
		}
	}
	for _, name := range names {
		if !regexp.MustCompile(`\W` + name + `\(text\b`).MatchString(calls.String()) {
			t.Errorf("no fuzz target feeds the decoder %s", name)
		}
	}
	if len(names) == 0 || len(targets) == 0 {
		t.Fatalf("%d decoders, %d targets", len(names), len(targets))
	}
	return names, targets
}

func takesBytes(f *ast.FuncDecl) bool {
	for _, p := range f.Type.Params.List {
		if list, ok := p.Type.(*ast.ArrayType); ok && list.Len == nil {
			if of, ok := list.Elt.(*ast.Ident); ok && of.Name == "byte" {
				return true
			}
		}
	}
	return false
}

// tooLarge sends an answer of exactly the cap and one of a byte more, plain
// and packed, and counts the right judgements. The cap is the usual one in a
// full run.
func tooLarge(t *testing.T) (right int) {
	t.Helper()
	if MaxAnswer != 64<<20 {
		t.Errorf("the usual cap is %d bytes", MaxAnswer)
	}
	limit := int64(record.Amount(1<<20, int(MaxAnswer)))
	var size int64
	var packed bool
	s := serve(t, func(w http.ResponseWriter, _ string, _ url.Values) { padded(w, size, packed) })
	c := connect(t, s.URL, func(cfg *Config) {
		if !record.Full() {
			cfg.MaxAnswer = limit
		}
	})
	c.Resume(platform.NewSecret("any"))
	for _, packed = range []bool{false, true} {
		for _, size = range []int64{limit, limit + 1} {
			_, err := c.Groups(t.Context())
			var refused *NetError
			tooMuch := errors.As(err, &refused) && refused.Kind == KindTooLarge
			if tooMuch != (size > limit) || !tooMuch && err != nil {
				t.Errorf("%d bytes, packed %v: %v", size, packed, err)
				continue
			}
			right++
		}
	}
	return right
}

// padded writes an answer of a size: blanks around an empty list.
func padded(w http.ResponseWriter, size int64, packed bool) {
	const payload = `{"result":0,"array":[]}`
	var to io.Writer = w
	if packed {
		w.Header().Set("Content-Encoding", "gzip")
		zip, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		defer zip.Close()
		to = zip
	}
	blanks := strings.Repeat(" ", 1<<20)
	for left := size - int64(len(payload)); left > 0; {
		n, err := io.WriteString(to, blanks[:min(left, int64(len(blanks)))])
		if err != nil {
			return // the client has hung up
		}
		left -= int64(n)
	}
	_, _ = io.WriteString(to, payload)
}

var executions = regexp.MustCompile(`execs: (\d+)`)

// fuzz feeds one target for a time and returns how many inputs it had. What
// breaks it is kept in the package's testdata.
func fuzz(t *testing.T, target string, d time.Duration) (inputs int) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "test", "-run=^$", "-fuzz=^"+target+"$", "-fuzztime="+d.String(), "./"+decoders)
	said, err := command.CombinedOutput()
	lines := bufio.NewScanner(strings.NewReader(string(said)))
	for lines.Scan() {
		if found := executions.FindStringSubmatch(lines.Text()); found != nil {
			inputs, _ = strconv.Atoi(found[1])
		}
	}
	if err != nil || inputs == 0 {
		t.Errorf("%s after %d inputs: %v\n%s", target, inputs, err, said)
	}
	t.Logf("%s: %d inputs in %v", target, inputs, d)
	return inputs
}
