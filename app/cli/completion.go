package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// The command completes its own name too, so it joins the list after the list is there.
func init() {
	Commands = append(Commands, Command{Name: "completion", Summary: "print what a shell needs to complete steward's words: bash, zsh or fish", Run: runCompletion})
}

// shells write the completion of a shell.
var shells = []struct {
	name  string
	write func(io.Writer, []word)
}{
	{"bash", completeBash}, {"zsh", completeZsh}, {"fish", completeFish},
}

func runCompletion(ctx context.Context, env Env, args []string) error {
	set := flags(env, "completion")
	set.Usage = func() { _, _ = io.WriteString(set.Output(), "usage: steward completion bash|zsh|fish\n") }
	if err := Flags(set, args); err != nil {
		return err
	}
	for _, s := range shells {
		if set.NArg() == 1 && set.Arg(0) == s.name {
			s.write(env.Out, vocabulary(ctx, env))
			return nil
		}
	}
	set.Usage()
	return ErrUsage
}

// word is a command, or "" for the window, with its flags.
type word struct {
	name, summary string
	flags         []option
}

// option is a flag as its help shows it; value is empty where it takes none.
type option struct{ name, value, usage string }

// folder is true for a flag that names one.
func (o option) folder() bool { return o.value != "" && strings.Contains(o.usage, "folder") }

// vocabulary asks every command for its help, so that nothing is written twice.
func vocabulary(ctx context.Context, env Env) []word {
	var help bytes.Buffer
	if env.WindowFlags != nil {
		env.WindowFlags(&help)
	}
	words := []word{{flags: options(help.String())}}
	for _, c := range Commands {
		help.Reset()
		w := word{name: c.Name, summary: c.Summary}
		if c.Name != "completion" { // which would ask itself
			_ = c.Run(ctx, Env{Out: io.Discard, Err: &help, Log: env.Log}, []string{"-h"}) // flag.ErrHelp
			w.flags = options(help.String())
		}
		words = append(words, w)
	}
	return append(words, word{name: "help", summary: "print what the commands are, or what one takes"})
}

// flagLines are a flag and its meaning as package flag prints them.
var flagLines = regexp.MustCompile(`(?m)^  -(\S+)(?: (\S+))?\n?[ ]*\t(.*)$`)

func options(help string) []option {
	var all []option
	for _, m := range flagLines.FindAllStringSubmatch(help, -1) {
		all = append(all, option{name: m[1], value: m[2], usage: m[3]})
	}
	return all
}

// names are the commands that help can be asked of.
func names(words []word) (all []string) {
	for _, word := range words {
		if word.name != "" && word.name != "help" {
			all = append(all, word.name)
		}
	}
	return all
}

func completeBash(w io.Writer, words []word) {
	var cases, folders []string
	var top []string
	for _, word := range words {
		var all []string
		for _, o := range word.flags {
			all = append(all, "-"+o.name)
			if o.folder() {
				folders = append(folders, "-"+o.name, "--"+o.name)
			}
		}
		switch word.name {
		case "":
			top = append(top, all...)
		case "completion":
			cases = append(cases, "\tcompletion) words='bash zsh fish' ;;\n")
			top = append(top, word.name)
		case "help":
			cases = append(cases, fmt.Sprintf("\thelp) words='%s' ;;\n", strings.Join(names(words), " ")))
			top = append(top, word.name)
		default:
			cases = append(cases, fmt.Sprintf("\t%s) words='%s' ;;\n", word.name, strings.Join(all, " ")))
			top = append(top, word.name)
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	_, _ = fmt.Fprintf(w, `# bash completion of steward, written by: steward completion bash
_steward() {
	local cur=${COMP_WORDS[COMP_CWORD]} words
	case ${COMP_WORDS[COMP_CWORD-1]} in
	%s) COMPREPLY=($(compgen -d -- "$cur")); return ;;
	esac
	case ${COMP_WORDS[1]} in
%s	*) words='%s' ;;
	esac
	if [[ $cur == --* ]]; then # flags may be written with two dashes
		words=" $words" words=${words// -/ --}
	fi
	COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o filenames -F _steward steward
`, strings.Join(folders, " | "), strings.Join(cases, ""), strings.Join(top, " "))
}

// quoted is a text in single quotes of a shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

func completeZsh(w io.Writer, words []word) {
	_, _ = io.WriteString(w, "#compdef steward\n# zsh completion of steward, written by: steward completion zsh\n\nlocal -a commands\ncommands=(\n")
	for _, word := range words[1:] {
		_, _ = fmt.Fprintf(w, "\t%s\n", quoted(word.name+":"+word.summary))
	}
	_, _ = io.WriteString(w, ")\ncase $words[2] in\n")
	for _, word := range slices.Concat(words[1:], words[:1]) {
		name, first := word.name, ""
		if name == "" {
			name, first = "*", "\t(( CURRENT == 2 )) && _describe command commands\n"
		}
		_, _ = fmt.Fprintf(w, "%s)\n%s\t_arguments", name, first)
		if word.name == "completion" {
			_, _ = io.WriteString(w, " '2:shell:(bash zsh fish)'")
		}
		for _, o := range word.flags {
			_, _ = fmt.Fprintf(w, " \\\n\t\t%s", quoted(zshFlag(o)))
		}
		_, _ = io.WriteString(w, "\n\t;;\n")
	}
	_, _ = io.WriteString(w, "esac\n")
}

// zshFlag is a flag in the words of _arguments.
func zshFlag(o option) string {
	escape := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, ":", `\:`)
	text := "-" + o.name + "[" + escape.Replace(o.usage) + "]"
	switch {
	case o.folder():
		return text + ":folder:_files -/"
	case o.value != "":
		return text + ":" + o.value + ":"
	}
	return text
}

func completeFish(w io.Writer, words []word) {
	_, _ = io.WriteString(w, "# fish completion of steward, written by: steward completion fish\ncomplete -c steward -f\n")
	for _, word := range words {
		when := "__fish_use_subcommand"
		if word.name != "" {
			_, _ = fmt.Fprintf(w, "complete -c steward -n __fish_use_subcommand -a %s -d %s\n", word.name, quoted(word.summary))
			when = quoted("__fish_seen_subcommand_from " + word.name)
		}
		if word.name == "completion" {
			_, _ = fmt.Fprintf(w, "complete -c steward -n %s -a 'bash zsh fish'\n", when)
		}
		for _, o := range word.flags {
			takes := ""
			if o.folder() {
				takes = " -x -a '(__fish_complete_directories)'"
			} else if o.value != "" {
				takes = " -x"
			}
			_, _ = fmt.Fprintf(w, "complete -c steward -n %s -o %s%s -d %s\n", when, o.name, takes, quoted(o.usage))
		}
	}
}
