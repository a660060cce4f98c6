package export

import (
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestTextNeverBecomesAFormula(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+49 30": "'+49 30", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\nx": "'\nx",
		"\r=1": "'\n'=1", "  =1": "'  =1", "\u00A0=1": "'\u00A0=1", "\u3000@x": "'\u3000@x", "＝1": "'＝1",
		"note\n=1": "'note\n'=1", "a\r\n \u00A0+1": "'a\n' \u00A0+1", `=HYPERLINK("http://x";"y")`: `'=HYPERLINK("http://x";"y")`,
		"a=b": "a=b", "a@b.example": "a@b.example", "a - b": "a - b", "a\n\nb": "a\n\nb", "– 5": "– 5", "": "",
		"\u200B=1": "<U+200B>=1", // no longer blank
	} {
		target := place(t, CSV)
		sheet, rows := column(t, "+Title", KindText, Text(text))
		sheet.About = []Pair{{"Shows", text}}
		write(t, target, sheet, rows)
		got := readCSV(t, target.Path)
		if got[3][0] != want || got[0][1] != want || got[2][0] != "'+Title" {
			t.Errorf("%q became %q, %q, title %q", text, got[3][0], got[0][1], got[2][0])
		}

		target = place(t, XLSX)
		write(t, target, sheet, rows)
		book := openXLSX(t, target.Path)
		formula, err := book.GetCellFormula("Test", "A2")
		kind, _ := book.GetCellType("Test", "A2")
		if err != nil || formula != "" || text != "" && kind != excelize.CellTypeInlineString {
			t.Errorf("%q: formula %q, type %v, %v", text, formula, kind, err)
		}
		if got, err := book.GetCellValue("Test", "A2"); err != nil || got != clean(text) {
			t.Errorf("%q became %q in XLSX", text, got)
		}
	}
}

func TestTextIsUnharmed(t *testing.T) {
	long := strings.Repeat("长", maxText+1)
	for text, want := range map[string]string{
		"北京客户 – 请先打电话": "", "عميل مهم جداً": "", "שלום": "", "Ångström 👩\u200d💻": "", "می\u200cخواهم": "", "two\nlines": "", "tab\tin it": "",
		" blank at both ends ": "", "<b>&amp;</b>": "", "_x000D_ as it is written": "", "a\r\nb\rc": "a\nb\nc",
		"bell\a, null\x00, escape\x1b[31m, del\x7f": "bell<U+0007>, null<U+0000>, escape<U+001B>[31m, del<U+007F>",
		"gro\u202Egpj.exe":                          "gro<U+202E>gpj.exe", "zero\u200Bwidth\uFEFF": "zero<U+200B>width<U+FEFF>", "bad\xffbyte": "bad<FF>byte",
		"not a character \uFFFE": "not a character <U+FFFE>", "honest \uFFFD": "",
		long: strings.Repeat("长", maxText-1) + "…", strings.Repeat("x", maxText): "", strings.Repeat("é", maxText): "",
	} {
		if want == "" {
			want = text
		}
		for _, format := range []Format{CSV, XLSX} {
			target := place(t, format)
			sheet, rows := column(t, "Note", KindText, Text(text))
			write(t, target, sheet, rows)
			var got string
			if format == CSV {
				got = readCSV(t, target.Path)[1][0]
			} else {
				got = raw(t, openXLSX(t, target.Path), "Test")[1][0]
			}
			if got != want {
				t.Errorf("%.40q became %.40q (%d runes) in %s", text, got, len([]rune(got)), format.Extension())
			}
		}
	}
}
