package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"veche/internal/language"
)

// unworded are the rooms that say nothing to a person who uses the program: generators, kits for tests, what the operator's log says in English.
var unworded = regexp.MustCompile(`^(scripts|internal/(language|hostile|browser|ci|example|licences|store|report/engine|live/(service|load|metrics)|mcda/exact))(/|$)|/generate/|/randomindex/`)

// readNames are the rooms that read names people write, in both languages: sheets, columns, settings, blocs, distributions, keys of a Russian keyboard.
var readNames = regexp.MustCompile(`^internal/(workbook|study|mcda|ods|tui)/`)

// programmers are functions whose texts only programmers meet, or that compare texts and do not say them.
var programmers = map[string]bool{"panic": true, "MustCompile": true, "HasPrefix": true, "HasSuffix": true, "Contains": true, "CutPrefix": true, "Error": true, "Set": true, "send": true, "bind": true, "para": true, "syntax": true,
	"tooLong": true, "EncodeToMemory": true, "signedParts": true, "list": true, "want": true, "signatureRow": true, "first": true, "Either": true, "resolve": true, "Errorf": false, "New": false}

// words is how many words stand in a text, one after the other or not.
func words(text string) int {
	n := 0
	for _, w := range strings.Fields(text) {
		if w = strings.Trim(w, ".,:;()!?\"“”"); w != "" && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) {
			n++
		}
	}
	return n
}

// Sentences, headings and Russian stand in the catalogue: a text of three words or more that anybody else than programmers reads is a text of it, so that it has its
// Russian and is said once; and Russian stands elsewhere only as names that are read. unsaidWords counts what does not hold yet, by room; it only becomes smaller.
func TestWordsStandInTheCatalogue(t *testing.T) {
	prefixed := regexp.MustCompile(`^\s*(veche |[a-z]+: |(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|LISTEN|NOTIFY|TRUNCATE|FROM|BEGIN|SET) )`) // command lines, marks of formats, questions to a database, and faults of the program, which begin with their package
	found := map[string][]string{}
	for path := range sources(t) {
		if unworded.MatchString(filepath.ToSlash(filepath.Dir(path))) || strings.HasPrefix(filepath.Base(path), "kinds") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(top, path), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		var above []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				above = above[:len(above)-1]
				return true
			}
			above = append(above, n)
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := literal(e)
			if !ok || prefixed.MatchString(text) || part(above) || !spoken(above) {
				return true
			}
			russian := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
			if _, known := language.Known(text); known || words(text) < 3 && !russian || russian && readNames.MatchString(path) {
				return true
			}
			room := filepath.ToSlash(filepath.Dir(path))
			found[room] = append(found[room], filepath.Base(path)+": "+text)
			return true
		})
	}
	for room, texts := range found {
		if len(texts) > unsaidWords[room] {
			t.Errorf("%s has %d texts that are not of the catalogue, %d are allowed: %q", room, len(texts), unsaidWords[room], texts)
		}
	}
	for room, n := range unsaidWords {
		if len(found[room]) < n {
			t.Errorf("%s has %d texts that are not of the catalogue, fewer than %d: write the number", room, len(found[room]), n)
		}
	}
}

// part reports whether a literal is part of a longer one, an import or a tag.
func part(above []ast.Node) bool {
	if len(above) < 2 {
		return false
	}
	switch n := above[len(above)-2].(type) {
	case *ast.BinaryExpr:
		_, whole := literal(n)
		return whole
	case *ast.Field, *ast.ImportSpec:
		return true
	}
	return false
}

// spoken reports whether the innermost call that a literal is an argument of may say it to a user.
func spoken(above []ast.Node) bool {
	for k := len(above) - 1; k >= 0; k-- {
		switch n := above[k].(type) {
		case *ast.CallExpr:
			switch f := n.Fun.(type) {
			case *ast.SelectorExpr:
				return !programmers[f.Sel.Name]
			case *ast.Ident:
				return !programmers[f.Name]
			}
			return true
		case *ast.BlockStmt, *ast.FuncDecl:
			return true
		}
	}
	return true
}

// unsaidWords are texts outside the catalogue, by room.
var unsaidWords = map[string]int{
	"internal/live":                 23,
	"internal/live/web":             1,
	"internal/mcda":                 41,
	"internal/mcda/ahp":             14,
	"internal/mcda/ahp/randomindex": 2,
	"internal/mcda/group":           1,
	"internal/mcda/network":         14,
	"internal/mcda/portfolio":       5,
	"internal/mcda/robust":          9,
	"internal/mcda/weighting":       23,
	"internal/report":               6,
	"internal/report/contract":      1,
	"internal/report/docx":          1,
	"internal/study":                5,
	"internal/study/robustness":     2,
	"internal/tui":                  1,
	"internal/workbook":             6,
	"internal/xlsx":                 1,
	"internal/zipxml":               5,
}
