package draw

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// Cells is the width of a text on the screen; a CJK character takes two.
func Cells(s string) int { return ansi.StringWidth(s) }

// Cut shortens a text to w cells, ending in the tail when anything is lost.
func Cut(s string, w int, tail string) string {
	if w <= 0 {
		return ""
	}
	if Cells(s) <= w {
		return s
	}
	if Cells(tail) >= w {
		return ansi.Truncate(s, w, "")
	}
	return ansi.Truncate(s, w, tail)
}

// Left makes a text exactly w cells wide, cutting or filling on the right.
func Left(s string, w int, tail string) string {
	s = Cut(s, w, tail)
	return s + Spaces(w-Cells(s))
}

// Right makes a text exactly w cells wide, filling on the left.
func Right(s string, w int) string {
	s = Cut(s, w, "")
	return Spaces(w-Cells(s)) + s
}

func Spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

var signs = regexp.MustCompile(`-(\d)`)

// Wrap breaks a text into lines of at most w cells, at words where it can.
func Wrap(s string, w int) []string {
	if w <= 0 || s == "" {
		return nil
	}
	const held = "\ue000" // a sign stays with its number
	lines := strings.Split(ansi.Wrap(signs.ReplaceAllString(s, held+"$1"), w, ""), "\n")
	for k := range lines {
		lines[k] = strings.ReplaceAll(strings.TrimRight(lines[k], " "), held, "-")
	}
	return lines
}

// WrapTo is [Wrap] in at most n lines; the last ends in the tail when there was more.
func WrapTo(s string, w, n int, tail string) []string {
	lines := Wrap(s, w)
	if len(lines) > n {
		if n <= 0 {
			return nil
		}
		rest := strings.Join(lines[n-1:], " ")
		lines = append(lines[:n-1:n-1], Cut(rest, w, tail))
	}
	return lines
}

var ends = regexp.MustCompile(`[.!?] +(?:\p{Lu}|\d)`)

// Sentences is as many whole sentences as fit into n lines of at most w cells, and the tail when there are more; [WrapTo] when not even the first fits.
func Sentences(s string, w, n int, tail string) []string {
	if lines := Wrap(s, w); len(lines) <= n {
		return lines
	}
	var best []string
	for _, at := range ends.FindAllStringIndex(s, -1) {
		lines := Wrap(s[:at[0]+1]+" "+tail, w)
		if len(lines) > n {
			break
		}
		best = lines
	}
	if best == nil {
		return WrapTo(s, w, n, tail)
	}
	return best
}

// Clean makes a text from a workbook safe and predictable on a terminal: composed characters, no control or direction characters, single spaces.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\ufeff', r == '\u200b', r == '\u00ad', r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// Fold brings a text to the form in which it is searched: lower case, ё as е.
func Fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(norm.NFC.String(s)), "ё", "е")
}
