//go:build js && wasm

// Command wasm is the engine inside a browser. It sets the object VecheGo, which engine.js wraps; numbers go to and fro as the bytes of typed arrays.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"syscall/js"
	"unsafe"

	"veche/internal/report/engine/prepared"
)

// loaded are the problems that were prepared, and memory for their questions.
var loaded []*problem

type problem struct {
	*prepared.Ranking
	weights, moved, scores, ranks []float64
	order                         []int32
	locked                        []bool
	flags                         []byte
}

func main() {
	js.Global().Set("VecheGo", map[string]any{
		"prepare": answer(prepare), "rank": answer(rank), "move": answer(move), "turns": answer(turns),
	})
	select {}
}

// answer makes a function of ours one of JavaScript's. An error, or a fault of ours, is given back as an Error.
func answer(f func(args []js.Value) (any, error)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) (result any) {
		defer func() {
			if fault := recover(); fault != nil {
				result = js.Global().Get("Error").New(fmt.Sprint(fault))
			}
		}()
		value, err := f(args)
		if err != nil {
			return js.Global().Get("Error").New(err.Error())
		}
		return value
	})
}

// prepare(bytes of JSON) → number of the problem.
func prepare(args []js.Value) (any, error) {
	data := make([]byte, args[0].Length())
	js.CopyBytesToGo(data, args[0])
	r, err := prepared.Read(data)
	if err != nil {
		return nil, err
	}
	m, n := r.Dims()
	loaded = append(loaded, &problem{r, make([]float64, n), make([]float64, n), make([]float64, m), make([]float64, m), make([]int32, m), make([]bool, n), make([]byte, n)})
	return len(loaded) - 1, nil
}

// take finds the problem and reads its weights: the first two arguments of every question.
func take(args []js.Value) (*problem, error) {
	k := args[0].Int()
	if k < 0 || k >= len(loaded) {
		return nil, fmt.Errorf("there is no problem %d", k)
	}
	p := loaded[k]
	js.CopyBytesToGo(memory(p.weights), args[1])
	for _, w := range p.weights {
		if math.IsNaN(w) || w < 0 || w > 1 {
			return nil, fmt.Errorf("a weight is %g", w)
		}
	}
	return p, nil
}

// locks reads one byte a criterion.
func (p *problem) locks(value js.Value) {
	js.CopyBytesToGo(p.flags, value)
	for j, b := range p.flags {
		p.locked[j] = b != 0
	}
}

// rank(problem, weights, scores, order, ranks): fills the last three.
func rank(args []js.Value) (any, error) {
	p, err := take(args)
	if err != nil {
		return nil, err
	}
	p.Rank(p.weights, p.scores, p.order, p.ranks)
	js.CopyBytesToJS(args[2], memory(p.scores))
	js.CopyBytesToJS(args[3], memory(p.order))
	js.CopyBytesToJS(args[4], memory(p.ranks))
	return nil, nil
}

// move(problem, weights, criterion, to, locks, moved): fills the last.
func move(args []js.Value) (any, error) {
	p, err := take(args)
	if err != nil {
		return nil, err
	}
	p.locks(args[4])
	p.Move(p.moved, p.weights, args[2].Int(), args[3].Float(), p.locked)
	js.CopyBytesToJS(args[5], memory(p.moved))
	return nil, nil
}

// turns(problem, weights, locks, patience) → JSON of []prepared.Turn, or "" when that takes longer than the patience, a number of scorings.
func turns(args []js.Value) (any, error) {
	p, err := take(args)
	if err != nil {
		return nil, err
	}
	p.locks(args[2])
	m, n := p.Dims()
	if !p.Solved(p.weights) && float64(m)*float64(n)*float64(n)*257 > args[3].Float() {
		return "", nil
	}
	text, err := json.Marshal(p.Turns(p.weights, p.locked))
	return string(text), err
}

// memory is the bytes of a slice of numbers, in the machine's order, which is little endian here as in typed arrays.
func memory[T float64 | int32](x []T) []byte {
	if len(x) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&x[0])), len(x)*int(unsafe.Sizeof(x[0])))
}
