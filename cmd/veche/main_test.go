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
	os.Setenv("LC_ALL", "C") // what is said before a study is read follows the terminal
	testscript.Main(m, map[string]func(){"veche": main, "veche-save": saveAsExplorer})
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
	ts.Check(applyEdits(f, args[2:]))
	out, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	ts.Check(f.Write(out))
	ts.Check(out.Close())
}

// applyEdits changes cells of a workbook: Sheet!A1=value, a number where it looks like one; "Sheet!=" removes a sheet.
func applyEdits(f *excelize.File, edits []string) error {
	for _, edit := range edits {
		place, value, _ := strings.Cut(edit, "=")
		sheet, ref, _ := strings.Cut(place, "!")
		var err error
		if x, bad := strconv.ParseFloat(value, 64); ref == "" {
			err = f.DeleteSheet(sheet)
		} else if bad == nil {
			err = f.SetCellValue(sheet, ref, x)
		} else {
			err = f.SetCellValue(sheet, ref, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
