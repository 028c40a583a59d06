package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"veche/internal/example"
	"veche/internal/report/contract"
)

// The first screen shows the digits of its commands: scores and order those of veche rank, intervals those of veche robust, weights those of veche weights. (Each
// other screen's test of this kind stands with its command.)
func TestWeightsScreenShowsTheCommandsNumbers(t *testing.T) {
	for name, data := range map[string][]byte{"scan": example.HorizonScan, "fields": example.ScienceFields} {
		path := filepath.Join(t.TempDir(), name+".xlsx")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var ranking contract.Ranking
		if err := json.Unmarshal([]byte(printed(t, "rank", path, "-q", "--format", "json")), &ranking); err != nil {
			t.Fatal(err)
		}
		screen := printed(t, "frame", "weights", path, "--size", "240x100", "--lang", "en")
		shown := regexp.MustCompile(`(?m)(\d+)\s+·\s+(\S.*?)\s+(-?\d+\.\d+)[~= ]`).FindAllStringSubmatch(screen, -1)
		if len(shown) < len(ranking.Ranking) {
			t.Fatalf("%s: %d of %d places are shown:\n%s", name, len(shown), len(ranking.Ranking), screen)
		}
		for k, r := range ranking.Ranking {
			decimals := len(shown[k][3]) - strings.IndexByte(shown[k][3], '.') - 1
			want := fmt.Sprintf("%d %s", r.Rank, strconv.FormatFloat(r.Score, 'f', decimals, 64))
			if got := shown[k][1] + " " + shown[k][3]; got != want || !strings.HasPrefix(r.Name, strings.TrimRight(shown[k][2], "…")) {
				t.Errorf("%s: the screen shows %s %s, veche rank %s %s", name, got, shown[k][2], want, r.Name)
			}
		}

		var robust struct {
			Stability []struct {
				Criterion string       `json:"criterion"`
				Leaf      bool         `json:"leaf"`
				Weight    float64      `json:"weight"`
				Range     [2]float64   `json:"range"`
				Leader    [][2]float64 `json:"leader"`
			} `json:"stability"`
		}
		if err := json.Unmarshal([]byte(printed(t, "robust", path, "-q", "--format", "json")), &robust); err != nil {
			t.Fatal(err)
		}
		keys := []string{"home"}
		for _, s := range robust.Stability { // in neither study has a criterion others below it
			if !s.Leaf {
				t.Fatalf("%s: %s is no leaf", name, s.Criterion)
			}
			text := printed(t, "frame", "weights", path, "--size", "240x100", "--lang", "en", "--keys", strings.Join(keys, " "))
			keys = append(keys, "down")
			keeps := regexp.MustCompile(`#1 keeps its place (.*?)(?:  |\n)`).FindStringSubmatch(text)
			if keeps == nil {
				t.Fatalf("%s: no interval on\n%s", name, text)
			}
			around := s.Leader[0]
			for _, v := range s.Leader {
				if v[0] <= s.Weight && s.Weight <= v[1] {
					around = v
				}
			}
			tenth := func(x float64) string {
				return strings.TrimSuffix(strconv.FormatFloat(x, 'f', 1, 64), ".0")
			}
			lo, hi := tenth(math.Ceil(1000*around[0]-1e-6)/10), tenth(math.Floor(1000*around[1]+1e-6)/10)
			want := "at any weight"
			switch low, high := around[0] > s.Range[0], around[1] < s.Range[1]; {
			case low && high:
				want = "for " + lo + "–" + hi + "%"
			case low:
				want = "from " + lo + "% up"
			case high:
				want = "up to " + hi + "%"
			}
			if keeps[1] != want {
				t.Errorf("%s: by the weight of %s #1 keeps its place %s, by veche robust %s", name, s.Criterion, keeps[1], want)
			}
		}
	}
}
