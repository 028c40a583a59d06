package xlsx

import (
	"math"

	"veche/internal/zipxml"
)

// Format is what a cell's number format says about its number.
type Format uint8

const (
	General  Format = iota
	Date            // a date, a time or both: the number is a serial day
	Percent         // shown times 100 with a % sign
	Fraction        // shown as a fraction, such as 1/3
	AsText          // shown as text: typed numbers stay what was typed ("@")
)

var formatNames = [...]string{"general", "date", "percent", "fraction", "text"}

// String returns "general", "date", "percent", "fraction" or "text".
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return "unknown format"
}

// readStyles returns every cell style (cellXfs), in order.
func readStyles(p *zipxml.Part) ([]style, error) {
	type xf struct{ format, font int }
	custom := make(map[int]string)
	var xfs []xf
	var fonts []Marks
	err := p.Document("styleSheet", "", func(el *zipxml.Element) error {
		if el.NS == 0 {
			return p.Skip()
		}
		switch string(el.Local) {
		case "numFmts":
			return listed(p, func(el *zipxml.Element) error {
				if is(el, "numFmt") {
					id, err := formatID(p, el)
					if err != nil {
						return err
					}
					code, _ := el.Attr("formatCode")
					if custom[id] = code[:min(len(code), maxFormat)]; len(custom) > p.Lim.Styles {
						return p.Damage("more than %d number formats", p.Lim.Styles)
					}
				}
				return p.Skip()
			})
		case "fonts":
			return listed(p, func(el *zipxml.Element) error {
				if !is(el, "font") {
					return p.Skip()
				}
				marks, err := fontMarks(p)
				if fonts = append(fonts, marks); err == nil && len(fonts) > p.Lim.Styles {
					return p.Damage("more than %d fonts", p.Lim.Styles)
				}
				return err
			})
		case "cellXfs":
			return listed(p, func(el *zipxml.Element) error {
				if is(el, "xf") {
					format, err := formatID(p, el)
					if err != nil {
						return err
					}
					font := 0
					if s, ok := el.Raw("fontId"); ok {
						if font, ok = zipxml.ParseIndex(s); !ok {
							font = math.MaxInt // a font that is not there
						}
					}
					if xfs = append(xfs, xf{format, font}); len(xfs) > p.Lim.Styles {
						return p.Damage("more than %d cell styles", p.Lim.Styles)
					}
				}
				return p.Skip()
			})
		}
		return p.Skip()
	})
	if err != nil {
		return nil, err
	}
	styles := make([]style, len(xfs))
	byCode := make(map[string]style)
	for i, x := range xfs {
		s := style{format: builtinFormat(x.format)}
		if code, ok := custom[x.format]; ok {
			known, ok := byCode[code]
			if !ok {
				known = style{format: formatOf(code), shown: displayOf(code)}
				byCode[code] = known
			}
			s = known
		}
		if x.font < len(fonts) { // some writers number fonts they do not write
			s.font = fonts[x.font]
		}
		styles[i] = s
	}
	return styles, nil
}

// listed gives the children of a list. Of what stands there in a form that only some programs know it gives the one for all others (ECMA-376 Part 3, AlternateContent):
// cells name fonts and styles by their place in the list.
func listed(p *zipxml.Part, each func(*zipxml.Element) error) error {
	return p.Children(func(el *zipxml.Element) error {
		if el.Space != nsCompat || string(el.Local) != "AlternateContent" {
			return each(el)
		}
		return p.Children(func(el *zipxml.Element) error {
			if el.Space != nsCompat || string(el.Local) != "Fallback" {
				return p.Skip()
			}
			return p.Children(each)
		})
	})
}

// maxFormat is how much of a format code is looked at. Excel's own are shorter
// than 255 characters.
const maxFormat = 1024

// formatID reads the numFmtId of an element; without one it is 0, General.
func formatID(p *zipxml.Part, el *zipxml.Element) (int, error) {
	s, ok := el.Attr("numFmtId")
	if !ok {
		return 0, nil
	}
	id, ok := zipxml.ParseIndex(s)
	if !ok {
		return 0, p.Damage("<%s> has the number format %q", string(el.Local), zipxml.Shown(s))
	}
	return id, nil
}

// builtinFormat classifies the formats that have a number and no code
// (ECMA-376 Part 1, 18.8.30 numFmt, with the East Asian and Thai ones).
func builtinFormat(id int) Format {
	switch {
	case id == 9, id == 10, id == 67, id == 68:
		return Percent
	case id == 12, id == 13, id == 69, id == 70:
		return Fraction
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58, id >= 71 && id <= 81:
		return Date
	case id == 49:
		return AsText
	}
	return General
}

// formatOf classifies a format code. Quoted text, escaped, padding and fill
// characters, colours, conditions and locales say nothing; of brackets only an
// elapsed time such as [h] or [mm] counts. All sections of the code are looked
// at, and a date outweighs a percentage, a percentage a fraction.
func formatOf(code string) Format {
	var date, percent, slash, text, later bool
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			for i++; i < len(code) && code[i] != '"'; i++ {
			}
		case '\\', '_', '*':
			// The next byte begins a character shown or measured as it is; the
			// further bytes of a longer one are no ASCII letters.
			i++
		case '[':
			start := i + 1
			for i++; i < len(code) && code[i] != ']'; i++ {
			}
			if isElapsed(code[start:i]) {
				date = true
			}
		case ';':
			later = true
		case '@':
			text = text || !later
		case '%':
			percent = true
		case '/':
			slash = true
		case 'e', 'E':
			if i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-') {
				i++ // an exponent
			} else {
				date = true // a year of an era
			}
		case 'g', 'G':
			if len(code)-i >= len("General") && equalFold(code[i:i+len("General")], "general") {
				i += len("General") - 1
			} else {
				date = true // an era
			}
		case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S', 'a', 'A', 'b', 'B':
			date = true
		}
	}
	switch {
	case date:
		return Date
	case percent:
		return Percent
	case slash:
		return Fraction
	case text:
		return AsText
	}
	return General
}

// isElapsed reports whether the inside of a bracket is h, m or s, repeated.
func isElapsed(s string) bool {
	if s == "" {
		return false
	}
	c := s[0] | 0x20
	if c != 'h' && c != 'm' && c != 's' {
		return false
	}
	for i := range len(s) {
		if s[i]|0x20 != c {
			return false
		}
	}
	return true
}

// equalFold compares an ASCII string with a lower-case one.
func equalFold(s, lower string) bool {
	if len(s) != len(lower) {
		return false
	}
	for i := range len(s) {
		if s[i]|0x20 != lower[i] {
			return false
		}
	}
	return true
}
