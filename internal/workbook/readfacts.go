package workbook

import (
	"math"
	"slices"

	"veche/internal/study"
	"veche/internal/xlsx"
)

// sheetFacts are what the numbers of a sheet say together about how they are written. They are gathered only when one of them leaves a doubt.
type sheetFacts struct {
	marks    map[int]byte // by column: the decimal mark of its texts, '?' where both are
	unmarked map[int]bool // columns with numbers that have no mark at all
	percent  map[percentKey]*percentFacts
	units    map[percentKey]*unitFacts
	long     int // column that says which criterion a row is about, 0 in other sheets
}

// percentKey is the numbers that are of one kind: those of a column, in a long sheet those of a criterion.
type percentKey struct {
	col       int
	criterion string
}

// percentFacts are the numbers that stand beside percents; parts and points are the sums of all of them with percents as parts of 1 and as themselves.
type percentFacts struct {
	plain         int // numbers that are neither percents nor 0
	parts, points float64
	example       string // a plain one
	percents      int    // those that are percents, of which none is 0
}

func (f *sheetFacts) decimal(col int) byte { return f.marks[col] }

// percents are the facts of the numbers beside one in a row.
func (f *sheetFacts) percents(r row, col int) *percentFacts { return f.percent[f.key(r, col)] }

func (f *sheetFacts) key(r row, col int) percentKey {
	k := percentKey{col: col}
	if f.long > 0 && f.long < len(r.cells) {
		k.criterion = fold(text(r.cells[f.long]))
	}
	return k
}

// facts gathers what the numbers of a sheet say together.
func (t *table) facts() *sheetFacts {
	r := t.r
	if f := r.facts[t.index]; f != nil {
		return f
	}
	f := &sheetFacts{marks: map[int]byte{}, unmarked: map[int]bool{}, percent: map[percentKey]*percentFacts{}, units: map[percentKey]*unitFacts{}}
	if t.spec == &scoresSheet && t.at != nil && t.col("Score") > 0 {
		f.long = t.col("Criterion")
	}
	if r.facts == nil {
		r.facts = map[int]*sheetFacts{}
	}
	r.facts[t.index] = f
	named := map[int]bool{}
	again := &table{r: r, index: t.index, name: t.name}
	again.rows(1, 0, func(row row) {
		for col, c := range row.cells {
			if c.Row == 0 || c.Kind != xlsx.Text && c.Kind != xlsx.Number {
				continue
			}
			if row.n <= headerRows && c.Kind == xlsx.Text && isNameHeader(text(c)) {
				named[col] = true
			}
			v, fault := number(c)
			key := f.key(row, col)
			unit := ""
			if fault != nil && fault.code == "E-NUMBER" && c.Kind == xlsx.Text && len(c.Text) <= maxNear && !named[col] {
				if c.Text, unit = unitOf(clean(c.Text)); unit != "" {
					v, fault = number(c)
				}
			}
			if fault == nil && v.state == study.Given && v.value != 0 && !named[col] {
				f.units[key] = f.units[key].with(unit)
			}
			if fault != nil || v.state != study.Given || named[col] {
				continue
			}
			if v.decimal == 0 && v.doubt == 0 && v.value != 0 && v.value == math.Trunc(v.value) {
				f.unmarked[col] = true
			}
			if v.decimal != 0 {
				if was := f.marks[col]; was != 0 && was != v.decimal {
					f.marks[col] = '?'
				} else {
					f.marks[col] = v.decimal
				}
			}
			known := f.percent[key]
			if with := known.with(c, v); known == nil {
				f.percent[key] = with
			}
		}
	})
	return f
}

func (k *percentFacts) with(c xlsx.Cell, v reading) *percentFacts {
	if k == nil {
		k = new(percentFacts)
	}
	k.parts += v.value
	switch {
	case v.percent:
		if v.value != 0 {
			k.percents++
		}
		k.points += float64(100 * v.value)
		return k
	case v.value != 0: // nothing is nothing in either
		if k.plain++; k.plain == 1 {
			k.example = text(c)
		}
	}
	k.points += v.value
	return k
}

// decimal is the decimal mark of the file a sheet is in: that of the texts of all its columns, 0 where they say nothing, '!' where they contradict each other. A
// file of text is asked first for itself, then with those of its folder that separate fields alike: they were saved by one program.
func (r *reader) decimal(of int) byte {
	files, isText := r.book.(*textFiles)
	kind := rune(0)
	if isText {
		kind = files.sheets[of].comma
		if own := markOf((&table{r: r, index: of, name: files.sheets[of].name}).facts().marks, 0); own != 0 {
			return own
		}
	}
	if mark, known := r.fileMarks[kind]; known {
		return mark
	}
	mark := byte(0)
	for k, s := range r.book.Sheets() {
		if isText && files.sheets[k].comma != kind || r.facts[k] == nil && spared(s.Name) {
			continue
		}
		mark = markOf((&table{r: r, index: k, name: s.Name}).facts().marks, mark)
	}
	if r.fileMarks == nil {
		r.fileMarks = map[rune]byte{}
	}
	r.fileMarks[kind] = mark
	return mark
}

// markOf is the one mark of all columns and one more; '!' where they are several.
func markOf(marks map[int]byte, mark byte) byte {
	for _, m := range marks {
		switch {
		case m == '?' || mark != 0 && mark != m:
			return '!'
		}
		mark = m
	}
	return mark
}

// spared are sheets whose numbers are no study's.
func spared(name string) bool { return isNote(xlsx.Sheet{Name: name}) }

// numeric are the columns of the sheets that hold numbers; the others hold names, which say nothing about decimal marks: codes such as 1.1 and 2.1.
var numeric = []string{"Weight", "Min", "Max", "Target", "Q", "P", "Sigma", "Veto", "Limits", "Cost", "Preference", "Score", "Synergy", "Value", "Intensity", "Commitment"}

// isNameHeader reports whether a text heads a column of names.
func isNameHeader(header string) bool {
	for _, spec := range canonical {
		if k := spec.column(header); k >= 0 && !slices.Contains(numeric, spec.Columns[k].Name) {
			return true
		}
	}
	return false
}
