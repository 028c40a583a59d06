// Package usage is the command line's own library in the reader's language: what it says of arguments and flags, the titles of its help, what it adds to commands.
package usage

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"veche/internal/language"
)

// Between takes so many arguments.
func Between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		text, n := "", least
		switch {
		case len(args) >= least && len(args) <= most:
			return nil
		case least == most:
			text = "%s takes %d argument, not %d|%s takes %d arguments, not %d"
		case len(args) < least:
			text = "%s takes at least %d argument, not %d|%s takes at least %d arguments, not %d"
		default:
			text, n = "%s takes at most %d argument, not %d|%s takes at most %d arguments, not %d", most
		}
		return language.Errorf(text, cmd.CommandPath(), n, len(args))
	}
}

// Known takes no arguments: what stands where a command would is none.
func Known(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return language.Errorf("there is no command %q", args[0])
	}
	return nil
}

// Message says what is wrong with the arguments of a command.
func Message(err error) language.Message {
	var (
		unknown *pflag.NotExistError
		empty   *pflag.ValueRequiredError
		bad     *pflag.InvalidValueError
		shape   *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return language.M("there is no flag %s", "-"+unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return language.M("there is no flag %s", "--"+unknown.GetSpecifiedName())
	case errors.As(err, &empty):
		return language.M("the flag %s needs a value", "--"+empty.GetFlag().Name)
	case errors.As(err, &bad):
		return language.M("the flag %s does not take %q", "--"+bad.GetFlag().Name, bad.GetValue())
	case errors.As(err, &shape):
		return language.M("the flag %s is not written as --NAME or --NAME=VALUE", shape.GetSpecifiedFlag())
	}
	return language.Of(err)
}

// titles are the words that the library writes into help by itself.
var titles = []string{"usage", "commands", "flags", "examples"}

// Titled is where help is printed: its titles in the language of the reader. Anything else passes as it is.
func Titled(l language.Language, args []string, w io.Writer) io.Writer {
	if l == language.English || !slices.ContainsFunc(args, func(a string) bool { return a == "-h" || a == "--help" || a == "help" }) {
		return w
	}
	return &helpWriter{w, l}
}

type helpWriter struct {
	w io.Writer
	l language.Language
}

func (h *helpWriter) Write(data []byte) (int, error) {
	text := string(data)
	for _, title := range titles {
		if strings.EqualFold(strings.TrimSpace(ansi.Strip(text)), title) {
			for _, form := range []string{title, strings.ToUpper(title)} {
				text = strings.Replace(text, form, strings.ToUpper(language.Say(h.l, title)), 1)
			}
		}
	}
	text = strings.NewReplacer("[command]", language.Say(h.l, "[command]"), "[--flags]", language.Say(h.l, "[--flags]")).Replace(text)
	if _, err := io.WriteString(h.w, text); err != nil {
		return 0, err
	}
	return len(data), nil
}

// Supplied says what the library adds to the commands.
func Supplied(l language.Language, root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, sub := range root.Commands() {
		switch sub.Name() {
		case "help":
			sub.Short, sub.Long = language.Say(l, "Help about any command"), ""
		case "completion":
			sub.Short, sub.Long = language.Say(l, "Write the completion script of a shell"), ""
			for _, shell := range sub.Commands() {
				shell.Short, shell.Long = sub.Short+": "+shell.Name(), ""
			}
		}
	}
	var each func(*cobra.Command)
	each = func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		cmd.Flags().Lookup("help").Usage = language.Say(l, "help")
		for _, sub := range cmd.Commands() {
			each(sub)
		}
	}
	each(root)
	root.Flags().BoolP("version", "v", false, language.Say(l, "version"))
}
