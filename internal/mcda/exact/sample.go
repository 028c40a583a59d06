package exact

import "math/rand/v2"

// ziggurat holds the 256 layers of equal area v under e⁻ˣ: a layer's width over 2³², the share of 2³² below which a point of it lies under the curve for
// certain, and the curve's height at its right end.
type ziggurat struct {
	inside [256]uint32
	width  [256]float32
	height [256]float32
}

const (
	layerEnd  = 7.69711747013104972   // where the lowest layer's tail begins
	layerArea = 3.949659822581572e-03 // of a layer
)

var exponential = func() *ziggurat {
	z := new(ziggurat)
	end, q := float64(layerEnd), layerArea/Exp(-layerEnd)
	z.inside[0] = uint32(end / q * (1 << 32))
	z.width[0], z.width[255] = float32(q/(1<<32)), float32(end/(1<<32))
	z.height[0], z.height[255] = 1, float32(Exp(-end))
	for i := 254; i >= 1; i-- {
		next := -Log(layerArea/end + Exp(-end))
		z.inside[i+1] = uint32(next / end * (1 << 32))
		z.height[i], z.width[i] = float32(Exp(-next)), float32(next/(1<<32))
		end = next
	}
	return z
}()

// Exponential draws from the exponential distribution of mean 1, by the ziggurat of Marsaglia & Tsang 2000 (Journal of Statistical Software 5(8)). On a
// machine whose math.Exp and math.Log are good, the draws are those of [rand.Rand.ExpFloat64].
func Exponential(rng *rand.Rand) float64 {
	z := exponential
	for {
		u := rng.Uint64()
		part, layer := uint32(u), uint8(u>>32)
		x := float64(part) * float64(z.width[layer])
		switch {
		case part < z.inside[layer]:
			return x
		case layer == 0:
			return layerEnd - Log(rng.Float64())
		}
		share := float32(rng.Float64())
		if z.height[layer]+float32(share*(z.height[layer-1]-z.height[layer])) < float32(Exp(-x)) {
			return x
		}
	}
}
