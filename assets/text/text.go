// Package text holds every sentence that a person reads, and the formats of
// money, dates, ages and counts. Views, application, command line and exports
// use the same ones.
package text

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed en/*.json
var files embed.FS

// Arg is a value for a placeholder of a sentence.
type Arg struct {
	Name  string
	Value any
}

// With gives {{.Name}} a value. Texts are made harmless with Visible, whole
// numbers are grouped, times and durations are written out.
func With(name string, value any) Arg { return Arg{Name: name, Value: value} }

// countName is the placeholder that also chooses singular or plural.
const countName = "N"

// N gives {{.N}} a number and chooses singular or plural by it.
func N(n int) Arg { return Arg{Name: countName, Value: n} }

// T is the sentence of a key. A key that does not exist gives the key in
// brackets; a test finds those.
func T(key string, args ...Arg) string {
	values := make(map[string]any, len(args))
	for _, a := range args {
		values[a.Name] = a.Value
	}
	return Error(key, values)
}

// Has reports whether there is a sentence for the key.
func Has(key string) bool {
	_, known := catalogue().keys[key]
	return known
}

// Keys are all keys, in no order.
func Keys() []string {
	keys := make([]string, 0, len(catalogue().keys))
	for k := range catalogue().keys {
		keys = append(keys, k)
	}
	return keys
}

// Error is T with the arguments of a model.Error. A whole number named N
// chooses singular or plural.
func Error(key string, args map[string]any) string { return catalogue().say(key, args) }

func (c messages) say(key string, args map[string]any) string {
	if words, known := c.keys[key]; !known {
		return "[" + key + "]"
	} else if !words { // said by an icon alone
		return ""
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: shown(args)}
	if n, ok := args[countName].(int); ok {
		config.PluralCount = n
	}
	sentence, err := c.localizer.Localize(config)
	if err != nil && config.PluralCount != nil { // one sentence for all numbers
		config.PluralCount = nil
		sentence, err = c.localizer.Localize(config)
	}
	if err != nil {
		return "[" + key + "]"
	}
	return sentence
}

// shown prepares arguments for a person's eyes.
func shown(args map[string]any) map[string]any {
	out := make(map[string]any, len(args))
	for name, value := range args {
		switch v := value.(type) {
		case string:
			out[name] = Visible(v)
		case error:
			out[name] = Visible(v.Error())
		case int:
			out[name] = Count(v)
		case int64:
			out[name] = Count(v)
		case time.Time:
			out[name] = DateTime(v, time.UTC)
		case time.Duration:
			out[name] = Took(v)
		default:
			out[name] = v
		}
	}
	return out
}

type messages struct {
	localizer *i18n.Localizer
	keys      map[string]bool // whether there are any words
}

// catalogue is read once. The files are part of the program, so a fault in
// them is a fault of the program.
var catalogue = sync.OnceValue(func() messages {
	c, err := read(files)
	if err != nil {
		panic(err)
	}
	return c
})

// read loads every file under en/.
func read(from fs.FS) (messages, error) {
	bundle := i18n.NewBundle(language.English)
	keys := map[string]bool{}
	names, err := fs.Glob(from, "en/*.json")
	if err != nil {
		return messages{}, fmt.Errorf("list sentences: %w", err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return messages{}, fmt.Errorf("read sentences: %w", err)
		}
		file, err := bundle.ParseMessageFileBytes(content, "en.json")
		if err != nil {
			return messages{}, fmt.Errorf("parse sentences of %s: %w", name, err)
		}
		for _, m := range file.Messages {
			keys[m.ID] = m.Other != ""
		}
	}
	return messages{localizer: i18n.NewLocalizer(bundle, "en"), keys: keys}, nil
}
