package language

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Message is a text of the catalogue with its arguments, not yet said in any language. The zero Message says nothing.
type Message struct {
	Text string
	Args []any
}

// M is the message of a text, by its English, which is a format of package fmt, and its arguments. An argument that can be said in a language (a Message, a
// list of them, an error of this package) is said in the reader's; a float takes the decimal sign of the language.
func M(text string, args ...any) Message { return Message{text, args} }

// Said is what can be said in a language.
type Said interface{ In(Language) string }

// In is the message in a language. A text the catalogue does not know is said as it is.
func (m Message) In(l Language) string { return Say(l, m.Text, m.Args...) }

// String is the message in English.
func (m Message) String() string { return m.In(English) }

// IsZero reports whether there is nothing to say.
func (m Message) IsZero() bool { return m.Text == "" }

// Value is a setting's value as it is written in a study: a word of the catalogue, or a number, which takes the decimal sign of the language.
func Value(text string) Message {
	if x, err := strconv.ParseFloat(text, 64); err == nil && strconv.FormatFloat(x, 'g', -1, 64) == text {
		return M("%v", x)
	}
	return M(text)
}

// Verbatim is a text that is nobody's to translate: a name, a path, what another program said.
func Verbatim(text string) Message {
	if text == "" {
		return Message{}
	}
	return Message{"%s", []any{text}}
}

// Say is a text in a language, formatted with its arguments: see [M].
func Say(l Language, text string, args ...any) string {
	text = form(l, text, args)
	if len(args) == 0 {
		return text
	}
	said := make([]any, len(args))
	for k, a := range args {
		said[k] = in(l, a)
	}
	return fmt.Sprintf(text, said...)
}

// form is the text to format in a language. English without plural forms is said as it stands: the catalogue, which has to be made ready, is not asked.
func form(l Language, english string, args []any) string {
	if l != English || strings.Contains(english, "|") {
		if t := known(english); t != nil {
			return t.form(l, args)
		}
	}
	return unnoted(english)
}

// said is a text and its arguments of a room below this one.
type said interface {
	Said() (text string, args []any)
}

// in is an argument in a language.
func in(l Language, a any) any {
	switch a := a.(type) {
	case Said:
		return a.In(l)
	case float64:
		if l == Russian {
			return comma(a)
		}
	case error:
		return Of(a).In(l)
	case said:
		text, args := a.Said()
		return Say(l, text, args...)
	}
	return a
}

// comma is a number written with a decimal comma.
type comma float64

func (x comma) Format(s fmt.State, verb rune) {
	text := fmt.Sprintf(fmt.FormatString(s, verb), float64(x))
	fmt.Fprint(s, strings.Replace(text, ".", ",", 1))
}

// Join is a list of things to be said, with a separator between them, itself a text of the catalogue (", " and " and " are).
func Join(items []Message, separator string) Message {
	if len(items) == 0 {
		return Message{}
	}
	args := make([]any, len(items))
	for k, m := range items {
		args[k] = m
	}
	return Message{"%s", []any{list{args, separator}}}
}

type list struct {
	items     []any
	separator string
}

func (x list) In(l Language) string {
	said := make([]string, len(x.items))
	for k, item := range x.items {
		said[k] = fmt.Sprint(in(l, item))
	}
	return strings.Join(said, Say(l, x.separator))
}

// Sentences are messages one after the other, with a space between them; those that say nothing are left out.
func Sentences(messages ...Message) Message {
	var said []Message
	for _, m := range messages {
		if !m.IsZero() {
			said = append(said, m)
		}
	}
	if len(said) == 1 {
		return said[0]
	}
	return Join(said, " ")
}

// Capital is a message said with a capital letter at its start, for a reason that becomes a sentence.
func Capital(m Message) Message { return Message{"%s", []any{capital(m)}} }

type capital Message

func (m capital) In(l Language) string { return CapitalLetter(Message(m).In(l)) }

// CapitalLetter makes the first letter of a text a capital one.
func CapitalLetter(text string) string {
	for k, r := range text {
		if k == 0 {
			return strings.ToUpper(string(r)) + text[len(string(r)):]
		}
	}
	return text
}

// Fault is an error that can be said in any language; as an error it speaks English.
type Fault struct {
	Message
	Err error // what it wraps, or nil
}

func (f *Fault) Error() string { return f.Message.String() }

func (f *Fault) Unwrap() error { return f.Err }

// Errorf is an error of a text and its arguments: see [M]. It wraps the first argument that is an error.
func Errorf(text string, args ...any) error {
	f := &Fault{Message: M(text, args...)}
	for _, a := range args {
		if err, ok := a.(error); ok {
			f.Err = err
			break
		}
	}
	return f
}

// pathFault is an error of the system about a file, said without the system's word for what was tried where that is English to the reader.
type pathFault fs.PathError

func (f *pathFault) In(l Language) string {
	if l == English {
		return (*fs.PathError)(f).Error()
	}
	return f.Path + ": " + Of(f.Err).In(l)
}

// system are reasons of the operating system that people meet: a disk, a folder or a file that will not do.
var system = []string{"no such file or directory", "file does not exist", "permission denied", "not a regular file", "not a directory", "is a directory", "file exists", "no space left on device", "read-only file system",
	"file too large", "too many open files", "input/output error", "text file busy", "disk quota exceeded", "file name too long", "too many levels of symbolic links", "device or resource busy",
	"address already in use", "cannot assign requested address", "connection refused", "operation not permitted", "resource temporarily unavailable", "broken pipe", "no such device", "no such device or address",
	"invalid argument", "directory not empty", "unexpected EOF", "EOF"}

// Of is what an error says: its message when it can be said in any language, else its English.
func Of(err error) Message {
	var f *Fault
	switch {
	case err == nil:
		return Message{}
	case errors.As(err, &f) && f.Error() == err.Error(): // else what stands around it is part of what is said
		return f.Message
	}
	switch err := err.(type) {
	case Said:
		return Message{"%s", []any{err}}
	case said:
		text, args := err.Said()
		return M(text, args...)
	case *fs.PathError:
		return Message{"%s", []any{(*pathFault)(err)}}
	}
	if text := err.Error(); slices.Contains(system, text) {
		return M(text)
	}
	return Verbatim(err.Error())
}
