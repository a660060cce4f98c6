package export

import (
	"bufio"
	"io"
	"strings"
	"time"
)

// byteOrderMark tells spreadsheets that the file is UTF-8; without it they take the
// local code page and break every name outside it.
const byteOrderMark = "\uFEFF"

// writeCSV writes as RFC 4180 says, in UTF-8: what the export is about, an empty row,
// the titles, the rows; each record has the same number of fields.
func writeCSV(w io.Writer, _ string, sheet Sheet, rows *source) error {
	out := &csvWriter{to: bufio.NewWriterSize(w, 64<<10), width: len(sheet.Columns)}
	if len(sheet.About) > 0 {
		out.width = max(out.width, 2)
	}
	out.raw(byteOrderMark)
	for _, pair := range sheet.About {
		out.text(pair.Name)
		out.text(pair.Value)
		out.end()
	}
	if len(sheet.About) > 0 {
		out.end()
	}
	for _, column := range sheet.Columns {
		out.text(column.Title)
	}
	out.end()
	if err := rows.each(func(row []Value) error {
		for _, v := range row {
			out.value(v)
		}
		out.end()
		return out.failed
	}); err != nil {
		return err
	}
	return out.to.Flush()
}

// csvWriter writes fields; the standard library's writer would change the line ends
// inside of them. The first error stays.
type csvWriter struct {
	to     *bufio.Writer
	width  int // fields of a record
	fields int // written of this one
	failed error
}

func (c *csvWriter) raw(s string) {
	if _, err := c.to.WriteString(s); err != nil && c.failed == nil {
		c.failed = err
	}
}

// field begins a field.
func (c *csvWriter) field() {
	if c.fields++; c.fields > 1 {
		c.raw(",")
	}
}

// text writes a foreign text.
func (c *csvWriter) text(s string) {
	c.field()
	s = guarded(clean(s))
	alone := s == "" && c.width == 1 // an empty line would be no record
	if !alone && !strings.ContainsAny(s, ",\"\n\t;") && strings.TrimSpace(s) == s {
		c.raw(s)
		return
	}
	c.raw(`"`)
	c.raw(strings.ReplaceAll(s, `"`, `""`))
	c.raw(`"`)
}

// value writes a cell; numbers stay numbers, whatever their sign.
func (c *csvWriter) value(v Value) {
	switch v.kind {
	case KindText:
		c.text(v.text)
	case KindTime:
		c.field()
		c.raw(v.when().Format(time.DateTime))
	default:
		c.field()
		c.raw(v.digits())
	}
}

// end fills the record up and ends it.
func (c *csvWriter) end() {
	for c.fields < c.width {
		c.field()
	}
	c.fields = 0
	c.raw("\r\n")
}
