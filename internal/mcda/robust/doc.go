// Package robust says how far a ranking can be trusted: how far the weight of a criterion may move before another alternative leads, and how often each
// alternative takes each place when all weights are uncertain.
//
// [LeaderStability] answers the first, [Acceptability] the second. Where the score has a closed form in the weight (see [Stability.Exact]) every change is
// solved for, not sampled: nothing can hide between two samples. Both take a prepared [mcda.Scorer], so they serve every method of the catalogue.
//
// [Path] is the rule both the figures and the explorer's slider follow when one weight moves: the other weights keep their proportions, locked ones stay.
package robust
