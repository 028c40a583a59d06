// Package exact is arithmetic that gives the same bits on every machine: elementary functions, sums, small linear algebra and the exponential sampler of the
// packages whose numbers are printed, hashed, tallied or drawn from.
//
// The standard library's math.Exp, Log, Pow and kin are written in assembly on some processors and may be compiled to fused multiply-adds on others, and gonum
// adds up in an order that depends on the processor. So two machines part in the last digit. Here every product that meets a sum is rounded by an explicit
// conversion, float64(x*y) + z, across which the language forbids fusing, and every sum has one order. The packages that use this one keep the same rule: their
// tests read the sources and the machine code for it.
//
// math.Sqrt, Abs, Floor, Ceil, Trunc, Round, FMA, Mod, Frexp, Ldexp, Max and Min are rounded correctly everywhere and are used as they are.
//
// The functions are good to less than one unit in the last place where nothing else is said; special cases are those of the math package.
package exact
