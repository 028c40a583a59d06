// Package robustness is how far a ranking can be trusted: what moving one weight does ([Stability]), the smallest change that does something ([Nearest]), who
// takes which place under drawn weights ([Draw], [Verdicts]), whether leaving out or adding a technology reorders the others ([Reversals]), what other methods
// say ([Spread]) and the panel without one of its experts ([Without]). [Assess] asks for all of it, or for some [Parts], and returns a [Report]; it is the one
// computation for every surface. The mathematics is in package robust, which knows no study.
package robustness
