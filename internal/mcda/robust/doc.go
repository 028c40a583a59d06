// Package robust says how far a ranking can be trusted, and what would have to change for it to come out differently. A [Case] is the ranking in question.
//
//   - [Case.Sweep] moves one weight, or the total of several, along a [Path] and gives every weight at which any two alternatives change places, and where the
//     leader, the shortlist and the whole order hold. [LeaderStability] is the quick form for the leader alone, [Case.Meetings] for one pair.
//   - [Case.Overtake] and [Case.CrossLine] find the smallest change of the weights that matters, [Question.Needs] of one score.
//   - [Case.Accept] draws weights, and scores, and counts who takes which place: SMAA-2.
//
// Where a score has a closed form in the weight ([Case.Exact]) changes of order are solved for, not sampled: nothing can hide between two samples. What is
// searched for says so.
//
// All take a prepared [mcda.Scorer], so they serve every method of the catalogue.
package robust
