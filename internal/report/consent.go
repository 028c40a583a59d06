package report

import (
	"fmt"
	"strings"
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
	s.say(f.blocsPutFirst(), f.mostContested())
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

// blocsPutFirst says whom each bloc's own ranking has first.
func (f *Findings) blocsPutFirst() Block {
	var parts []string
	for k := range f.Panel.Blocs {
		b := &f.Panel.Blocs[k]
		if b.Leader >= 0 {
			parts = append(parts, fmt.Sprintf("%s – %s", b.Name, named(&f.Panel.Study.Technologies[f.Panel.Technologies[b.Leader].Technology])))
		}
	}
	if len(parts) < 2 {
		return nil
	}
	return f.p("First by each bloc alone: %s.", strings.Join(parts, "; "))
}

// mostContested names the technologies on whose place the experts lie farthest apart.
func (f *Findings) mostContested() Block {
	r := f.Panel
	if r.Agreement == nil {
		return nil
	}
	var parts []string
	for _, k := range r.Contested() {
		t := &r.Technologies[k]
		if len(parts) == contestedShown || t.Experts < 2 || t.Spread <= 0 {
			break
		}
		parts = append(parts, f.t("%s (places from %s to %s)", named(&r.Study.Technologies[t.Technology]), Number(t.Least, 0).Shown(f.Language), Number(t.Most, 0).Shown(f.Language)))
	}
	if len(parts) == 0 {
		return nil
	}
	return f.p("The experts lie farthest apart on: %s.", strings.Join(parts, "; "))
}
