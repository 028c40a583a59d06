package explorer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/report"
	"veche/internal/report/composed"
	"veche/internal/study"
	"veche/internal/tui"
	"veche/internal/workbook"
	"veche/internal/workbook/shortlist"
)

// filing lets the explorer write files: the study itself, exports, and frames.
func filing(f File, s *study.Study, kept *keeping, o *tui.Options) {
	path, isExample := f.Path, f.Example != nil
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	if isExample {
		stem = strings.TrimSuffix(f.Name, filepath.Ext(f.Name))
	}
	opened, foreign := s, workbook.ReadOnly(path)
	digest := s.Source.SHA256 // what the file must still be when saving
	backed := false           // the workbook as it was opened stands beside it
	o.Save = func(s *study.Study, _ []study.Action) (where, now string, err error) {
		if isExample || foreign { // an example, or a study in files of text or an .ods, becomes a workbook of one's own
			original, target := f.Example, stem+".xlsx"
			if foreign {
				if original, err = workbook.WriteStudy(opened); err != nil {
					return "", "", err
				}
				if target, err = unused(filepath.Clean(stem), ".xlsx"); err != nil {
					return "", "", err
				}
			}
			if now, err = workbook.SaveAs(&workbook.Output{Path: target, Kinds: []string{".xlsx"}}, original, s); err == nil {
				path, isExample, foreign, digest = target, false, false, now
			}
			return target, now, err
		}
		if err := kept.keepBase(path); err != nil {
			return "", "", err
		}
		if !backed {
			if err := backup(path, digest); err != nil {
				return "", "", err
			}
			backed = true
		}
		if now, err = workbook.Save(path, s, digest); err == nil {
			digest = now
		}
		return path, now, err
	}
	o.SaveAs = func(s *study.Study, target string) (where, now string, err error) {
		if filepath.Ext(target) == "" {
			target += ".xlsx"
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(stem), target)
		}
		original := f.Example
		switch {
		case foreign:
			original, err = workbook.WriteStudy(opened)
		case !isExample:
			original, err = workbook.ReadInput(path)
		}
		if err != nil {
			return "", "", err
		}
		if now, err = workbook.SaveAs(&workbook.Output{Path: target, Kinds: []string{".xlsx"}, Inputs: []string{path}}, original, s); err == nil { // what follows is saved there
			path, isExample, foreign, digest, backed = target, false, false, now, true
		}
		return target, now, err
	}
	o.Write = func(name string, data []byte) (string, error) {
		ext := filepath.Ext(name)
		target, err := unused(filepath.Join(filepath.Dir(stem), strings.TrimSuffix(name, ext)), ext)
		if err != nil {
			return "", err
		}
		out := workbook.Output{Path: target, Kinds: []string{ext}, Inputs: []string{path}}
		return target, out.Write(data)
	}
	o.Exports = exports(path, stem, o)
}

// backup keeps the workbook at path beside it before it is first saved over, if it is still what was opened; saving says what is to be said of one that is not.
func backup(path, digest string) error {
	data, err := workbook.ReadInput(path)
	if err != nil || workbook.Digest(data) != digest {
		return err
	}
	target, err := unused(strings.TrimSuffix(path, filepath.Ext(path))+"-backup", filepath.Ext(path))
	if err != nil {
		return err
	}
	out := workbook.Output{Path: target, Kinds: []string{filepath.Ext(path)}, Inputs: []string{path}}
	return out.Write(data)
}

// exports are the files that can be made of an outcome, beside the study.
func exports(path, stem string, o *tui.Options) []tui.Export {
	write := func(end, ext string, make func(*study.Outcome, []study.Action) ([]byte, error)) func(*study.Outcome, []study.Action) (string, error) {
		return func(out *study.Outcome, actions []study.Action) (string, error) {
			data, err := make(out, actions)
			if err != nil {
				return "", err
			}
			target, err := unused(stem+end, ext)
			if err != nil {
				return "", err
			}
			file := workbook.Output{Path: target, Kinds: []string{ext}, Inputs: []string{path}}
			return target, file.Write(data)
		}
	}
	all := []tui.Export{
		{Key: "w", Does: "workbook", Write: write("-shortlist", ".xlsx", func(out *study.Outcome, actions []study.Action) ([]byte, error) {
			return shortlist.Write(out, shortlist.Options{Actions: actions, Version: release.Version, Lang: o.Language.Code()})
		})},
		{Key: "r", Does: "report", Write: write("-report", ".html", func(out *study.Outcome, actions []study.Action) ([]byte, error) {
			return composed.Write(context.Background(), out, ".html", composed.Options{Language: o.Language, Made: composed.Today(), Done: composed.Changes(actions)})
		})},
	}
	if slices.Contains(composed.Kinds(), ".docx") {
		all = append(all, tui.Export{Key: "m", Does: "minutes", Write: write("-minutes", ".docx", func(out *study.Outcome, actions []study.Action) ([]byte, error) {
			return composed.Write(context.Background(), out, ".docx", composed.Options{Language: o.Language, Made: composed.Today(), Done: composed.Changes(actions), Keys: []string{report.KeyMinutes}})
		})})
	}
	return all
}

// unused is the first of stem.xlsx, stem-2.xlsx, … that does not exist yet, for .xlsx or another end of the name.
func unused(stem, ext string) (string, error) {
	for n := 1; n < 1000; n++ {
		path := stem + ext
		if n > 1 {
			path = fmt.Sprintf("%s-%d%s", stem, n, ext)
		}
		if absent(path) {
			return path, nil
		}
	}
	return "", language.Errorf("there are a thousand files %s-N%s already", stem, ext)
}

// absent reports whether nothing stands at a path.
func absent(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, os.ErrNotExist)
}
