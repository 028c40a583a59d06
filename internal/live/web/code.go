package web

import (
	"fmt"
	"html/template"
	"strings"

	qrcode "github.com/piglig/go-qr"
)

// quiet is the margin that a code needs around it, in its own squares.
const quiet = 4

// qr is an address as a QR code to be scanned: an SVG of black on white in either scheme, with a title for who cannot see it.
func qr(address, title string) (template.HTML, error) {
	code, err := qrcode.EncodeText(address, qrcode.Medium)
	if err != nil {
		return "", err
	}
	var path strings.Builder
	for y := range code.Size() {
		for x := 0; x < code.Size(); x++ {
			from := x
			for x < code.Size() && code.Module(x, y) {
				x++
			}
			if x > from { // a row's squares side by side are one piece
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	size := code.Size() + 2*quiet
	return template.HTML(fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges"><rect width="%d" height="%d" fill="#fff"/><path fill="#000" d="%s"/></svg>`,
		size, size, template.HTMLEscapeString(title), size, size, path.String())), nil
}
