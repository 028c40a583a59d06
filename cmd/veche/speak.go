package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/study"
	"veche/internal/usage"
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
		usage.Supplied(env.lang, root)
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
