package main

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"veche": main})
}

// TestScripts runs testdata/script; each reads like a page of the manual. `go test ./cmd/veche -update` rewrites the expected outputs.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"edit": edit},
	})
}

// edit is the script command "edit IN.xlsx OUT.xlsx Sheet!A1=value …": another program changing a workbook. "Sheet!=" removes a sheet.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: edit IN OUT Sheet!A1=value ...")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	for _, change := range args[2:] {
		place, value, _ := strings.Cut(change, "=")
		sheet, ref, _ := strings.Cut(place, "!")
		if ref == "" {
			ts.Check(f.DeleteSheet(sheet))
			continue
		}
		if x, err := strconv.ParseFloat(value, 64); err == nil {
			ts.Check(f.SetCellValue(sheet, ref, x))
		} else {
			ts.Check(f.SetCellValue(sheet, ref, value))
		}
	}
	out, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	ts.Check(f.Write(out))
	ts.Check(out.Close())
}
