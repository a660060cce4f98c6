package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"

	"golang.org/x/image/draw"
)

// iconSizes are the sizes that desktops look for, in px.
var iconSizes = []int{16, 22, 24, 32, 48, 64, 96, 128, 192, 256, 512}

// icon is the program's icon in a size, as PNG.
func icon(size int) ([]byte, error) {
	const master = "assets/icons/steward.png"
	content, err := os.ReadFile(master)
	if err != nil {
		return nil, err
	}
	large, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", master, err)
	}
	if large.Bounds().Dx() == size {
		return content, nil
	}
	small := image.NewRGBA(image.Rect(0, 0, size, size))
	draw.CatmullRom.Scale(small, small.Bounds(), large, large.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small)
	return out.Bytes(), err
}
