package main

import (
	"bytes"
	"strings"
	"testing"

	"veche/internal/study"
)

// explained are Latin words of explanations that stand there as they are typed or are names of formats, beside those of issues.
var explained = strings.Fields("argumentation weighted fods tsv PDF SMART")

// Every code is explained in Russian without an English word but names and what is typed.
func TestRussianExplain(t *testing.T) {
	typedThere := map[string]bool{}
	for _, word := range explained {
		for _, part := range latin.FindAllString(word, -1) {
			typedThere[strings.ToLower(part)] = true
		}
	}
	used := map[string]bool{}
	for _, code := range study.Codes() {
		var out, errs bytes.Buffer
		if exit := run([]string{"check", "--explain", code, "--lang", "ru"}, nil, &out, &errs); exit != exitDone || errs.Len() > 0 {
			t.Errorf("%s: exit %d, %s", code, exit, errs.String())
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		severity := "ошибка"
		if code[0] == 'W' {
			severity = "замечание"
		}
		if len(lines) != 3 || lines[0] != code+"  "+severity || lines[1] == "" || !strings.HasPrefix(lines[2], "Что делать. ") {
			t.Errorf("%s is explained as\n%s", code, out.String())
			continue
		}
		for _, word := range english(out.String(), nil) {
			if !typedThere[strings.ToLower(word)] {
				t.Errorf("%s: %q in\n%s", code, word, out.String())
			}
			used[strings.ToLower(word)] = true
		}
	}
	for word := range typedThere {
		if !used[word] {
			t.Errorf("no explanation has %q: take it out of explained", word)
		}
	}
}
