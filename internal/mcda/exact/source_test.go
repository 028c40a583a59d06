package exact_test

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"veche/internal/ci"
)

// inexact are the functions of package math whose last digits depend on the machine.
var inexact = strings.Fields(`Acos Acosh Asin Asinh Atan Atan2 Atanh Cbrt Cos Cosh Erf Erfc Erfcinv Erfinv Exp Exp2 Expm1 Gamma Hypot J0 J1 Jn Lgamma Log Log10 Log1p Log2 Pow Sin Sincos Sinh
	Tan Tanh Y0 Y1 Yn`)

// moves are what may be called of gonum's mat: what only moves numbers.
var moves = strings.Fields("NewDense At Set Dims Slice RawMatrix RawRowView Row Col SetRow SetCol Copy Zero")

// In the packages under the rule no product meets a sum unrounded, and no function is called whose last digits depend on the machine. What the compiler makes of
// variables is for [TestNoFusedMultiplyAdd].
func TestSourcesKeepTheRule(t *testing.T) {
	ci.Sequential(t)
	sources := load(t, ruled...)
	if len(sources) < 8 {
		t.Fatalf("only %d packages found", len(sources))
	}
	for _, s := range sources {
		for _, f := range s.files {
			ast.Inspect(f, func(node ast.Node) bool {
				switch x := node.(type) {
				case *ast.BinaryExpr:
					if (x.Op == token.ADD || x.Op == token.SUB) && s.float(x) && (s.product(x.X) || s.product(x.Y)) {
						t.Errorf("%s: a product meets a sum: write float64(x*y) + z", s.at(x))
					}
				case *ast.AssignStmt:
					if (x.Tok == token.ADD_ASSIGN || x.Tok == token.SUB_ASSIGN) && s.product(x.Rhs[0]) {
						t.Errorf("%s: a product meets a sum: write += float64(x*y)", s.at(x))
					}
				case *ast.SelectorExpr:
					if reason := s.barred(x); reason != "" {
						t.Errorf("%s: %s", s.at(x), reason)
					}
				}
				return true
			})
		}
	}
}

// source is one package's files with their types.
type source struct {
	set   *token.FileSet
	files []*ast.File
	info  types.Info
}

func (s *source) at(n ast.Node) string { return s.set.Position(n.Pos()).String() }

// float reports whether e is a floating-point number that is not a constant.
func (s *source) float(e ast.Expr) bool {
	tv := s.info.Types[e]
	if tv.Value != nil || tv.Type == nil {
		return false
	}
	b, ok := tv.Type.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsFloat|types.IsComplex) != 0
}

// product reports whether e is a product, or a quotient that the compiler makes one: by a power of two.
func (s *source) product(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.ParenExpr:
		return s.product(x.X)
	case *ast.UnaryExpr:
		return s.product(x.X)
	case *ast.BinaryExpr:
		if !s.float(x) {
			return false
		}
		if by := s.info.Types[x.Y].Value; x.Op == token.QUO && by != nil {
			f, _ := constant.Float64Val(by)
			m, _ := math.Frexp(math.Abs(f))
			return m == 0.5
		}
		return x.Op == token.MUL
	}
	return false
}

// barred says why the name may not be used, "" when it may.
func (s *source) barred(x *ast.SelectorExpr) string {
	o, ok := s.info.Uses[x.Sel].(*types.Func)
	if !ok || o.Pkg() == nil {
		return ""
	}
	name := o.Name()
	switch path := o.Pkg().Path(); {
	case path == "math":
		if slices.Contains(inexact, name) {
			return "math." + name + " has other digits on other machines: package exact has it, or is the place for it"
		}
	case path == "math/rand" || path == "math/rand/v2":
		if name == "NormFloat64" || name == "ExpFloat64" {
			return name + " calls math.Log: draw with package exact"
		}
	case path == "gonum.org/v1/gonum/mat":
		if !slices.Contains(moves, name) {
			return "mat's " + name + " adds up in the processor's order: write the loop, or use package exact"
		}
	case strings.HasPrefix(path, "gonum.org/v1/gonum/") && !strings.Contains(path, "/graph") && !strings.Contains(path, "/optimize"):
		return path + "." + name + " adds up in the processor's order: write the loop, or use package exact"
	}
	return ""
}

// load parses the packages and works out their types against the compiled ones they import.
func load(t *testing.T, packages ...string) (sources []*source) {
	list := exec.Command("go", append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Dir}}\t{{.DepOnly}}\t{{join .GoFiles \",\"}}"}, packages...)...)
	out, err := list.Output()
	if err != nil {
		t.Fatalf("%v: %v %s", list, err, err.(*exec.ExitError).Stderr)
	}
	exports := map[string]string{}
	var own [][]string
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Split(line, "\t")
		exports[fields[0]] = fields[1]
		if fields[3] == "false" && fields[4] != "" {
			own = append(own, fields)
		}
	}
	set := token.NewFileSet()
	compiled := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, p := range own {
		s := &source{set: set, info: types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
		for _, name := range strings.Split(p[4], ",") {
			f, err := parser.ParseFile(set, filepath.Join(p[2], name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			s.files = append(s.files, f)
		}
		if _, err := (&types.Config{Importer: compiled}).Check(p[0], set, s.files, &s.info); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
	}
	return sources
}
