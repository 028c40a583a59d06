package workbook

import (
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Made is the study that blocks make, named for its file: first what wishes say of them holds (see [As]), then what settle finds out of those in doubt. What was
// left out, or read otherwise than it was written, is said. The error is that of a wish, settle's, or holds the issues of the cells or the study.
func Made(title string, blocks []*Block, wishes []string, settle func([]*Block) error) (s *study.Study, said study.Issues, err error) {
	for _, wish := range wishes {
		if err := As(blocks, wish); err != nil {
			return nil, nil, err
		}
	}
	if err := settle(blocks); err != nil {
		return nil, nil, err
	}
	s, said, issues, err := imported(title, blocks)
	switch {
	case err == nil && said.Err() != nil:
		err, said = said, nil
	case err == nil && issues.Err() != nil:
		err = issues
	}
	return s, said, err
}

// Settle asks about blocks in doubt until it has an answer, then tells what the others are taken for, unless it is to be quiet. Where nobody can be asked (nil) the error
// says how to say it: wish makes a command line of it.
func Settle(blocks []*Block, quiet bool, tell func(language.Message), ask func() (answer string, ok bool), wish func(as string) string) error {
	kinds := []Layout{ExpertsByItems, ItemsByExperts, ItemsByMeasure, ExpertByMeasure, Left}
	var told []*Block
	for _, b := range blocks {
		if b.Layout != "" {
			told = append(told, b)
			continue
		}
		if ask == nil {
			return language.Errorf("%v. Say it: %s", b.Says(), wish(Suggest(blocks, b))+" ("+Kinds(kinds)+")")
		}
		tell(b.Says())
		for b.Layout == "" {
			tell(language.M("1: experts in rows; 2: experts in columns; 3: measured values, criteria in columns; 4: scores of one expert, criteria in columns; 5: leave it out"))
			answer, ok := ask()
			if !ok {
				return language.Errorf("nothing was chosen for %s", b.Place())
			}
			if k, err := strconv.Atoi(strings.TrimSpace(answer)); err == nil && k >= 1 && k <= len(kinds) {
				b.Layout = kinds[k-1]
			}
		}
	}
	if err := nameExperts(blocks); err != nil || quiet {
		return err
	}
	for _, b := range told {
		tell(b.Says())
	}
	return nil
}
