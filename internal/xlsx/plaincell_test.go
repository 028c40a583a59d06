package xlsx

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"veche/internal/ci"
)

// nearlyPlain is a sheet whose cells are written in the three plain ways, or almost so.
func nearlyPlain(r *rand.Rand) string {
	pick := func(usual string, others ...string) string {
		if r.IntN(250) > 0 {
			return usual
		}
		return others[r.IntN(len(others))]
	}
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet ` + pick(mainNS, `xmlns="other"`, `xmlns:x="`+nsMain+`"`) + `>`)
	b.WriteString(pick("", `<cols><col min="2" max="2" hidden="1"/></cols>`) + "<sheetData>")
	for row := 1 + r.IntN(3); row < 12; row += 1 + r.IntN(2) {
		b.WriteString(`<row r="` + fmt.Sprint(row) + `"` + pick("", ` hidden="1"`, ` ht="0"`) + ">")
		for col := 1; col < 8; col += 1 + r.IntN(2) {
			ref := CellName(row, col)
			ref = pick(ref, strings.ToLower(ref), "A1", CellName(row+1, col), CellName(row, 1), "", "$A$1", "A01", "XFD"+fmt.Sprint(row), "AAAA1", `A1" x="`)
			attrs := pick(` r="`+ref+`"`, "", ` r='`+ref+`'`, `  r="`+ref+`"`, ` r = "`+ref+`"`, ` t="s" r="`+ref+`"`, ` r="`+ref+`" r="`+ref+`"`)
			attrs += one("", fmt.Sprintf(` s="%d"`, r.IntN(6)), pick("", ` s="6"`, ` s=""`, ` s="x"`, ` s="1" s="1"`, ` s="99999999999"`))
			digits := one("7", "0", "-2.5", "12.125", "0.1", "123456789.123456", "-0", "1234567890123456789", "1e-3", ".5", "5.", pick("3", "", " 7 ", "1,5", "nan", "1e309", "-", ".", "--1", "1.2.3", "&#49;", "٣", "]", "1<!-- c -->2"))
			text := one("Wind power", "", "T1", "a_b", pick("x", " y ", "_x0041_", "&amp;", "ё", "a]b", "]]>", "a\tb", "a\x7fb", "a\u0085b", "<b/>", "a<!-- c -->b", strings.Repeat("long ", 300)))
			switch r.IntN(4) {
			case 0:
				b.WriteString("<c" + attrs + ` t="inlineStr"` + pick(">", " >", "/>") + pick("<is><t>"+text+"</t></is>", "<is><r><t>"+text+"</t></r></is>", "<is/>", "<v>"+text+"</v>", `<is><t xml:space="preserve">`+text+"</t></is>") + "</c>")
			case 1:
				b.WriteString("<c" + attrs + ` t="s"><v>` + pick(one("0", "1"), "2", "", " 1", "x") + "</v></c>")
			default:
				b.WriteString("<c" + attrs + pick("", ` t="n"`, ` t="b"`, ` t="e"`, ` t="str"`, ` t="d"`, ` t=""`, ` t="number"`, ` x="1"`) + ">" + pick("", "<f>A1</f>", " ") + "<v>" + digits + "</v>" + pick("", " ", "<v>1</v>") + pick("</c>", "</c >", "</x>", ""))
			}
		}
		b.WriteString("</row>")
	}
	b.WriteString("</sheetData></worksheet>")
	return b.String()
}

// What is told by its bytes is what is read as XML: the same cells, up to the same damage, for the same nodes.
func TestPlainCells(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 29))
	sound, damaged, plainOnes := 0, 0, 0
	sheets := ci.Some(4000, 800)
	for k := range sheets {
		sheet := nearlyPlain(r)
		if k%3 == 0 {
			sheet = strings.NewReplacer("<is/>", "").Replace(sheet)
			at := r.IntN(len(sheet))
			sheet = sheet[:at] + string([]byte{" \"<>/acrtvs0159=&'.-\x00\xff"[r.IntN(22)]}) + sheet[at+r.IntN(2):]
		}
		data := plain(sheet).zip()
		lim := Limits{}
		switch r.IntN(6) {
		case 0:
			lim.Cells = 1 + r.IntN(40)
		case 1:
			lim.Tag = 5 + r.IntN(80)
		case 2:
			lim.Text, lim.Run = 1+r.IntN(60), 1+r.IntN(200)
		case 3:
			lim.Depth, lim.Cols = 2+r.IntN(6), 1+r.IntN(8)
		}
		read := func(way func(*Book, func(*Cell)) error) (cells []Cell, said string, nodes, credited int64) {
			book, err := Open(data, lim)
			if err != nil {
				return nil, err.Error(), 0, 0
			}
			err = way(book, func(c *Cell) {
				if x := *c; x.Number == 0 && math.Signbit(x.Number) { // which no comparison sees
					x.Text = "-0"
					cells = append(cells, x)
					return
				}
				cells = append(cells, *c)
			})
			nodes, credited = book.zip.Spent()
			return cells, fmt.Sprint(err), nodes, credited
		}
		byBytes, saidB, nodesB, creditedB := read(func(b *Book, each func(*Cell)) error {
			return b.read(0, &sheetReader{b: b, plain: true, yield: func(c *Cell, raw *rawCell) error {
				if each(c); raw == nil {
					plainOnes++
				}
				return nil
			}})
		})
		asXML, saidX, nodesX, creditedX := read(func(b *Book, each func(*Cell)) error {
			return b.cells(0, func(c *Cell, _ *rawCell) error { each(c); return nil })
		})
		if !reflect.DeepEqual(byBytes, asXML) || saidB != saidX || nodesB != nodesX || creditedB != creditedX {
			t.Fatalf("%s\n%+v, %s, %d nodes, %d cells\nwant %+v, %s, %d nodes, %d cells", sheet, byBytes, saidB, nodesB, creditedB, asXML, saidX, nodesX, creditedX)
		}
		if saidX == "<nil>" {
			sound++
		} else {
			damaged++
		}
	}
	if sound < sheets/10 || damaged < sheets/10 || plainOnes < 2*sheets {
		t.Errorf("%d sound sheets, %d damaged, %d plain cells", sound, damaged, plainOnes)
	}
}
