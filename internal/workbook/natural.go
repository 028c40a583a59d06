package workbook

import "cmp"

// Natural compares names so that the whole numbers in them count as numbers: T2 comes before T10. Letters compare as they are. Names that differ only in
// leading zeros, as T2 and T02, are put in one order too, so that it never returns 0 for two different names.
func Natural(a, b string) int {
	i, k := 0, 0
	for i < len(a) && k < len(b) {
		if !isDigit(a[i]) || !isDigit(b[k]) {
			if a[i] != b[k] {
				return cmp.Compare(a[i], b[k])
			}
			i, k = i+1, k+1
			continue
		}
		x, y := wholeNumber(a, i), wholeNumber(b, k)
		if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
			return c
		}
		i, k = pastDigits(a, i), pastDigits(b, k)
	}
	return cmp.Or(cmp.Compare(len(a)-i, len(b)-k), cmp.Compare(a, b))
}

// wholeNumber is the run of digits at i without its leading zeros.
func wholeNumber(text string, i int) string {
	end := pastDigits(text, i)
	for i < end && text[i] == '0' {
		i++
	}
	return text[i:end]
}

func pastDigits(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
