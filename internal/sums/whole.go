package sums

import (
	"math"
	"math/big"
	"math/bits"
)

// An answer is taken as a whole number of millionths: one with more decimals is refused, and one too large for a float64 to hold its millionths.
const (
	millionths = 1_000_000
	mostWhole  = 1 << 52
)

// whole is an answer in millionths; ok is false for one that is no number of them.
func whole(x float64) (v int64, ok bool) {
	n := math.Round(x * millionths)
	if !(math.Abs(n) <= mostWhole) || n/millionths != x {
		return 0, false
	}
	return int64(n), true
}

// wide is a whole number of 128 bits, in two's complement.
type wide struct {
	hi int64
	lo uint64
}

// add adds a whole number.
func (w *wide) add(v int64) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, uint64(v), 0)
	w.hi += v>>63 + int64(carry)
}

// addSquare adds the square of one.
func (w *wide) addSquare(v int64) {
	hi, lo := bits.Mul64(uint64(max(v, -v)), uint64(max(v, -v)))
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi += int64(hi) + int64(carry)
}

// plus adds another.
func (w *wide) plus(o wide) {
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, o.lo, 0)
	w.hi += o.hi + int64(carry)
}

// big is the number for arithmetic.
func (w wide) big() *big.Int {
	n := big.NewInt(w.hi)
	return n.Lsh(n, 64).Add(n, new(big.Int).SetUint64(w.lo))
}

// wideOf is a number that a database wrote; ok is false for none, and for one of more than 128 bits.
func wideOf(text string) (w wide, ok bool) {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return w, false
	}
	hi := new(big.Int).Rsh(n, 64)
	if !hi.IsInt64() {
		return w, false
	}
	return wide{hi.Int64(), new(big.Int).Sub(n, new(big.Int).Lsh(hi, 64)).Uint64()}, true
}

// Sum is what is kept of some answers to one question.
type Sum struct {
	Given, Missing, Abstained int64
	total, squares            wide // of those given, in millionths and their squares
}

func (s *Sum) plus(o *Sum) {
	s.Given, s.Missing, s.Abstained = s.Given+o.Given, s.Missing+o.Missing, s.Abstained+o.Abstained
	s.total.plus(o.total)
	s.squares.plus(o.squares)
}

// Mean is the float64 next to the mean of the answers given, of which there must be one.
func (s *Sum) Mean() float64 {
	const exactly = 1 << 53 // up to there both are float64s, and their quotient is rounded once
	if v := int64(s.total.lo); s.total.hi == v>>63 && -exactly <= v && v <= exactly && s.Given <= exactly/millionths {
		return float64(v) / float64(s.Given*millionths)
	}
	mean, _ := new(big.Rat).SetFrac(s.total.big(), new(big.Int).Mul(big.NewInt(s.Given), big.NewInt(millionths))).Float64()
	return mean
}

// around is the sum of the squared differences of the answers given from their mean: (n·Σx² − (Σx)²)/n, of which the numerator is a whole number.
func (s *Sum) around() float64 {
	total := s.total.big()
	n := new(big.Int).Mul(big.NewInt(s.Given), s.squares.big())
	top, _ := new(big.Float).SetInt(n.Sub(n, total.Mul(total, total))).Float64()
	return top / float64(s.Given) / (millionths * millionths)
}
