package main

import (
	"os"
	"strings"

	"veche/internal/study"
	"veche/internal/usage"
	"veche/internal/workbook"
)

// acceptSynergies writes a copy of the study with the suggested synergies on its sheet Synergies, for a person to edit and `veche select` to use.
func acceptSynergies(env *environment, path string, f networkFlags) error {
	before, err := env.open(path)
	if err != nil {
		return err
	}
	output, err := env.output(f.accept, f.drawn.force, ".xlsx")
	if err != nil {
		return err
	}
	if before, _, err = f.study.changed(before); err != nil {
		return err
	}
	s, err := study.Apply(before, study.AcceptSynergies{Factor: f.factor, Most: f.top})
	if err != nil {
		return err
	}
	var data []byte
	if info, statErr := os.Stat(path); statErr == nil && info.Mode().IsRegular() && strings.EqualFold(s.Source.File[max(0, len(s.Source.File)-5):], ".xlsx") {
		original, err := os.ReadFile(path)
		if err != nil {
			return fileError{err}
		}
		if data, err = workbook.Updated(s.Source.File, original, s); err != nil {
			return fileError{err}
		}
	} else if data, err = workbook.WriteStudy(s); err != nil {
		return fileError{err}
	}
	if err := output.Write(data); err != nil {
		return outputError(err)
	}
	env.warn(s.Warnings)
	if !env.quiet {
		env.tell("wrote %s with %d synergies, %d of them suggested; edit its sheet Synergies, then: %s", f.accept, len(s.Synergies), len(s.Synergies)-len(before.Synergies), usage.Suggested("veche", "select", f.accept))
	}
	return nil
}
