package main

import (
	"errors"
	"strings"
)

// kinds are the licences that may be in the program, by words only they have, the
// narrower before the wider.
var kinds = []struct {
	id    string
	words []string
}{
	{"Apache-2.0", []string{"apache license", "version 2.0"}},
	{"OFL-1.1", []string{"sil open font license version 1.1"}},
	{"Bitstream-Vera", []string{"bitstream vera", "permission is hereby granted"}},
	{"BSD-3-Clause", []string{"redistributions of source code must retain", "redistributions in binary form must reproduce", "endorse or promote products"}},
	{"BSD-2-Clause", []string{"redistributions of source code must retain", "redistributions in binary form must reproduce"}},
	{"MIT", []string{"permission is hereby granted, free of charge", "shall be included in all copies"}},
	{"MIT", []string{"permission is hereby granted, free of charge", "(including the next paragraph) shall be included"}},
	{"MIT-0", []string{"mit no attribution", "permission is hereby granted, free of charge"}},
	{"Zlib", []string{"altered source versions must be plainly marked", "may not be removed or altered from any source distribution"}},
	{"ISC", []string{"permission to use, copy, modify, and/or distribute this software for any purpose"}},
	{"WTFPL", []string{"do what the fuck you want to public license"}},
	{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}},
}

// unfit are words of licences that ask something of the whole program.
var unfit = []string{
	"gnu general public license", "gnu affero general public license", "gnu lesser general public license", "gnu library general public license",
	"server side public license", "business source license", "commons clause", "noncommercial", "european union public licence",
}

// errors of kindOf.
var (
	errUnfit   = errors.New("this licence does not fit a program under the Apache License")
	errUnknown = errors.New("this licence is not known; read it and add its kind to packaging/licences")
)

// kindOf is the SPDX identifier of a licence's text.
func kindOf(text string) (string, error) {
	folded := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, words := range unfit {
		if strings.Contains(folded, words) {
			return "", errUnfit
		}
	}
	for _, k := range kinds {
		if containsAll(folded, k.words) {
			return k.id, nil
		}
	}
	return "", errUnknown
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
