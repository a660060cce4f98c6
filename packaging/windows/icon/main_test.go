package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// TestEncode reads the file back: every size is there, in its place, and shows the picture.
func TestEncode(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 512, 512))
	top, bottom := color.NRGBA{R: 200, G: 10, B: 30, A: 255}, color.NRGBA{R: 1, G: 2, B: 250, A: 255}
	for y := range 512 {
		for x := range 512 {
			picture.SetNRGBA(x, y, top)
			if y >= 256 {
				picture.SetNRGBA(x, y, bottom)
			}
		}
	}
	file, err := encode(picture)
	if err != nil {
		t.Fatal(err)
	}
	if got := int(binary.LittleEndian.Uint16(file[4:])); got != len(sizes) {
		t.Fatalf("%d entries, want %d", got, len(sizes))
	}
	end := 6 + 16*len(sizes)
	for i, size := range sizes {
		var e entry
		if err := binary.Read(bytes.NewReader(file[6+16*i:]), binary.LittleEndian, &e); err != nil {
			t.Fatal(err)
		}
		if int(e.Width) != size%256 || int(e.Offset) != end {
			t.Fatalf("entry %d: width %d at %d, want %d at %d", i, e.Width, e.Offset, size%256, end)
		}
		end += int(e.Size)
		one := file[e.Offset:end]
		if size == large {
			back, err := png.Decode(bytes.NewReader(one))
			if err != nil || color.NRGBAModel.Convert(back.At(5, 5)) != top {
				t.Errorf("the large one: %v, %v", back.At(5, 5), err)
			}
			continue
		}
		first := one[40:44] // the lowest row
		if !bytes.Equal(first, []byte{bottom.B, bottom.G, bottom.R, 255}) {
			t.Errorf("size %d: its lowest row begins with %v", size, first)
		}
	}
	if end != len(file) {
		t.Errorf("%d bytes behind the last entry", len(file)-end)
	}
}
