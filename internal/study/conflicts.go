package study

// conflictTable says which experts declared a conflict of interest on which technologies; nil when nobody did.
type conflictTable map[[2]int32]bool

func (c conflictTable) has(expert, technology int32) bool {
	return len(c) > 0 && c[[2]int32{expert, technology}]
}

// conflicts are the declared conflicts of interest. What these experts answered on these technologies is kept, and does not count.
func (s *Study) conflicts() conflictTable {
	var c conflictTable
	for e := range s.Experts {
		for _, t := range s.Experts[e].Conflicts {
			if c == nil {
				c = conflictTable{}
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
