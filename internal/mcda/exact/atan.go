package exact

import "math"

// Atan returns the arc tangent, by FreeBSD's msun (s_atan.c): the argument is turned by arctan ½, 1, 1½ or ∞ to within 7/16 of 0, where
// arctan t = t − t³·P(t²).
func Atan(x float64) float64 {
	size := math.Abs(x)
	switch {
	case x != x || x == 0:
		return x
	case size < 7.0/16:
		return x - float64(x*atanTail(x))
	}
	var angle, rest, t float64
	const pi = math.Pi
	switch {
	case size < 11.0/16:
		angle, rest, t = 4.63647609000806093515e-01, 2.26987774529616870924e-17, (float64(2*size)-1)/(2+size)
	case size < 19.0/16:
		angle, rest, t = float64(pi/4), pi/4-0x1.921fb54442d18p-1, (size-1)/(size+1)
	case size < 39.0/16:
		angle, rest, t = 9.82793723247329054082e-01, 1.39033110312309984516e-17, (size-1.5)/(1+float64(1.5*size))
	default:
		angle, rest, t = float64(pi/2), pi/2-0x1.921fb54442d18p0, -1/size
	}
	return math.Copysign(angle-((float64(t*atanTail(t))-rest)-t), x)
}

// atanTail returns t²·P(t²) = 1 − arctan(t)/t.
func atanTail(t float64) float64 {
	const (
		a0  = 3.33333333333329318027e-01
		a1  = -1.99999999998764832476e-01
		a2  = 1.42857142725034663711e-01
		a3  = -1.11111104054623557880e-01
		a4  = 9.09088713343650656196e-02
		a5  = -7.69187620504482999495e-02
		a6  = 6.66107313738753120669e-02
		a7  = -5.83357013379057348645e-02
		a8  = 4.97687799461593236017e-02
		a9  = -3.65315727442169155270e-02
		a10 = 1.62858201153657823623e-02
	)
	z := t * t
	w := z * z
	even := float64(z * (a0 + float64(w*(a2+float64(w*(a4+float64(w*(a6+float64(w*(a8+float64(w*a10)))))))))))
	odd := float64(w * (a1 + float64(w*(a3+float64(w*(a5+float64(w*(a7+float64(w*a9)))))))))
	return even + odd
}
