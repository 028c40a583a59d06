package language

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Told is a text that the engine or the study has made, which know no languages: a name of the catalogue, or a sentence with its arguments already in it,
// which is recognised by what stands between them. A number takes the language's decimal sign. What is not known stays as it is.
func Told(l Language, text string) string {
	if l == English || text == "" {
		return text
	}
	if words, ok := toldRussian[text]; ok {
		return words
	}
	if pointed.MatchString(text) {
		return strings.Replace(text, ".", ",", 1)
	}
	for _, p := range sentences() {
		if m := p.english.FindStringSubmatch(text); m != nil {
			args := make([]any, len(m)-1)
			for k := range args {
				if args[k] = m[k+1]; p.translated[k] {
					args[k] = Told(l, m[k+1])
				}
			}
			return fmt.Sprintf(p.russian, args...)
		}
	}
	return text
}

var pointed = regexp.MustCompile(`^-?\d+\.\d+%?$`)

// pattern recognises a formatted sentence by what stands between its arguments.
type pattern struct {
	english    *regexp.Regexp
	translated []bool // by argument
	russian    string
}

var sentences = sync.OnceValue(func() []pattern {
	verb := regexp.MustCompile(`%[st]`)
	var all []pattern
	for _, p := range toldSentences {
		parts := verb.Split(p[0], -1)
		for k := range parts {
			parts[k] = regexp.QuoteMeta(parts[k])
		}
		var translated []bool
		for _, v := range verb.FindAllString(p[0], -1) {
			translated = append(translated, v == "%t")
		}
		all = append(all, pattern{regexp.MustCompile(`^(?s)` + strings.Join(parts, "(.+?)") + "$"), translated, p[1]})
	}
	return all
})
