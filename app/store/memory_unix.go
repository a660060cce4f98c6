//go:build unix

package store

import "golang.org/x/sys/unix"

// newChunk is room for a chunk that the garbage collector does not know: it
// would have to keep as much again free before it collects. An error leaves it
// to the collector after all.
func newChunk() []byte {
	chunk, err := unix.Mmap(-1, 0, chunkSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return make([]byte, 0, chunkSize)
	}
	return chunk[:0]
}

// freeChunk gives the room back. Nobody may read the chunk any more.
func freeChunk(chunk []byte) {
	_ = unix.Munmap(chunk[:cap(chunk)]) // refuses what is the collector's
}
