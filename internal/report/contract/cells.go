package contract

import (
	"veche/internal/xlsx"
)

type Cells struct {
	File   string       `json:"file"`
	Sheets []xlsx.Count `json:"sheets,omitempty"`
	Error  string       `json:"error,omitempty"`
}
