package tui

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"veche/internal/tui/draw"
)

// The picture is well-formed XML that holds every word of the frame, whatever a study's names are.
func TestSVGHoldsTheFrame(t *testing.T) {
	s := heat()
	s.Technologies[0].Name = `<script>"&' 電池 ё`
	frame, err := Frame("weights", s, Options{File: "tech.xlsx"}, FrameOptions{Width: 100, Height: 30, Theme: "dark"})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	d := xml.NewDecoder(strings.NewReader(draw.SVG(frame, 100, 30, false)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if chars, ok := token.(xml.CharData); ok {
			text.Write(chars)
		}
	}
	bare := func(s string) string { return regexp.MustCompile(`\s+`).ReplaceAllString(s, "") }
	if got, want := bare(text.String()), bare(ansi.Strip(frame)); got != want {
		t.Errorf("the picture says\n%s\nthe frame\n%s", got, want)
	}
}

// P writes the frame as it stands, in the kind that the name asks for, and says where.
func TestPrintFrame(t *testing.T) {
	folder := t.TempDir()
	m := opened(t, heat(), 80, 24)
	m.options.Write = func(name string, data []byte) (string, error) {
		return name, os.WriteFile(filepath.Join(folder, name), data, 0o600)
	}
	frame := ansi.Strip(strings.Join(m.lines(), "\n")) + "\n"
	m.pressAll("P")
	for range "weights.svg" {
		m.pressAll("backspace")
	}
	for _, r := range "now.doc" {
		m.pressAll(string(r))
	}
	if m.pressAll("enter"); m.prompt == nil || m.prompt.fault == "" {
		t.Fatal("a .doc was taken")
	}
	for range "doc" {
		m.pressAll("backspace")
	}
	for _, r := range "txt" {
		m.pressAll(string(r))
	}
	m.handle(m.pressAll("enter")())
	data, err := os.ReadFile(filepath.Join(folder, "now.txt"))
	if err != nil || string(data) != frame || !strings.Contains(m.status, "now.txt") {
		t.Errorf("%v, %q:\n%s", err, m.status, data)
	}
}
