package write

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// However blocks of titles, notes, heads, rows and charts follow each other, no heading is the last row of a page, and what is kept together begins and ends on one.
func TestNoOrphanedHeadings(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		s := NewSheet("S")
		s.Widths[1], s.Widths[2] = 12, 40
		row := 1
		for range 1 + r.IntN(12) {
			s.Put(row, 1, "Title", Strong)
			row++
			if r.IntN(2) == 0 {
				s.Put(row, 1, strings.Repeat("a note ", 1+r.IntN(20)), Note)
				s.Span(row, 1, 2)
				row++
			}
			s.Put(row, 1, "Head", Head)
			s.Put(row, 2, "Head", HeadWrap)
			row++
			for range 1 + r.IntN(40) {
				s.Put(row, 1, row, Whole)
				s.Put(row, 2, strings.Repeat("name ", 1+r.IntN(30)), Wrap)
				row++
			}
			if r.IntN(4) == 0 {
				s.Together = append(s.Together, [2]int{row + 1, row + 15})
				s.Put(row+15, 1, nil, Plain)
				row += 16
			}
			row++
		}
		breaks := s.paginate(2)
		begins := map[int]bool{}
		for _, b := range breaks {
			if begins[b] = true; s.leads(b - 1) {
				t.Fatalf("row %d, a heading, is the last of its page", b-1)
			}
			for _, k := range s.Together {
				if b > k[0] && b <= k[1] {
					t.Fatalf("rows %v are divided at %d", k, b)
				}
			}
		}
		scale, _ := s.scale(2)
		used := 0.0
		for row := 1; row <= len(s.Rows); row++ {
			if begins[row] {
				used = 0
			}
			if used += max(s.height(row, s.Rows[row-1]), LineHeight); used > 72*(8.27-1.4)/scale {
				t.Fatalf("the page with row %d is %v points high", row, used)
			}
		}
	}
}

// A sheet is squeezed to its page's width, and one that cannot be is printed over several.
func TestWidthOfThePage(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		s := NewSheet("S")
		n := 1 + r.IntN(30)
		for col := 1; col <= n; col++ {
			s.Widths[col] = 5 + 60*r.Float64()*r.Float64()
		}
		s.squeeze(n)
		scale, whole := s.scale(n)
		if textSize*scale < 8 || whole && pageUnits/s.units(n) < scale-1e-9 {
			t.Errorf("%v units: scale %v, one page wide %v", s.units(n), scale, whole)
		}
	}
}

func TestLinesOfText(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		least int
	}{
		{"", 40, 1}, {"слово", 40, 1}, {"a\nb\nc", 40, 3}, {strings.Repeat("щ", 100), 40, 5},
		{"Технологии создания высокоскоростных транспортных средств и интеллектуальных систем управления новыми видами транспорта", 40, 4},
	} {
		s := NewSheet("S")
		s.Widths[1] = c.width
		if n := s.lines(1, 1, c.text, Wrap); n < c.least || n > c.least+1 {
			t.Errorf("%.20q takes %d lines in %v units, want %d", c.text, n, c.width, c.least)
		}
	}
	for _, width := range []float64{12, 30, 60} {
		text := "Технологии создания ракетно-космической и транспортной техники нового поколения"
		if short := Shorten(text, width); pixels(short, textSize, false) > width*unit || !strings.HasSuffix(short, "…") {
			t.Errorf("%v: %q", width, short)
		}
	}
	if d := (&Document{Title: strings.Repeat("A & B ", 60), Printed: "Printed"}).header(); len([]rune(d.OddHeader)) > 255 || strings.Count(d.OddHeader, "&&") < 5 {
		t.Error(fmt.Sprint(d))
	}
}
