// Package ahp derives priorities from pairwise judgements, as in the analytic
// hierarchy process (Saaty 1980), and measures how consistent the judgements are.
//
// A [Matrix] holds one expert's, or one panel's, complete judgements below one
// parent criterion: a_ij says how many times i outweighs j, and a_ji = 1/a_ij.
// [Prioritize] turns it into weights that sum to 1, with λmax, the consistency
// index CI, and the consistency ratio CR against a named table of random
// indices. [PrioritizeTo] does the same into the caller's memory.
//
// Which [Prioritization] to choose: [Eigenvector] is the published definition
// and the default; [Geometric] is the logarithmic least squares solution, which
// commutes with the aggregation of experts (see package group) and with
// transposition; [ColumnMean] is the approximation of hand calculations, here so
// that older studies can be reproduced. On a consistent matrix all three agree.
//
// Beware: a CR is only comparable with another one computed from the same table
// of random indices and the same [LambdaFrom]; a [Result] names the table.
//
// Where pairs are missing, an [Incomplete] and [PrioritizeIncomplete] take the place of Matrix and Prioritize; where judgements are triangular fuzzy numbers, a
// [FuzzyMatrix] with [Buckley], or [ChangExtent] to reproduce studies. [AggregateIncomplete] and [AggregateFuzzy] make one panel's matrix of its experts'; for
// complete ones see package group. A [JudgementScale] turns degrees 1 … 9 into ratios before they are set. Beside CR stand [GCI], for the geometric mean, and
// [Koczkodaj], which names the worst triad.
//
// Source: T. L. Saaty, The Analytic Hierarchy Process, McGraw-Hill, 1980.
package ahp
