// Package mcda is the engine: numbers in, numbers out.
//
// A [Problem] holds the scores of m alternatives on n criteria. A [Method] is found by name in the catalogue ([Lookup], [Methods]) and prepared once for a
// problem; the [Scorer] it returns gives the scores for any weights without allocating, so a slider, a sweep and a Monte Carlo run are the same call:
//
//	method, _ := mcda.Lookup("topsis")
//	scorer, err := method.Prepare(problem, nil)
//	scores := scorer.Scores(nil, weights)
//	ranking := mcda.Rank(scores, problem.Alternatives, method.LowerIsBetter)
//
// What is computed follows the published definitions named in each method's [Method.Source]. Bad data is an error of type [*DataError] or
// [*ParameterError]; a wrong length is the caller's bug and panics with a message that begins "mcda: ".
package mcda
