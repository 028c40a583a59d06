package workbook

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"

	"veche/internal/language"
	"veche/internal/xlsx"
)

// importing gathers the rows of a study's sheets from blocks.
type importing struct {
	rows  map[string][][]string // by sheet
	codes map[[2]string]string  // by sheet and folded name
	count map[string]int

	readers map[*importedFile]*reader
	tables  map[*importedSheet]*table
}

var importHeads = map[string][]string{
	"Study":        {"Key", "Value"},
	"Criteria":     {"Code", "Criterion", "Parent", "Sense"},
	"Technologies": {"ID", "Technology"},
	"Experts":      {"ID", "Name"},
	"Pairwise":     {"Expert", "Parent", "A", "B", "Preferred", "Intensity"},
	"Scores":       {"Round", "Expert", "Technology", "Criterion", "Score"},
}

// code is the code of something by its name, on its sheet, where it is entered when it is new; more are the further columns.
func (im *importing) code(sheet, name string, more ...string) string {
	key := [2]string{sheet, fold(name)}
	if code, ok := im.codes[key]; ok {
		return code
	}
	im.count[sheet]++
	code := fmt.Sprint(map[string]string{"Criteria": "C", "Technologies": "T", "Experts": "E"}[sheet], im.count[sheet])
	im.codes[key] = code
	im.rows[sheet] = append(im.rows[sheet], append([]string{code, name}, more...))
	return code
}

// csv is a sheet as text.
func (im *importing) csv(sheet string) []byte {
	head, rows := importHeads[sheet], im.rows[sheet]
	if head == nil {
		head, rows = rows[0], rows[1:]
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range append([][]string{head}, rows...) {
		_ = w.Write(row) // into memory
	}
	w.Flush()
	return out.Bytes()
}

func sameNames(a, b []string) bool {
	return slices.EqualFunc(a, b, func(x, y string) bool { return fold(x) == fold(y) })
}

// matrices reads comparisons. Matrices of the same things are of as many experts. Where further matrices are titled by what the first compares, the first compares
// criteria; the others then compare technologies on them, where all compare the same, or the criteria below them.
func (im *importing) matrices(blocks []*Block) error {
	var all []*Block
	for _, b := range blocks {
		if b.Layout == Reciprocal {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return nil
	}
	im.rows["Study"] = append(im.rows["Study"], []string{"weighting", "ahp"}, []string{"method", "ahp"})
	top := all[0]
	for _, b := range all { // the one that the titles of others name
		if slices.ContainsFunc(all, func(o *Block) bool { return im.named(o, b) != "" }) {
			top = b
			break
		}
	}
	var below []*Block
	for _, b := range all {
		if im.named(b, top) != "" {
			below = append(below, b)
		}
	}
	if len(below) == 0 {
		return im.alone(all)
	}
	for _, name := range top.Rows {
		im.code("Criteria", name, "", "benefit")
	}
	experts := map[string]int{}
	for _, b := range all {
		on := im.named(b, top)
		switch {
		case on != "" && sameNames(b.Rows, below[0].Rows):
			if err := im.compare(b, "Technologies", im.code("Criteria", on), experts); err != nil {
				return err
			}
		case on == "" && sameNames(b.Rows, top.Rows):
			if err := im.compare(b, "Criteria", "", experts); err != nil {
				return err
			}
		default:
			return language.Errorf("%s compares %s, which no other matrix does: leave it out by --as skip@%s, or import it on its own", b.Place(), firstOf(b.Rows), b.Place())
		}
	}
	return nil
}

// named is what of a matrix's things another one's title names, "" for nothing.
func (im *importing) named(b, top *Block) string {
	for _, name := range top.Rows {
		if b != top && !sameNames(b.Rows, top.Rows) && (fold(b.Title) == fold(name) || fold(b.Sheet) == fold(name)) {
			return name
		}
	}
	return ""
}

// alone reads matrices of one set of things: each is an expert's, and what they compare are the technologies to rank.
func (im *importing) alone(all []*Block) error {
	on := im.code("Criteria", "Importance", "", "benefit")
	for _, b := range all {
		if !sameNames(b.Rows, all[0].Rows) {
			return language.Errorf("%s compares %s, and %s compares %s: leave one out by --as skip@%s, or import them apart", all[0].Place(), firstOf(all[0].Rows), b.Place(), firstOf(b.Rows), b.Place())
		}
	}
	titles := map[string]bool{}
	for k, b := range all {
		name := b.Title
		if titles[fold(name)] {
			name = fmt.Sprintf("%s (%d)", name, k+1)
		}
		titles[fold(name)] = true
		if err := im.judge(b, "Technologies", on, im.code("Experts", name)); err != nil {
			return err
		}
	}
	return nil
}

// compare reads the next expert's matrix of one kind.
func (im *importing) compare(b *Block, sheet, parent string, experts map[string]int) error {
	experts[sheet+parent]++
	return im.judge(b, sheet, parent, im.code("Experts", fmt.Sprint("Expert ", experts[sheet+parent])))
}

// judge enters a matrix's comparisons, each from the half where it is at least 1: 0.33 stands opposite a 3.
func (im *importing) judge(b *Block, sheet, parent, expert string) error {
	var codes []string
	for _, name := range b.Rows {
		if sheet == "Criteria" {
			codes = append(codes, im.code(sheet, name, "", "benefit"))
		} else {
			codes = append(codes, im.code(sheet, name))
		}
	}
	for i := range codes {
		for j := i + 1; j < len(codes); j++ {
			x, y := im.compared(b, i, j), im.compared(b, j, i)
			preferred, strength := "A", x
			switch {
			case math.IsNaN(x) && math.IsNaN(y):
				continue
			case math.IsNaN(x) || y > x && !math.IsNaN(y):
				preferred, strength = "B", y
			}
			if strength < 1 {
				preferred = map[string]string{"A": "B", "B": "A"}[preferred]
				if strength = 1 / strength; math.Abs(strength-math.Round(strength)) < 0.04*strength {
					strength = math.Round(strength)
				}
			}
			if strength > 9 {
				return language.Errorf("%s: %s against %s is %v; comparisons go from 1/9 to 9. Leave the matrix out by --as skip@%s, or correct it", b.Place(), b.Rows[i], b.Rows[j], strength, b.Place())
			}
			if strength == 1 {
				preferred = "="
			}
			im.rows["Pairwise"] = append(im.rows["Pairwise"], []string{expert, parent, codes[i], codes[j], preferred, doubtless(strength)})
		}
	}
	return nil
}

// compared is a matrix's number, NaN for none; what stands there and is none is read as any judgement is.
func (im *importing) compared(b *Block, i, j int) float64 {
	if c := b.cells[i][j]; math.IsNaN(b.Values[i][j]) && !(c.Kind == xlsx.Number && c.Number == 0) {
		im.read(b, c, judgement)
	}
	return b.Values[i][j]
}

func importedNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// answers reads scores and measures. A block's title is the criterion where it has no column of its own for it.
func (im *importing) answers(b *Block) error {
	switch b.Layout {
	case ExpertsByItems, ItemsByExperts:
		for i, row := range b.cells {
			for j, c := range row {
				expert, item := b.Rows[i], b.Cols[j]
				if b.Layout == ItemsByExperts {
					expert, item = item, expert
				}
				im.score("", expert, item, b.Title, im.read(b, c, sought{purpose: scored}))
			}
		}
	case ScoreList:
		for _, l := range b.list {
			criterion := l.criterion
			if criterion == "" {
				criterion = b.Title
			}
			im.score(l.round, l.expert, l.item, criterion, im.read(b, l.score, sought{purpose: scored}))
		}
	case ItemsByMeasure:
		return im.measures(b)
	case ExpertByMeasure:
		for i, row := range b.cells {
			for j, c := range row {
				im.score("", b.Title, b.Rows[i], b.Cols[j], im.read(b, c, sought{purpose: scored}))
			}
		}
	}
	return nil
}

// score enters an answer; "", none, enters who and what it is of.
func (im *importing) score(round, expert, item, criterion, answer string) {
	row := []string{round, im.code("Experts", expert), im.code("Technologies", item), im.code("Criteria", criterion, "", "benefit"), answer}
	if answer != "" {
		im.rows["Scores"] = append(im.rows["Scores"], row)
	}
}

// measures adds measured values to the sheet Evidence, whose columns grow with the criteria. A thing is measured once.
func (im *importing) measures(b *Block) error {
	sheet := im.rows["Evidence"]
	if sheet == nil {
		sheet = [][]string{{"Technology"}}
	}
	column := func(code string) int {
		if k := slices.Index(sheet[0], code); k >= 0 {
			return k
		}
		sheet[0] = append(sheet[0], code)
		return len(sheet[0]) - 1
	}
	for i, row := range b.cells {
		id := im.code("Technologies", b.Rows[i])
		at := slices.IndexFunc(sheet, func(r []string) bool { return r[0] == id })
		if at < 0 {
			at, sheet = len(sheet), append(sheet, []string{id})
		}
		for j, c := range row {
			k := column(im.code("Criteria", b.Cols[j], "", "benefit"))
			for len(sheet[at]) <= k {
				sheet[at] = append(sheet[at], "")
			}
			now := im.read(b, c, sought{purpose: measured})
			if now == "" || now == "n/a" { // which is not measured either
				continue
			}
			if was := sheet[at][k]; was != "" && was != now {
				return language.Errorf("%s: %s on %s is %s here and %s elsewhere: leave one out by --as skip@%s, or say that each table is an expert's: --as %s", b.Place(), b.Rows[i], b.Cols[j], now, was, b.Place(), string(ExpertByMeasure)+"@"+b.Sheet)
			}
			sheet[at][k] = now
		}
	}
	if im.rows["Study"] == nil {
		im.rows["Study"] = append(im.rows["Study"], []string{"weighting", "equal"})
	}
	im.rows["Evidence"] = sheet
	return nil
}
