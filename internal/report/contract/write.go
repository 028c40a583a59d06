package contract

import (
	"bytes"
	"encoding/json"
	"io"

	"veche/internal/report/safe"
)

// Write writes a document of the contract, indented by two blanks, without characters that turn a terminal round.
func Write(w io.Writer, v any) error {
	document, err := encoded(v)
	if err != nil {
		return err
	}
	_, err = w.Write(safe.JSON(document))
	return err
}

// encoded is a document indented by two blanks.
func encoded(v any) ([]byte, error) {
	var document bytes.Buffer
	e := json.NewEncoder(&document)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return document.Bytes(), err
}
