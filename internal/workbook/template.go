package workbook

import "errors"

// Template returns the workbook of "veche new".
func Template(lang string) ([]byte, error) { return nil, errors.New("workbook: not built yet") }
