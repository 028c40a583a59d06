package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"veche/internal/language"
	"veche/internal/study"
)

// languages are those that a command speaks.
var languages = []string{"en", "ru"}

// speaking gives every command the flag --lang, and has it heard before the command runs.
func (env *environment) speaking(root *cobra.Command) {
	chosen := ""
	var each func(cmd *cobra.Command)
	each = func(cmd *cobra.Command) {
		if cmd.Flags().Lookup("lang") == nil {
			cmd.Flags().StringVar(&chosen, "lang", "", env.say(env.say("language of what is said: en, ru (default: the study's)")))
			complete(cmd, "lang", languages)
		}
		for _, sub := range cmd.Commands() {
			each(sub)
		}
	}
	each(root)
	if env.lang != language.English {
		env.supplied(root)
	}
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		f := cmd.Flags().Lookup("lang")
		if f == nil || !f.Changed || f.Value.String() == "" {
			return nil
		}
		l, ok := language.Named(f.Value.String())
		if !ok {
			return language.Errorf("there is no language %q; choose one of %s", f.Value.String(), strings.Join(languages, ", "))
		}
		env.lang, env.told = l, true
		return nil
	}
}

// follow speaks the study's language from here on, unless another was asked for.
func (env *environment) follow(s *study.Study) {
	if l, ok := language.Named(s.Settings.Language); !env.told && ok && s.Settings.Language != "" {
		env.lang = l
	}
}

// say is a text in the language of the command.
func (env *environment) say(text string, args ...any) string {
	return language.Say(env.lang, text, args...)
}

// tell says a text on the error stream, beside the result.
func (env *environment) tell(text string, args ...any) {
	fmt.Fprintln(env.stderr, env.say(text, args...))
}

// heard is the language that arguments ask for, before they are read as a command's: for what is wrong with them.
func heard(args []string) language.Language {
	for k, a := range args {
		name, found := strings.CutPrefix(a, "--lang=")
		if a == "--lang" && k+1 < len(args) {
			name, found = args[k+1], true
		}
		if l, ok := language.Named(name); found && ok {
			return l
		}
	}
	return language.Chosen() // the terminal's
}

// between takes so many arguments.
func between(least, most int) cobra.PositionalArgs {
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

// known takes no arguments: what stands where a command would is none.
func known(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return language.Errorf("there is no command %q", args[0])
	}
	return nil
}

// usageMessage says what is wrong with the arguments of a command.
func usageMessage(err error) language.Message {
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

// titled is where help is printed: its titles in the language of the reader. Anything else passes as it is.
func (env *environment) titled(args []string, w io.Writer) io.Writer {
	if env.lang == language.English || !slices.ContainsFunc(args, func(a string) bool { return a == "-h" || a == "--help" || a == "help" }) {
		return w
	}
	return &helpWriter{w, env}
}

type helpWriter struct {
	w   io.Writer
	env *environment
}

func (h *helpWriter) Write(data []byte) (int, error) {
	text := string(data)
	for _, title := range titles {
		if strings.EqualFold(strings.TrimSpace(ansi.Strip(text)), title) {
			for _, form := range []string{title, strings.ToUpper(title)} {
				text = strings.Replace(text, form, strings.ToUpper(h.env.say(title)), 1)
			}
		}
	}
	text = strings.NewReplacer("[command]", h.env.say("[command]"), "[--flags]", h.env.say("[--flags]")).Replace(text)
	if _, err := io.WriteString(h.w, text); err != nil {
		return 0, err
	}
	return len(data), nil
}

// supplied says what the library adds to the commands.
func (env *environment) supplied(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, sub := range root.Commands() {
		switch sub.Name() {
		case "help":
			sub.Short, sub.Long = env.say("Help about any command"), ""
		case "completion":
			sub.Short, sub.Long = env.say("Write the completion script of a shell"), ""
			for _, shell := range sub.Commands() {
				shell.Short, shell.Long = sub.Short+": "+shell.Name(), ""
			}
		}
	}
	var each func(*cobra.Command)
	each = func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		cmd.Flags().Lookup("help").Usage = env.say("help")
		for _, sub := range cmd.Commands() {
			each(sub)
		}
	}
	each(root)
	root.Flags().BoolP("version", "v", false, env.say("version"))
}
