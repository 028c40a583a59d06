package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/xlsx"
)

// abstentions are the words for "I don't know", folded. A blank cell is missing, which is something else; neither is zero.
var abstentions = spellings{"n/a", "na", "n.a.", "н.д.", "no data", "нет данных", "-", "–", "—", "н/д", "нд", "не знаю", "dk", "don't know", "don’t know", "dont know", "затрудняюсь ответить", "abstain", "воздержался", "воздержалась",
	"…", "...", "--", "---", "?", "??", "н. д.", "н.д", "nd", "n.d.", "n. a.", "not available", "not applicable", "not assessed", "no answer", "unknown", "неизвестно", "не определено", "не применимо", "неприменимо", "нет информации", "нет сведений", "нет ответа", "нет оценки", "без оценки", "не оценивал", "не оценивала", "не оценивалось", "не оценено",
	"затрудняюсь", "#н/д", "null", "tbd", "уточняется", "нет мнения", "no opinion", "not sure", "не уверен", "не уверена"}

// reading is what a cell that should hold a number holds.
type reading struct {
	value float64
	state study.State
	figure
}

// plainDigits reads the plainest numbers, of few digits and nothing else, as most answers in a file of text are.
func plainDigits(text string) (value float64, ok bool) {
	if len(text) == 0 || len(text) > 15 {
		return 0, false
	}
	for k := range len(text) {
		if text[k] < '0' || text[k] > '9' {
			return 0, false
		}
		value = value*10 + float64(text[k]-'0')
	}
	return value, true
}

// plainDecimal is parseFigure of the numbers that most texts in a table of measured values are: digits, one mark and digits, with or without a sign. Of a million such
// texts the patterns of parseFigure take seconds.
func plainDecimal(text string) (f figure, ok bool) {
	const longest = 40
	digits := strings.TrimPrefix(text, "-")
	if len(text) > longest {
		return f, false
	}
	mark, whole := -1, uint64(0)
	for k := range len(digits) {
		switch c := digits[k]; {
		case c >= '0' && c <= '9':
			whole = whole*10 + uint64(c-'0') // of more than 16 digits it is not asked for
		case mark < 0 && (c == '.' || c == ','):
			mark = k
		default:
			return f, false
		}
	}
	if mark <= 0 || mark == len(digits)-1 {
		return f, false
	}
	var err error
	if len(digits) <= 16 { // both are floating-point numbers, and of two such the nearest to their quotient is what dividing gives
		f.value = float64(whole) / powersOfTen[len(digits)-1-mark]
		if len(digits) < len(text) {
			f.value = -f.value
		}
	} else if f.value, err = strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err != nil {
		return f, false
	}
	if mark > 3 || len(digits) != mark+4 || digits[0] == '0' { // not one mark with three digits behind it
		f.decimal = digits[mark]
		return f, true
	}
	f.doubt = digits[mark]
	if f.thousands = float64(whole); len(digits) < len(text) {
		f.thousands = -f.thousands
	}
	return f, true
}

// powersOfTen are those of which float64 holds every digit.
var powersOfTen = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// fault is a code and a message for a cell that cannot be used; the caller adds the place.
type fault struct {
	code            string
	message, remedy language.Message
}

// unreadable reports the faults any cell can have, whatever it should hold.
func unreadable(c xlsx.Cell) *fault {
	switch {
	case c.HasFormula && !c.Cached:
		formula := "="
		if c.Formula != "" {
			formula += c.Formula
		}
		return &fault{"E-NO-CACHE", language.M("The formula %s has no saved value.", formula), language.M("Open the file in Excel or LibreOffice and save it.")}
	case c.Kind == xlsx.Error:
		return &fault{"E-CELL-ERROR", language.M("The cell shows the error %s.", c.Text), language.M("Correct the formula or type the value.")}
	}
	return nil
}

// maxNumber is how many bytes of text are looked at for a number.
const maxNumber = 1000

// number reads a cell that should hold a number.
func number(c xlsx.Cell) (reading, *fault) {
	if f := unreadable(c); f != nil {
		return reading{}, f
	}
	switch c.Kind {
	case xlsx.Blank:
		return reading{state: study.Missing}, nil
	case xlsx.Number:
		if c.Format == xlsx.Date {
			return reading{}, &fault{"E-DATE", language.M("The cell holds a date where a number belongs; a spreadsheet turns entries such as 1/3 or 1.5 into dates."),
				language.M("Format the cell as text or number and type the value again.")}
		}
		if math.IsInf(c.Number, 0) || math.IsNaN(c.Number) {
			return reading{}, &fault{"E-NUMBER", language.M("The number is beyond the range of numbers."), language.M("Correct it.")}
		}
		f := figure{value: c.Number, percent: c.Format == xlsx.Percent}
		if c.Format == xlsx.Fraction && c.Number != math.Trunc(c.Number) && math.Abs(c.Number) < 1 {
			f.over = 1
		}
		return reading{value: c.Number, figure: f}, nil
	case xlsx.Bool:
		return reading{}, &fault{"E-NUMBER", language.M("The cell holds TRUE or FALSE where a number belongs."), language.M("Type a number.")}
	}
	if v, ok := plainDigits(c.Text); ok && c.Marks == c.Whole {
		return reading{value: v}, nil
	}
	if f, ok := plainDecimal(c.Text); ok && c.Marks == c.Whole {
		return reading{value: f.value, figure: f}, nil
	}
	none := func() *fault {
		return &fault{"E-NUMBER", language.M("%q is not a number.", brief(strings.TrimSpace(c.Text))), language.M("Type a number, leave the cell blank, or write n/a for “don't know”.")}
	}
	if len(c.Text) > maxNumber && strings.TrimSpace(c.Text) != "" {
		return reading{}, none()
	}
	text := fold(c.Text)
	switch {
	case text == "":
		return reading{state: study.Missing}, nil
	case slices.Contains(abstentions, text):
		return reading{state: study.Abstained}, nil
	}
	if f := disfigured(c); f != nil {
		return reading{}, f
	}
	f, ok := parseFigure(c.Text)
	if !ok {
		return reading{}, none()
	}
	return reading{value: f.value, figure: f}, nil
}

// disfigured reports digits in a text that are no figures of its number: raised, lowered, struck or in circles.
func disfigured(c xlsx.Cell) *fault {
	remedy := language.M("Type the number alone; a footnote or a correction belongs in a note.")
	if partly := c.Marks &^ c.Whole; partly != 0 && c.Kind == xlsx.Text {
		return &fault{"E-CELL-MARKED", language.M("In %q the part %q is %s.", brief(clean(c.Text)), brief(clean(c.Marked)), marksWord(partly)), remedy}
	}
	if r := strayDigit(c.Text); r != 0 && len(c.Text) <= maxNumber {
		return &fault{"E-CELL-MARKED", language.M("In %q the digit %q is raised, lowered or in a circle.", brief(clean(c.Text)), string(r)), remedy}
	}
	return nil
}

// marksWord says how a part of a text is set.
func marksWord(m xlsx.Marks) language.Message {
	switch {
	case m&xlsx.Struck != 0:
		return language.M("struck out")
	case m&xlsx.Superscript != 0:
		return language.M("superscript")
	}
	return language.M("subscript")
}

// text reads a cell as text; numbers as they would be typed.
func text(c xlsx.Cell) string {
	switch c.Kind {
	case xlsx.Number:
		return strconv.FormatFloat(c.Number, 'f', -1, 64)
	case xlsx.Bool:
		if c.Number != 0 {
			return "TRUE"
		}
		return "FALSE"
	}
	return clean(c.Text)
}

// clean trims text and folds runs of white space, NBSP and line breaks included, to one space.
func clean(s string) string {
	if isTidy(s) {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r == '\ufeff' || isBidi(r) {
			return -1
		}
		return r
	}, s)), " ")
}

// isTidy reports that clean would change nothing. It may be false too often: all but the usual letters with a mark or in Cyrillic are looked at more closely.
func isTidy(s string) bool {
	space := true
	for _, c := range []byte(s) {
		switch {
		case c < ' ', c == ' ' && space, c >= 0xc0 && c != 0xc3 && c != 0xd0 && c != 0xd1:
			return false
		}
		space = c == ' '
	}
	return !space || s == ""
}

var senses = map[string]mcda.Sense{
	"benefit": mcda.Benefit, "max": mcda.Benefit, "maximize": mcda.Benefit, "maximise": mcda.Benefit, "выгода": mcda.Benefit, "макс": mcda.Benefit, "максимум": mcda.Benefit, "+": mcda.Benefit, "польза": mcda.Benefit, "больше": mcda.Benefit,
	"cost": mcda.Cost, "min": mcda.Cost, "minimize": mcda.Cost, "minimise": mcda.Cost, "затраты": mcda.Cost, "мин": mcda.Cost, "минимум": mcda.Cost, "-": mcda.Cost, "издержки": mcda.Cost, "меньше": mcda.Cost,
	"target": mcda.Target, "цель": mcda.Target,
	"more is better": mcda.Benefit, "higher is better": mcda.Benefit, "максимизировать": mcda.Benefit, "максимизация": mcda.Benefit, "больше лучше": mcda.Benefit, "больше - лучше": mcda.Benefit, "больше — лучше": mcda.Benefit, "чем больше, тем лучше": mcda.Benefit,
	"beneficial": mcda.Benefit, "positive": mcda.Benefit, "larger is better": mcda.Benefit, "плюс": mcda.Benefit, "позитивный": mcda.Benefit, "profit": mcda.Benefit, "maximization": mcda.Benefit, "maximisation": mcda.Benefit, "maximum": mcda.Benefit, "the more the better": mcda.Benefit, "the higher the better": mcda.Benefit, "up": mcda.Benefit, "вверх": mcda.Benefit, "1": mcda.Benefit, "+1": mcda.Benefit, "стимулятор": mcda.Benefit, "выше лучше": mcda.Benefit, "чем выше тем лучше": mcda.Benefit, "чем больше тем лучше": mcda.Benefit,
	"non-beneficial": mcda.Cost, "negative": mcda.Cost, "smaller is better": mcda.Cost, "минус": mcda.Cost, "негативный": mcda.Cost, "costs": mcda.Cost, "minimization": mcda.Cost, "minimisation": mcda.Cost, "minimum": mcda.Cost, "the less the better": mcda.Cost, "the lower the better": mcda.Cost, "down": mcda.Cost, "вниз": mcda.Cost, "-1": mcda.Cost, "дестимулятор": mcda.Cost, "ниже лучше": mcda.Cost, "чем ниже тем лучше": mcda.Cost, "чем меньше тем лучше": mcda.Cost,
	"less is better": mcda.Cost, "lower is better": mcda.Cost, "минимизировать": mcda.Cost, "минимизация": mcda.Cost, "меньше лучше": mcda.Cost, "меньше - лучше": mcda.Cost, "меньше — лучше": mcda.Cost, "чем меньше, тем лучше": mcda.Cost,
}

// arrows point at the better end of a scale.
var arrows = strings.NewReplacer("↑", "+", "⬆", "+", "⇧", "+", "▲", "+", "🔼", "+", "🡅", "+", "↗", "+", "↓", "-", "⬇", "-", "⇩", "-", "▼", "-", "🔽", "-", "🡇", "-", "↘", "-", "\ufe0f", "", "−", "-", "–", "-", "—", "-", "‑", "-")

// senseOf reads a sense as people write it: benefit, max, ↑, →max, higher is better, max (↑).
func senseOf(text string) (s mcda.Sense, ok bool) {
	f := fold(text)
	if s, ok = senses[f]; ok || len(text) > maxNear {
		return s, ok
	}
	found := map[mcda.Sense]bool{}
	f = arrows.Replace(f)
	for part := range strings.FieldsFuncSeq(f, func(r rune) bool { return strings.ContainsRune("()/=", r) }) { // max (↑), benefit/max
		part = strings.TrimSpace(strings.NewReplacer("→", "", ">", "", ",", "", ".", "", ";", "", "!", "").Replace(part))
		words := strings.Join(strings.FieldsFunc(part, func(r rune) bool { return r == ' ' }), " ")
		s, ok := senses[words]
		if k := len(words) - 2; k > 0 && (strings.HasSuffix(words, " +") || strings.HasSuffix(words, " -")) && !ok { // max ↑
			found[senses[words[k+1:]]] = true
			words = words[:k]
			s, ok = senses[words]
		}
		for _, first := range []string{"to ", "- ", "+ "} {
			if rest, cut := strings.CutPrefix(words, first); !ok && cut {
				s, ok = senses[strings.ReplaceAll(rest, " - ", " ")]
				if pointed, arrow := senses[first[:1]]; arrow {
					found[pointed] = true
				}
			}
		}
		if !ok {
			s, ok = senses[strings.ReplaceAll(words, " - ", " ")]
		}
		if !ok {
			return s, false
		}
		found[s] = true
	}
	if len(found) != 1 {
		return s, false
	}
	for s = range found {
		ok = true
	}
	return s, ok
}

// parseValueFunction reads "0:0; 50:0.8; 100:1".
func parseValueFunction(text string) (f mcda.ValueFunction, unsure bool, err error) {
	for _, part := range strings.Split(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		x, y, found := strings.Cut(part, ":")
		a, unsureA, okA := parseNumber(x)
		b, unsureB, okB := parseNumber(y)
		unsure = unsure || unsureA || unsureB
		if !found || !okA || !okB || strings.ContainsAny(part, "/⁄") {
			return nil, false, language.Errorf("%q is not a pair score:value", strings.TrimSpace(part))
		}
		if len(f) > 0 && a <= f[len(f)-1].Score {
			return nil, false, language.Errorf("the scores must increase, but %g comes after %g", a, f[len(f)-1].Score)
		}
		f = append(f, mcda.Point{Score: a, Value: b})
	}
	if len(f) < 2 {
		return nil, false, language.Errorf("at least two points are needed")
	}
	return f, unsure, nil
}

// FormatValueFunction writes what parseValueFunction reads.
func FormatValueFunction(f mcda.ValueFunction) string {
	parts := make([]string, len(f))
	for k, p := range f {
		parts[k] = fmt.Sprintf("%g:%g", p.Score, p.Value)
	}
	return strings.Join(parts, "; ")
}
