package desk

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"steward/app/model"
	"steward/client/platform"
)

// PolicySetting is one line of the table of what can be managed.
type PolicySetting struct {
	Key  string
	Type string // in words, for the documentation
	take func(p *model.Policy, value any) (shown string, err error)
}

// PolicySettings is that table. The three sources (a TOML file, the registry, a
// property list) spell it alike.
var PolicySettings = []PolicySetting{
	{model.PolicyPlatforms, "list of addresses", func(p *model.Policy, v any) (string, error) {
		list, err := texts(v)
		p.Platforms = list
		return strings.Join(list, ", "), err
	}},
	{model.PolicyReadOnly, "yes or no", func(p *model.Policy, v any) (string, error) { return yes(v, &p.ReadOnly) }},
	{model.PolicyLimitOperation, "amount", func(p *model.Policy, v any) (string, error) { return money(v, &p.Limits.Operation) }},
	{model.PolicyLimitBatch, "amount", func(p *model.Policy, v any) (string, error) { return money(v, &p.Limits.Batch) }},
	{model.PolicyLimitDay, "amount", func(p *model.Policy, v any) (string, error) { return money(v, &p.Limits.Day) }},
	{model.PolicyKeepNothing, "yes or no", func(p *model.Policy, v any) (string, error) { return yes(v, &p.KeepNothing) }},
	{model.PolicyNoUpdates, "yes or no", func(p *model.Policy, v any) (string, error) { return yes(v, &p.NoUpdates) }},
}

// ReadPolicy reads the policy of this computer from a place, or where the system
// keeps it if that is empty. What is not understood is never passed over: Problem
// says it, ReadOnly is set, and the rest holds.
func ReadPolicy(place string) model.Policy {
	if place == "" {
		place = policyPlace()
	}
	raw, found, err := readPolicy(place)
	switch {
	case err != nil:
		return model.Policy{Source: place, Problem: err.Error(), ReadOnly: true}
	case !found:
		return model.Policy{}
	}
	p := model.Policy{Source: place}
	if err := takeAll(&p, raw); err != nil {
		p.Problem, p.ReadOnly = err.Error(), true
	}
	return p
}

// takeAll takes every setting of the table and refuses all others.
func takeAll(p *model.Policy, raw map[string]any) error {
	var errs []error
	known := map[string]bool{}
	for _, s := range PolicySettings {
		known[s.Key] = true
		value, set := raw[s.Key]
		if !set {
			continue
		}
		shown, err := s.take(p, value)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.Key, err))
		}
		p.Values = append(p.Values, model.PolicyValue{Key: s.Key, Value: shown})
	}
	var unknown []string
	for key := range raw {
		if !known[key] {
			unknown = append(unknown, key)
		}
	}
	slices.Sort(unknown)
	for _, key := range unknown {
		errs = append(errs, fmt.Errorf("%.60q is no setting", key))
	}
	return joined(errs)
}

// joined is several errors in one line.
func joined(errs []error) error {
	words := make([]string, len(errs))
	for i, err := range errs {
		words[i] = err.Error()
	}
	if len(words) == 0 {
		return nil
	}
	return errors.New(strings.Join(words, "; "))
}

// yes reads true or false; the registry has numbers for them.
func yes(value any, into *bool) (shown string, err error) {
	switch v := value.(type) {
	case bool:
		*into = v
	case uint64:
		if v > 1 {
			return "", fmt.Errorf("%d is neither 0 nor 1", v)
		}
		*into = v == 1
	default:
		return "", fmt.Errorf("%T is neither true nor false", value)
	}
	if *into {
		return "yes", nil
	}
	return "no", nil
}

// money reads an amount with its currency: 500.00 EUR.
func money(value any, into *platform.Money) (shown string, err error) {
	words, ok := value.(string)
	amount, currency, two := strings.Cut(strings.TrimSpace(words), " ")
	if !ok || !two || len(currency) != 3 || strings.ToUpper(currency) != currency {
		return "", fmt.Errorf("%.40q is no amount with its currency, such as 500.00 EUR", fmt.Sprint(value))
	}
	if *into, err = model.ParseAmount(amount, currency); err != nil {
		return "", err
	}
	return into.Text() + " " + currency, nil
}

// texts reads a list of texts, which must not be empty.
func texts(value any) (list []string, err error) {
	switch v := value.(type) {
	case []string:
		list = v
	case []any:
		for _, one := range v {
			words, ok := one.(string)
			if !ok {
				return nil, fmt.Errorf("%T in a list of texts", one)
			}
			list = append(list, words)
		}
	default:
		return nil, fmt.Errorf("%T is no list of texts", value)
	}
	if len(list) == 0 {
		return nil, errors.New("the list is empty")
	}
	return list, nil
}
