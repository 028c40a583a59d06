package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// guard stands between an unpacked part and the XML decoder. The decoder holds
// a whole tag, comment or run of text in memory; the guard fails before one
// grows beyond its limit. It also fails at any <! that is neither a comment nor
// a CDATA section: a part has no use for a DOCTYPE, and entities are the
// classic attack.
//
// The guard follows only as much of XML as is needed to know where a tag ends.
// Where the input is not well-formed, guard and decoder may disagree, and the
// decoder reports it.
type guard struct {
	src      io.Reader
	tag, run int // limits
	state    guardState
	n        int  // bytes of the present tag or run
	b0, b1   byte // the two bytes before the present one, in the same construct

	buf  []byte // read ahead of the decoder
	r, w int    // what is left of buf
	err  error  // after what is left
}

type guardState uint8

const (
	inText    guardState = iota
	afterLess            // after <
	inTag                // in a start or end tag, outside quotes
	inSingle             // in a value quoted by '
	inDouble             // in a value quoted by "
	inBang               // after <!
	inComment            // after <!--
	inCDATA              // after <![CDATA[
	inProc               // after <?
)

var errDirective = errors.New("a DOCTYPE or other <! declaration is not allowed")

func newGuard(src io.Reader, lim *Limits) *guard {
	return &guard{src: src, tag: lim.Tag, run: lim.Run, buf: make([]byte, 32<<10)}
}

// ReadByte is what the decoder calls for every byte.
func (g *guard) ReadByte() (byte, error) {
	if g.r == g.w && !g.fill() {
		return 0, g.err
	}
	g.r++
	return g.buf[g.r-1], nil
}

// Read makes the guard an io.Reader, which xml.NewDecoder asks for.
func (g *guard) Read(p []byte) (int, error) {
	if g.r == g.w && !g.fill() {
		return 0, g.err
	}
	n := copy(p, g.buf[g.r:g.w])
	g.r += n
	return n, nil
}

// fill reads on and looks at what was read. It reports whether there is more.
func (g *guard) fill() bool {
	for idle := 0; g.err == nil; idle++ {
		n, err := g.src.Read(g.buf)
		if bad := g.scan(g.buf[:n]); bad != nil {
			n, err = 0, bad
		}
		if g.r, g.w, g.err = 0, n, err; n > 0 {
			return true
		}
		if idle == 100 {
			g.err = io.ErrNoProgress
		}
	}
	return false
}

func (g *guard) scan(p []byte) error {
	for len(p) > 0 {
		switch g.state {
		case inText:
			// The hot path: text and white space between tags.
			i := bytes.IndexByte(p, '<')
			if i < 0 {
				return g.count(len(p), g.run, "text")
			}
			if err := g.count(i, g.run, "text"); err != nil {
				return err
			}
			g.enter(afterLess)
			p = p[i+1:]
			continue
		case inSingle, inDouble:
			quote := byte('\'')
			if g.state == inDouble {
				quote = '"'
			}
			i := bytes.IndexByte(p, quote)
			if i < 0 {
				return g.count(len(p), g.tag, "attribute")
			}
			if err := g.count(i+1, g.tag, "attribute"); err != nil {
				return err
			}
			g.state = inTag
			p = p[i+1:]
			continue
		}
		if err := g.step(p[0]); err != nil {
			return err
		}
		p = p[1:]
	}
	return nil
}

// step takes one byte in the states that look at every byte.
func (g *guard) step(c byte) error {
	limit, what := g.tag, "tag"
	if g.state == inCDATA {
		limit, what = g.run, "text"
	}
	if err := g.count(1, limit, what); err != nil {
		return err
	}
	switch g.state {
	case afterLess:
		switch c {
		case '!':
			g.state = inBang
		case '?':
			g.state = inProc
		case '>':
			g.enter(inText)
		default:
			g.state = inTag
		}
		return nil // b0 and b1 start afresh in the new construct
	case inTag:
		switch c {
		case '>':
			g.enter(inText)
		case '"':
			g.state = inDouble
		case '\'':
			g.state = inSingle
		}
		return nil
	case inBang:
		return g.bang(c)
	case inComment:
		if g.b0 == '-' && g.b1 == '-' && c == '>' {
			g.enter(inText)
			return nil
		}
	case inCDATA:
		if g.b0 == ']' && g.b1 == ']' && c == '>' {
			g.enter(inText)
			return nil
		}
	case inProc:
		if g.b1 == '?' && c == '>' {
			g.enter(inText)
			return nil
		}
	}
	g.b0, g.b1 = g.b1, c
	return nil
}

// bang matches what follows <! against "--" and "[CDATA[". The count g.n
// includes the "!" and c.
func (g *guard) bang(c byte) error {
	const comment, cdata = "--", "[CDATA["
	i := g.n - 2
	switch {
	case g.b1 != '[' && i < len(comment) && c == comment[i]:
		if i == len(comment)-1 {
			g.enter(inComment)
		}
	case (i == 0 || g.b1 == '[') && i < len(cdata) && c == cdata[i]:
		g.b1 = '[' // marks that CDATA was begun
		if i == len(cdata)-1 {
			g.enter(inCDATA)
		}
	default:
		return errDirective
	}
	return nil
}

func (g *guard) enter(s guardState) { g.state, g.n, g.b0, g.b1 = s, 0, 0, 0 }

func (g *guard) count(n, limit int, what string) error {
	if g.n += n; g.n > limit {
		return fmt.Errorf("an XML %s is longer than %d bytes", what, limit)
	}
	return nil
}
