package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"veche/internal/language"
)

// What is printed is read back into what it says: every sentence is found in the catalogue, in either language, with its arguments.

// said is a sentence: the English that names it, its arguments as written, in the order of the English, and the language it was said in.
type said struct {
	key  string
	args []string
	l    language.Language
	text string
}

// number is an argument as a number, a per cent as a share.
func (s *said) number(k int) float64 { return numberOf(s.args[k]) }

func numberOf(text string) float64 {
	digits := strings.TrimRight(strings.Trim(text, "~ \u00a0"), "%\u00a0 ")
	x, err := strconv.ParseFloat(strings.Replace(strings.TrimLeft(digits, "<>"), ",", ".", 1), 64)
	if err != nil {
		return nan
	}
	if strings.HasSuffix(strings.TrimSpace(text), "%") {
		x /= 100
	}
	return x
}

// unit is half of the last digit written, as numberOf reads it.
func unit(text string) float64 {
	u := 0.5
	digits := strings.TrimRight(text, "%\u00a0 ")
	if at := strings.IndexAny(digits, ".,"); at >= 0 {
		for range digits[at+1:] {
			u /= 10
		}
	}
	if strings.HasSuffix(strings.TrimSpace(text), "%") {
		u /= 100
	}
	return u
}

// around reports whether what is written is x, rounded.
func around(text string, x float64) bool {
	d := numberOf(text) - x
	return d <= unit(text)*(1+1e-6)+1e-9 && -d <= unit(text)*(1+1e-6)+1e-9
}

// form is one way to say a sentence.
type form struct {
	key   string
	order []int // of the arguments
	re    *regexp.Regexp
	size  int // of the words of its own
}

var verb = regexp.MustCompile(`%(\[(\d+)\])?[-+ #0]*(\d+|\*)?(\.\d+)?([a-zA-Z%])`)

// formOf makes the pattern of a text. What stands for a name or another text holds no end of a sentence.
func formOf(key, text string) form {
	if at := strings.Index(text, "‹"); at >= 0 {
		text = text[:at]
	}
	text = strings.TrimSpace(text)
	f := form{key: key}
	var b strings.Builder
	at, next := 0, 0
	for _, m := range verb.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(regexp.QuoteMeta(text[at:m[0]]))
		f.size += m[0] - at
		at = m[1]
		kind := text[m[10]:m[11]]
		if kind == "%" {
			b.WriteString("%")
			continue
		}
		if m[4] >= 0 {
			k, _ := strconv.Atoi(text[m[4]:m[5]])
			next = k - 1
		}
		f.order = append(f.order, next)
		next++
		switch kind {
		case "d":
			b.WriteString(`(-?\d+)`)
		case "s", "v", "q":
			switch next, _ := strings.CutPrefix(text[at:], "%s"); {
			case next != text[at:] && m[0] > 0 && text[m[0]-1] == ' ': // a number, and what may follow it
				b.WriteString(`((?:[^., ]|[.,][^ ])+)`)
			default:
				b.WriteString(`((?:[^.]|\.[^ ])*?)`)
			}
		default:
			b.WriteString(`([-+−]?[\d.,eE+-]*\d)`)
		}
	}
	b.WriteString(regexp.QuoteMeta(text[at:]))
	f.size += len(text) - at
	if strings.HasPrefix(key, "%s (#%d)") { // a sentence that may go on
		b.WriteString(`(?:, a near tie|, почти поровну)?\.`)
	}
	f.re = regexp.MustCompile(`^` + b.String() + `(?: |$)`)
	return f
}

// formsOf are a text's in a language: one, or one for each plural.
func formsOf(key string, l language.Language) (forms []form) {
	text := key
	if l == language.Russian {
		var ok bool
		if text, ok = language.Known(key); !ok {
			panic(fmt.Sprintf("%q has no Russian", key))
		}
	}
	for _, t := range strings.Split(text, "|") {
		forms = append(forms, formOf(key, t))
	}
	return forms
}

var grammars sync.Map

// grammarOf are the forms of some keys in a language.
func grammarOf(name string, keys []string, l language.Language) []form {
	id := name + l.Code()
	if g, ok := grammars.Load(id); ok {
		return g.([]form)
	}
	var g []form
	for _, k := range keys {
		g = append(g, formsOf(k, l)...)
	}
	grammars.Store(id, g)
	return g
}

// read finds the sentences of a text; ok is false where some of it is none of them.
func read(text string, g []form, l language.Language) (all []said, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, true
	}
	var best []said
	most := -1
	for _, f := range g {
		m := f.re.FindStringSubmatch(text)
		if m == nil || f.size <= most {
			continue
		}
		rest, ok := read(text[len(m[0]):], g, l)
		if !ok {
			continue
		}
		args := make([]string, len(f.order))
		for k, at := range f.order {
			if at < len(args) {
				args[at] = m[k+1]
			}
		}
		most, best = f.size, append([]said{{f.key, args, l, strings.TrimSpace(m[0])}}, rest...)
	}
	return best, most >= 0
}

// within reads a whole text as one of some keys.
func within(text string, l language.Language, keys ...string) (best said, ok bool) {
	most := -1
	for _, f := range grammarOf(strings.Join(keys, "\n"), keys, l) {
		if m := f.re.FindStringSubmatch(strings.TrimSpace(text)); m != nil && f.size > most && len(m[0]) == len(strings.TrimSpace(text)) {
			args := make([]string, len(f.order))
			for i, at := range f.order {
				args[at] = m[i+1]
			}
			best, most = said{f.key, args, l, text}, f.size
		}
	}
	return best, most >= 0
}

// listed splits a list joined with commas and a last word.
func listed(text, and string, l language.Language) []string {
	word := language.Say(l, and)
	if at := strings.LastIndex(text, word); at >= 0 {
		text = text[:at] + ", " + text[at+len(word):]
	}
	return strings.Split(text, ", ")
}

func TestSentencesAreReadBack(t *testing.T) {
	for _, l := range []language.Language{language.English, language.Russian} {
		text := language.Say(l, "By rank alone: %s, value %s%s.", "T1, T2", l.Decimal("3.25"), "") + " " + language.Say(l, "Rules met: %d of %d.", 2, 3)
		all, ok := read(text, grammarOf("reading", []string{"By rank alone: %s, value %s%s.", "Rules met: %d of %d."}, l), l)
		if !ok || len(all) != 2 || all[0].args[0] != "T1, T2" || all[0].number(1) != 3.25 || all[1].number(1) != 3 {
			t.Errorf("%q: %v", text, all)
		}
	}
	if !around("12.3%", 0.1234) || around("12.3%", 0.1236) || numberOf(">99%") != 0.99 {
		t.Error("numbers as written")
	}
}
