package app

import (
	"context"
	"strings"

	"steward/client/platform"
)

// Pasted is what a pasted list of e-mails and User IDs means.
type Pasted struct {
	UIDs      []platform.UID // in the order of the list, each once
	Unmatched []PastedLine   // lines, or words of a line, that no cached customer has
	Twice     int            // words that stood in the list before
}

// PastedLine is a line of a pasted list, counted from 1.
type PastedLine struct {
	Number int
	Text   string
}

// MatchPasted looks up the e-mails and User IDs of a pasted list in the cache,
// as many as stand in a line. Of a line with e-mails only these count; numbers
// count where nothing else stands in the line.
func (c *Cluster) MatchPasted(ctx context.Context, list string) (Pasted, error) {
	var p Pasted
	seen := map[string]bool{}
	met := map[platform.UID]bool{}
	for i, line := range strings.Split(list, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		words := namesIn(line)
		if len(words) == 0 {
			p.Unmatched = append(p.Unmatched, PastedLine{i + 1, line})
		}
		for _, word := range words {
			if key := strings.ToLower(word); seen[key] {
				p.Twice++
				continue
			} else {
				seen[key] = true
			}
			found, _, err := c.Find(ctx, []string{word})
			if err != nil {
				return Pasted{}, err
			}
			if len(found) == 0 {
				p.Unmatched = append(p.Unmatched, PastedLine{i + 1, word})
			}
			for _, uid := range found {
				if met[uid] {
					p.Twice++
					continue
				}
				met[uid] = true
				p.UIDs = append(p.UIDs, uid)
			}
		}
	}
	return p, nil
}

// namesIn are the e-mails of a line; without any its numbers, if it has nothing
// else.
func namesIn(line string) []string {
	words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r,;|\"'<>()[]\u00a0\ufeff", r) })
	var emails []string
	numbers := true
	for _, word := range words {
		if strings.Contains(word, "@") {
			emails = append(emails, word)
		}
		numbers = numbers && strings.Trim(word, "0123456789") == ""
	}
	switch {
	case len(emails) > 0:
		return emails
	case numbers:
		return words
	}
	return nil
}
