package group

// Argumentation is what one source of a judgement adds to the coefficient of argumentation K_a, by how much the expert relied on it.
type Argumentation struct {
	Source            string
	High, Medium, Low float64
}

// StandardArgumentation is the table most expert surveys in Russian practice use (S. D. Beshelev & F. G. Gurvich 1980, Mathematical and statistical methods of
// expert assessment, 2nd ed.): relied on highly throughout, the sources add to 1.
func StandardArgumentation() []Argumentation {
	return []Argumentation{
		{Source: "theoretical analysis", High: 0.3, Medium: 0.2, Low: 0.1},
		{Source: "experience", High: 0.5, Medium: 0.4, Low: 0.2},
		{Source: "domestic works", High: 0.05, Medium: 0.05, Low: 0.05},
		{Source: "foreign works", High: 0.05, Medium: 0.05, Low: 0.05},
		{Source: "knowledge of the state abroad", High: 0.05, Medium: 0.05, Low: 0.05},
		{Source: "intuition", High: 0.05, Medium: 0.05, Low: 0.05},
	}
}

// Competence returns the coefficient K = (K_u + K_a)/2 of how familiar an expert is with the matter (K_u, 0 to 1: self-rated on 0 to 10, divided by 10) and how
// well argued the judgement is (K_a, 0 to 1: the sum over the sources relied on). Source: Beshelev & Gurvich 1980.
func Competence(familiarity, argumentation float64) float64 { return (familiarity + argumentation) / 2 }
