//go:build linux

package proof

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// anchor is how many bytes of a form are looked up at once.
const anchor = 8

// needles finds texts in every form in which they may lie in a file: UTF-8,
// UTF-16 in both orders, hex, base64 at each of its three alignments.
type needles struct {
	texts  int
	forms  map[uint64][]form // by their first bytes
	begins [1 << 16]bool     // the first two bytes of any form
	short  []form
}

type form struct {
	of, spelling string
	bytes        []byte
}

func newNeedles(texts map[string]string) *needles {
	n := &needles{texts: len(texts), forms: map[uint64][]form{}}
	for of, text := range texts {
		for spelling, spelled := range spellings(text) {
			f := form{of, spelling, spelled}
			if len(spelled) < anchor {
				n.short = append(n.short, f)
				continue
			}
			first := binary.LittleEndian.Uint64(spelled)
			n.forms[first] = append(n.forms[first], f)
			n.begins[uint16(first)] = true
		}
	}
	return n
}

func spellings(text string) map[string][]byte {
	s := []byte(text)
	all := map[string][]byte{"UTF-8": s, "hex": []byte(hex.EncodeToString(s)), "HEX": []byte(strings.ToUpper(hex.EncodeToString(s)))}
	for _, unit := range utf16.Encode([]rune(text)) {
		all["UTF-16LE"] = append(all["UTF-16LE"], byte(unit), byte(unit>>8))
		all["UTF-16BE"] = append(all["UTF-16BE"], byte(unit>>8), byte(unit))
	}
	for name, alphabet := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64 of URLs": base64.RawURLEncoding} {
		for shift := range 3 {
			// Only the characters that hold nothing of the neighbours.
			code := alphabet.EncodeToString(append(make([]byte, shift), s...))
			from, to := (8*shift+5)/6, len(code)
			if (shift+len(s))%3 != 0 {
				to--
			}
			all[fmt.Sprint(name, " at ", shift)] = []byte(code)[from:to]
		}
	}
	return all
}

// in is the forms that are in some bytes, each once.
func (n *needles) in(data []byte) map[string]form {
	found := map[string]form{}
	add := func(f form) { found[f.spelling+" of "+f.of] = f }
	for i := 0; i+anchor <= len(data); i++ {
		first := binary.LittleEndian.Uint64(data[i:])
		if !n.begins[uint16(first)] {
			continue
		}
		for _, f := range n.forms[first] {
			if bytes.HasPrefix(data[i:], f.bytes) {
				add(f)
			}
		}
	}
	for _, f := range n.short {
		if bytes.Contains(data, f.bytes) {
			add(f)
		}
	}
	return found
}

// finds is what a search has done.
type finds struct {
	files, bytes int
	hits         []string
}

// below searches all files below some folders. Files that go while the search
// runs are no loss: it runs again after them.
func (f *finds) below(t *testing.T, n *needles, when string, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			data, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			f.files++
			f.look(n, when+": "+strings.TrimPrefix(path, here.root), data)
			f.look(n, when+": name of "+path, []byte(path))
			return err
		})
		if err != nil {
			t.Fatalf("search %s: %v", folder, err)
		}
	}
}

// look searches some bytes.
func (f *finds) look(n *needles, where string, data []byte) {
	f.bytes += len(data)
	for what := range n.in(data) {
		f.hits = append(f.hits, where+" holds "+what)
	}
}

func (f *finds) say(t *testing.T) {
	t.Helper()
	for i, hit := range f.hits {
		if i == 20 {
			t.Errorf("and %d more", len(f.hits)-i)
			break
		}
		t.Error(hit)
	}
}

// A search that cannot find proves nothing.
func TestSearchFinds(t *testing.T) {
	secret := "Canary/7391?~ö-long enough"
	n := newNeedles(map[string]string{"canary": secret, "code": "482913"})
	for name, data := range map[string][]byte{
		"UTF-8":       []byte("xx" + secret),
		"JSON":        fmt.Appendf(nil, `{"password":%q}`, secret),
		"UTF-16LE":    utf16Of(secret, binary.LittleEndian),
		"UTF-16BE":    utf16Of(secret, binary.BigEndian),
		"hex":         fmt.Appendf(nil, "%x", "ab"+secret+"c"),
		"HEX":         fmt.Appendf(nil, "%X", secret),
		"base64 0":    []byte(base64.StdEncoding.EncodeToString([]byte(secret + "after"))),
		"base64 1":    []byte(base64.StdEncoding.EncodeToString([]byte("a" + secret + "af"))),
		"base64 2":    []byte(base64.StdEncoding.EncodeToString([]byte("ab" + secret))),
		"base64 URL":  []byte(base64.URLEncoding.EncodeToString([]byte("abcd" + secret + "x"))),
		"a short one": []byte("code=482913"),
	} {
		if found := n.in(append([]byte("before\x00"), data...)); len(found) == 0 {
			t.Errorf("%s was not found", name)
		}
	}
	if found := n.in([]byte("Canary/7391?~ö-long enoug, nearly; 48291 3")); len(found) != 0 {
		t.Errorf("found %v where nothing is", found)
	}
}

func utf16Of(text string, order binary.AppendByteOrder) (out []byte) {
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}
