// Command veche ranks candidate science and technology directions for an expert panel and turns the ranking into a shortlist a ministry can defend.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/report/contract"
	"veche/internal/report/safe"
	"veche/internal/study"
	"veche/internal/usage"
)

// Exit codes.
const (
	exitDone   = 0
	exitIssues = 1 // the study has errors; they were printed
	exitUsage  = 2
	exitFile   = 3 // something could not be read or written

	exitFault       = 70  // the program itself is at fault
	exitInterrupted = 130 // by Ctrl+C; no file appears after it
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is the whole command in process: arguments in, exit code out.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return runUntil(ctx, args, stdin, stdout, stderr)
}

// grace is how long an interrupted command has to end by itself; a computation that does not look up is left behind.
const grace = 60 * time.Millisecond

// runUntil is run that ends soon after ctx does: no file appears from then on.
func runUntil(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	cobra.EnableCommandSorting = false // the order of the work
	env := &environment{lang: heard(args), ctx: ctx, patient: make(chan struct{}), stdin: stdin, terminal: isTerminal(stdin) && isTerminal(stdout)}
	env.progress = usage.Watch(stderr, env.lang, env.patient)
	defer env.progress.Stop()
	env.stdout, env.stderr = safe.NewWriter(env.progress.Over(stdout)), safe.NewWriter(env.progress.Over(stderr))
	root := newRoot(env)
	root.SetIn(stdin)
	root.SetOut(usage.Titled(env.lang, args, stdout))
	root.SetErr(env.progress.Over(stderr))
	ended := make(chan int, 1)
	go func() {
		defer func() {
			if fault := recover(); fault != nil {
				ended <- env.fault(fault)
			}
		}()
		err := usage.Execute(ctx, root, args, release.Version, stderr)
		if err != nil {
			env.printError(err)
		}
		ended <- exitCode(err)
	}()
	select {
	case code := <-ended:
		return code
	case <-ctx.Done():
	}
	select {
	case <-env.patient: // the explorer puts its terminal and its journal in order
		if code := <-ended; code != exitInterrupted {
			return code
		}
	case <-ended:
	case <-time.After(grace):
	}
	env.progress.Stop()
	fmt.Fprintln(stderr, "veche:", language.M("interrupted").In(env.lang))
	return exitInterrupted
}

// fault says that the program is at fault, where, and how to report it without giving away a study.
func (env *environment) fault(fault any) int {
	fmt.Fprintf(env.stderr, "panic: %v\n%s\n", fault, strings.Join(contract.StackOf(debug.Stack()), "\n"))
	study := "STUDY.xlsx"
	if len(env.inputs) > 0 {
		study = env.inputs[0]
	}
	env.tell("veche: a fault in the program ended this; nothing was written. Please report it with what stands above and the file of: %s", usage.Suggested("veche", "diagnose", study, "-o", "fault.json"))
	return exitFault
}

// environment is where a command runs.
type environment struct {
	lang           language.Language // of messages, until a command knows better
	stdin          io.Reader
	stdout, stderr io.Writer
	told           bool // the language was asked for
	terminal       bool // input and output are a terminal
	quiet          bool
	progress       *usage.Progress
	inputs         []string // files and folders read so far
	ctx            context.Context
	patient        chan struct{} // closed by a command that ends in its own time when it is interrupted
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// fileError is something that could not be read or written.
type fileError struct{ err error }

func (e fileError) Error() string { return e.err.Error() }
func (e fileError) Unwrap() error { return e.err }

func exitCode(err error) int {
	var issues study.Issues
	var file fileError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &issues), errors.Is(err, errPrinted):
		return exitIssues
	case errors.As(err, &file):
		return exitFile
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitUsage
}

// printError says an error on the error stream: a study's issues one a line, anything else in a line with where to look for help.
func (env *environment) printError(err error) {
	w := env.stderr
	var issues study.Issues
	var file fileError
	switch {
	case errors.Is(err, errPrinted), errors.Is(err, context.Canceled): // said already, or to be said
	case errors.As(err, &issues):
		fmt.Fprintln(w, issues.In(env.lang))
	case errors.As(err, &file):
		fmt.Fprintln(w, "veche:", fileMessage(file.err).In(env.lang))
	default:
		fmt.Fprintf(w, "veche: %s\n%s\n", usage.Message(err).In(env.lang), env.say("Try veche --help."))
	}
}

// fileMessage says what a person can do about a file.
func fileMessage(err error) language.Message {
	var path *fs.PathError
	if errors.As(err, &path) {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return language.M("there is no file %s", path.Path)
		case errors.Is(err, fs.ErrPermission):
			return language.M("%s: access is not permitted", path.Path)
		}
		if err == error(path) { // the operation's name tells a person nothing
			return language.M("%s: %v", path.Path, path.Err)
		}
	}
	return language.Of(err)
}

func newRoot(env *environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "veche",
		Short: env.say("Rank science and technology directions with an expert panel"),
		Long: env.say("Veche ranks candidate science and technology directions for an expert panel and turns the ranking into a shortlist a ministry can defend.\n" +
			"Without a command it opens the explorer on a built-in study of 37 technologies; in a pipe it prints that study's ranking."),
		Args:          usage.Known,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if env.terminal {
				return explore(cmd.Context(), env, "", exploreFlags{})
			}
			return rank(env, "", rankFlags{study: studyFlags{format: "table"}})
		},
	}
	root.PersistentFlags().BoolVarP(&env.quiet, "quiet", "q", false, env.say("print no warnings"))
	root.AddCommand(newNew(env), newImport(env), newCheck(env), newExplore(env), newRank(env), newWeights(env), newPanel(env), newNetwork(env), newRobust(env), newShard(env), newWork(env), newSelect(env), newWhy(env), newReport(env), newCompare(env), newForms(env), newCollect(env), newLock(env), newServe(env), newPanels(env), newInvite(env), newExport(env), newBackup(env), newVerify(env), newReplay(env), newMethods(env), newFrame(env), newDiagnose(env), newLicenses(env))
	env.speaking(root)
	return root
}
