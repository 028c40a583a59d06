package main

import (
	"os"
	"testing"

	"veche/internal/language"
	"veche/internal/report"
	"veche/internal/report/contract"
)

// docs/methods.md is the catalogue; UPDATE=1 writes it anew.
func TestMethodsPage(t *testing.T) {
	const path = "../../docs/methods.md"
	page := report.MethodsPage(contract.Methods(), language.English)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != page {
		t.Error("docs/methods.md does not describe the catalogue; UPDATE=1 go test ./cmd/veche writes it anew")
	}
}
