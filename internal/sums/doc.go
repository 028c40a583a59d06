// Package sums joins the answers of a panel that is too large to keep into means: a study whose experts' scores are replaced by measured values, a mean for each
// technology and criterion. [Read] is all of it.
//
// Answers are added up as they stream by, as whole numbers of millionths: of each technology, criterion, bloc and round how many there are, their sum and the sum of their
// squares. Sums of whole numbers do not depend on their order, so that the two engines, this process's memory and a PostgreSQL, give the same bits. Each mean is divided once,
// here. Where experts count alike and their answers are whole numbers it is the mean that [study.Evaluate] gives, to the bit; blocs' means are joined by the blocs'
// weights, which agrees with Evaluate to some units of the last place, as that adds up answers one by one. Medians, competence and all that is said of single experts need
// the answers themselves, and are refused or gone.
package sums
