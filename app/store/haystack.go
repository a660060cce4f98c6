package store

import "bytes"

const (
	chunkBits  = 20 // a chunk is a MiB
	chunkSize  = 1 << chunkBits
	numberSize = 4 // bytes of a row number
	maxRows    = 1 << (6 * numberSize)
)

// place is where a row's record begins: number of the chunk, offset inside it.
// 0 is nowhere: every chunk begins with a recordEnd.
type place uint32

// haystack is the folded text of all rows in few large pieces without
// pointers, so that it costs the garbage collector nothing. Every record
// carries its row's number in four bytes of the class 0x80-0xBF: no search
// starts with such a byte, so none finds a number.
type haystack struct {
	chunks [][]byte
	dead   int // bytes of records that are no longer valid
}

// appendRecord is the record of a row, as put takes it.
func appendRecord(buf []byte, row uint32, login, phone, note string) []byte {
	for shift := 6 * (numberSize - 1); shift >= 0; shift -= 6 {
		buf = append(buf, 0x80|byte(row>>shift)&0x3f)
	}
	buf = append(append(buf, login...), fieldEnd)
	buf = append(append(buf, phone...), fieldEnd)
	return append(append(buf, note...), recordEnd)
}

// put adds a record at the end.
func (h *haystack) put(record []byte) place {
	last := len(h.chunks) - 1
	if last < 0 || len(h.chunks[last])+len(record) > chunkSize {
		h.chunks = append(h.chunks, append(newChunk(), recordEnd))
		last++
	}
	at := place(last<<chunkBits | len(h.chunks[last]))
	h.chunks[last] = append(h.chunks[last], record...)
	return at
}

// record is the record at a place, without its recordEnd.
func (h *haystack) record(at place) []byte {
	rest := h.chunks[at>>chunkBits][at&(chunkSize-1):]
	return rest[:bytes.IndexByte(rest, recordEnd)]
}

// text is the record at a place without the row number.
func (h *haystack) text(at place) []byte { return h.record(at)[numberSize:] }

// blank makes the record at a place one that nothing finds.
func (h *haystack) blank(at place) {
	record := h.record(at)
	h.dead += len(record) + 1
	for i := range record {
		record[i] = 0x80
	}
}

// rowNumber reads the number at the beginning of a record.
func rowNumber(record []byte) (row uint32) {
	for _, b := range record[:numberSize] {
		row = row<<6 | uint32(b&0x3f)
	}
	return row
}

// crowded reports whether enough is dead to compact.
func (h *haystack) crowded() bool {
	return h.dead > chunkSize && h.dead > len(h.chunks)*chunkSize/4
}

// compact moves the valid records together, in place, and tells where each row
// went. valid says whether a record at a place is its row's.
func (h *haystack) compact(valid func(row uint32, at place) bool, moved func(row uint32, to place)) {
	old := h.chunks
	h.chunks, h.dead = old[:0], 0
	var spare []byte
	for number, chunk := range old {
		// The chunk is taken apart from a copy: its own memory may be written already.
		spare = append(spare[:0], chunk...)
		for at := 1; at < len(spare); {
			record := spare[at : at+bytes.IndexByte(spare[at:], recordEnd)+1]
			if row := rowNumber(record); valid(row, place(number<<chunkBits|at)) {
				moved(row, h.refill(old, record))
			}
			at += len(record)
		}
	}
	for i := len(h.chunks); i < len(old); i++ {
		freeChunk(old[i])
		old[i] = nil
	}
}

// release gives all memory back. Nothing is found any more.
func (h *haystack) release() {
	for _, chunk := range h.chunks {
		freeChunk(chunk)
	}
	*h = haystack{}
}

// refill is put into the memory of the chunks that were already read.
func (h *haystack) refill(old [][]byte, record []byte) place {
	last := len(h.chunks) - 1
	if last < 0 || len(h.chunks[last])+len(record) > chunkSize {
		h.chunks = append(h.chunks, append(old[len(h.chunks)][:0], recordEnd))
		last++
	}
	at := place(last<<chunkBits | len(h.chunks[last]))
	h.chunks[last] = append(h.chunks[last], record...)
	return at
}
