package study

import (
	"errors"
	"fmt"
	"strings"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/mcda/ahp"
	"veche/internal/mcda/group"
)

// pairing turns experts' pairwise judgements of n elements into priorities.
type pairing struct {
	s          *Study
	names      []string         // of the elements, for messages
	about      language.Message // what is compared: "at the top of the tree"
	options    ahp.Options
	scale      ahp.JudgementScale
	completion ahp.Completion
	warnings   *Issues
}

func (s *Study) pairing(set mcda.Parameters, names []string, about language.Message, warnings *Issues) *pairing {
	p := &pairing{s: s, names: names, about: about, warnings: warnings}
	p.options.Prioritization, _ = ahp.ParsePrioritization(s.Settings.Prioritization)
	p.options.RI, _ = ahp.ParseRandomIndex(s.Settings.RandomIndex)
	if set["lambda-max"] == "mean" {
		p.options.Lambda = ahp.FromMean
	}
	p.scale, _ = ahp.ParseJudgementScale(set["judgement-scale"])
	p.completion, _ = ahp.ParseCompletion(set["completion"])
	if _, given := s.Settings.Parameters["completion"]; !given && p.options.Prioritization == ahp.Geometric {
		p.completion = ahp.LLSM // the same least squares
	}
	return p
}

// matrix is an expert's judgements on the study's judgement scale.
func (p *pairing) matrix(v *voice) (*ahp.Incomplete, error) {
	m := ahp.NewIncomplete(len(p.names))
	for pair, q := range v.pairs {
		if p.scale != ahp.SaatyScale && !ahp.ValidIntensity(q.value) {
			return nil, Issues{Errorf("E-INTENSITY", p.s.Place(v.last), fmt.Sprint(q.value), language.M("Give intensities of 1 to 9, or use judgement-scale saaty."),
				"Expert %s gave %s and %s the ratio %.6g, which the %s scale does not have.", p.s.Experts[v.expert].ID, p.names[pair[0]], p.names[pair[1]], q.value, p.scale)}
		}
		x := q.value
		if p.scale != ahp.SaatyScale {
			x = p.scale.Apply(x)
		}
		m.Set(pair[0], pair[1], x)
	}
	return m, nil
}

// node gives the priorities of one matrix. The error is a [*ahp.DisconnectedError], or [Issues].
func (p *pairing) node(m *ahp.Incomplete) (Node, error) {
	done, err := ahp.PrioritizeIncomplete(m, p.completion, p.options)
	if err != nil {
		return Node{}, err
	}
	r := done.Result
	if done.Missing == nil {
		r = ahp.Prioritize(done.Completed, p.options)
	}
	node := Node{Weights: r.Weights, AHP: &r, Matrix: done.Completed, GCI: ahp.GCI(done.Completed, r.Weights), Missing: done.Missing}
	node.Koczkodaj, _ = ahp.Koczkodaj(done.Completed)
	if r.CR > ConsistencyLimit {
		node.Advice = p.advice(m, &node, advised)
	}
	return node, nil
}

// mostAnew is the order up to which advice on incomplete judgements completes them anew after every change: larger ones take too long.
const mostAnew = 12

// advice is on the judgements that were given.
func (p *pairing) advice(m *ahp.Incomplete, node *Node, most int) []ahp.Advice {
	if node.Missing != nil && m.N() <= mostAnew {
		return ahp.AdviseIncomplete(m, p.completion, p.options, most)
	}
	return ahp.AdviseOn(node.Matrix, p.options, most, func(i, j int) bool {
		_, given := m.At(i, j)
		return given
	})
}

// join aggregates the judgements or the priorities of several experts.
func (p *pairing) join(voices []*voice, matrices []*ahp.Incomplete) (Node, error) {
	experts := expertsOf(voices)
	mean, aip := p.s.Settings.AIP()
	if !aip {
		m, err := ahp.AggregateIncomplete(matrices, p.s.Shares(experts))
		if err != nil {
			return Node{}, err
		}
		return p.node(m)
	}
	var priorities [][]float64
	for _, m := range matrices {
		node, err := p.node(m)
		if err != nil {
			return Node{}, err
		}
		priorities = append(priorities, node.Weights)
	}
	joined, err := group.AIP(priorities, p.s.Shares(experts), mean)
	return Node{Weights: joined}, err
}

func expertsOf(voices []*voice) []int32 {
	experts := make([]int32, len(voices))
	for k, v := range voices {
		experts[k] = v.expert
	}
	return experts
}

// missing names the pairs that were not compared.
func (p *pairing) missing(pairs [][2]int) string {
	var words []string
	for _, q := range pairs {
		words = append(words, p.names[q[0]]+"–"+p.names[q[1]])
	}
	return strings.Join(words, ", ")
}

// issue puts an error of a matrix in words. whose is "Expert E1", "The panel".
func (p *pairing) issue(err error, whose language.Message, at Place) Issue {
	var apart *ahp.DisconnectedError
	if errors.As(err, &apart) {
		var parts []language.Message
		for _, c := range apart.Components {
			var names []string
			for _, i := range c {
				names = append(names, p.names[i])
			}
			parts = append(parts, language.Verbatim(strings.Join(names, ", ")))
		}
		return Errorf("E-PAIR-DISCONNECTED", at, "", language.M("Compare at least one of each group with one of another."), "%s %s has compared nothing between {%s}.", whose, p.about, language.Join(parts, "} and {"))
	}
	var issues Issues
	if errors.As(err, &issues) && len(issues) > 0 {
		return issues[0]
	}
	return Errorf("E-PAIR", at, "", language.M("Correct the judgements."), "%s %s: %s.", whose, p.about, err)
}

// complete is an error that names the pairs an expert has not compared, for the methods that need them all.
func (p *pairing) complete(v *voice) error {
	var missing [][2]int
	for i := range p.names {
		for j := i + 1; j < len(p.names); j++ {
			if _, ok := v.at(i, j); !ok {
				missing = append(missing, [2]int{i, j})
			}
		}
	}
	if missing == nil {
		return nil
	}
	return Issues{Errorf("E-PAIR-MISSING", p.s.Place(v.last), "", language.M("Add the missing rows below, ask the expert, or exclude the expert."),
		"Expert %s has not compared %s (%s).", p.s.Experts[v.expert].ID, p.missing(missing), p.about)}
}

// advised is how many judgements to reconsider are named.
const advised = 3

// advise says which judgement to look at first.
func (p *pairing) advise(n *Node) language.Message {
	if len(n.Advice) == 0 {
		return language.M("Ask the expert to look at the judgements again; nothing was changed.")
	}
	a := n.Advice[0]
	if a.BestCR < a.CR-1e-9 {
		return language.M("Ask the expert about %s and %s first: %s was given, all judgements together say %.2g; %s would bring CR to %.3f, and of all values for this pair %s lowers it most, to %.3f. Nothing was changed.",
			p.names[a.I], p.names[a.J], Ratio(a.Given), a.Implied, Ratio(a.Suggested), a.CR, Ratio(a.Best), a.BestCR)
	}
	return language.M("Ask the expert about %s and %s first: %s was given, all judgements together say %.2g; %s would bring CR to %.3f. Nothing was changed.",
		p.names[a.I], p.names[a.J], Ratio(a.Given), a.Implied, Ratio(a.Suggested), a.CR)
}

// Ratio writes a judgement as people do: 3 or 1/3.
func Ratio(x float64) language.Ratio { return language.Ratio(x) }
