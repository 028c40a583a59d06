package ods

import (
	"bytes"
	"math"
	"strings"

	"veche/internal/xlsx"
	"veche/internal/zipxml"
)

// numberStyle is what a number style says about the numbers it shows
// (OpenDocument 1.2, part 1, 16.27).
type numberStyle struct {
	format  xlsx.Format
	scale   uint8
	literal string
	boolean bool
	maps    []numberMap // other styles under conditions, the first that holds
	scope   *scope
}

type numberMap struct {
	holds string // the comparison
	bound float64
	style string
}

// maxLiteral bounds the text that is kept of a style, maxMaps its conditions.
const (
	maxLiteral = 200
	maxMaps    = 16
)

// of returns how a style shows x. What it shows under conditions does not show
// conditions of its own.
func (s *numberStyle) of(x float64) (scale uint8, literal string) {
	for _, m := range s.maps {
		if to := s.scope.numbers[m.style]; to != nil && compares(x, m.holds, m.bound) {
			return to.scale, to.literal
		}
	}
	return s.scale, s.literal
}

func compares(x float64, holds string, bound float64) bool {
	switch holds {
	case "<":
		return x < bound
	case "<=":
		return x <= bound
	case ">":
		return x > bound
	case ">=":
		return x >= bound
	case "=":
		return x == bound
	}
	return x != bound
}

func (b *Book) readNumberStyle(p *zipxml.Part, el *zipxml.Element, in *scope) error {
	if err := b.countStyle(p); err != nil {
		return err
	}
	s := &numberStyle{scope: in}
	kind := string(el.Local)
	switch kind {
	case "date-style", "time-style":
		s.format = xlsx.Date
	case "percentage-style":
		s.format = xlsx.Percent
	case "text-style":
		s.format = xlsx.AsText
	case "boolean-style":
		s.boolean = true
	}
	name := styleName(el, style, "name")
	var literal []byte
	numbers := false
	err := p.Children(func(el *zipxml.Element) error {
		switch {
		case el.Is(number, "text"), el.Is(number, "currency-symbol"):
			return b.literal(p, &literal)
		case el.Is(number, "fraction"):
			numbers = true
			if s.format == xlsx.General {
				s.format = xlsx.Fraction
			}
		case el.Is(number, "number"), el.Is(number, "scientific-number"):
			numbers = true
			if v, ok := el.In(number, "display-factor"); ok {
				s.scale = thousands(v)
			}
			return p.Children(func(el *zipxml.Element) error {
				if el.Is(number, "embedded-text") {
					return b.literal(p, &literal)
				}
				return p.Skip()
			})
		case el.Is(style, "map"):
			condition, _ := el.In(style, "condition")
			if m, ok := readCondition(condition); ok && len(s.maps) < maxMaps {
				m.style = styleName(el, style, "apply-style-name")
				s.maps = append(s.maps, m)
			}
		}
		return p.Skip()
	})
	if kind == "text-style" && numbers {
		s.format = xlsx.General
	}
	s.literal = strings.Trim(strings.ToValidUTF8(string(literal), ""), " \u00a0\u202f()+-−")
	switch s.format {
	case xlsx.Date:
		s.literal, s.scale, s.maps = "", 0, nil
	case xlsx.Percent:
		s.literal = strings.Trim(strings.ReplaceAll(s.literal, "%", ""), " \u00a0\u202f()+-−")
	}
	in.numbers[name] = s
	return err
}

// literal adds the text of the element just entered.
func (b *Book) literal(p *zipxml.Part, dst *[]byte) error {
	var err error
	p.Scratch, err = p.Text(p.Scratch[:0])
	if len(*dst)+len(p.Scratch) <= maxLiteral {
		*dst = appendClean(*dst, p.Scratch)
	}
	return err
}

// thousands returns how many times 1000 goes into a display factor.
func thousands(factor []byte) uint8 {
	x, ok := zipxml.ParseNumber(factor[:min(len(factor), 60)])
	if !ok || x < 1000 {
		return 0
	}
	return uint8(min(math.Round(math.Log10(x)/3), 9))
}

// readCondition reads the condition of a map, such as value()>=0.
func readCondition(condition []byte) (m numberMap, ok bool) {
	rest, ok := bytes.CutPrefix(zipxml.TrimSpace(condition[:min(len(condition), 200)]), []byte("value()"))
	if !ok {
		return m, false
	}
	for _, holds := range [...]string{"<=", ">=", "!=", "<", ">", "="} {
		if bound, found := bytes.CutPrefix(rest, []byte(holds)); found {
			m.holds = holds
			m.bound, ok = zipxml.ParseNumber(zipxml.TrimSpace(bound))
			return m, ok
		}
	}
	return m, false
}
