package mcda

import "fmt"

// Reason is why something is refused: a format and its arguments, so that it can be said in other languages than English. An argument may be a Reason itself, for a
// word that has another one there. The zero Reason is none.
type Reason struct {
	Text string
	Args []any
}

// Because is the reason of a format and its arguments.
func Because(text string, args ...any) Reason { return Reason{text, args} }

// Said is the format and its arguments.
func (r Reason) Said() (text string, args []any) { return r.Text, r.Args }

// String is the reason in English.
func (r Reason) String() string {
	if len(r.Args) == 0 {
		return r.Text
	}
	return fmt.Sprintf(r.Text, r.Args...)
}

// Refusal is an error that is nothing but its reason.
type Refusal struct{ Reason }

// Refuse is the refusal for the reason of a format and its arguments.
func Refuse(text string, args ...any) error { return &Refusal{Because(text, args...)} }

func (e *Refusal) Error() string { return e.String() }
