package report

import (
	"fmt"
	"math"
	"strings"

	"veche/internal/study/panel"
)

const contestedShown = 3

// Consent is how far the panel agrees, and on what it does not; nil where nobody was asked.
func (f *Findings) Consent() *Section {
	r := f.Panel
	if r == nil {
		return nil
	}
	s := &Section{Key: KeyPanel, Title: f.t("How far the panel agrees")}
	p := &Panel{R: r, S: r.Study, Lang: f.Language}
	sentences := r.Sentences(f.Language)
	if len(sentences) > 0 {
		s.say(Paragraph{Text: sentences[0], Tone: Lead})
		sentences = sentences[1:]
	}
	firsts, withheld := f.blocsPutFirst()
	contested, of := f.mostContested()
	s.say(firsts, contested)
	s.detail(withheld, of)
	for k := range r.Rounds {
		s.say(Paragraph{Text: r.Rounds[k].Sentence(r.Study, f.Language)})
	}
	if r.Seal != nil {
		s.say(Paragraph{Text: r.Seal.Sentence(f.Language)})
	}
	for _, text := range sentences {
		s.detail(Paragraph{Text: text})
	}
	s.detail(f.Figures["camps"], f.Figures["places"])
	agreement := *p.Agreement()
	after := agreement.After[len(r.Sentences(f.Language)):] // those before are said above
	agreement.After = nil
	s.detail(untitled(&agreement))
	for _, t := range after {
		if r.Seal == nil || t != r.Seal.Sentence(f.Language) {
			s.detail(Paragraph{Text: t})
		}
	}
	s.detail(untitled(p.Blocs()), untitled(p.Technologies()), untitled(p.Experts()), untitled(p.Weights()), untitled(p.Readings()))
	if t := p.Rounds(); t != nil {
		short := *t
		short.After = nil // said above
		s.detail(untitled(&short))
	}
	if len(r.Technologies) > 0 {
		s.detail(untitled(p.Cells()))
	}
	return s
}

// blocsPutFirst says whom each bloc's own ranking has first. Where a bloc has too few answers for its figures to be shown to everybody, it is among the details.
func (f *Findings) blocsPutFirst() (said, withheld Block) {
	r := f.Panel
	var parts []string
	disclosed := true
	for k := range r.Blocs {
		b := &r.Blocs[k]
		if b.Leader < 0 {
			continue
		}
		answered := 0
		for _, e := range b.Members {
			if r.Experts[e].Judged > 0 {
				answered++
			}
		}
		disclosed = disclosed && panel.Discloses(answered, -1)
		parts = append(parts, fmt.Sprintf("%s – %s", b.Name, named(&r.Study.Technologies[r.Technologies[b.Leader].Technology])))
	}
	if len(parts) < 2 {
		return nil, nil
	}
	text := f.p("First by each bloc alone: %s.", strings.Join(parts, "; "))
	if !disclosed {
		return nil, text
	}
	return text, nil
}

// mostContested names the technologies on whose place the experts lie farthest apart. Places of fewer than five experts are among the details.
func (f *Findings) mostContested() (said, withheld Block) {
	r := f.Panel
	if r.Agreement == nil {
		return nil, nil
	}
	var parts []string
	disclosed := true
	for _, k := range r.Contested() {
		t := &r.Technologies[k]
		if len(parts) == contestedShown || t.Experts < 2 || t.Spread <= 0 {
			break
		}
		disclosed = disclosed && panel.Discloses(t.Experts, -1)
		parts = append(parts, f.t("%s (places from %s to %s)", named(&r.Study.Technologies[t.Technology]), f.place(t.Least), f.place(t.Most)))
	}
	if len(parts) == 0 {
		return nil, nil
	}
	text := f.p("The experts lie farthest apart on: %s.", strings.Join(parts, "; "))
	if !disclosed {
		return nil, text
	}
	return text, nil
}

// place writes a place in an order: whole, or to a tenth where it is shared or stretched.
func (f *Findings) place(x float64) string {
	if x == math.Trunc(x) {
		return Number(x, 0).Shown(f.Language)
	}
	return Number(x, 1).Shown(f.Language)
}
