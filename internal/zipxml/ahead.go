package zipxml

// Most of a large file are elements of a few kinds, written in one way. A reader may know those by their bytes and pass over them. It must count their nodes as
// [Part.Next] would, and leave to that whatever is not exactly as it knows it.

// Ahead is what was unpacked and not yet read, where the next token may be a start tag. It is nil where an element without a prefix would be of no known namespace,
// or so many more could not be nested.
func (p *Part) Ahead(nested int) []byte {
	if p.single || p.base == 0 || p.bound[p.base-1].ns == 0 || len(p.starts) == 0 || len(p.starts)+nested > p.Lim.Depth {
		return nil
	}
	return p.buf[p.r:p.w]
}

// Pass passes over so many bytes of [Part.Ahead].
func (p *Part) Pass(bytes int) { p.r += bytes }

// Spend counts an element with so many attributes.
func (p *Part) Spend(attributes int) error {
	if !p.spend(2 + attributes + attributes*attributes/32) {
		return p.tooMany()
	}
	return nil
}

// PlainText is how many bytes from the beginning on are printable ASCII that stands for itself in a text.
func PlainText(b []byte) int {
	i := 0
	for i < len(b) && classes[b[i]]&plainText != 0 && b[i] >= ' ' && b[i] < 0x7f {
		i++
	}
	return i
}

// Spent is what was counted so far: nodes, and the cells for which some were given back.
func (a *Archive) Spent() (nodes, cells int64) { return a.total.nodes, a.total.cells }
