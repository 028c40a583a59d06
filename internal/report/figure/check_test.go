package figure

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"veche/internal/language"
	"veche/internal/report"
)

// drawn is a text of a drawing and the rectangle it may take.
type drawn struct {
	text           string
	x1, y1, x2, y2 float64
}

// check holds a figure to what every figure has: well-formed XML with title, description and role, numbers that are numbers, nothing outside of the drawing, no
// two texts that meet, a picture that decodes, a table with as many cells in every row as there are columns, nothing left in English in a Russian figure.
func check(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, f *report.Figure, l language.Language) {
	t.Helper()
	if f == nil {
		return
	}
	svg := f.SVG()
	for _, bad := range []string{"NaN", "Inf", "%!"} {
		if strings.Contains(svg, bad) {
			t.Errorf("%s: the drawing has %s in it", what, bad)
		}
	}
	if f.Title == "" || f.Description == "" || strings.Contains(f.Title+f.Description, "%!") {
		t.Errorf("%s: title %q, description %q", what, f.Title, f.Description)
	}
	w, h, texts, err := read(svg)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	for i, a := range texts {
		if a.x1 < -0.5 || a.y1 < -0.5 || a.x2 > w+0.5 || a.y2 > h+0.5 {
			t.Errorf("%s: %q stands at %.1f,%.1f to %.1f,%.1f outside of %.0f × %.0f", what, a.text, a.x1, a.y1, a.x2, a.y2, w, h)
		}
		for _, b := range texts[:i] {
			if min(a.x2, b.x2)-max(a.x1, b.x1) > 0.6 && min(a.y2, b.y2)-max(a.y1, b.y1) > 0.6 {
				t.Errorf("%s: %q (%.1f,%.1f–%.1f,%.1f) meets %q (%.1f,%.1f–%.1f,%.1f)", what, a.text, a.x1, a.y1, a.x2, a.y2, b.text, b.x1, b.y1, b.x2, b.y2)
			}
		}
	}
	if f.Data == nil || len(f.Data.Rows) == 0 {
		t.Errorf("%s: no table beside", what)
	} else {
		for k, r := range f.Data.Rows {
			if len(r) != len(f.Data.Columns) {
				t.Errorf("%s: row %d of the table has %d cells under %d headings", what, k, len(r), len(f.Data.Columns))
			}
		}
	}
	if l == language.Russian {
		for _, text := range []string{f.Title, f.Description} {
			if !strings.ContainsFunc(text, func(r rune) bool { return r >= 0x400 && r < 0x500 }) && len(strings.Fields(text)) > 2 {
				t.Errorf("%s: %q is not Russian", what, text)
			}
		}
	}
}

// read parses an SVG of ours: its size and its texts. The error says what of it is not as it should be, or stands outside.
func read(svg string) (w, h float64, texts []drawn, err error) {
	d := xml.NewDecoder(strings.NewReader(svg))
	var size, x, y float64
	var upright bool
	var where anchor
	inside, role, title, description := "", false, false, false
	out := func(px, py float64) {
		if math.IsNaN(px) || px < -0.5 || py < -0.5 || px > w+0.5 || py > h+0.5 {
			err = fmt.Errorf("a shape reaches %.2f,%.2f outside of %.0f × %.0f", px, py, w, h)
		}
	}
	for {
		token, e := d.Token()
		if e == io.EOF {
			break
		}
		if e != nil {
			return 0, 0, nil, fmt.Errorf("not well-formed: %w", e)
		}
		switch token := token.(type) {
		case xml.StartElement:
			a := map[string]string{}
			for _, attribute := range token.Attr {
				a[attribute.Name.Local] = attribute.Value
			}
			n := func(name string) float64 { v, _ := strconv.ParseFloat(a[name], 64); return v }
			inside = token.Name.Local
			switch inside {
			case "svg":
				if _, e := fmt.Sscanf(a["viewBox"], "0 0 %g %g", &w, &h); e != nil {
					return 0, 0, nil, e
				}
				role = a["role"] == "img" && a["aria-labelledby"] != ""
			case "title":
				title = true
			case "desc":
				description = true
			case "text":
				size, x, y = n("font-size"), n("x"), n("y")
				upright = a["transform"] != ""
				where = map[string]anchor{"middle": middle, "end": end}[a["text-anchor"]]
			case "rect":
				if a["width"] != "100%" {
					out(n("x"), n("y"))
					out(n("x")+n("width"), n("y")+n("height"))
				}
			case "circle":
				out(n("cx")-n("r"), n("cy")-n("r"))
				out(n("cx")+n("r"), n("cy")+n("r"))
			case "polygon", "polyline":
				for _, p := range strings.Fields(a["points"]) {
					px, py, _ := strings.Cut(p, ",")
					vx, e1 := strconv.ParseFloat(px, 64)
					vy, e2 := strconv.ParseFloat(py, 64)
					if e1 != nil || e2 != nil {
						return 0, 0, nil, fmt.Errorf("a point is %q", p)
					}
					out(vx, vy)
				}
			case "style":
			default:
				return 0, 0, nil, fmt.Errorf("an element %s", inside)
			}
		case xml.CharData:
			if inside == "text" {
				i := item{shape: word, points: []point{{x, y}}, size: size, text: string(token), anchor: where, upright: upright}
				x1, y1, x2, y2 := i.box()
				texts = append(texts, drawn{i.text, x1, y1, x2, y2})
			}
		case xml.EndElement:
			inside = ""
		}
	}
	if !role || !title || !description {
		err = fmt.Errorf("without role, title or description")
	}
	return w, h, texts, err
}

// keep writes figures to the folder that VECHE_LOOK names, for eyes.
func keep(t *testing.T, name string, f *report.Figure) {
	t.Helper()
	folder := os.Getenv("VECHE_LOOK")
	if folder == "" || f == nil {
		return
	}
	for _, format := range []string{"svg", "png", "dark.png"} {
		data, err := f.File(format, "Source: a test")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name+"."+format), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// pictured checks that a figure's picture is one.
func pictured(t *testing.T, f *report.Figure) {
	t.Helper()
	data, err := f.PNG(1)
	if err != nil {
		t.Fatal(err)
	}
	p, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", f.Key, err)
	}
	if p.Bounds().Dx() != width {
		t.Errorf("%s is %d pixels wide, not %g", f.Key, p.Bounds().Dx(), width)
	}
}
