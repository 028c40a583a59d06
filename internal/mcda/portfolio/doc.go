// Package portfolio chooses a set of alternatives: the one of most value that a budget pays for and the rules allow, where pairs may be worth more, or less,
// together than apart.
//
//	max Σ v_i·x_i + Σ s_ij·x_i·x_j   subject to   Σ c_i·x_i ≤ budget,  Σ a_ri·x_i ≤ b_r for every rule r,  x_i ∈ {0, 1}
//
// [Solve] finds the optimum and proves it, or gives the best set found with an upper bound when it is stopped. [Frontier] follows the optimum over budgets,
// [Conflict] finds a smallest set of rules that cannot hold together, and [Robust] finds the sets that no other set beats under every weighting of a set of
// weightings (Robust Portfolio Modeling).
//
// # The bound
//
// Without synergies this is a knapsack with side constraints; with them a quadratic knapsack (Gallo, Hammer & Simeone 1980; the survey is Pisinger 2007). The
// bound is the Lagrangian one. A gain s > 0 of a pair is at most p·x_i + (s−p)·x_j for any 0 ≤ p ≤ s, and a loss s < 0 at most q·(1 − x_i − x_j) for any
// 0 ≤ q ≤ −s: linear in x, as in the reformulation of Caprara, Pisinger & Toth (1999). The budget and the rules enter with multipliers λ ≥ 0. What remains is
// maximised by taking every alternative of positive reduced value. The least of these bounds over p, q, λ is that of the linear program with a variable
// y_ij for every pair (Glover & Woolsey 1974): for gains alone it is exact but for the budget and the rules, since y ≤ x is totally unimodular. The multipliers
// are found by a subgradient method with deflection at the root, and improved by a few steps at every node of the tree, where a fixed alternative makes the
// split of its synergies exact. Reduced values fix alternatives for good; rules propagate.
package portfolio
