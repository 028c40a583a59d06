// Package weighting turns what is known about the importance of criteria into weights that sum to 1.
//
// The catalogue ([Methods], [Lookup]) says of each method what it needs ([Basis]). Weights given as points (direct, swing, SMART) only have to be divided by
// their sum ([mcda.NormalizeWeights]). An order of importance becomes weights in [FromRanks]; [RanksOf] tells ranks from points. [Objective] reads the weights
// out of the scores. [BestWorst] takes comparisons with the best and the worst criterion only; full pairwise comparison is package ahp. [Mix] joins two
// weightings.
//
// Beware: an objective weight says how much a criterion tells these alternatives apart, not how much anybody cares about it.
package weighting
