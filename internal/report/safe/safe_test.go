package safe

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

const planted = "a\u202eb\u2066c\u200fd\u061ce\u0085f\ufeffg\u200bh"

func TestText(t *testing.T) {
	if got := Text(planted); got != "abcdefgh" {
		t.Errorf("%q", got)
	}
	if same := "Ёлка, naïve – 日本 ½\tx\n"; Text(same) != same {
		t.Errorf("%q", Text(same))
	}
}

// Every mark is found by the byte with which it begins, wherever it stands, in texts that are no UTF-8 too.
func TestFirst(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		long := "~ plain!"[:r%9] + "~ plain text" + string(r) + "plain text !~"
		for _, text := range []string{"я" + string(r) + "日", long} {
			if got, want := first(text), strings.IndexFunc(text, Mark); got != want {
				t.Fatalf("%U: %d, want %d", r, got, want)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.SampledFrom([]byte("a\n\x01\x1b\xc2\x85\xa0\xe2\x80\x8b\xaa\xd8\x9c\xef\xbb\xbf\xf0\x9f\xd1"))).Draw(t, "text")
		if got, want := first(text), bytes.IndexFunc(text, Mark); got != want {
			t.Fatalf("%q: %d, want %d", text, got, want)
		}
	})
}

func TestMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"<script>alert(1)</script>": "&lt;script&gt;alert(1)&lt;/script&gt;", "[x](javascript:alert(1))": "&#91;x&#93;(javascript:alert(1))", "a|b\nc": `a\|b c`,
		"`code` *b* ~~s~~": "\\`code\\` \\*b\\* \\~\\~s\\~\\~", `\<b>`: `\\&lt;b&gt;`, "R&D; Hwang & Yoon": "R&amp;D; Hwang & Yoon", "R&D": "R&D", "&copy;&#60;&": "&amp;copy;&amp;#60;&", "C1_2 (x)": "C1_2 (x)", "![i](u)": "!&#91;i&#93;(u)",
	} {
		if got := Markdown(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestJSON(t *testing.T) {
	document, err := json.Marshal(planted)
	if err != nil {
		t.Fatal(err)
	}
	shown := JSON(document)
	var again string
	if err := json.Unmarshal(shown, &again); err != nil || again != planted || strings.ContainsFunc(string(shown), Mark) {
		t.Errorf("%s reads back as %q, %v", shown, again, err)
	}
}

// However a text is divided into writes, what arrives is the text without marks.
func TestWriter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aя日😀\n"+planted))).Draw(t, "text")
		var out bytes.Buffer
		w := NewWriter(&out)
		for rest := []byte(text); len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "bytes")
			if wrote, err := w.Write(rest[:n]); wrote != n || err != nil {
				t.Fatal(wrote, err)
			}
			rest = rest[n:]
		}
		if out.String() != Text(text) {
			t.Fatalf("%q became %q, want %q", text, out.String(), Text(text))
		}
	})
}
