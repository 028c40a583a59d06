package zipxml

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"
)

// scanner cuts an unpacked part into the constructs of XML 1.0: tags, text,
// comments, CDATA sections and processing instructions. Each stands in the
// buffer as a whole, and is refused before it grows beyond its limit. Names
// must be ASCII, as all names of the format are.
type scanner struct {
	src  io.Reader
	buf  []byte
	r, w int   // what is left of buf
	err  error // of src, after buf[:w]
}

const bufferSize = 64 << 10

// reset begins a new source. A buffer that had to grow is not kept.
func (s *scanner) reset(src io.Reader) {
	if len(s.buf) != bufferSize {
		s.buf = make([]byte, bufferSize)
	}
	s.src, s.r, s.w, s.err = src, 0, 0, nil
}

// more reads on, keeping buf[r:w] at the start of the buffer. It reports
// whether there is more.
func (s *scanner) more() bool {
	if s.err != nil {
		return false
	}
	if s.r > 0 {
		s.w = copy(s.buf, s.buf[s.r:s.w])
		s.r = 0
	}
	if s.w == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	for range 100 {
		n, err := s.src.Read(s.buf[s.w:])
		s.w, s.err = s.w+n, err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// Bytes by what they may be.
const (
	isName    = 1 << iota // in a name
	isFirst               // at the start of a name
	plainText             // in text, meaning itself
	plainAttr             // in the value of an attribute, meaning itself
)

var classes = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_':
			t[c] = isName | isFirst
		case c >= '0' && c <= '9' || c == '-' || c == '.' || c == ':':
			t[c] = isName
		}
		if c >= 0x20 && c < 0x80 && c != '&' && c != '<' {
			t[c] |= plainAttr
			if c != ']' {
				t[c] |= plainText
			}
		}
	}
	t['\t'] |= plainText
	t['\n'] |= plainText
	return t
}()

// nameEnd returns where the name at t[i:] ends, or i when there is none.
func nameEnd(t []byte, i int) int {
	if i == len(t) || classes[t[i]]&isFirst == 0 {
		return i
	}
	for i++; i < len(t) && classes[t[i]]&isName != 0; i++ {
	}
	return i
}

// spaceEnd returns where the white space at t[i:] ends.
func spaceEnd(t []byte, i int) int {
	for i < len(t) && (t[i] == ' ' || t[i] == '\n' || t[i] == '\t' || t[i] == '\r') {
		i++
	}
	return i
}

// tagEnd returns the place of the > that ends the tag, or -1. A > between
// quotes does not.
func tagEnd(t []byte) int {
	for i := 0; i < len(t); i++ {
		switch c := t[i]; c {
		case '>':
			return i
		case '"', '\'':
			j := bytes.IndexByte(t[i+1:], c)
			if j < 0 {
				return -1
			}
			i += j + 1
		}
	}
	return -1
}

// span is where a piece of character data stands.
type span uint8

const (
	inText  span = iota
	inCDATA      // a CDATA section, and so all that is not parsed
	inAttr
)

// decode returns the characters that b stands for, in b's own memory: none is
// shorter than its character. It returns what is wrong, or nothing.
func decode(b []byte, in span) ([]byte, Wrong) {
	plain := uint8(plainText)
	if in == inAttr {
		plain = plainAttr
	}
	i := 0
	for i < len(b) && classes[b[i]]&plain != 0 {
		i++
	}
	dst := b[:i]
	for i < len(b) {
		switch c := b[i]; {
		case classes[c]&plain != 0:
			dst = append(dst, c)
			i++
		case c >= 0x80:
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 {
				return nil, Wrongf("invalid UTF-8")
			}
			if !isChar(r) {
				return nil, illegal(r)
			}
			dst = append(dst, b[i:i+size]...)
			i += size
		case c == '&' && in != inCDATA:
			r, size := reference(b[i:])
			if size == 0 {
				return nil, Wrongf("invalid character entity %s", Shown(string(b[i:min(len(b), i+20)])))
			}
			if !isChar(r) {
				return nil, illegal(r)
			}
			dst = utf8.AppendRune(dst, r)
			i += size
		case c == '\r' || c == '\n' || c == '\t':
			if i++; c == '\r' {
				if i < len(b) && b[i] == '\n' {
					i++
				}
				c = '\n'
			}
			if in == inAttr {
				c = ' '
			}
			dst = append(dst, c)
		case c < 0x20:
			return nil, illegal(rune(c))
		case c == '<' && in == inAttr:
			return nil, Wrongf("unescaped < inside quoted string")
		case c == ']' && in == inText && bytes.HasPrefix(b[i:], []byte("]]>")):
			return nil, Wrongf("unescaped ]]> not in CDATA section")
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst, Wrong{}
}

// isChar reports what XML 1.0 calls a Char.
func isChar(r rune) bool {
	return r >= 0x20 && r <= 0xd7ff || r == '\t' || r == '\n' || r == '\r' || r >= 0xe000 && r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

func illegal(r rune) Wrong { return Wrongf("illegal character code U+%x", r) }

// reference reads the reference at the start of b, which begins with &. The
// size is 0 when it is none: there are no entities but the five of XML.
func reference(b []byte) (r rune, size int) {
	end := bytes.IndexByte(b[:min(len(b), 40)], ';')
	if end < 0 {
		return 0, 0
	}
	switch name := b[1:end]; string(name) {
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "amp":
		return '&', end + 1
	case "apos":
		return '\'', end + 1
	case "quot":
		return '"', end + 1
	default:
		if len(name) < 2 || name[0] != '#' {
			return 0, 0
		}
		digits, base := name[1:], 10
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(string(digits), base, 32)
		if err != nil {
			return 0, 0
		}
		// Beyond Unicode all are the same to the caller.
		return rune(min(n, utf8.MaxRune+1)), end + 1
	}
}
