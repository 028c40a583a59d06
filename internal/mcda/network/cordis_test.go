package network_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"veche/internal/ci"
	"veche/internal/mcda/network"
)

// cordis reads the links of internal/example/research-networks, whose SOURCE.md says where they come from; without leaves the rows of that bloc out.
func cordis(t testing.TB, without string) (network.Data, []string) {
	t.Helper()
	f, err := os.Open("../../example/research-networks/links.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	number := func(list *[]string, name string) int32 {
		k := slices.Index(*list, name)
		if k < 0 {
			k = len(*list)
			*list = append(*list, name)
		}
		return int32(k)
	}
	var technologies, periods []string
	blocs := []string{"science", "business", "state", "other"}
	periods = []string{"2014", "2015", "2016", "2017", "2018", "2019", "2020"}
	projects, partners := map[string]int32{}, map[string]int32{}
	d := network.Data{Blocs: len(blocs), Helix: []int8{0, 1, 2, -1}}
	for _, r := range rows[1:] { // project,technology,period,partner,bloc,country,region,amount
		if r[4] == without {
			continue
		}
		amount := math.NaN()
		if r[7] != "" {
			if amount, err = strconv.ParseFloat(r[7], 64); err != nil {
				t.Fatal(err)
			}
		}
		if _, ok := projects[r[0]]; !ok {
			projects[r[0]] = int32(len(projects))
		}
		if _, ok := partners[r[3]]; !ok {
			partners[r[3]] = int32(len(partners))
			d.Bloc = append(d.Bloc, number(&blocs, r[4]))
		}
		d.Links = append(d.Links, network.Link{Project: projects[r[0]], Technology: number(&technologies, r[1]), Period: number(&periods, r[2]), Partner: partners[r[3]], Amount: amount})
	}
	d.Projects, d.Partners, d.Technologies, d.Periods = len(projects), len(partners), len(technologies), len(periods)
	return d, technologies
}

// expected are the figures of one network in expected.json, each computed twice by other programs (see its "verification").
type expected struct {
	Rows, Projects, Partners, Ties, Components int
	External                                   int     `json:"external_ties"`
	Internal                                   int     `json:"internal_ties"`
	Largest                                    int     `json:"largest_component"`
	Multilateral                               float64 `json:"share_projects_ge3_partners"`
	TripleHelix                                float64 `json:"share_projects_all3_blocs"`
	Recurring                                  float64 `json:"share_pairs_ge2_periods"`
	EI                                         float64 `json:"ei_index"`
	Density                                    float64
	Amount                                     float64 `json:"amount_total"`
	Joint                                      float64 `json:"share_amount_ge2_blocs"`
	Louvain                                    struct {
		Min float64 `json:"q_min"`
		Max float64 `json:"q_max"`
	}
}

func TestCordis(t *testing.T) {
	data, err := os.ReadFile("../../example/research-networks/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Technologies map[string]struct {
			All     expected `json:"all_blocs"`
			Without expected `json:"without_other"`
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Technologies) != 13 {
		t.Fatalf("%d networks expected", len(file.Technologies))
	}
	for _, without := range []string{"", "other"} {
		d, technologies := cordis(t, without)
		n, err := network.New(d)
		if err != nil {
			t.Fatal(err)
		}
		for name, both := range file.Technologies {
			want, m := both.All, network.Measures{}
			if without != "" {
				want = both.Without
			}
			if name == "ALL" {
				m = n.Whole().Measures
			} else {
				m = n.Technology(slices.Index(technologies, name)).Measures
			}
			name += " without " + without
			for _, x := range []struct {
				what      string
				got, want int
			}{{"rows", m.Links, want.Rows}, {"projects", m.Projects, want.Projects}, {"partners", m.Partners, want.Partners}, {"ties", m.Ties, want.Ties}, {"external", m.External, want.External},
				{"internal", m.Internal, want.Internal}, {"components", m.Components, want.Components}, {"largest", m.Largest, want.Largest}} {
				if x.got != x.want {
					t.Errorf("%s: %s %d, want %d", name, x.what, x.got, x.want)
				}
			}
			for _, x := range []struct {
				what string
				got  *float64
				want float64
			}{{"multilateral", m.Multilateral, want.Multilateral}, {"triple helix", m.TripleHelix, want.TripleHelix}, {"recurring", m.Recurring, want.Recurring}, {"E–I", m.EI, want.EI},
				{"density", m.Density, want.Density}, {"joint", m.JointCommitments, want.Joint}} {
				if x.got == nil || math.Abs(*x.got-x.want) > 1e-9 {
					t.Errorf("%s: %s %v, want %v", name, x.what, x.got, x.want)
				}
			}
			if math.Abs(m.Commitments/want.Amount-1) > 1e-12 {
				t.Errorf("%s: commitments %v, want %v", name, m.Commitments, want.Amount)
			}
			one := n
			if t, ok := only(d, slices.Index(technologies, name[:len(name)-len(" without "+without)])); ok {
				if one, err = network.New(t); err != nil {
					panic(err)
				}
			}
			for seed := range uint64(5) {
				c := one.Clusters(seed)
				if *c.Modularity > want.Louvain.Max+0.02 || *c.Worst < want.Louvain.Min-0.02 {
					t.Errorf("%s, seed %d: modularity %.4f to %.4f, want %.4f to %.4f", name, seed, *c.Worst, *c.Modularity, want.Louvain.Min, want.Louvain.Max)
				}
				if !ci.Full() {
					break
				}
			}
		}
	}
}

// only is the data of one technology, its partners numbered anew.
func only(d network.Data, technology int) (network.Data, bool) {
	if technology < 0 {
		return d, false
	}
	number := make(map[int32]int32)
	out := d
	out.Links, out.Bloc = nil, nil
	for _, l := range d.Links {
		if int(l.Technology) != technology {
			continue
		}
		k, ok := number[l.Partner]
		if !ok {
			k = int32(len(number))
			number[l.Partner] = k
			out.Bloc = append(out.Bloc, d.Bloc[l.Partner])
		}
		l.Partner = k
		out.Links = append(out.Links, l)
	}
	out.Partners = len(number)
	return out, true
}
