package weighting

import (
	"slices"
	"strings"

	"veche/internal/mcda"
)

// Basis is what a weighting is made of.
type Basis string

const (
	Given      Basis = "given"      // the Weight column of the Criteria sheet
	Ranks      Basis = "ranks"      // the same column, holding ranks or numbers that give an order
	Judgements Basis = "judgements" // pairwise comparisons of criteria
	Matrix     Basis = "matrix"     // the scores of the alternatives
	Nothing    Basis = "nothing"    // not even these
)

// Judged is how judgements are given.
type Judged string

const (
	Pairs        Judged = "pairs"          // any two criteria compared by a number
	FuzzyPairs   Judged = "fuzzy pairs"    // any two compared by a fuzzy number
	BestAndWorst Judged = "best and worst" // the best with all others, and all others with the worst
	Chain        Judged = "chain"          // the most important with all others, or each with the next
)

// Method is one way to weights, as the catalogue describes it.
type Method struct {
	Name       string
	Aliases    []string
	Title      string
	Formula    string
	Source     string // the paper that defines it
	Choose     string // when to choose it
	Beware     string // what it warns of
	Basis      Basis
	Judged     Judged // when Basis is Judgements
	Parameters []mcda.Parameter

	fromRank  func(rank, n int) float64                                 // the weight of a place, up to a factor, when Basis is Ranks
	objective func(d *data, set mcda.Parameters) (w []float64, _ error) // weights ≥ 0 up to a factor, when Basis is Matrix
}

// catalogue is the one list of weightings, the default first.
var catalogue = []*Method{
	{
		Name:    "direct",
		Aliases: []string{"given", "direct-rating", "point-allocation"},
		Title:   "Direct weights",
		Formula: "w_j = p_j/Σp, p_j the weight given; below each parent, then multiplied down the hierarchy",
		Source:  "von Winterfeldt & Edwards 1986, Decision Analysis and Behavioral Research, ch. 8",
		Choose:  "when the people responsible can state the weights and answer for them",
		Beware:  "people give weights that are too even and pay no heed to how far the alternatives lie apart on a criterion; swing asks for that",
		Basis:   Given,
	},
	{
		Name:    "ahp",
		Aliases: []string{"analytic-hierarchy-process", "pairwise", "saaty"},
		Title:   "AHP",
		Formula: "A·w = λmax·w, a_ij how many times i outweighs j; CR = (λmax − n)/((n − 1)·RI)",
		Source: "Saaty 1980, The Analytic Hierarchy Process; missing judgements: " +
			"Harker 1987, Mathematical Modelling 9:837–848; Bozóki, Fülöp & Rónyai 2010, Mathematical and Computer Modelling 52:318–333",
		Choose: "when experts can compare two criteria at a time; the redundancy of the judgements shows how consistent they are",
		Beware: "n(n−1)/2 judgements below a parent tire beyond seven criteria or so; a CR above 0.10 asks for a second look before the weights are used",
		Basis:  Judgements,
		Judged: Pairs,
		Parameters: []mcda.Parameter{
			{Name: "completion", Default: "harker", Choices: []string{"harker", "llsm", "min-lambda"},
				Doc: "how missing judgements are bridged: Harker's replacement, logarithmic least squares over those given, or the values that make λmax least"},
			{Name: "judgement-scale", Default: "saaty", Choices: []string{"saaty", "balanced", "geometric", "power", "inverse-linear"},
				Doc: "how many times 1 to 9 on the questionnaire stand for"},
			{Name: "lambda-max", Default: "eigenvalue", Choices: []string{"eigenvalue", "mean"},
				Doc: "λmax as the principal eigenvalue, or as the mean of (Aw)_i/w_i, as it is worked out by hand"},
		},
	},
	{
		Name:    "fuzzy-ahp",
		Aliases: []string{"fahp"},
		Title:   "Fuzzy AHP",
		Formula: "triangular judgements (l, m, u); buckley: w̃_i = r̃_i ⊗ (Σr̃)⁻¹ with " +
			"r̃_i = (Π_j ã_ij)^(1/n), then the centre of area; chang: least degree of possibility of the synthetic extents",
		Source: "Buckley 1985, Fuzzy Sets and Systems 17:233–247; Chang 1996, European Journal of Operational Research 95:649–655",
		Choose: "when experts compare in words that stand for a range of ratios",
		Beware: "Chang's extent analysis can give a criterion that matters the weight 0 (Wang, Luo & Hua 2008); fuzziness does not mend inconsistent judgements",
		Basis:  Judgements,
		Judged: FuzzyPairs,
		Parameters: []mcda.Parameter{
			{Name: "fuzzy-ahp", Default: "buckley", Choices: []string{"buckley", "chang"}, Doc: "Buckley's geometric mean, or Chang's extent analysis"},
		},
	},
	{
		Name:    "best-worst",
		Aliases: []string{"bwm", "best-worst-method", "bestworst"},
		Title:   "Best-worst method",
		Formula: "min ξ: |w_B − a_Bj·w_j| ≤ ξ, |w_j − a_jW·w_W| ≤ ξ (linear), or |w_B/w_j − a_Bj| ≤ ξ, |w_j/w_W − a_jW| ≤ ξ (nonlinear); Σw = 1, w ≥ 0",
		Source:  "Rezaei 2015, Omega 53:49–57 (nonlinear); Rezaei 2016, Omega 64:126–130 (linear); Liang, Brunelli & Rezaei 2020, Omega 96:102175 (consistency)",
		Choose:  "for fewer and steadier questions than AHP: the most and the least important criterion are compared with the others, 2n − 3 judgements",
		Beware:  "a wrong choice of the best or the worst criterion spoils everything; compare the input-based consistency with its threshold",
		Basis:   Judgements,
		Judged:  BestAndWorst,
		Parameters: []mcda.Parameter{
			{Name: "bwm", Default: "linear", Choices: []string{"linear", "nonlinear"},
				Doc: "differences of weights (one solution), or the original ratios (intervals, of which the midpoints are taken)"},
		},
	},
	{
		Name:    "fucom",
		Aliases: []string{"full-consistency-method", "full-consistency"},
		Title:   "FUCOM",
		Formula: "min χ: |w_k/w_(k+1) − φ_k| ≤ χ, |w_k/w_(k+2) − φ_k·φ_(k+1)| ≤ χ over the criteria in their order of importance; Σw = 1, w ≥ 0; χ is the deviation from full consistency, DFC",
		Source:  "Pamučar, Stević & Sremac 2018, Symmetry 10(9):393",
		Choose:  "for the fewest questions of all: the most important criterion compared with the others, or each with the next, n − 1 judgements",
		Beware: "with n − 1 judgements nothing contradicts and DFC is 0: it says nothing of how well they were thought over; compare next but one too, and it does; " +
			"where nobody compared, the column Weight is read as how many times the most important outweighs each, 1 for itself",
		Basis:  Judgements,
		Judged: Chain,
	},
	{
		Name:     "roc",
		Aliases:  []string{"rank-order-centroid", "centroid"},
		Title:    "Rank-order centroid",
		Formula:  "w_j = (1/n)·Σ_{k=r_j}^{n} 1/k, r_j the rank; tied criteria share the mean of their places",
		Source:   "Barron & Barrett 1996, Management Science 42(11):1515–1523",
		Choose:   "when only the order of importance is known: the mean of all weights that keep to it",
		Beware:   "steep: the first of four criteria gets 0.52 and the last 0.06",
		Basis:    Ranks,
		fromRank: centroid,
	},
	{
		Name:     "rank-sum",
		Aliases:  []string{"ranksum", "rs"},
		Title:    "Rank sum",
		Formula:  "w_j = 2(n + 1 − r_j)/(n(n + 1)), r_j the rank; tied criteria share the mean of their places",
		Source:   "Stillwell, Seaver & Edwards 1981, Organizational Behavior and Human Performance 28(1):62–77",
		Choose:   "when only the order of importance is known and the weights should fall evenly",
		Beware:   "even steps are an assumption: the order says nothing about them",
		Basis:    Ranks,
		fromRank: func(rank, n int) float64 { return float64(n + 1 - rank) },
	},
	{
		Name:     "rank-reciprocal",
		Aliases:  []string{"rr", "reciprocal-rank", "rankreciprocal"},
		Title:    "Rank reciprocal",
		Formula:  "w_j = (1/r_j)/Σ(1/r), r_j the rank; tied criteria share the mean of their places",
		Source:   "Stillwell, Seaver & Edwards 1981, Organizational Behavior and Human Performance 28(1):62–77",
		Choose:   "when only the order of importance is known and the first place should stand out, without the last being almost lost as in roc",
		Beware:   "the second place has half the weight of the first whatever the criteria are",
		Basis:    Ranks,
		fromRank: func(rank, n int) float64 { return 1 / float64(rank) },
	},
	{
		Name:    "swing",
		Aliases: []string{"swing-weights", "swing-weighting"},
		Title:   "Swing weights",
		Formula: "w_j = p_j/Σp, p_j points for the swing from worst to best on criterion j, 100 for the swing that matters most",
		Source:  "von Winterfeldt & Edwards 1986, Decision Analysis and Behavioral Research, ch. 8",
		Choose:  "for additive value: it asks what the step from the worst to the best score is worth, which is what such a weight means",
		Beware:  "the points hold for the scales they were asked about; with other worst and best scores they must be asked again",
		Basis:   Given,
	},
	{
		Name:    "smart",
		Aliases: []string{"simple-multi-attribute-rating-technique"},
		Title:   "SMART",
		Formula: "w_j = p_j/Σp, p_j points, 10 for the least important criterion and the others in ratio to it",
		Source:  "Edwards 1977, IEEE Transactions on Systems, Man, and Cybernetics 7(5):326–340",
		Choose:  "for a quick start upwards from the least important criterion",
		Beware:  "importance in the abstract, as with direct: the spread of the scores is not asked about",
		Basis:   Given,
	},
	{
		Name:      "entropy",
		Aliases:   []string{"shannon-entropy", "shannon", "ewm"},
		Title:     "Entropy",
		Formula:   "w_j = d_j/Σd, d_j = 1 − E_j, E_j = −Σ_i p_ij·ln p_ij/ln m, p_ij = x_ij/Σ_i x_ij, 0·ln 0 = 0; direction ignored",
		Source:    "Shannon 1948, Bell System Technical Journal 27:379–423; Hwang & Yoon 1981, Multiple Attribute Decision Making, ch. 3",
		Choose:    "when nobody can be asked and scores on a ratio scale are to weigh by how unequally they are spread",
		Beware:    "one outlier can take most of the weight; needs scores of 0 or more, and a shift of the zero changes the weights",
		Basis:     Matrix,
		objective: entropy,
	},
	{
		Name:    "critic",
		Aliases: []string{"criteria-importance-through-intercriteria-correlation"},
		Title:   "CRITIC",
		Formula: "w_j = C_j/ΣC, C_j = σ_j·Σ_k(1 − r_jk) on min-max normalised scores, more is better",
		Source:  "Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research 22(7):763–770",
		Choose:  "when several criteria say nearly the same: what repeats another criterion weighs less, what conflicts weighs more",
		Beware:  "with few alternatives the correlations are chance; a criterion at odds with all others, perhaps by error, gains most",
		Basis:   Matrix,
		Parameters: []mcda.Parameter{
			{Name: "correlation", Default: "pearson", Choices: []string{"pearson", "spearman"}, Doc: "of the scores, or of their ranks"},
		},
		objective: critic,
	},
	{
		Name:      "merec",
		Aliases:   []string{"method-based-on-the-removal-effects-of-criteria", "removal-effects"},
		Title:     "MEREC",
		Formula:   "w_j = E_j/ΣE, E_j = Σ_i|S′_ij − S_i|, S_i = ln(1 + (1/n)·Σ_k|ln n_ik|), S′_ij the same without k = j; n = min/x (benefit), x/max (cost)",
		Source:    "Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis & Antucheviciene 2021, Symmetry 13(4):525",
		Choose:    "when a criterion is to weigh by how much the overall performance would change without it",
		Beware:    "needs scores above 0 on a ratio scale; ratios near 0 dominate through the logarithm",
		Basis:     Matrix,
		objective: merec,
	},
	{
		Name:    "lopcow",
		Aliases: []string{"logarithmic-percentage-change-driven-objective-weighting"},
		Title:   "LOPCOW",
		Formula: "w_j = PV_j/ΣPV, PV_j = |100·ln(√(Σ_i r_ij²/m)/σ_j)|, r the min-max normalised scores",
		Source:  "Ecer & Pamučar 2022, Omega 112:102690",
		Choose:  "when objective weights are to stay near each other however differently the scores spread: the logarithm evens them out",
		Beware:  "a criterion on which most alternatives do well weighs more than one that tells them apart; the minimum and the maximum alone stretch every criterion",
		Basis:   Matrix,
		Parameters: []mcda.Parameter{
			{Name: "deviation", Default: "population", Choices: []string{"population", "sample"}, Doc: "the standard deviation divides by m, or by m − 1"},
		},
		objective: lopcow,
	},
	{
		Name:      "std",
		Aliases:   []string{"standard-deviation", "sd"},
		Title:     "Standard deviation",
		Formula:   "w_j = σ_j/Σσ, σ_j of the min-max normalised scores",
		Source:    "Diakoulaki, Mavrotas & Papayannakis 1995, Computers & Operations Research 22(7):763–770; Jahan & Edwards 2013, Materials & Design 49:1000–1008",
		Choose:    "for a plain objective weighting that takes any scores: what splits the alternatives into two camps weighs most",
		Beware:    "every criterion is stretched to the same range first, however little its scores differ; the weights come out nearly even",
		Basis:     Matrix,
		objective: standardDeviation,
	},
	{
		Name:      "cv",
		Aliases:   []string{"coefficient-of-variation", "variation"},
		Title:     "Coefficient of variation",
		Formula:   "w_j = V_j/ΣV, V_j = σ_j/|μ_j| of the scores as given",
		Source:    "Pearson 1896, Philosophical Transactions of the Royal Society A 187:253–318 (the coefficient; its use as weights has no single origin)",
		Choose:    "when scores on a ratio scale are to weigh by their relative spread, less steeply than by entropy",
		Beware:    "a mean near 0 makes the coefficient as large as you like; a shift of the zero changes the weights",
		Basis:     Matrix,
		objective: variation,
	},
	{
		Name:    "cilos",
		Aliases: []string{"criterion-impact-loss"},
		Title:   "CILOS",
		Formula: "F·q = 0, Σq = 1, F = P − diag(Σ_i p_ij), p_ij = (x_jj − a_ij)/x_jj the relative loss on criterion j when i is at its best; costs as min/x",
		Source:  "Zavadskas & Podvezko 2016, International Journal of Information Technology & Decision Making 15(2):267–283, after Mirkin 1974",
		Choose:  "when a criterion is to weigh the more the less it suffers from choosing the best on another",
		Beware:  "the reverse of entropy: criteria that hardly differ weigh most, and one that never loses takes all; needs costs above 0; where alternatives share a best score the order of the list matters, unless cilos-ties is mean",
		Basis:   Matrix,
		Parameters: []mcda.Parameter{
			cilosTies,
		},
		objective: cilos,
	},
	{
		Name:    "idocriw",
		Aliases: []string{"integrated-determination-of-objective-criteria-weights"},
		Title:   "IDOCRIW",
		Formula: "ω_j = q_j·W_j/ΣqW, q the CILOS and W the entropy weights",
		Source:  "Zavadskas & Podvezko 2016, International Journal of Information Technology & Decision Making 15(2):267–283",
		Choose:  "to temper entropy: the product of spread and small loss checks the excesses of either",
		Beware:  "it asks of the scores what both of its parts ask: costs above 0, no negative scores; shared best scores as in cilos",
		Basis:   Matrix,
		Parameters: []mcda.Parameter{
			cilosTies,
		},
		objective: idocriw,
	},
	{
		Name:      "angle",
		Aliases:   []string{"angular", "angular-method"},
		Title:     "Angle",
		Formula:   "w_j = u_j/Σu, u_j = arccos(Σx/(√m·√Σx²)) the angle between the column and a constant one",
		Source:    "Shuai, Zongzhun, Yongji & Lei 2012, 24th Chinese Control and Decision Conference, IEEE, 3889–3892",
		Choose:    "as the coefficient of variation, with the largest tamed: the angle is its arctangent",
		Beware:    "a shift of the zero changes the weights; the mean must not be 0",
		Basis:     Matrix,
		objective: angle,
	},
	{
		Name:    "equal",
		Aliases: []string{"equal-weights", "even"},
		Title:   "Equal weights",
		Formula: "w_j = 1/n",
		Source:  "Dawes & Corrigan 1974, Psychological Bulletin 81(2):95–106",
		Choose:  "when nothing speaks for one criterion over another, and as the yardstick for every other weighting",
		Beware:  "two criteria for one concern count it twice; what is left out weighs 0",
		Basis:   Nothing,
	},
}

// cilosTies says which row stands for a criterion whose best score several alternatives share; the paper leaves it open.
var cilosTies = mcda.Parameter{Name: "cilos-ties", Default: "first", Choices: []string{"first", "mean"},
	Doc: "when alternatives share a criterion's best score, the losses are those of the one listed first, as in published work, or the mean over them, which does not depend on the order of the list"}

// Methods returns the catalogue, in the order to show it.
func Methods() []*Method { return slices.Clone(catalogue) }

// Pairwise is the weighting by pairwise comparisons, which judgements are given for when nothing else is said.
func Pairwise() *Method {
	return catalogue[slices.IndexFunc(catalogue, func(m *Method) bool { return m.Judged == Pairs })]
}

// Lookup finds a weighting by name or alias, whatever the case and with spaces or underscores for hyphens.
func Lookup(name string) (*Method, bool) {
	name = mcda.FoldName(name)
	for _, m := range catalogue {
		if m.Name == name || slices.Contains(m.Aliases, name) {
			return m, true
		}
	}
	return nil, false
}

// Resolve checks the settings a person gave and fills in the defaults. The error is a [*mcda.ParameterError] that lists what is allowed.
func (m *Method) Resolve(given map[string]string) (mcda.Parameters, error) {
	return mcda.ResolveParameters(m.Name, m.Parameters, given)
}

// find is Lookup among the weightings for which suits holds; they are named in the error, a [*mcda.ParameterError].
func find(name string, suits func(*Method) bool) (*Method, error) {
	if m, ok := Lookup(name); ok && suits(m) {
		return m, nil
	}
	var names []string
	for _, m := range catalogue {
		if suits(m) {
			names = append(names, m.Name)
		}
	}
	return nil, &mcda.ParameterError{Name: "weighting", Value: name, Reason: "must be one of %s", Args: []any{strings.Join(names, " ")}}
}

// Equal are n equal weights.
func Equal(n int) []float64 {
	w := make([]float64, n)
	for k := range w {
		w[k] = 1 / float64(n)
	}
	return w
}
