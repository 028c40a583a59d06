package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/mcda"
	"veche/internal/study"
)

// formats are the ways to print a result.
var formats = []string{"table", "json", "csv", "md"}

// studyFlags are the flags common to the commands that evaluate a study. All but the printing ones are actions on the study.
type studyFlags struct {
	asked        study.Asked
	format, lang string
	plain        bool
}

func (f *studyFlags) add(env *environment, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.asked.Method, "method", "", env.say("ranking method (veche methods lists them)"))
	flags.StringVar(&f.asked.Normalization, "normalization", "", env.say("normalisation of the scores"))
	flags.StringVar(&f.asked.Weighting, "weighting", "", env.say("where weights come from: %s", strings.Join(study.Weightings(), ", ")))
	flags.StringVar(&f.asked.Weights, "weights", "", env.say("weights of criteria, as C1=0.3,C2=0.7; those not named share the rest in proportion"))
	flags.StringArrayVar(&f.asked.Set, "set", nil, env.say("a setting or parameter, as KEY=VALUE; may be repeated"))
	flags.StringVar(&f.asked.Round, "round", "", env.say("round of answers to use; all pools them"))
	flags.StringVar(&f.asked.Seed, "seed", "", env.say("seed of random draws"))
	f.addPrinting(env, cmd)
	var methods []string
	for _, m := range mcda.Methods() {
		methods = append(methods, m.Name+"\t"+m.Title)
	}
	var normalizations []string
	for _, n := range mcda.Normalizations() {
		normalizations = append(normalizations, string(n))
	}
	complete(cmd, "method", methods)
	complete(cmd, "normalization", normalizations)
	complete(cmd, "weighting", study.Weightings())
}

// addPrinting adds the flags that say how to print.
func (f *studyFlags) addPrinting(env *environment, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "table", env.say("how to print: %s", strings.Join(formats, ", ")))
	flags.StringVar(&f.lang, "lang", "", env.say("language of headings: en, ru"))
	flags.BoolVar(&f.plain, "plain", false, env.say("no lines and no styling, for screen readers and scripts"))
	complete(cmd, "format", formats)
	complete(cmd, "lang", languages)
}

// completing says that a shell asks what may come next; the library keeps what it is told for that for ever.
var completing = len(os.Args) > 1 && strings.HasPrefix(os.Args[1], cobra.ShellCompRequestCmd)

func complete(cmd *cobra.Command, flag string, values []string) {
	if !completing {
		return
	}
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag was just defined
	}
}

// workbooks completes an argument with workbook files.
func workbooks(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"xlsx", "xlsm", "ods"}, cobra.ShellCompDirectiveFilterFileExt
}

// oneWorkbook asks for exactly one workbook file.
func oneWorkbook(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return language.Errorf("name one workbook, not %d", len(args))
	}
	return nil
}

// actions are the changes the flags ask for, in the order in which they make sense.
func (f *studyFlags) actions() ([]study.Action, error) {
	if !slices.Contains(formats, f.format) {
		return nil, language.Errorf("there is no format %q; choose one of %s", f.format, strings.Join(formats, ", "))
	}
	if f.lang != "" && !slices.Contains(languages, f.lang) {
		return nil, language.Errorf("there is no language %q; choose one of %s", f.lang, strings.Join(languages, ", "))
	}
	return f.asked.Actions()
}

// exampleName is what the built-in study is called where a file's name would stand.
const exampleName = "horizon-scan.xlsx"

// open reads a study, the built-in example for no path. The error holds its errors, but of settings asked to be otherwise; its warnings travel with it.
func (env *environment) open(path string, asked ...study.Asked) (*study.Study, error) {
	s, issues, err := env.read(path)
	if err != nil {
		return nil, fileError{err}
	}
	env.follow(s)
	if issues = study.Settled(s, issues, asked); issues.Err() != nil {
		return nil, issues
	}
	return s, nil
}

// language is the one the output is in: the flag's, else the study's.
func (f *studyFlags) language(s *study.Study) language.Language {
	l, _ := language.Named(cmp.Or(f.lang, s.Settings.Language))
	return l
}

func (env *environment) warn(issues study.Issues) {
	if env.quiet {
		return
	}
	warnings := slices.DeleteFunc(slices.Clone(issues), func(i study.Issue) bool { return i.Severity != study.Warning })
	for _, line := range warnings.Lines(env.lang) {
		fmt.Fprintln(env.stderr, line)
	}
}

// changed applies the flags to a study.
func (f *studyFlags) changed(s *study.Study) (*study.Study, []study.Action, error) {
	actions, err := f.actions()
	if err != nil {
		return nil, nil, err
	}
	before := s
	for _, a := range actions {
		if s, err = study.Apply(s, a); err != nil {
			return nil, nil, err
		}
	}
	if len(actions) > 0 {
		s = study.Reconsider(before, s)
	}
	return s, actions, nil
}
