package workbook

// Where the scores stand on the Scores sheet.
const (
	scoreHead  = 2 // rows of header: names, codes
	scoreFirst = scoreHead + 1
	scoreCol   = 3 // the first criterion's column
)

// scores is the matrix that is ranked, with the number of answers behind every score.
func (e *exporter) scores() *exportSheet {
	s := newExportSheet(e.sheet("Scores"))
	o, st := e.o, e.o.Study
	n := len(o.Leaves)
	answered := e.answered()
	s.put(1, 1, nil, lookHead)
	s.put(1, 2, nil, lookHead)
	s.put(2, 1, e.say("ID"), lookHead)
	s.put(2, 2, e.say("Technology"), lookHead)
	for j, i := range o.Leaves {
		s.put(1, scoreCol+j, st.Criteria[i].Name, lookHeadNumber)
		s.put(2, scoreCol+j, st.Criteria[i].Code, lookHeadFilter)
		s.widths[scoreCol+j] = 13
		if answered {
			s.put(1, scoreCol+n+2+j, nil, lookHeadNumber)
			s.put(2, scoreCol+n+2+j, "n "+st.Criteria[i].Code, lookHeadNumber)
			s.widths[scoreCol+n+2+j] = float64(max(6, len(st.Criteria[i].Code)+4))
		}
	}
	if answered {
		s.put(1, scoreCol+n+1, nil, lookHeadNumber)
		s.put(2, scoreCol+n+1, e.say("Raters"), lookHeadNumber)
		s.widths[scoreCol+n+1] = 10
		s.widths[scoreCol+n] = 2
	}
	for k, i := range e.order {
		row := scoreFirst + k
		t := &st.Technologies[o.Technology[i]]
		s.put(row, 1, t.ID, lookStrong)
		s.put(row, 2, t.Name, lookWrap)
		for j := range n {
			s.put(row, scoreCol+j, o.Problem.At(i, j), lookScore)
			if answered {
				s.put(row, scoreCol+n+2+j, o.Cell(i, j).Answers, lookWhole)
			}
		}
		if answered {
			s.put(row, scoreCol+n+1, o.Raters[i], lookWhole)
		}
	}
	if e.rankingColumns().group > 0 {
		s.put(1, e.groupColumn(), nil, lookHead)
		s.put(2, e.groupColumn(), e.say("Group"), lookHead)
		for k, i := range e.order {
			s.put(scoreFirst+k, e.groupColumn(), orNil(st.Technologies[o.Technology[i]].Group), lookPlain)
		}
		s.fit(e.groupColumn(), 2, 10, 30)
		s.widths[e.groupColumn()-1] = 2
	}
	row := e.unrankedFirst() - 1
	if len(o.Unranked) > 0 {
		s.put(row, 1, e.say("Not ranked: an empty place is never counted as zero"), lookStrong)
		for k, u := range o.Unranked {
			t := &st.Technologies[u.Technology]
			s.put(row+1+k, 1, t.ID, lookPlain)
			s.put(row+1+k, 2, t.Name, lookWrap)
			s.put(row+1+k, scoreCol, e.told(u.Reason), lookPlain)
		}
		row += len(o.Unranked) + 2
	}
	note := e.say("Measured values as given.")
	if answered {
		note = e.say("Each score is the %s of the answers given%s; n is their number. Blank answers and “don't know” are left out.", e.told(o.AggregationInForce()), e.inRound())
	}
	for _, i := range o.Leaves {
		if c := &st.Criteria[i]; len(c.Links) > 0 {
			note += " " + e.linked(c)
		}
	}
	s.put(row, 1, note, lookNote)
	s.merges = append(s.merges, [2]string{at(1, row), at(scoreCol+n-1, row)})
	s.fit(1, 3, 8, 16)
	s.fit(2, 3, 20, 44)
	s.freeze, s.titleRows = [2]int{2, scoreHead}, scoreHead
	s.table = "VecheScores"
	s.filter = at(1, scoreHead) + ":" + at(scoreCol+n-1, scoreFirst+len(e.order)-1)
	return s
}

// unrankedFirst is the row of the first technology that is not ranked, on the Scores sheet.
func (e *exporter) unrankedFirst() int { return scoreFirst + len(e.order) + 2 }

// inRound says of which rounds the answers are.
func (e *exporter) inRound() string {
	if e.o.Round == "" {
		return ""
	}
	return e.say(" in round %s", e.o.Round)
}
