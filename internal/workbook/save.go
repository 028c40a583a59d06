package workbook

import (
	"errors"

	"veche/internal/study"
)

// Save writes the weights and settings in force into the study's workbook.
func Save(path string, s *study.Study) error { return errors.New("workbook: not built yet") }

// SaveAs writes original with the weights and settings in force to path.
func SaveAs(path string, original []byte, s *study.Study, overwrite bool) error {
	return errors.New("workbook: not built yet")
}
