package workbook

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"veche/internal/xlsx"
)

var (
	numbering = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:(?:q|в|вопрос|question|item|пункт|№|#)?\.? ?\d+(?:\.\d+)*[.):]|(?:q|в|вопрос|question|item|пункт|№|#)\.? ?\d+(?:\.\d+)* ?[-–—]|\(\d+\)|[a-z]*\d*\[\w{1,12}\][.:)]?|[a-zа-я]\)|\*+) ?`)
	})
	levels   = regexp.MustCompile(`^\d{1,2}(?:\.\d{1,2})+[.):]? `)
	endMarks = regexp.MustCompile(`[ *?.:!]+$`)
	brackets = regexp.MustCompile(`^.*\[([^\[\]]+)\][ *?.:!]*$`)
)

// unnumbered is a text without the number of its question: 3. or 3.1 before words. 1.4 GHz and 2.4 GHz are no fourth questions, and stay what they are.
func unnumbered(text string) string {
	if at := levels.FindStringIndex(text); at != nil {
		m := versus().FindStringSubmatch(text[at[1]:])
		if m != nil && !isDigit(m[1][0]) && !isDigit(m[2][0]) {
			return text[at[1]:]
		}
		return text
	}
	at := numbering().FindStringIndex(text)
	if at == nil || at[1] > 0 && at[1] < len(text) && isDigit(text[at[1]]) && text[at[1]-1] != ' ' {
		return text
	}
	return text[at[1]:]
}

// bareQuestion is the pair a header asks for, without what a form put around it: numbering, brackets, the question, the mark of a required answer.
func (r *reader) bareQuestion(c xlsx.Cell) string {
	text := clean(c.Text)
	if m := brackets.FindStringSubmatch(text); m != nil && r.versus().MatchString(clean(m[1])) {
		text = clean(m[1])
	}
	text = unnumbered(endMarks.ReplaceAllString(text, ""))
	if m := quoted().FindStringSubmatch(text); m != nil && r.versus().MatchString(clean(strings.Join(m[1:], ""))) { // the pair, not its parts
		text = clean(strings.Join(m[1:], ""))
	}
	text = strings.TrimPrefix(text, r.around[0])
	if r.around[1] != "" {
		text = strings.TrimSuffix(text, r.around[1])
	}
	text = unnumbered(endMarks.ReplaceAllString(text, ""))
	m := r.versus().FindStringSubmatch(text)
	if m == nil {
		return text
	}
	if k := strings.LastIndexAny(m[1], ":?"); k >= 0 && strings.Contains(m[1][:k], " ") { // Which matters more: Cost vs Speed?
		text = strings.TrimSpace(text[k+1:])
	}
	return text
}

// surroundings finds the words that stand before, or behind, all pairs of a row of headers and are no part of the names: without them there are fewer.
func (r *reader) surroundings(cells []xlsx.Cell) (around [2]string) {
	var asked []string
	for _, c := range cells {
		if c.Row == 0 || c.Kind != xlsx.Text || len(c.Text) > 5*maxNear {
			continue
		}
		if t := unnumbered(endMarks.ReplaceAllString(clean(c.Text), "")); r.versus().MatchString(t) {
			asked = append(asked, t)
		}
	}
	if len(asked) < 2 {
		return around
	}
	first, last := strings.Fields(asked[0]), len(asked)
	common := func(from func([]string, int) string) int {
		n := 0
		for n < len(first)-3 && !slices.ContainsFunc(asked[1:last], func(t string) bool {
			words := strings.Fields(t)
			return n >= len(words)-3 || from(words, n) != from(first, n)
		}) {
			n++
		}
		return n
	}
	before := common(func(w []string, k int) string { return w[k] })
	behind := common(func(w []string, k int) string { return w[len(w)-1-k] })
	names := func(around [2]string) int { // how many are compared
		found := map[string]bool{}
		for _, t := range asked {
			m := r.versus().FindStringSubmatch(strings.TrimSuffix(strings.TrimPrefix(t, around[0]), around[1]))
			if m == nil || fold(m[1]) == fold(m[2]) {
				return math.MaxInt // New heat vs heat is no heat vs heat
			}
			found[fold(m[1])], found[fold(m[2])] = true, true
		}
		return len(found)
	}
	for _, try := range [][2]int{{before, behind}, {before, 0}, {0, behind}} {
		var words [2]string
		if try[0] > 0 {
			words[0] = strings.Join(first[:try[0]], " ") + " "
		}
		if try[1] > 0 {
			words[1] = " " + strings.Join(first[len(first)-try[1]:], " ")
		}
		if names(words) < names(around) { // two spellings of one name became one
			around = words
		}
	}
	return around
}

// quoted is a name between quotation marks of one kind.
var quoted = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:"([^"]+)"|«([^»]+)»|“([^”]+)”|„([^“”]+)[“”]|‘([^’]+)’|'([^']+)')$`)
})

// bareName is a name without what is written about it in one header and not in another: numbering, quotation marks, a mark behind it.
func bareName(name string) string {
	name = strings.TrimSpace(name)
	for {
		was := name
		if m := quoted().FindStringSubmatch(name); m != nil {
			name = strings.TrimSpace(strings.Join(m[1:], ""))
		}
		for _, without := range []string{endMarks.ReplaceAllString(name, ""), unnumbered(name)} {
			if without != "" && len(without) < len(name) {
				name = without
			}
		}
		if name == was {
			return name
		}
	}
}

// reversed are words that turn round what a number between two names says: how much less important is A than B.
var reversed = spellings{"less", "worse", "weaker", "lower", "менее", "меньше", "хуже", "слабее", "ниже"}
