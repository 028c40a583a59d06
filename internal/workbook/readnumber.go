package workbook

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// figure is what a text that is a number says, as far as the text alone tells.
type figure struct {
	value     float64
	doubt     byte    // '.' or ',': value takes it for the decimal mark, but three digits follow it and it may separate thousands
	thousands float64 // the value if it does
	decimal   byte    // the mark that certainly is decimal in the text, 0 for none
	percent   bool    // value is divided by 100 already
	over      float64 // of part/over: value is the quotient; 0 for no fraction
	part      float64
}

var (
	plainNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$`) })
	spacedOut   = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[+-]?\d{1,3}(?:(?: \d{3})+|(?:['’]\d{3})+)([.,]\d+)?$`)
	})
	dotGroups   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?\d{1,3}((?:\.\d{3})+)(,\d+)?$`) })
	commaGroups = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[+-]?\d{1,3}((?:,\d{3})+)(\.\d+)?$`) })
	outOf       = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(.+?) ?(?:/|⁄| из | of | out of ) ?([\d.,]+)$`) })
	mixed       = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^([+-]?\d+) ?(\d+)⁄(\d+)$`) })
)

// parseFigure reads a number typed as text: 0.5, 0,5, 1/3, 8 out of 10, 25%, 1 000,5, 1'250.75. Superscript, subscript, circled and other digits that are
// no figures are not read as such: 7¹ is not 71.
func parseFigure(text string) (f figure, ok bool) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "'") // the mark of a text cell, typed out by another program
	if strayDigit(text) != 0 {
		return f, false
	}
	text, vulgar := vulgarFraction(text)
	text = strings.ReplaceAll(fold(text), "−", "-")
	if rest, percent := strings.CutSuffix(text, "%"); percent {
		if f, ok = parsePlain(strings.TrimSpace(rest)); !ok {
			return f, false
		}
		f.value, f.thousands, f.percent = f.value/100, f.thousands/100, true
		return f, true
	}
	if m := mixed().FindStringSubmatch(text); vulgar && m != nil {
		whole, _ := strconv.ParseFloat(m[1], 64)
		a, _ := strconv.ParseFloat(m[2], 64)
		b, _ := strconv.ParseFloat(m[3], 64)
		return figure{value: whole + math.Copysign(a/b, whole)}, !strings.HasPrefix(m[1], "-0")
	}
	if m := outOf().FindStringSubmatch(text); m != nil {
		a, okA := parsePlain(strings.TrimSpace(m[1]))
		b, okB := parsePlain(m[2])
		if !okA || !okB || b.value <= 0 || a.doubt != 0 || b.doubt != 0 {
			return f, false
		}
		return figure{value: a.value / b.value, over: b.value, part: a.value}, true
	}
	return parsePlain(text)
}

// parsePlain is parseFigure without percent and fractions, of folded text.
func parsePlain(text string) (f figure, ok bool) {
	read := func(text string) (float64, bool) {
		v, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		return v, err == nil && !math.IsInf(v, 0)
	}
	without := func(marks string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(marks, r) {
				return -1
			}
			return r
		}, text)
	}
	if m := spacedOut().FindStringSubmatch(text); m != nil {
		if m[1] != "" {
			f.decimal = m[1][0]
		}
		f.value, ok = read(without(" '’"))
		return f, ok
	}
	for _, g := range []struct {
		form           *regexp.Regexp
		mark, opposite byte
	}{{dotGroups(), '.', ','}, {commaGroups(), ',', '.'}} {
		m := g.form.FindStringSubmatch(text)
		if m == nil || strings.TrimLeft(text, "+-")[0] == '0' {
			continue
		}
		whole, ok := read(without(string(g.mark)))
		if len(m[1]) == 4 && m[2] == "" { // one mark, three digits behind it
			f.value, _ = read(text)
			f.doubt, f.thousands = g.mark, whole
			return f, ok
		}
		return figure{value: whole, decimal: g.opposite}, ok
	}
	if !plainNumber().MatchString(text) {
		return f, false
	}
	if at := strings.IndexAny(text, ".,"); at >= 0 {
		f.decimal = text[at]
	}
	f.value, ok = read(text)
	return f, ok
}

// vulgarFraction writes ½ as 1⁄2, alone or after a whole number.
func vulgarFraction(text string) (string, bool) {
	r, size := utf8.DecodeLastRuneInString(text)
	if r < 0x80 || !unicode.Is(unicode.No, r) {
		return text, false
	}
	spelled := norm.NFKC.String(string(r))
	if !strings.Contains(spelled, "⁄") {
		return text, false
	}
	if before := strings.TrimSpace(text[:len(text)-size]); before != "" {
		return before + " " + spelled, true
	}
	return spelled, true
}

// strayDigit finds a digit that is set above or below the line, in a circle or in brackets: compatibility folding would make it one of the number's own. 0 when
// there is none. Full-width digits are digits.
func strayDigit(text string) rune {
	for _, r := range text {
		if apart(r) && !strings.Contains(norm.NFKC.String(string(r)), "⁄") {
			return r
		}
	}
	return 0
}

// apart reports a character with digits that are no figures of the number it stands in: ², ①, ½.
func apart(r rune) bool {
	return r >= 0x80 && unicode.Is(unicode.No, r) && strings.ContainsAny(norm.NFKC.String(string(r)), "0123456789")
}

// parseNumber is parseFigure where nothing but the text can say what it means; unsure where the one mark in it may separate thousands.
func parseNumber(text string) (value float64, unsure, ok bool) {
	f, ok := parseFigure(text)
	return f.value, f.doubt != 0, ok
}
