package xlsx

import (
	"math"
	"strings"

	"veche/internal/zipxml"
)

// style is what a cell's style says of its value.
type style struct {
	format Format
	shown  *display // nil where the number is shown as it is
	font   Marks
}

// display is how a number format shows numbers: its sections for positive and
// negative numbers and zero, or by conditions.
type display struct {
	sections    []section
	conditional bool
}

type section struct {
	scale   uint8
	literal string
	holds   string // the comparison of its condition, such as ">="; "" for none
	bound   float64
}

// of returns what the section for x says (ECMA-376 Part 1, 18.8.31).
func (s *display) of(x float64) (scale uint8, literal string) {
	at := func(k int) (uint8, string) {
		k = min(k, len(s.sections)-1)
		return s.sections[k].scale, s.sections[k].literal
	}
	if s.conditional {
		for k, c := range s.sections {
			if c.applies(x) {
				return at(k)
			}
		}
		return at(len(s.sections) - 1)
	}
	switch {
	case x < 0 && len(s.sections) > 1:
		return at(1)
	case x == 0 && len(s.sections) > 2:
		return at(2)
	}
	return at(0)
}

func (c *section) applies(x float64) bool {
	switch c.holds {
	case "<":
		return x < c.bound
	case "<=":
		return x <= c.bound
	case ">":
		return x > c.bound
	case ">=":
		return x >= c.bound
	case "=":
		return x == c.bound
	case "<>":
		return x != c.bound
	}
	return true
}

// maxSections is how many sections of a format code matter: those for numbers.
const maxSections = 3

// maxLiteral bounds the text that is kept of a section.
const maxLiteral = 200

// displayOf reads how a format code shows numbers; nil where it shows them as
// they are, dates included.
func displayOf(code string) *display {
	if formatOf(code) == Date {
		return nil
	}
	s := new(display)
	matters := false
	for len(s.sections) < maxSections {
		one, rest, more := readSection(code)
		s.sections = append(s.sections, one)
		s.conditional = s.conditional || one.holds != ""
		matters = matters || one.scale > 0 || one.literal != ""
		if code = rest; !more {
			break
		}
	}
	if !matters {
		return nil
	}
	return s
}

// readSection reads a section of a format code up to its semicolon. Commas
// between digits group them; those after the last digit before the point, or
// after all digits, divide by 1000. The literal is the quoted and escaped text,
// the bare signs and the currency, without what surrounds numbers anyway:
// space, brackets, plus and minus.
func readSection(code string) (s section, rest string, more bool) {
	var literal strings.Builder
	digits, commas := false, 0
	add := func(text string) {
		if literal.Len()+len(text) <= maxLiteral {
			literal.WriteString(text)
		}
	}
	finish := func(rest string, more bool) (section, string, bool) {
		s.scale += uint8(min(commas, 9))
		s.literal = strings.Trim(strings.ToValidUTF8(literal.String(), ""), " \u00a0\u202f()+-−")
		return s, rest, more
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return finish(code[i+1:], true)
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				end = len(code) - i - 1
			}
			add(code[i+1 : i+1+end])
			i += end + 1
		case '\\', '_', '*':
			size := runeSize(code[min(i+1, len(code)):])
			if c == '\\' {
				add(code[i+1 : i+1+size])
			}
			i += size
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				end = len(code) - i
			}
			inside := code[i+1 : min(i+end, len(code))]
			if currency, ok := strings.CutPrefix(inside, "$"); ok {
				if k := strings.LastIndexByte(currency, '-'); k >= 0 {
					currency = currency[:k]
				}
				add(currency)
			} else if op, bound, ok := condition(inside); ok {
				s.holds, s.bound = op, bound
			}
			i += end
		case '0', '#', '?':
			digits, commas = true, 0
		case ',':
			if digits {
				commas++
			}
		case '.':
			s.scale += uint8(min(commas, 9))
			commas = 0
		case '@', '/', '%', 'e', 'E', '+', '-', '(', ')', ' ':
		case 'g', 'G':
			if len(code)-i >= len("General") && equalFold(code[i:i+len("General")], "general") {
				i += len("General") - 1
				digits = true
			}
		default:
			size := runeSize(code[i:])
			add(code[i : i+size])
			i += size - 1
		}
	}
	return finish("", false)
}

// condition reads the inside of brackets such as [>=1000].
func condition(s string) (op string, bound float64, ok bool) {
	for _, op := range [...]string{"<=", ">=", "<>", "<", ">", "="} {
		if number, found := strings.CutPrefix(s, op); found {
			bound, ok = zipxml.ParseNumber([]byte(strings.TrimSpace(number)))
			return op, bound, ok && !math.IsNaN(bound)
		}
	}
	return "", 0, false
}

// runeSize is how many bytes the first character of s takes.
func runeSize(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}
