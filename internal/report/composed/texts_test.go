package composed

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"veche/internal/report"
)

// piece is a text of a file, and the section it stands in, "" for head and foot.
type piece struct {
	section, text string
	row           string  // what stands before it in the row of its table
	x, y          float64 // of a label in a drawing
	drawing       int     // which drawing it is in; 0: none
	figure        string  // its key
}

// ticks takes out of the labels those of axes: three or more labels in a line that are numbers, at distances in proportion to their differences.
func ticks(pieces []piece) []piece {
	type line struct {
		drawing int
		upright bool
		at      float64
	}
	lines := map[line][]int{}
	value := func(p piece) (float64, bool) {
		x, err := strconv.ParseFloat(strings.NewReplacer(",", ".", "\u2212", "-").Replace(p.text), 64)
		return x, err == nil
	}
	for k, p := range pieces {
		if _, ok := value(p); ok && p.drawing > 0 {
			lines[line{p.drawing, false, p.y}] = append(lines[line{p.drawing, false, p.y}], k)
			lines[line{p.drawing, true, p.x}] = append(lines[line{p.drawing, true, p.x}], k)
		}
	}
	axis := map[int]bool{}
	for l, all := range lines {
		if len(all) < 3 {
			continue
		}
		along := func(k int) float64 {
			if l.upright {
				return pieces[k].y
			}
			return pieces[k].x
		}
		first, _ := value(pieces[all[0]])
		second, _ := value(pieces[all[1]])
		if first == second {
			continue
		}
		straight := true
		for _, k := range all {
			x, _ := value(pieces[k])
			expected := along(all[0]) + (x-first)/(second-first)*(along(all[1])-along(all[0]))
			straight = straight && math.Abs(expected-along(k)) < 0.3
		}
		for _, k := range all {
			axis[k] = axis[k] || straight
		}
	}
	var rest []piece
	for k, p := range pieces {
		if !axis[k] {
			rest = append(rest, p)
		}
	}
	return rest
}

var (
	unseen = regexp.MustCompile(`(?s)<(style|script)[^>]*>.*?</(style|script)>|<head>.*?</head>`)
	tag    = regexp.MustCompile(`(?s)<(/?)([a-z0-9]+)([^>]*)>`)
	coords = regexp.MustCompile(`\b([xy])="([-0-9.]+)"`)
	key    = regexp.MustCompile(`\bid="([^"]*)"`)
)

// pageTexts are the texts of a page, element by element; cells of numbers are left out.
func pageTexts(page string) []piece {
	page = unseen.ReplaceAllString(page, "")
	var all []piece
	var now piece
	page = strings.NewReplacer("<b>", "", "</b>", " ", "<br>", "").Replace(page)
	at, skip, inRow := 0, false, false
	for _, m := range tag.FindAllStringSubmatchIndex(page, -1) {
		if text := strings.TrimSpace(html.UnescapeString(page[at:m[0]])); text != "" && !skip {
			p := now
			p.text = text
			all = append(all, p)
			if inRow {
				now.row += text + " "
			}
		}
		at = m[1]
		closing, name, attributes := page[m[2]:m[3]] != "", page[m[4]:m[5]], page[m[6]:m[7]]
		switch {
		case name == "tr":
			inRow, now.row = !closing, ""
		case name == "section" && !closing:
			now.section = key.FindStringSubmatch(attributes)[1]
		case name == "section", name == "footer":
			now.section = ""
		case name == "figure" && !closing:
			now.figure = strings.TrimPrefix(key.FindStringSubmatch(attributes)[1], "figure-")
		case name == "svg" && !closing:
			now.drawing = m[0]
		case name == "svg":
			now.drawing = 0
		case name == "text" && !closing:
			for _, c := range coords.FindAllStringSubmatch(attributes, -1) {
				x, _ := strconv.ParseFloat(c[2], 64)
				if c[1] == "x" {
					now.x = x
				} else {
					now.y = x
				}
			}
		}
		skip = !closing && (name == "td" || name == "th") && strings.Contains(attributes, `class="n"`)
	}
	return all
}

var (
	paragraph = regexp.MustCompile(`(?s)<w:tr[ >]|</w:tr>|<w:p[ >].*?</w:p>|<w:tc>.*?</w:tc>`)
	run       = regexp.MustCompile(`(?s)<w:t(?: [^>]*)?>(.*?)</w:t>`)
)

// wordTexts are the paragraphs of a Word document with their sections, which its headings begin, and those of its heads and feet.
func wordTexts(t *testing.T, data []byte, d *report.Document) []piece {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all []piece
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "word/") || !strings.HasSuffix(f.Name, ".xml") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		section, row, inRow := "", "", false
		for _, p := range paragraph.FindAllString(string(body), -1) {
			text := ""
			for _, x := range run.FindAllStringSubmatch(p, -1) {
				text += html.UnescapeString(x[1])
			}
			for k := range d.Sections {
				if text == d.Sections[k].Title && text != "" {
					section = d.Sections[k].Key
				}
			}
			if strings.HasPrefix(p, "<w:tr") || p == "</w:tr>" {
				inRow, row = p != "</w:tr>", ""
			}
			if text == "" || strings.HasPrefix(p, "<w:tc>") && !strings.ContainsFunc(text, unicode.IsLetter) {
				continue
			}
			all = append(all, piece{section: section, text: text, row: row})
			if inRow {
				row += text + " "
			}
		}
	}
	return all
}
