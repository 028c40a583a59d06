package workbook

import (
	"errors"
	"time"

	"veche/internal/study"
)

// ExportOptions is what the exported workbook says beyond the outcome itself.
type ExportOptions struct {
	Actions []study.Action // applied since the study was read, for the Audit sheet
	Version string         // of the program
	Input   string         // name of the input file to show; "" takes the study's source
	Cutoff  string         // until when the data reach, in words; "" when not known
	Created time.Time      // for the document's properties; the zero time leaves them out, and the bytes then depend on the outcome alone
}

// Export writes an outcome as a workbook that works without this program.
func Export(o *study.Outcome, x ExportOptions) ([]byte, error) {
	return nil, errors.New("workbook: not built yet")
}
