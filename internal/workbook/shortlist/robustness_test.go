package shortlist

import (
	"context"
	"fmt"
	"math"
	"testing"

	"veche/internal/ci"
	"veche/internal/example"
	"veche/internal/mcda/robust"
	"veche/internal/report/contract"
	"veche/internal/study"
	"veche/internal/study/robustness"
	"veche/internal/workbook"
)

// One computation of robustness: what the sheet Sensitivity says of how far each weight can move is what `veche robust --format json` says, with locks, shares in
// equal parts and moved weights. The first edition's sheet knew neither locks nor equal shares: with two weights of the horizon scan locked it let C4 keep
// first place from 0 to 100 %, the engine to 65.7 %.
func TestSensitivityIsTheEngines(t *testing.T) {
	lock := func(codes ...string) (actions []study.Action) {
		for _, c := range codes {
			actions = append(actions, study.Lock{Criterion: c, Locked: true})
		}
		return actions
	}
	for file, data := range map[string][]byte{"horizon-scan": example.HorizonScan, "research-networks": example.ResearchNetworks, "science-fields": example.ScienceFields, "portfolio": example.Portfolio} {
		s, issues := workbook.ReadBytes(file+".xlsx", data)
		if s == nil {
			t.Fatal(issues)
		}
		first, err := study.Evaluate(s)
		if err != nil {
			t.Fatal(err)
		}
		code := func(j int) string { return s.Criteria[first.Leaves[j]].Code }
		for what, actions := range map[string][]study.Action{"as read": nil, "locked": lock(code(0), code(1)),
			"moved": {study.SetWeight{Criterion: code(0), Weight: first.Global[0] * 0.7}}} {
			for _, sharing := range robust.Sharings() {
				t.Run(fmt.Sprint(file, " ", what, " ", sharing), func(t *testing.T) {
					if file != "portfolio" && (file != "horizon-scan" || what != "locked") {
						ci.Long(t, "the other studies, changed in the other ways")
					}
					changed := *apply(t, s, actions...)
					changed.Sharing = sharing
					sensitivityAgrees(t, &changed)
				})
			}
		}
	}
}

// sensitivityAgrees compares the block of stability, cell by cell, with the contract.
func sensitivityAgrees(t *testing.T, s *study.Study) {
	o, err := study.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	r, err := robustness.Assess(context.Background(), o, robustness.Options{Sharing: o.SharingInForce(), Parts: []string{robustness.PartStability}})
	if err != nil {
		t.Fatal(err)
	}
	sheet := savedCells(t, mustExportIn(t, o, "en"))["Sensitivity"]
	head := 0
	for at, v := range sheet {
		if at[1] == 6 && v == "Room" {
			head = at[0]
		}
	}
	want := map[string]contract.Stability{}
	for _, st := range contract.OfRobustness(r, nil).Stability {
		want[st.Criterion] = st
	}
	if head == 0 || len(want) == 0 {
		t.Fatalf("the sheet's block is in row %d, the contract has %d criteria", head, len(want))
	}
	around := func(all [][2]float64, x float64) [2]float64 {
		for _, v := range all {
			if v[0] <= x && x <= v[1] {
				return v
			}
		}
		return [2]float64{x, x}
	}
	seen := 0
	for row := head + 1; ; row++ {
		st, ok := want[fmt.Sprint(sheet[[2]int{row, 1}])]
		if !ok {
			break
		}
		seen++
		lead, list, order := around(st.Leader, st.Weight), around(st.Shortlist, st.Weight), around(st.Order, st.Weight)
		for col, x := range map[int]float64{3: st.Weight, 4: lead[0], 5: lead[1], 7: list[0], 8: list[1], 9: order[0], 10: order[1]} {
			if (col == 7 || col == 8) && len(st.Shortlist) == 0 || col > 8 && len(st.Order) == 0 {
				continue
			}
			if got, ok := sheet[[2]int{row, col}].(float64); !ok || math.Abs(got-x) > 2*robust.Accuracy {
				t.Errorf("%s, column %d: the sheet says %v, the engine %v", st.Criterion, col, sheet[[2]int{row, col}], x)
			}
		}
	}
	if seen != len(want) {
		t.Errorf("%d criteria on the sheet, %d in the contract", seen, len(want))
	}
}
