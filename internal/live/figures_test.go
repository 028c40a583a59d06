package live

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"veche/internal/ci"
)

// Whatever a panel of blocs publishes of a question in two rounds, with one's own answers, leaves every answer of every other expert more than one value: another
// world that would have published the same is found for each. Experts of a bloc who answered differently may have stood in each other's place; else another
// world is looked for by changing answers.
func TestFiguresGiveNobodyAway(t *testing.T) {
	least, most := 1.0, 5.0
	rng := rand.New(rand.NewPCG(17, 4))
	shown, later := 0, 0
	panels := ci.Some(1000, 250)
	for n := range panels {
		bloc, people := map[string]string{}, []string{}
		blocs := []string{"business", "science", "state"}
		for k, b := range blocs {
			for i := range rng.IntN(8) {
				id := fmt.Sprint(k, i)
				people, bloc[id] = append(people, id), b
			}
		}
		if len(people) < 3 {
			continue
		}
		typical := 1 + rng.IntN(5)
		answer := func() float64 {
			if rng.IntN(3) > 0 { // much agreement is where figures tell most
				return float64(typical)
			}
			return float64(1 + rng.IntN(5))
		}
		one, two := map[string]float64{}, map[string]float64{}
		for _, id := range people {
			one[id] = answer()
			if two[id] = one[id]; rng.IntN(4) == 0 {
				two[id] = answer()
			}
		}
		publish := func(one, two map[string]float64) [2]CellFigures {
			first := discloseCell(one, nil, nil, bloc, blocs, &least, &most)
			return [2]CellFigures{first, discloseCell(two, one, &first, bloc, blocs, &least, &most)}
		}
		truth := publish(one, two)
		if !truth[0].All.Shown && !truth[1].All.Shown {
			continue
		}
		shown++
		if truth[0].All.Shown && truth[1].All.Shown {
			later++
		}
		me := people[rng.IntN(len(people))]
		for range 3 {
			other := people[rng.IntN(len(people))]
			for r := range 2 {
				if other != me && !elsewhere(one, two, bloc, people, me, other, r, func(a, b map[string]float64) bool { return reflect.DeepEqual(publish(a, b), truth) }) {
					t.Fatalf("panel %d: answers %v and %v of %v, published %+v: %s knows the answer of %s in round %d", n, one, two, bloc, truth, me, other, r+1)
				}
			}
		}
	}
	if shown < panels*3/10 || later < panels/20 {
		t.Errorf("figures were shown of %d panels only, of both rounds of %d", shown, later)
	}
}

// elsewhere looks for a world in which other answered otherwise in round r, I answered what I did, and the same was published.
func elsewhere(one, two map[string]float64, bloc map[string]string, people []string, me, other string, r int, same func(a, b map[string]float64) bool) bool {
	rounds := [2]map[string]float64{one, two}
	for _, mate := range people { // stood in each other's place
		if mate != me && mate != other && bloc[mate] == bloc[other] && rounds[r][mate] != rounds[r][other] {
			return true
		}
	}
	with := func(changes map[string][2]float64) bool {
		a, b := map[string]float64{}, map[string]float64{}
		for _, id := range people {
			a[id], b[id] = one[id], two[id]
			if c, ok := changes[id]; ok {
				a[id], b[id] = c[0], c[1]
			}
		}
		return same(a, b)
	}
	for x := 1.0; x <= 5; x++ {
		for y := 1.0; y <= 5; y++ {
			if [2]float64{x, y}[r] == rounds[r][other] {
				continue
			}
			if with(map[string][2]float64{other: {x, y}}) {
				return true
			}
			for _, mate := range people {
				if mate == me || mate == other {
					continue
				}
				for u := 1.0; u <= 5; u++ {
					for v := 1.0; v <= 5; v++ {
						if with(map[string][2]float64{other: {x, y}, mate: {u, v}}) {
							return true
						}
					}
				}
			}
		}
	}
	return false
}
