package contract

import (
	"bytes"
	"encoding/json"
	"io"

	"veche/internal/report/safe"
)

// Write writes a document of the contract, indented by two blanks, without characters that turn a terminal round.
func Write(w io.Writer, v any) error {
	var document bytes.Buffer
	e := json.NewEncoder(&document)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(safe.JSON(document.Bytes()))
	return err
}
