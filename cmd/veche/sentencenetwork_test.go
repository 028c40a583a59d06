package main

import (
	"fmt"
	"math"

	"veche/internal/language"
)

type networkJSON struct {
	Clusters struct {
		Modularity, Stability *float64
		Worst                 *float64 `json:"modularity_worst"`
		Seeds                 int
		Least                 int `json:"least_clusters"`
		Most                  int `json:"most_clusters"`
		Chance                *struct {
			P, Modularity, Mean float64
			Draws               int
		}
		Clusters []struct{ Central []string }
	}
	Partners []struct {
		Name    string
		Cluster *int
	}
	Strategy struct{ Blocs, Partners *float64 } `json:"common_strategy"`
}

func (c *checker) networkOf(l language.Language) {
	c.net = &networkJSON{}
	if !c.asked(c.net, "network", c.dir) {
		return
	}
	c.check("network", networkClaims, l, prose, "network", c.dir, "--show", "clusters")
	summary := true // up to the first table
	c.check("network", networkClaims, l, func(line string) bool {
		summary = summary && line != language.Say(l, "By technology")
		return summary
	}, "network", c.dir)
}

// ties are the pairs of partners with a common project, and how many projects and partners there are.
func (c *checker) ties() (ties map[[2]string]float64, projects, partners int) {
	ties = map[[2]string]float64{}
	of := map[string]map[string]bool{}
	all := map[string]bool{}
	for _, l := range c.links {
		if of[l[0]] == nil {
			of[l[0]] = map[string]bool{}
		}
		of[l[0]][l[3]] = true
		all[l[3]] = true
	}
	for _, members := range of {
		for a := range members {
			for b := range members {
				if a < b {
					ties[[2]string{a, b}]++
				}
			}
		}
	}
	return ties, len(of), len(all)
}

// beyond reports whether the clusters are more than chance makes.
func (c *checker) beyond() bool {
	x := c.net.Clusters.Chance
	return x != nil && x.P <= 0.05
}

func (c *checker) stability(least, most float64, beyond bool) error {
	s := *c.net.Clusters.Stability
	if s < least || s >= most || beyond != c.beyond() {
		return fmt.Errorf("stability %v, beyond chance %v", s, c.beyond())
	}
	return nil
}

var networkClaims claims

func init() {
	nothing := func(*checker, *said) error { return nil }
	chance := func(beyond bool) func(c *checker, s *said) error {
		return func(c *checker, s *said) error {
			x := c.net.Clusters.Chance
			if x == nil || beyond != (x.P <= 0.05) || s.number(0) != float64(x.Draws) || !around(s.args[1], x.P) || !around(s.args[3], x.Mean) || !around(s.args[4], x.Modularity) {
				return fmt.Errorf("%+v", x)
			}
			if beyond && x.Modularity <= x.Mean {
				return fmt.Errorf("random networks part as well")
			}
			return nil
		}
	}
	networkClaims = claims{
		"Projects: %d, partners: %d, pairs of partners with a common project: %d; %s": func(c *checker, s *said) error {
			ties, projects, partners := c.ties()
			if s.number(0) != float64(projects) || s.number(1) != float64(partners) || s.number(2) != float64(len(ties)) {
				return fmt.Errorf("%d projects, %d partners, %d pairs", projects, partners, len(ties))
			}
			return nil
		},
		"Partners without a tie: %d": func(c *checker, s *said) error {
			ties, _, partners := c.ties()
			tied := map[string]bool{}
			for t := range ties {
				tied[t[0]], tied[t[1]] = true, true
			}
			if s.number(0) != float64(partners-len(tied)) {
				return fmt.Errorf("%d", partners-len(tied))
			}
			return nil
		},
		"Common strategy: the rankings of %s agree with tau-b %.2f": func(c *checker, s *said) error {
			if c.net.Strategy.Blocs == nil || !around(s.args[1], *c.net.Strategy.Blocs) {
				return fmt.Errorf("%v", c.net.Strategy.Blocs)
			}
			return nil
		},
		"Clusters of partners who work together":                            nothing,
		"Inside the clusters: the links of their partners among themselves": nothing,
		"Nobody is tied to anybody: there are no clusters.": func(c *checker, s *said) error {
			if ties, _, _ := c.ties(); len(ties) > 0 {
				return fmt.Errorf("%d pairs are", len(ties))
			}
			return nil
		},
		"Clusters by Louvain's method: %d; modularity %.3f, the best of %d seeds from %d (worst %.3f, clusters from %d to %d), stability %.2f": func(c *checker, s *said) error {
			x := c.net.Clusters
			if s.number(0) != float64(len(x.Clusters)) || !around(s.args[1], *x.Modularity) || !around(s.args[4], *x.Worst) || !around(s.args[7], *x.Stability) || s.number(5) != float64(x.Least) || s.number(6) != float64(x.Most) {
				return fmt.Errorf("%+v", x)
			}
			if q := c.modularity(); math.Abs(q-*x.Modularity) > 1e-9 {
				return fmt.Errorf("the modularity of these clusters is %v", q)
			}
			return nil
		},
		"They are more than chance makes: of %d networks drawn with the same partners and projects the share that part as well is %.3f (seed %d, mean modularity %.3f against %.3f).":    chance(true),
		"They are no more than chance makes: of %d networks drawn with the same partners and projects the share that part as well is %.2f (seed %d, mean modularity %.3f against %.3f).": chance(false),
		"The network is too large to be compared with networks drawn at random.":                                                                                                         func(c *checker, s *said) error { return fmt.Errorf("it is small") },
		"Nearly every order of the partners gives the same clusters, yet that does not make them real.":                                                                                  func(c *checker, s *said) error { return c.stability(0.8, 2, false) },
		"Most orders of the partners give much the same clusters, yet that does not make them real.":                                                                                     func(c *checker, s *said) error { return c.stability(0.5, 0.8, false) },
		"All who are tied are in one cluster: there is nothing to part.": func(c *checker, s *said) error {
			if n := len(c.net.Clusters.Clusters); n != 1 {
				return fmt.Errorf("there are %d clusters", n)
			}
			return c.stability(0.8, 2, false)
		},
		"The clusters are firm: nearly every order of the partners gives the same ones.":    func(c *checker, s *said) error { return c.stability(0.8, 2, true) },
		"The clusters are fairly firm; partners at their edges change sides with the seed.": func(c *checker, s *said) error { return c.stability(0.5, 0.8, true) },
		"The clusters are loose: other seeds part the partners otherwise about as well. Take them as a hint, not as a border.": func(c *checker, s *said) error {
			return c.stability(-2, 0.5, c.beyond())
		},
	}
	allClaims["network"] = networkClaims
}

// modularity is Newman's of the clusters in JSON, a tie weighing its common projects.
func (c *checker) modularity() float64 {
	ties, _, _ := c.ties()
	cluster, degree := map[string]int{}, map[string]float64{}
	for _, p := range c.net.Partners {
		if cluster[p.Name] = -1; p.Cluster != nil {
			cluster[p.Name] = *p.Cluster
		}
	}
	var all, inside float64
	for t, w := range ties {
		all += w
		degree[t[0]] += w
		degree[t[1]] += w
		if cluster[t[0]] == cluster[t[1]] {
			inside += w
		}
	}
	sums := map[int]float64{}
	for p, d := range degree {
		sums[cluster[p]] += d
	}
	q := inside / all
	for _, d := range sums {
		q -= d / (2 * all) * d / (2 * all)
	}
	return q
}
