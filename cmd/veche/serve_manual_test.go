package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every command that docs/serve.md prints is one, with the flags it is printed with. (TestPanelCommands runs those that need no certificate and no database.)
func TestServeManual(t *testing.T) {
	text, err := os.ReadFile("../../docs/serve.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^(?:    |    ExecStart=/usr/local/bin/)(veche .+)$`).FindAllStringSubmatch(string(text), -1)
	if len(lines) < 10 {
		t.Fatalf("%d commands are found", len(lines))
	}
	for _, line := range lines {
		command, _, _ := strings.Cut(regexp.MustCompile(`\$\([^)]*\)`).ReplaceAllString(line[1], "x"), "   ")
		var out, errs bytes.Buffer
		if code := run(append(strings.Fields(command)[1:], "--help"), strings.NewReader(""), &out, &errs); code != 0 {
			t.Errorf("%s: %d %s", command, code, errs.String())
		}
	}
}
