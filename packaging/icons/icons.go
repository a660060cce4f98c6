// Package icons is the program's icon in the sizes that desktops ask for.
package icons

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"

	"golang.org/x/image/draw"
)

// master is the icon that all others are made of, seen from the repository.
const master = "assets/icons/steward.png"

// PNG is the icon as a square of so many pixels. It returns an error if the repository's
// icon cannot be read.
func PNG(size int) ([]byte, error) {
	content, err := os.ReadFile(master)
	if err != nil {
		return nil, fmt.Errorf("read icon: %w", err)
	}
	large, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("read icon: %w", err)
	}
	if large.Bounds().Dx() == size {
		return content, nil
	}
	scaled := image.NewNRGBA(image.Rect(0, 0, size, size))
	draw.CatmullRom.Scale(scaled, scaled.Bounds(), large, large.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, scaled); err != nil {
		return nil, fmt.Errorf("write icon: %w", err)
	}
	return out.Bytes(), nil
}
