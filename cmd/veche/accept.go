package main

import (
	"veche/internal/study"
	"veche/internal/usage"
	"veche/internal/workbook"
)

// acceptSynergies writes a copy of the study with the suggested synergies on its sheet Synergies, for a person to edit and `veche select` to use.
func acceptSynergies(env *environment, path string, f networkFlags) error {
	before, err := env.open(path, f.study.asked)
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
	base, _, err := original(path)
	if err != nil {
		return fileError{err}
	}
	if _, err := workbook.SaveAs(output, base, s); err != nil {
		return outputError(err)
	}
	env.warn(s.Warnings)
	if !env.quiet {
		env.tell("wrote %s with %d synergies, %d of them suggested; edit its sheet Synergies, then: %s", f.accept, len(s.Synergies), len(s.Synergies)-len(before.Synergies), usage.Suggested("veche", "select", f.accept))
	}
	return nil
}
