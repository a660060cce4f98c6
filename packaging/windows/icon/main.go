// Command icon writes the icon of Windows from a square picture, in the sizes that the
// shell asks for.  icon IN.png OUT.ico
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"

	"golang.org/x/image/draw"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "icon:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: icon IN.png OUT.ico")
	}
	in, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	picture, err := png.Decode(in)
	if err != nil {
		return fmt.Errorf("read %s: %w", args[0], err)
	}
	icon, err := encode(picture)
	if err != nil {
		return err
	}
	return os.WriteFile(args[1], icon, 0o600)
}

// sizes are edge lengths in pixels: the small ones for lists and the task bar at 100 to
// 200 percent, the large one for tiles.
var sizes = []int{16, 20, 24, 32, 40, 48, 64, 128, 256}

// large is the size from which on an entry is a PNG; smaller ones are bitmaps, which
// every reader of icons knows.
const large = 256

// entry is the directory's record of one size.
type entry struct {
	Width, Height, Colors, _ uint8 // 0 is 256
	Planes, Depth            uint16
	Size, Offset             uint32
}

// encode is the file of all sizes.
func encode(picture image.Image) ([]byte, error) {
	var directory, pixels bytes.Buffer
	header := [3]uint16{0, 1, uint16(len(sizes))} // reserved, an icon, its entries
	if err := binary.Write(&directory, binary.LittleEndian, header); err != nil {
		return nil, err
	}
	start := directory.Len() + len(sizes)*binary.Size(entry{})
	for _, size := range sizes {
		scaled := image.NewNRGBA(image.Rect(0, 0, size, size))
		draw.CatmullRom.Scale(scaled, scaled.Bounds(), picture, picture.Bounds(), draw.Src, nil)
		var one bytes.Buffer
		if err := encodeOne(&one, scaled); err != nil {
			return nil, err
		}
		record := entry{
			Width: uint8(size), Height: uint8(size), Planes: 1, Depth: 32,
			Size: uint32(one.Len()), Offset: uint32(start + pixels.Len()),
		}
		if err := binary.Write(&directory, binary.LittleEndian, record); err != nil {
			return nil, err
		}
		pixels.Write(one.Bytes())
	}
	return append(directory.Bytes(), pixels.Bytes()...), nil
}

func encodeOne(out *bytes.Buffer, scaled *image.NRGBA) error {
	if scaled.Rect.Dx() >= large {
		return png.Encode(out, scaled)
	}
	return encodeBitmap(out, scaled)
}

// bitmap is Windows' BITMAPINFOHEADER.
type bitmap struct {
	Self, Width, Height uint32
	Planes, Depth       uint16
	_                   [6]uint32
}

// encodeBitmap writes rows of blue, green, red and opacity, the lowest first, and then
// an empty mask: the opacity says it all.
func encodeBitmap(out *bytes.Buffer, scaled *image.NRGBA) error {
	size := scaled.Rect.Dx()
	head := bitmap{Width: uint32(size), Height: uint32(2 * size), Planes: 1, Depth: 32} // the mask counts
	head.Self = uint32(binary.Size(head))
	if err := binary.Write(out, binary.LittleEndian, head); err != nil {
		return err
	}
	for y := size - 1; y >= 0; y-- {
		for x := range size {
			c := scaled.NRGBAAt(x, y)
			out.Write([]byte{c.B, c.G, c.R, c.A})
		}
	}
	maskRow := (size + 31) / 32 * 4
	out.Write(make([]byte, maskRow*size))
	return nil
}
