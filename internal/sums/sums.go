package sums

import (
	"context"
	"math"
	"slices"

	"veche/internal/language"
	pool "veche/internal/mcda/group"
	"veche/internal/store/postgres"
	"veche/internal/study"
	"veche/internal/workbook"
)

// Summed is a study whose scores were joined.
type Summed struct {
	Study    *study.Study // with a measured value in place of the scores of each question
	Criteria []Criterion  // of which there were scores, in the study's order
	Means    int
	Round    string // those that count, in words; "" without rounds
	Answers  int64  // that count
	Experts  int    // who were asked
}

// Criterion is what the answers on one are like.
type Criterion struct {
	Code      string
	Sum       Sum      // over all technologies
	Deviation *float64 // standard deviation of answers around the means of their technologies; nil where no technology has two
}

// Read reads a study as [workbook.Read] does, and joins the scores in the way its settings say while they are read. They are kept in memory as sums, or in the PostgreSQL of a URL where
// there is one. The error is ctx's, the database's as [postgres.Said] has it, that of a file that cannot be read, or [study.Issues].
func Read(ctx context.Context, path, url string) (out *Summed, err error) {
	var into fold = newMemory()
	if url != "" {
		defer func() { err = postgres.Said(err) }()
		d, err := connect(ctx, url)
		if err != nil {
			return nil, err
		}
		into = d
	}
	defer into.close()
	r := &reading{ctx: ctx, into: into}
	s, issues, err := workbook.ReadTaking(path, r.take)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if issues.Err() != nil {
		return nil, issues
	}
	return r.joined(ctx, s)
}

// reading is a study whose answers are being added up.
type reading struct {
	ctx      context.Context
	taken    int
	into     fold
	answered answered
	begun    bool
	blocs    []string         // by number: the study's, then others in the order of the experts
	bloc     map[string]int32 // and back
	conflict study.Conflicts
	first    map[int32]study.Origin // answer on each criterion
	refused  bool                   // the study's settings: its answers are not looked at
}

// begin finds out what does not change while answers are read.
func (r *reading) begin(s *study.Study) *study.Issue {
	r.begun = true
	if m, ok := r.into.(*memory); ok {
		m.criteria = len(s.Criteria)
	}
	r.bloc, r.first, r.conflict = map[string]int32{}, map[int32]study.Origin{}, s.Conflicts()
	note := func(name string) {
		if _, known := r.bloc[name]; !known {
			r.bloc[name] = int32(len(r.blocs))
			r.blocs = append(r.blocs, name)
		}
	}
	for _, b := range s.Blocs {
		note(b.Name)
	}
	for k := range s.Experts {
		note(s.Experts[k].Bloc)
	}
	note("")
	return refusal(s)
}

// refusal says why a study's answers cannot be joined by sums; nil where they can.
func refusal(s *study.Study) *study.Issue {
	how, _ := pool.ParseAggregation(s.Settings.Aggregation)
	switch {
	case how != pool.Mean:
		i := study.Errorf("E-AGGREGATION", s.Place(s.Settings.Origins["aggregation"]), s.Settings.Aggregation, language.M("Set the aggregation to mean, or rank the study as it is, without --means."), "Sums give means only, and the aggregation is %s.", string(how))
		return &i
	case s.Settings.Competent():
		i := study.Errorf("E-AGGREGATION", s.Place(s.Settings.Origins["competence"]), s.Settings.Competence, language.M("Turn competence off, or rank the study as it is, without --means."), "Sums count experts alike, and the competence of each is to count.")
		return &i
	}
	return nil
}

// take takes one answer. The first is where settings that refuse them all are said.
func (r *reading) take(s *study.Study, a *study.Score) (wrong *study.Issue, enough bool) {
	if !r.begun {
		if wrong := r.begin(s); wrong != nil {
			r.refused = true
			return wrong, true
		}
	}
	if r.taken++; r.refused || r.taken%lot == 0 && r.ctx.Err() != nil {
		return nil, true
	}
	if r.answered.again(a.Round, a.Expert, int(a.Technology)*len(s.Criteria)+int(a.Criterion)) {
		i := study.Errorf("E-SCORE-DUPLICATE", study.Place{}, "", language.M("Keep one of the two."), "Expert %s has already scored %s on %s.",
			s.Experts[a.Expert].ID, s.Technologies[a.Technology].ID, s.Criteria[a.Criterion].Code)
		return &i, false
	}
	if r.conflict.Has(a.Expert, a.Technology) {
		return nil, false
	}
	x := answer{question{a.Technology, a.Criterion}, group{a.Round, r.bloc[s.Experts[a.Expert].Bloc]}, a.State, 0}
	refused := func(remedy language.Message, text string, args ...any) (*study.Issue, bool) {
		i := study.Errorf("E-AGGREGATION", study.Place{}, "", remedy, text, args...)
		return &i, false
	}
	if a.State == study.Given {
		v, ok := whole(a.Value)
		switch {
		case a.Term > 0 && len(s.Terms[a.Term-1].Values) > 1:
			return refused(language.M("Enter a number, or rank the study as it is, without --means."), "A fuzzy number cannot be summed.")
		case !ok:
			return refused(language.M("Round it to six decimals, or rank the study as it is, without --means."), "%v cannot be summed in whole millionths.", a.Value)
		}
		x.value = v
	}
	if _, known := r.first[a.Criterion]; !known {
		r.first[a.Criterion] = a.Origin
	}
	return nil, r.into.take(&x)
}

// joined is the study with means.
func (r *reading) joined(ctx context.Context, s *study.Study) (*Summed, error) {
	if !r.begun {
		return nil, language.Errorf("%s has no scores to be joined: veche rank reads it as it is", s.Source.File)
	}
	for e := range s.Evidence.All() {
		if o, scored := r.first[e.Criterion]; scored {
			return nil, study.Issues{study.Errorf("E-MIXED", s.Place(e.Origin), "", language.M("Keep one of the two, or make them two criteria."),
				"Criterion %s has evidence here and experts' scores at %s.", s.Criteria[e.Criterion].Code, s.Place(o))}
		}
	}
	in, issues := s.ChosenRounds()
	if len(issues) > 0 {
		return nil, issues
	}
	out := &Summed{Study: measured(s, in), Round: s.RoundsInWords(in), Experts: len(s.Experts)}
	two, mass := s.TwoLevels()
	on := make([]Criterion, len(s.Criteria))
	around, free := make([]float64, len(on)), make([]int64, len(on))
	err := r.into.each(ctx, func(q question, groups []group, sums []Sum) error {
		all, value, err := r.join(groups, sums, in, two, mass)
		c := &on[q.criterion]
		c.Sum.plus(&all)
		if all.Given == 0 {
			return nil
		}
		if err != nil {
			var blocs []string
			for k, g := range groups {
				if sums[k].Given == 0 || g.round >= 0 && !in[g.round] {
					continue
				}
				blocs = append(blocs, r.blocs[g.bloc])
			}
			issues = append(issues, s.Voiceless(q.criterion, q.technology, blocs, r.first[q.criterion]))
			return nil
		}
		around[q.criterion] += all.around()
		free[q.criterion] += all.Given - 1
		out.Study.Evidence.Add(study.Measurement{Value: value, Technology: q.technology, Criterion: q.criterion, Origin: r.first[q.criterion]})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(issues) > 0 {
		issues.Sort()
		return nil, issues
	}
	if out.Means = out.Study.Evidence.Len() - s.Evidence.Len(); out.Means == 0 {
		return nil, language.Errorf("%s has no scores to be joined: veche rank reads it as it is", s.Source.File)
	}
	if issues = out.Study.Check(); issues.Err() != nil {
		return nil, issues
	}
	for j := range on {
		if c := &on[j]; c.Sum.Given+c.Sum.Missing+c.Sum.Abstained > 0 {
			c.Code = s.Criteria[j].Code
			if free[j] > 0 {
				deviation := math.Sqrt(around[j] / float64(free[j]))
				c.Deviation = &deviation
			}
			out.Criteria = append(out.Criteria, *c)
			out.Answers += c.Sum.Given
		}
	}
	return out, nil
}

// join joins the sums of a question's groups: all of the rounds that count, and their mean, where blocs count that of the blocs' means by the blocs' weights.
func (r *reading) join(groups []group, sums []Sum, in []bool, two bool, mass map[string]float64) (all Sum, mean float64, err error) {
	blocs := make([]Sum, len(r.blocs))
	for k, g := range groups {
		if g.round < 0 || in[g.round] {
			all.plus(&sums[k])
			blocs[g.bloc].plus(&sums[k])
		}
	}
	switch {
	case all.Given == 0:
		return all, 0, nil
	case !two:
		return all, all.Mean(), nil
	}
	var means, weights []float64
	for b := range blocs {
		if blocs[b].Given > 0 {
			means, weights = append(means, blocs[b].Mean()), append(weights, mass[r.blocs[b]])
		}
	}
	mean, err = pool.Aggregate(means, weights, pool.Mean)
	return all, mean, err
}

// measured is a study without its scores, and with the judgements that count only: those of the rounds that do, which are then all there are, and those of none.
func measured(s *study.Study, in []bool) *study.Study {
	c := s.Changed()
	c.Evidence, c.Scores, c.Kept = study.Measured(slices.Collect(s.Evidence.All())...), nil, nil
	c.Judgements, c.Comparisons, c.Unread, c.Rounds, c.Settings.Round = nil, nil, nil, nil, ""
	now := make([]int32, len(s.Rounds)) // places of rounds from 1; 0: not there yet
	round := func(k *int32) (counts bool) {
		if *k < 0 || !in[*k] {
			return *k < 0
		}
		if now[*k] == 0 {
			c.Rounds = append(c.Rounds, s.Rounds[*k])
			now[*k] = int32(len(c.Rounds))
		}
		*k = now[*k] - 1
		return true
	}
	for _, j := range s.Judgements {
		if round(&j.Round) {
			c.Judgements = append(c.Judgements, j)
		}
	}
	for _, j := range s.Comparisons {
		if round(&j.Round) {
			c.Comparisons = append(c.Comparisons, j)
		}
	}
	for _, x := range s.Unread {
		if x.Technology < 0 && round(&x.Round) {
			c.Unread = append(c.Unread, x)
		}
	}
	if len(c.Rounds) > 1 {
		c.Settings.Round = study.AllRounds
	}
	return c
}
