package language

import (
	"fmt"
	"regexp"
	"testing"
)

func TestSay(t *testing.T) {
	c := NewCatalogue(map[string]string{"%s leads by %s": "впереди %s, на %s", "%d row|%d rows": "%d строка|%d строки|%d строк", "rows": "строки"})
	for _, k := range []struct {
		l    Language
		text string
		args []any
		want string
	}{
		{English, "%s leads by %s", []any{"A", "2"}, "A leads by 2"}, {Russian, "%s leads by %s", []any{"A", "2"}, "впереди A, на 2"},
		{Russian, "rows", nil, "строки"}, {Russian, "100%", nil, "100%"}, {Russian, "unknown %d", []any{10000}, "unknown 10000"},
		{English, "%d row|%d rows", []any{1}, "1 row"}, {English, "%d row|%d rows", []any{0}, "0 rows"}, {English, "%d row|%d rows", []any{21}, "21 rows"},
	} {
		if got := c.Say(k.l, k.text, k.args...); got != k.want {
			t.Errorf("%v %q says %q, want %q", k.l, k.text, got, k.want)
		}
	}
	for n, word := range map[int]string{0: "строк", 1: "строка", 2: "строки", 4: "строки", 5: "строк", 11: "строк", 12: "строк", 14: "строк", 21: "строка", 22: "строки", 100: "строк", 111: "строк", 1001: "строка"} {
		if got, want := c.Say(Russian, "%d row|%d rows", n), fmt.Sprintf("%d %s", n, word); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A sentence made elsewhere takes as many arguments in Russian as in English.
func TestToldSentences(t *testing.T) {
	verb := regexp.MustCompile(`%[st]`)
	for _, p := range toldSentences {
		if a, b := len(verb.FindAllString(p[0], -1)), len(regexp.MustCompile(`%(\[\d+\])?[st]`).FindAllString(p[1], -1)); a != b {
			t.Errorf("%q takes %d arguments, its Russian %d", p[0], a, b)
		}
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]Language{"ru": Russian, "RU": Russian, "ru_RU.UTF-8": Russian, "русский": Russian, "en": English, "en-GB": English, "C.UTF-8": English} {
		if got, ok := Named(name); !ok || got != want {
			t.Errorf("%q is %v, %v", name, got, ok)
		}
	}
	if _, ok := Named("tlh"); ok {
		t.Error("Klingon is known")
	}
	t.Setenv("LC_ALL", "ru_RU.UTF-8")
	if Chosen("", "") != Russian || Chosen("", "en") != English {
		t.Error("the locale counts only when nothing else says")
	}
}
