package language

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// with puts texts into the catalogue for a test.
func with(t *testing.T, table map[string]string) {
	for english, words := range table {
		made.Store(english, newText(english, words))
		t.Cleanup(func() { made.Delete(english) })
	}
}

func TestSay(t *testing.T) {
	with(t, map[string]string{"%s leads by %s": "впереди %s, на %s", "%d xrow|%d xrows": "%d строка|%d строки|%d строк", "xrows": "строки", "in‹xpin›": "вкл", "lead %.2f": "отрыв %.2f"})
	fault := Errorf("xrows")
	for _, k := range []struct {
		l    Language
		text string
		args []any
		want string
	}{
		{English, "%s leads by %s", []any{"A", "2"}, "A leads by 2"}, {Russian, "%s leads by %s", []any{"A", "2"}, "впереди A, на 2"},
		{Russian, "xrows", nil, "строки"}, {Russian, "100%", nil, "100%"}, {Russian, "unknown %d", []any{10000}, "unknown 10000"},
		{English, "%d xrow|%d xrows", []any{1}, "1 xrow"}, {English, "%d xrow|%d xrows", []any{0}, "0 xrows"}, {English, "%d xrow|%d xrows", []any{21}, "21 xrows"},
		{English, "in‹xpin›", nil, "in"}, {Russian, "in‹xpin›", nil, "вкл"}, {English, "in‹unknown›", nil, "in"},
		{English, "lead %.2f", []any{0.5}, "lead 0.50"}, {Russian, "lead %.2f", []any{0.5}, "отрыв 0,50"}, {Russian, "%-6.1f|%6g", []any{0.5, 1e-7}, "0,5   | 1e-07"},
		{Russian, "%s leads by %s", []any{M("xrows"), M("lead %.2f", 1.5)}, "впереди строки, на отрыв 1,50"},
		{Russian, "%s", []any{Join([]Message{M("xrows"), Verbatim("b")}, ", ")}, "строки, b"},
		{Russian, "%v", []any{fault}, "строки"}, {English, "%v", []any{fmt.Errorf("at: %w", fault)}, "at: xrows"}, {Russian, "%s.", []any{Capital(Of(fault))}, "Строки."},
	} {
		if got := Say(k.l, k.text, k.args...); got != k.want {
			t.Errorf("%v %q says %q, want %q", k.l, k.text, got, k.want)
		}
	}
	for n, word := range map[int]string{0: "строк", 1: "строка", 2: "строки", 4: "строки", 5: "строк", 11: "строк", 12: "строк", 14: "строк", 21: "строка", 22: "строки", 100: "строк", 111: "строк", 1001: "строка"} {
		if got, want := Say(Russian, "%d xrow|%d xrows", n), fmt.Sprintf("%d %s", n, word); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A text takes the same arguments in both languages, in the same order unless it numbers them. What %.0s takes the Russian leaves out: words of a program's.
func TestVerbs(t *testing.T) {
	verb := regexp.MustCompile(`%[-+#0]*\d*(?:\.\d+)?[a-zA-Z]`)
	for _, english := range Texts() {
		x := known(english)
		bar := "|"
		if x.plurals == nil {
			bar = "\x00"
		}
		for _, e := range strings.Split(english, bar) {
			for _, r := range strings.Split(x.russian, bar) {
				if a, b := verb.FindAllString(strings.ReplaceAll(e, "%%", ""), -1), verb.FindAllString(strings.NewReplacer("%%", "", "%.0s", "%s").Replace(r), -1); !slices.Equal(a, b) && !strings.Contains(r, "%[") {
					t.Errorf("%q takes %q, its Russian %q takes %q", e, a, r, b)
				}
			}
		}
	}
}

// A setting's value is a word of the catalogue or a number.
func TestValue(t *testing.T) {
	for text, want := range map[string]string{"vector": "векторная", "0.5": "0,5", "0.50": "0.50", "7": "7", "C1": "C1", "a sentence nobody knows": "a sentence nobody knows"} {
		if got := Value(text).In(Russian); got != want {
			t.Errorf("%q is said %q, want %q", text, got, want)
		}
		if got := Value(text).String(); got != text {
			t.Errorf("in English %q became %q", text, got)
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

// No text stands in the tables twice, in one or in two: a second one that is changed later would change nothing, or everything.
func TestTextsStandOnce(t *testing.T) {
	at := map[string]int{}
	for k, table := range tables {
		for _, p := range table {
			if had, twice := at[p.english]; twice {
				t.Errorf("%q stands in table %d and in table %d", p.english, had, k)
			}
			at[p.english] = k
		}
	}
}
