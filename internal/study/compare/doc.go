// Package compare sets a study against its last edition: who entered the list, who left it, who moved, why, and whether the move is more than the noise of the
// weights.
//
// A move is explained by five factors, each of which comes from one edition or from the other: the candidates, the people, the scores, the weights and the method.
// The 32 hybrids between the editions are ranked, and every factor's share of a move is its Shapley value (Shapley 1953, A value for n-person games): what the
// factor changes, averaged over all orders in which the five may change. The shares add to the move exactly.
//
// [Compare] is the one entry. [Fields] says which factor every field of a study belongs to.
package compare
