// Package testdata holds the example studies that the command carries inside.
package testdata

import _ "embed"

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
