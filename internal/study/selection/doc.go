// Package selection chooses the best set of technologies within a budget and a study's rules. [NewSelector] makes an outcome ready to select from; [Select]
// finds the best set and what stands beside it: the set by rank alone, the next best, the frontier of value against budget, why a technology is out, and what
// is in every good set whatever weights are held possible ([Robustness]). [Words] says it in sentences.
package selection
