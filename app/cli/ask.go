package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"steward/client/platform"
)

// answers are the words that a command asks for: typed without being shown
// where a person sits at a terminal, else the lines of standard input.
type answers struct {
	env   Env
	lines *bufio.Reader
}

func newAnswers(env Env) *answers { return &answers{env: env, lines: bufio.NewReader(env.In)} }

// ask asks for one secret.
func (a *answers) ask(ctx context.Context, prompt string) (platform.Secret, error) {
	_, _ = io.WriteString(a.env.Err, prompt)
	words, err := a.read(ctx)
	if err != nil {
		return platform.Secret{}, fmt.Errorf("read standard input: %w", err)
	}
	return platform.NewSecret(words), nil
}

func (a *answers) read(ctx context.Context) (string, error) {
	if f, ok := a.env.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return a.hidden(ctx, int(f.Fd()))
	}
	line, err := a.lines.ReadString('\n')
	if errors.Is(err, io.EOF) && line != "" {
		err = nil // the last line of a file needs no end
	}
	return strings.TrimRight(line, "\r\n"), err
}

// hidden reads a line that the terminal does not show. Who interrupts gets a
// terminal back that shows again what is typed.
func (a *answers) hidden(ctx context.Context, terminal int) (string, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	type answer struct {
		line []byte
		err  error
	}
	given := make(chan answer, 1)
	go func() {
		line, err := term.ReadPassword(terminal)
		given <- answer{line, err}
	}()
	select {
	case got := <-given:
		_, _ = io.WriteString(a.env.Err, "\n") // the one that was typed was not shown either
		return string(got.line), got.err
	case <-ctx.Done():
		_, _ = io.WriteString(a.env.Err, "\n")
		return "", errors.Join(ctx.Err(), term.Restore(terminal, before))
	}
}
