package sums

// answered remembers which questions were answered, a bit for each: there may be any number of answers, and most experts answer most of what stands together.
type answered struct {
	pages map[page]*[pageBits / 64]uint64
	last  page
	at    *[pageBits / 64]uint64
}

// page is so many questions of an expert in a round.
type page struct{ round, expert, page int32 }

const pageBits = 512

// again marks a question by its number, and reports whether it was marked before.
func (m *answered) again(round, expert int32, question int) bool {
	p := page{round, expert, int32(question / pageBits)}
	if m.at == nil || p != m.last {
		if m.at = m.pages[p]; m.at == nil {
			if m.pages == nil {
				m.pages = map[page]*[pageBits / 64]uint64{}
			}
			m.at = new([pageBits / 64]uint64)
			m.pages[p] = m.at
		}
		m.last = p
	}
	word, bit := &m.at[question%pageBits/64], uint64(1)<<(question%64)
	had := *word&bit != 0
	*word |= bit
	return had
}
