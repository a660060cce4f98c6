package store

import (
	"bytes"
	"context"
)

// scan adds the rows of some chunks that have the text of a selection. It
// stops between two chunks when ctx is done.
func (h *haystack) scan(ctx context.Context, chunks [][]byte, s *selection, hits rowSet) {
	common := h.sample()
	text, dialed := rarest(s.text, common), rarest(s.dialed, common)
	for _, chunk := range chunks {
		if ctx.Err() != nil {
			return
		}
		scanChunk(chunk, text, nil, hits)
		if len(s.dialed) > 0 {
			scanChunk(chunk, dialed, phoneOf, hits)
		}
	}
}

// scanChunk adds the rows of all records that have a needle, within a field of
// them if one is asked for.
func scanChunk(chunk []byte, n probe, field func(text []byte) []byte, hits rowSet) {
	for at := 0; ; {
		i := n.index(chunk, at)
		if i < 0 {
			return
		}
		start := bytes.LastIndexByte(chunk[:i], recordEnd) + 1
		end := i + bytes.IndexByte(chunk[i:], recordEnd)
		record := chunk[start:end]
		if field == nil || bytes.Contains(field(record[numberSize:]), n.needle) {
			hits.add(rowNumber(record))
		}
		at = end + 1
	}
}

// sampleSize is how many bytes of a chunk are counted.
const sampleSize = 32 << 10

// sample counts the bytes of a small part of the haystack.
func (h *haystack) sample() (counts [256]int) {
	for i := 0; i < len(h.chunks); i += max(1, len(h.chunks)/2) {
		chunk := h.chunks[i]
		for _, b := range chunk[:min(len(chunk), sampleSize)] {
			counts[b]++
		}
	}
	return counts
}

// probe looks for a needle by its rarest byte: the search for a single byte
// is several times faster than that for a word, if it seldom stops.
type probe struct {
	needle []byte
	byte   byte // of the needle, the rarest
	at     int  // where it stands in the needle
	check  int  // where its rarest neighbour does
}

func rarest(needle []byte, counts [256]int) probe {
	p := probe{needle: needle}
	for i, b := range needle {
		if counts[b] < counts[needle[p.at]] {
			p.at = i
		}
	}
	if len(needle) > 0 {
		p.byte = needle[p.at]
	}
	if p.at == 0 && len(needle) > 1 {
		p.check = 1
	} else if p.at > 0 {
		p.check = p.at - 1
	}
	return p
}

// index is where the needle stands in a chunk, from a place on; -1: nowhere.
func (p *probe) index(chunk []byte, from int) int {
	last := len(chunk) - len(p.needle)
	for at := from + p.at; ; at++ {
		if at >= len(chunk) {
			return -1
		}
		i := bytes.IndexByte(chunk[at:], p.byte)
		if i < 0 {
			return -1
		}
		at += i
		begin := at - p.at
		if begin > last {
			return -1
		}
		if chunk[begin+p.check] == p.needle[p.check] && bytes.Equal(chunk[begin:begin+len(p.needle)], p.needle) {
			return begin
		}
	}
}
