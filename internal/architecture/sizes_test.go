package architecture

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is read in one sitting, in lines.
const (
	maxFile     = 500
	maxFunction = 100
	maxCommand  = 3500 // cmd/veche, which holds flags and exit codes
)

// outgrown is what has not been brought down yet, by file, by file and function, or by folder, with what it may have at most. The list only becomes shorter: what
// stands here and is within the limits again must be taken out.
var outgrown = map[string]int{}

// Files, functions and the command stay within their sizes.
func TestSizes(t *testing.T) {
	used := map[string]bool{}
	check := func(what string, lines, limit int) {
		allowed, listed := outgrown[what]
		used[what] = listed
		switch {
		case listed && lines <= limit:
			t.Errorf("%s has %d lines, within %d: take it out of outgrown", what, lines, limit)
		case lines > max(limit, allowed):
			t.Errorf("%s has %d lines, more than %d: divide it by its concepts", what, lines, max(limit, allowed))
		}
	}
	command := 0
	for path := range sources(t) {
		data, err := os.ReadFile(filepath.Join(top, path))
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.Count(data, []byte("\n"))
		path = filepath.ToSlash(path)
		if strings.HasPrefix(path, "cmd/veche/") {
			command += lines
		}
		check(path, lines, maxFile)
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, data, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				name := f.Name.Name
				if f.Recv != nil && len(f.Recv.List) == 1 {
					kind := f.Recv.List[0].Type
					if star, ok := kind.(*ast.StarExpr); ok {
						kind = star.X
					}
					name = fmt.Sprint(kind, ".", name)
				}
				check(path+" "+name, files.Position(f.End()).Line-files.Position(f.Pos()).Line+1, maxFunction)
			}
		}
	}
	check("cmd/veche", command, maxCommand)
	for what := range outgrown {
		if !used[what] {
			t.Errorf("%s is gone: take it out of outgrown", what)
		}
	}
}
