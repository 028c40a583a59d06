package fleet

import (
	"fmt"

	"veche/internal/mcda"
	"veche/internal/study"
	"veche/internal/workbook"
)

// Study is the workbook of a panel of so many experts in three blocs, technologies and criteria, all scored from 1 to 10.
func Study(experts, technologies, criteria int) ([]byte, error) {
	least, most := 1.0, 10.0
	s := &study.Study{Title: "Load", Settings: study.Settings{Method: "weighted-sum", Weighting: "direct"}, Blocs: []study.Bloc{{Name: "science"}, {Name: "state"}, {Name: "business"}}}
	for k := range technologies {
		s.Technologies = append(s.Technologies, study.Technology{ID: fmt.Sprint("T", k+1), Name: fmt.Sprint("Technology number ", k+1)})
	}
	for k := range criteria {
		weight := 1 / float64(criteria)
		s.Criteria = append(s.Criteria, study.Criterion{Code: fmt.Sprint("C", k+1), Name: fmt.Sprint("Criterion ", k+1), Sense: mcda.Benefit, Min: &least, Max: &most, Weight: &weight})
	}
	for k := range experts {
		s.Experts = append(s.Experts, study.Expert{ID: fmt.Sprint("E", k+1), Name: fmt.Sprint("Expert number ", k+1), Bloc: s.Blocs[k%3].Name})
	}
	return workbook.WriteStudy(s)
}
