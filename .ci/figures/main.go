// Command figures gathers the records that the measuring tests left in build/bench or
// build/proof: one JSON file, a table on the screen and, for the proofs, docs/proof.md.
// It ends with 1 when a bound was missed or nothing was measured.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"text/tabwriter"

	"steward/views/bench/record"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "figures bench|proof")
		os.Exit(2)
	}
	if err := gather(os.Args[1], ".", os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// gather reads build/KIND/*.json below root, and writes build/KIND.json, the table and,
// for proofs, docs/proof.md.
func gather(kind, root string, out io.Writer) error {
	switch kind {
	case "bench":
		rows, err := collect[record.Figure](root, kind, func(f record.Figure) string { return f.ID })
		if err != nil {
			return err
		}
		return conclude(out, rows, figureCells, func(f record.Figure) bool { return f.OK })
	case "proof":
		rows, err := collect[record.Proof](root, kind, func(p record.Proof) string { return p.ID })
		if err != nil {
			return err
		}
		page := filepath.Join(root, "docs", "proof.md")
		if err := os.WriteFile(page, proofPage(rows), 0o644); err != nil { //nolint:gosec // a page of the repository
			return fmt.Errorf("write the proof page: %w", err)
		}
		return conclude(out, rows, proofCells, func(p record.Proof) bool { return p.OK })
	}
	return fmt.Errorf("gather %q: neither bench nor proof", kind)
}

// collect reads the records, in the order of their numbers, and merges them into one file.
func collect[T any](root, kind string, id func(T) string) ([]T, error) {
	files, err := filepath.Glob(filepath.Join(root, "build", kind, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("find records: %w", err)
	}
	if len(files) == 0 {
		return nil, errors.New("gather " + kind + ": nothing was measured")
	}
	var rows []T
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read record: %w", err)
		}
		var row T
		if err := json.Unmarshal(text, &row); err != nil {
			return nil, fmt.Errorf("read record %s: %w", file, err)
		}
		rows = append(rows, row)
	}
	sort.Slice(rows, func(i, j int) bool { return before(id(rows[i]), id(rows[j])) })
	merged, err := json.MarshalIndent(rows, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("merge records: %w", err)
	}
	if err := os.WriteFile(filepath.Join(root, "build", kind+".json"), append(merged, '\n'), 0o600); err != nil {
		return nil, fmt.Errorf("merge records: %w", err)
	}
	return rows, nil
}

// before orders "T9" ahead of "T10".
func before(a, b string) bool {
	split := func(id string) (string, int) {
		letters := strings.TrimRight(id, "0123456789")
		number, _ := strconv.Atoi(id[len(letters):])
		return letters, number
	}
	la, na := split(a)
	lb, nb := split(b)
	if la != lb {
		return la < lb
	}
	return na < nb
}

// conclude prints the table and says which rows missed their bound.
func conclude[T any](out io.Writer, rows []T, cells func(T) []string, ok func(T) bool) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	missed := 0
	for _, row := range rows {
		if !ok(row) {
			missed++
		}
		if _, err := fmt.Fprintln(table, strings.Join(cells(row), "\t")); err != nil {
			return err
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d missed their bound", missed, len(rows))
	}
	return nil
}

func figureCells(f record.Figure) []string {
	bound := "no bound"
	if f.Bound != 0 {
		sign := map[record.Better]string{record.Lower: "<=", record.Higher: ">="}[f.Better]
		bound = fmt.Sprintf("%s %g %s", sign, f.Bound, f.Unit)
	}
	return []string{f.ID, f.Name, strconv.FormatFloat(f.Value, 'f', 2, 64) + " " + f.Unit, bound, verdict(f.OK)}
}

func proofCells(p record.Proof) []string {
	return []string{p.ID, p.What, p.Figure, p.Bound, verdict(p.OK)}
}

func verdict(ok bool) string {
	if ok {
		return "holds"
	}
	return "MISSED"
}

// proofPage is docs/proof.md.
func proofPage(rows []record.Proof) []byte {
	var page bytes.Buffer
	page.WriteString("# Proof\n\nWritten by `make proof`; every row is a test that can be run again.\n\n")
	fmt.Fprintf(&page, "Measured with %s on %s/%s, %d cores.\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	page.WriteString("| # | What was done | Reached | Needed | |\n|---|---|---|---|---|\n")
	for _, row := range rows {
		cells := proofCells(row)
		for i, cell := range cells {
			cells[i] = strings.ReplaceAll(strings.ReplaceAll(cell, "|", `\|`), "\n", " ")
		}
		fmt.Fprintf(&page, "| %s |\n", strings.Join(cells, " | "))
	}
	return page.Bytes()
}
