package study

import (
	"slices"
	"strings"
)

// Codes are those of all kinds of issues, in order.
func Codes() []string {
	var codes []string
	for _, g := range Kinds() {
		for _, k := range g.Kinds {
			codes = append(codes, k.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

// SeverityOf is what a code says of itself by its first letter.
func SeverityOf(code string) Severity {
	if strings.HasPrefix(code, "E-") {
		return Error
	}
	return Warning
}

// NearCodes are codes that begin or end as a text does.
func NearCodes(text string) (near []string) {
	fold := strings.ToUpper(strings.TrimSpace(text))
	for _, c := range Codes() {
		if fold != "" && (strings.HasPrefix(c, fold) || strings.HasPrefix(fold, c) || strings.HasSuffix(c, "-"+fold)) {
			near = append(near, c)
		}
	}
	return near
}
