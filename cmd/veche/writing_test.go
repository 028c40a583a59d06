package main

import (
	"bytes"
	"strings"
	"testing"
)

// written says of every command how it writes files: those among the writings are killed, interrupted and starved as whole commands; Output are the others that
// write through workbook.Output, which is tested so in its own package; store those that write through a store. A command that is not in the table fails.
var written = map[string]string{
	"new": "writings", "rank": "writings", "forms": "writings", "collect": "writings", "explore": "writings: veche-save",
	"import": "writings", "diagnose": "writings", "report": "writings", "lock": "writings", "replay": "writings", "shard": "writings", "select": "writings",
	"compare": "writings", "robust": "Output", "weights": "Output", "panel": "Output", "network": "writings", "why": "Output",
	"serve": "store", "work": "store", "panels": "store", "invite": "store", "export": "store", "backup": "store", "verify": "reads",
	"check": "reads", "methods": "reads", "frame": "writings", "licenses": "reads", "help": "reads", "completion": "reads",
}

// Every command is in the table.
func TestEveryCommandIsAccountedFor(t *testing.T) {
	var nothing bytes.Buffer
	root := newRoot(&environment{stdin: strings.NewReader(""), stdout: &nothing, stderr: &nothing, ctx: t.Context(), patient: make(chan struct{})})
	for _, cmd := range root.Commands() {
		if written[cmd.Name()] == "" {
			t.Errorf("%s is not in the table: does it write files? Then it belongs into writings", cmd.Name())
		}
	}
}
