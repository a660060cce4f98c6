package tour

import (
	"errors"
	"fmt"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// picture is what the window shows. On X it is read from the X server, as a
// person sees it: reading it back through OpenGL is black on software drivers.
func picture(w fyne.Window) (image.Image, error) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return w.Canvas().Capture(), nil
	}
	var id uintptr
	native.RunNative(func(context any) {
		if x, ok := context.(driver.X11WindowContext); ok {
			id = x.WindowHandle
		}
	})
	if id == 0 {
		return w.Canvas().Capture(), nil
	}
	return fromX(xproto.Drawable(id))
}

func fromX(window xproto.Drawable) (image.Image, error) {
	x, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("ask the X server: %w", err)
	}
	defer x.Close()
	size, err := xproto.GetGeometry(x, window).Reply()
	if err != nil {
		return nil, fmt.Errorf("ask for the window's size: %w", err)
	}
	got, err := xproto.GetImage(x, xproto.ImageFormatZPixmap, window, 0, 0, size.Width, size.Height, ^uint32(0)).Reply()
	if err != nil {
		return nil, fmt.Errorf("read the window's pixels: %w", err)
	}
	out := image.NewNRGBA(image.Rect(0, 0, int(size.Width), int(size.Height)))
	if len(got.Data) < 4*len(out.Pix)/4 {
		return nil, errors.New("read the window's pixels: not 32 bits a pixel")
	}
	for i := range int(size.Width) * int(size.Height) {
		p := got.Data[4*i:]
		out.Set(i%int(size.Width), i/int(size.Width), color.NRGBA{R: p[2], G: p[1], B: p[0], A: 0xff})
	}
	return out, nil
}
