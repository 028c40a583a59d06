// Package panel is what a study's experts say as a panel: how far they agree, on the technologies and on the weights, who stands apart and in which camps,
// what changed from round to round, whose answers are missing, what the ranking would be without somebody or read in another way, and the one conversation that
// would help most. [Assess] asks everything at once and returns a [Report]; [FeedbackBefore] is what each expert may see of a round before the next.
package panel
