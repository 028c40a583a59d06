package report

import (
	"strings"

	"veche/internal/study/selection"
)

const (
	clustersShown = 10
	partnersShown = 20
)

// Collaboration is who works with whom on what, and what it adds; nil without links.
func (f *Findings) Collaboration() *Section {
	c := f.Selection
	dividend := c != nil && c.Dividend.Any
	if f.Network == nil && !dividend {
		return nil
	}
	s := &Section{Key: KeyCollaboration, Title: f.t("Collaboration")}
	if n := f.Network; n != nil {
		p := &Network{N: n, Top: clustersShown, Lang: f.Language}
		for k, line := range strings.Split(p.Summary(), "\n")[1:] { // its first line is the study's title
			tone := Plain
			if k == 0 {
				tone = Lead
			}
			s.say(Paragraph{Text: line + full(line), Tone: tone})
		}
		s.detail(f.Figures["partners"], f.Figures["clusters"], untitled(p.Technologies()), untitled(p.WholePeriods()), untitled(p.Clusters()), untitled(p.ClusterMeasures()))
		p.Top = partnersShown
		s.detail(untitled(p.Partners()))
		if len(n.Synergies) > 0 {
			s.detail(untitled(p.Synergies()))
		}
	}
	if dividend {
		s.say(Paragraph{Text: f.selection().Collaboration()})
	}
	return s
}

// full is the full stop a line lacks.
func full(line string) string {
	if line == "" || strings.HasSuffix(line, ".") {
		return ""
	}
	return "."
}

func (f *Findings) selection() selection.Words { return selectionWords(f.Selection, f.Language) }
