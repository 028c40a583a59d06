package tui

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// strokes draws a line piece by piece, each in a style of the theme, with one escape for neighbours of the same style.
type strokes struct {
	done  strings.Builder
	style *lipgloss.Style
	text  strings.Builder
}

// add appends a piece. A nil style is plain.
func (s *strokes) add(style *lipgloss.Style, text string) {
	if style != s.style {
		s.flush()
		s.style = style
	}
	s.text.WriteString(text)
}

func (s *strokes) flush() {
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

func (s *strokes) String() string {
	s.flush()
	return s.done.String()
}
