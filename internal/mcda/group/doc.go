// Package group makes one number out of what several experts said.
//
// Scores of one technology on one criterion: [Aggregate], by mean, median,
// trimmed mean or geometric mean, always over the answers given; a missing
// answer is left out by the caller and never counted as zero. Pairwise
// judgements: [AIJ] joins the experts' matrices before priorities are derived, [AIP] joins the
// priorities afterwards.
//
// Which of the two: AIJ when the panel acts as one body whose members seek a
// common judgement, AIP when it is a collection of individuals who each keep
// their own (Forman & Peniwati 1998, European Journal of Operational Research
// 108(1):165–169). With geometric-mean priorities and the geometric AIP they coincide.
//
// In every function nil weights mean equal ones, weights need not sum to 1, and an expert
// of weight 0 has no influence. A slice of weights of the wrong length is a programmer's
// error and panics; negative or non-finite weights, or none above 0, are an
// error. No function modifies its input, and none returns NaN or an infinity.
package group
