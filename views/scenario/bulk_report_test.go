package scenario

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"steward/views/kit"
)

// The report is written and read back: a row each, with ids, ledger rows and
// the totals; and there is a short text for the ticket, which names nobody.
func TestBulkReport(t *testing.T) {
	s := writers(t)
	who := s.plain(3)
	s.refilled("11.00", "33", who...)
	s.clicks("Export report")
	s.clicks("Export as CSV…")
	folder := s.goesTo("report")
	s.press("Enter")
	s.done()
	back := s.readCSV(filepath.Join(folder, "report.csv"))
	same(t, "outcomes", back.column("Outcome"), []string{"Confirmed", "Confirmed", "Confirmed"})
	for i, uid := range who {
		row := s.ours(uid)[0]
		same(t, "User ID", back.rows[i]["User ID"], fmt.Sprint(uid))
		same(t, "ledger row", back.rows[i]["Funding History row"], fmt.Sprint(row.ID))
		same(t, "operation id", back.rows[i]["Operation ID"], row.Note[len("[st:"):len("[st:0123456789")])
		same(t, "ticket", back.rows[i]["Ticket"], "T-4711")
		same(t, "change", back.rows[i]["Change"], "11")
	}
	same(t, "totals", strings.Contains(back.about["Shows"], "+33.00 EUR of +33.00 EUR"), true)
	same(t, "said once", s.count("Attach to ticket"), 1)
	s.clicks("Attach to ticket")
	same(t, "for the ticket", strings.Contains(s.clipboard(), "3 rows: 3 confirmed. +33.00 EUR of +33.00 EUR."), true)
	for _, uid := range who {
		same(t, "names nobody", strings.Contains(s.clipboard(), s.truth(uid).Email), false)
	}
}

// The same report as a workbook.
func TestBulkReportAsAWorkbook(t *testing.T) {
	s := writers(t)
	who := s.plain(2)
	s.refilled("11.00", "22", who...)
	s.clicks("Export report")
	s.clicks("Export as XLSX…")
	folder := s.goesTo("report")
	s.press("Enter")
	s.done()
	book, err := excelize.OpenFile(filepath.Join(folder, "report.xlsx"))
	s.must(err)
	defer book.Close()
	rows, err := book.GetRows("Report", excelize.Options{RawCellValue: true})
	s.must(err)
	same(t, "rows", len(rows), 1+len(who))
	same(t, "outcome", rows[1][1], "Confirmed")
	same(t, "customer", rows[2][3], fmt.Sprint(who[1]))
}

// count is how many buttons have a title.
func (s *story) count(title string) (n int) {
	for _, p := range s.pieces() {
		if b, is := p.CanvasObject.(*kit.Button); is && b.Action.Title == title {
			n++
		}
	}
	return n
}
