package architecture

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"veche/internal/language"
)

// unworded are the rooms that say nothing to a person who uses the program: generators, kits for tests, what the operator's log says in English.
var unworded = regexp.MustCompile(`^(scripts|internal/(language|hostile|browser|ci|example|licences|store|report/engine|live/(service|load|metrics)|mcda/exact))(/|$)|/generate(/|$)|/randomindex(/|$)`)

// What is no sentence of ours is told by what takes it, never by what it says. A text is a name or a code, and none of ours, where it is
//   - the value of one of these fields of a table: a name that people write in their files and that is read, in either language, and a source: a paper, cited as it was printed, or
//     what an expert argues from, as it stands in files;
var fields = map[string]bool{"Russian": true, "Aliases": true, "Synonyms": true, "Source": true}

//   - part of a value of one of these types: what a reader knows of people's files, and our files hold; letters, looked at one by one; what
//     the log, the record, rights and tables of methods are kept by;
var coded = map[string]bool{"spellings": true, "inBoth": true, "inRussian": true, "letters": true, "alphabet": true, "rune": true, "eventKind": true, "Right": true, "Judged": true, "typeface": true}

// - compared: a case, a key of a map, beside == or !=, in an argument of one of these functions, which look for a text in another;
var comparing = map[string]bool{"MustCompile": true, "HasPrefix": true, "HasSuffix": true, "Contains": true, "CutPrefix": true, "EqualFold": true, "ReplaceAll": true, "NewReplacer": true}

// - in an argument of one of these, at any depth: what only programmers meet.
var programmers = map[string]bool{"panic": true}

// command lines and marks of formats begin so, and questions to a database.
var marks = regexp.MustCompile(`^\s*(veche |event: |(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|WITH|LISTEN|NOTIFY|TRUNCATE|FROM|BEGIN|SET) )`)

// words is how many words of two letters or more stand in a text, one after the other or not.
func words(text string) int {
	n := 0
	for _, w := range strings.Fields(text) {
		if w = strings.Trim(w, ".,:;()!?\"“”"); utf8.RuneCountInString(w) > 1 && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) {
			n++
		}
	}
	return n
}

// Sentences, headings and Russian stand in the catalogue: a text of three words or more, or with a Russian letter, is a text of it, so that it has its Russian and is
// said once. There is none that stands elsewhere.
func TestWordsStandInTheCatalogue(t *testing.T) {
	found := map[string][]string{}
	for path := range sources(t) {
		room := filepath.ToSlash(filepath.Dir(path))
		if unworded.MatchString(room) {
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
			if !ok || marks.MatchString(text) || strings.HasPrefix(text, filepath.Base(room)+": ") || !spoken(above) { // faults of the program begin with their package
				return true
			}
			russian := strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
			if _, known := language.Known(text); !known && (words(text) > 2 || russian) {
				found[room] = append(found[room], filepath.Base(path)+": "+text)
			}
			return true
		})
	}
	for _, room := range slices.Sorted(maps.Keys(found)) {
		t.Errorf("%s has %d texts that are not of the catalogue:\n\t%s", room, len(found[room]), strings.Join(found[room], "\n\t"))
	}
}

// spoken reports whether a literal may be said to a user where it stands, the last of the nodes.
func spoken(above []ast.Node) bool {
	called := false
	for k := len(above) - 2; k >= 0; k-- {
		inner := above[k+1]
		switch n := above[k].(type) {
		case *ast.Field, *ast.ImportSpec: // a tag, a path
			return false
		case *ast.BinaryExpr:
			if _, whole := literal(n); whole || n.Op == token.EQL || n.Op == token.NEQ { // a part of a longer one, or compared
				return false
			}
		case *ast.CaseClause:
			if slices.ContainsFunc(n.List, func(e ast.Expr) bool { return e == inner }) {
				return false
			}
		case *ast.KeyValueExpr:
			key, ok := n.Key.(*ast.Ident)
			if n.Key == inner || ok && fields[key.Name] {
				return false
			}
		case *ast.IndexExpr:
			if n.Index == inner {
				return false
			}
		case *ast.CompositeLit:
			if coded[typeName(n.Type)] {
				return false
			}
		case *ast.ValueSpec:
			if coded[typeName(n.Type)] {
				return false
			}
		case *ast.CallExpr:
			name := typeName(n.Fun)
			if s, ok := n.Fun.(*ast.SelectorExpr); programmers[name] || comparing[name] && !called || coded[name] || ok && typeName(s.X) == "log" { // the operator's log
				return false
			}
			called = true
		case *ast.FuncDecl:
			return true
		}
	}
	return true
}

// typeName is the last name of a type, of a map's or a slice's key or element, or of a function.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.ArrayType:
		return typeName(e.Elt)
	case *ast.MapType:
		if name := typeName(e.Key); coded[name] {
			return name
		}
		return typeName(e.Value)
	case *ast.IndexExpr:
		return typeName(e.X)
	}
	return ""
}
