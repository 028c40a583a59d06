package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"veche/internal/language"
)

// saying are the functions whose argument at that place is a text of the catalogue, by their last name.
var saying = map[string]int{"M": 0, "Say": 1, "say": 0, "t": 0, "p": 0, "fail": 4, "warn": 4, "Errorf": 4, "Warnf": 3, "inLanguage": 1, "Damage": 0, "Damagef": 1, "Wrongf": 0, "syntax": 0, "Because": 0, "Refuse": 0}

// unsaid is how many texts that are said have no Russian yet. It only becomes smaller: when fewer are found, write the number here.
const unsaid = 0

// composed are texts put together where they are said.
var composed = []string{"Leader from", "Leader to", "Order from", "Order to", "Shortlist from", "Shortlist to", "blank‹form›", "blocs‹levels›", "in‹pin›"}

// Every text of the catalogue is said somewhere, and every text that is said is in the catalogue.
func TestCatalogueIsComplete(t *testing.T) {
	literals, missing := map[string]bool{}, map[string]string{}
	for path := range sources(t) {
		if strings.HasPrefix(filepath.Base(path), "russian") && strings.HasPrefix(path, "internal/language") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(top, path), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, ok := literal(n); ok {
					literals[text] = true
				}
			case *ast.BinaryExpr:
				if text, ok := literal(n); ok {
					literals[text] = true
				}
			case *ast.CallExpr:
				name, ours := "", false // language.Errorf
				switch f := n.Fun.(type) {
				case *ast.SelectorExpr:
					name = f.Sel.Name
					x, ok := f.X.(*ast.Ident)
					if ours = ok && x.Name == "language" && name == "Errorf"; !ours && (ok && x.Name == "fmt" || name == "Errorf" && len(n.Args) < 5) {
						return true
					}
				case *ast.Ident:
					name = f.Name
				}
				at, ok := saying[name]
				if ours {
					at = 0
				}
				if !ok || at >= len(n.Args) {
					return true
				}
				text, ok := literal(n.Args[at])
				if !ok || !strings.ContainsFunc(verbless(text), unicode.IsLetter) {
					return true
				}
				if _, known := language.Known(text); !known {
					missing[text] = path
				}
			}
			return true
		})
	}
	for path, texts := range templates(t) {
		for _, text := range texts {
			literals[text] = true
			if _, known := language.Known(text); !known {
				missing[text] = path
			}
		}
	}
	for _, text := range language.Texts() {
		if !literals[text] && !slices.Contains(composed, text) {
			t.Errorf("%q is in the catalogue and said nowhere: take it out", text)
		}
	}
	if len(missing) > unsaid {
		t.Errorf("%d texts are said that have no Russian, %d are allowed", len(missing), unsaid)
		for text, path := range missing {
			t.Logf("%s: %q", path, text)
		}
	}
}

// templates are the texts that templates say with t, by their path.
func templates(t *testing.T) map[string][]string {
	t.Helper()
	said := regexp.MustCompile(`[{(]\s*t ("(?:[^"\\]|\\.)*")`)
	all := map[string][]string{}
	err := filepath.WalkDir(filepath.Join(top, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".html" || filepath.Base(filepath.Dir(path)) != "templates" {
			return err
		}
		data, err := os.ReadFile(path)
		for _, m := range said.FindAllStringSubmatch(string(data), -1) {
			text, err := strconv.Unquote(m[1])
			if err != nil {
				return err
			}
			all[path] = append(all[path], text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// literal is a constant text as it stands in the source.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, also := literal(e.Y)
		return a + b, ok && also && e.Op == token.ADD
	}
	return "", false
}

// verbless is a format without its verbs.
func verbless(text string) string {
	var b strings.Builder
	for k := 0; k < len(text); k++ {
		if text[k] == '%' {
			for k++; k < len(text) && !unicode.IsLetter(rune(text[k])) && text[k] != '%'; k++ {
			}
			continue
		}
		b.WriteByte(text[k])
	}
	return b.String()
}
