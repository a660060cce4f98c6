package main

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
)

var (
	commandLine = regexp.MustCompile(`(?m)^  ([a-z]+) +(\S.*)$`)
	flagLine    = regexp.MustCompile(`(?m)^  -(\S+)(?: (\S+))?\n?[ ]*\t(.*)$`)
	exitLine    = regexp.MustCompile(`(?m)^  ([0-9]+)  (\S.*)$`)
	comment     = regexp.MustCompile(`(?m)^Comment=(.*)$`)
)

// manual is the manual page, of the program's own help.
func (j job) manual() ([]byte, error) {
	help, err := j.says("help")
	if err != nil {
		return nil, err
	}
	commands, window, _ := strings.Cut(string(help), "flags of the window:")
	entry, err := os.ReadFile("assets/linux/" + j.Details.ID + ".desktop")
	if err != nil {
		return nil, err
	}
	summary := comment.FindSubmatch(entry)
	if summary == nil {
		return nil, fmt.Errorf("the desktop entry has no comment")
	}
	var page bytes.Buffer
	fmt.Fprintf(&page, ".TH STEWARD 1 %s \"%s %s\" \"User commands\"\n", j.date.Format("2006-01-02"), j.Details.Name, j.Details.Version)
	fmt.Fprintf(&page, ".SH NAME\nsteward \\- %s\n", roff(strings.ToLower(string(summary[1][:1]))+string(summary[1][1:])))
	page.WriteString(".SH SYNOPSIS\n.B steward\n.RI [ flags ]\n.br\n.B steward\n.I command\n.RI [ flags ]\n")
	page.WriteString(".SH DESCRIPTION\nWithout a command the window opens. Every flag may be written with one hyphen or two.\n.SS Flags of the window\n")
	writeFlags(&page, window)
	page.WriteString(".SH COMMANDS\n")
	for _, m := range commandLine.FindAllStringSubmatch(commands, -1) {
		fmt.Fprintf(&page, ".SS steward %s\n%s.\n", roff(m[1]), roff(strings.ToUpper(m[2][:1])+m[2][1:]))
		if m[1] == "help" {
			continue
		}
		own, err := j.says("help", m[1])
		if err != nil {
			return nil, err
		}
		writeFlags(&page, string(own))
	}
	page.WriteString(".SH EXIT STATUS\n")
	for _, m := range exitLine.FindAllStringSubmatch(commands, -1) {
		fmt.Fprintf(&page, ".TP\n%s\n%s\n", m[1], roff(m[2]))
	}
	page.WriteString(manualEnd)
	fmt.Fprintf(&page, ".SH SEE ALSO\n.UR %s\n.UE\n", j.Website)
	return compressed(page.Bytes())
}

const manualEnd = `.SH FILES
.TP
.I $XDG_DATA_HOME/steward
the copy of the platform's data, sealed with a key from the system's keyring; the journal of changes; the log. Without
.B XDG_DATA_HOME
it is in
.I ~/.local/share.
Removing the package leaves it.
.TP
.I /usr/share/doc/steward/licences.txt
the licences of everything in the program
`

func writeFlags(page *bytes.Buffer, help string) {
	for _, m := range flagLine.FindAllStringSubmatch(help, -1) {
		fmt.Fprintf(page, ".TP\n.B \\-\\-%s", roff(m[1]))
		if m[2] != "" {
			fmt.Fprintf(page, " \\fI%s\\fR", roff(m[2]))
		}
		fmt.Fprintf(page, "\n%s\n", roff(m[3]))
	}
}

// roff is a text that means only itself.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}
