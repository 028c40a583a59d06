package study

// Conflicts says which experts declared a conflict of interest on which technologies; nil when nobody did.
type Conflicts map[[2]int32]bool

func (c Conflicts) Has(expert, technology int32) bool {
	return len(c) > 0 && c[[2]int32{expert, technology}]
}

// Conflicts are the declared conflicts of interest. What these experts answered on these technologies is kept, and does not count.
func (s *Study) Conflicts() Conflicts {
	var c Conflicts
	for e := range s.Experts {
		for _, t := range s.Experts[e].Conflicts {
			if c == nil {
				c = Conflicts{}
			}
			c[[2]int32{int32(e), t}] = true
		}
	}
	return c
}

// Conflicted reports whether an expert declared a conflict of interest on a technology (places in the study's lists).
func (s *Study) Conflicted(expert, technology int) bool {
	for _, t := range s.Experts[expert].Conflicts {
		if int(t) == technology {
			return true
		}
	}
	return false
}
