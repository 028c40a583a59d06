// Package example holds the example studies that the command carries inside. Each is made of public data, which stands beside it with a SOURCE.md that says
// where it comes from and what was done to it; command generate makes the workbooks.
package example

import (
	_ "embed"
	"slices"
)

//go:generate go run ./generate

// HorizonScan is the built-in example: a real expert panel (see horizon-scan/SOURCE.md).
//
//go:embed horizon-scan.xlsx
var HorizonScan []byte

// ScienceFields ranks one country's science directions by evidence, with invented judgements (see science-fields/SOURCE.md).
//
//go:embed science-fields.xlsx
var ScienceFields []byte

// ResearchNetworks ranks twelve technologies by evidence and by who works with whom on them (see research-networks/SOURCE.md).
//
//go:embed research-networks.xlsx
var ResearchNetworks []byte

// Portfolio is twelve projects with costs, a budget and a rule (see portfolio/SOURCE.md).
//
//go:embed portfolio.xlsx
var Portfolio []byte

var catalogue = []struct {
	name string
	data *[]byte
}{{"horizon-scan", &HorizonScan}, {"science-fields", &ScienceFields}, {"portfolio", &Portfolio}, {"research-networks", &ResearchNetworks}}

// Names lists the examples by the names they go by on a command line.
func Names() []string {
	var names []string
	for _, e := range catalogue {
		names = append(names, e.name)
	}
	return names
}

// Named is the workbook of the example of that name; ok is false where there is none.
func Named(name string) (data []byte, ok bool) {
	for _, e := range catalogue {
		if e.name == name {
			return slices.Clone(*e.data), true
		}
	}
	return nil, false
}
