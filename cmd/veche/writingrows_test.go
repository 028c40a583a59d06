package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"veche/internal/ci"
)

// reading are the commands that write neither a file nor to a store.
var reading = []string{"check", "methods", "licenses", "verify", "panels", "help", "completion bash", "completion zsh", "completion fish", "completion powershell", "work"}

// follows is what comes after a flag; "" where the row does without it.
func (w writing) follows(f *pflag.Flag) string {
	for k, word := range w.command {
		if (word == "--"+f.Name || f.Shorthand != "" && word == "-"+f.Shorthand) && k+1 < len(w.command) {
			return w.command[k+1]
		}
	}
	return ""
}

// Every command of the tree is a row of the writings, of what is written to a store, or of the reading ones; and every flag by which one writes a file is a row
// for each kind of file that the command, asked for another, says it writes.
func TestEveryWritingIsARow(t *testing.T) {
	ci.Long(t, "that every file a command writes is written by the tests of writing")
	folder := t.TempDir()
	all := writings(t, folder)
	t.Chdir(folder)
	var nothing bytes.Buffer
	root := newRoot(&environment{stdin: strings.NewReader(""), stdout: &nothing, stderr: &nothing, ctx: t.Context(), patient: make(chan struct{})})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	checked := 0
	for _, cmd := range leaves(root) {
		path := strings.TrimPrefix(cmd.CommandPath(), "veche ")
		rows := slices.DeleteFunc(slices.Clone(all), func(w writing) bool { return w.does() != path })
		stores := slices.ContainsFunc(storings, func(s storing) bool { return s.name == path })
		if len(rows) == 0 && !stores && !slices.Contains(reading, path) {
			t.Errorf("veche %s is in no table: what does it write?", path)
		}
		if len(rows) > 0 && slices.Contains(reading, path) {
			t.Errorf("veche %s is said to write nothing", path)
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name == "force" && len(rows) == 0 && !stores {
				t.Errorf("veche %s has --force and no row", path)
			}
			if !regexp.MustCompile(`\b[Ww]rite\b`).MatchString(f.Usage) {
				return
			}
			checked++
			var kinds []string
			for _, w := range rows {
				if value := w.follows(f); value != "" {
					kinds = append(kinds, filepath.Ext(value))
				}
			}
			if len(kinds) == 0 {
				t.Errorf("veche %s --%s writes files and has no row", path, f.Name)
				return
			}
			row := rows[slices.IndexFunc(rows, func(w writing) bool { return w.follows(f) != "" })]
			if filepath.Ext(row.follows(f)) == "" { // a folder
				return
			}
			for _, kind := range kindsOf(t, row, f) {
				if !slices.Contains(kinds, kind) {
					t.Errorf("veche %s --%s writes %s and has no row for it", path, f.Name, kind)
				}
			}
		})
	}
	if checked < 20 {
		t.Errorf("only %d flags were found that write: the words of their explanations have changed", checked)
	}
}

func leaves(cmd *cobra.Command) (all []*cobra.Command) {
	if cmd.Runnable() && cmd.HasParent() {
		all = append(all, cmd)
	}
	for _, c := range cmd.Commands() {
		all = append(all, leaves(c)...)
	}
	return all
}

// kindsOf are the extensions that a command, asked for a file of no kind it knows, says it writes.
func kindsOf(t *testing.T, w writing, f *pflag.Flag) []string {
	t.Helper()
	command := slices.Clone(w.command[1:])
	command[slices.Index(command, w.follows(f))] = "out/x.nothing"
	var out, problems bytes.Buffer
	code := run(command, strings.NewReader(""), &out, &problems)
	said := regexp.MustCompile(`what is written is a file (.*?);`).FindStringSubmatch(problems.String())
	if code != exitUsage || said == nil {
		t.Errorf("veche %v ends with %d and does not say what it writes: %s", command, code, problems.String())
		return nil
	}
	return regexp.MustCompile(`\.[a-z0-9]+`).FindAllString(said[1], -1)
}
