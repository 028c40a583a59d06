package xlsx

import "veche/internal/zipxml"

// What the readers of spreadsheets share.
type (
	// Limits bound what a file may cost.
	Limits = zipxml.Limits
	// FormatError says that a file is not a workbook that is read here.
	FormatError = zipxml.FormatError
	// DamageError says that a file is a workbook but is broken, or exceeds a limit.
	DamageError = zipxml.DamageError
)

// DefaultLimits returns the limits used for fields that are not set.
func DefaultLimits() Limits { return zipxml.DefaultLimits() }

func notRead(what, is, do string) error { return &FormatError{What: what, Is: is, Do: do} }
