package draw

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Strokes draws a line piece by piece, each in a style of the theme, with one escape for neighbours of the same style.
type Strokes struct {
	done  strings.Builder
	style *lipgloss.Style
	text  strings.Builder
}

// Add appends a piece. A nil style is plain.
func (s *Strokes) Add(style *lipgloss.Style, text string) {
	if style != s.style {
		s.flush()
		s.style = style
	}
	s.text.WriteString(text)
}

func (s *Strokes) flush() {
	if s.text.Len() == 0 {
		return
	}
	if s.style == nil {
		s.done.WriteString(s.text.String())
	} else {
		s.done.WriteString(s.style.Render(s.text.String()))
	}
	s.text.Reset()
}

func (s *Strokes) String() string {
	s.flush()
	return s.done.String()
}
