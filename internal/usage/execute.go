package usage

import (
	"context"
	"io"
	"slices"
	"strings"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"
)

// Execute runs a command, with the library's help and version, and returns its error for the caller to print. The library itself would ask the terminal for its
// colours before every error, which takes seconds where nobody answers and leaves the terminal raw where the program ends meanwhile; so it is shown a command
// that never fails, around the real one.
func Execute(ctx context.Context, root *cobra.Command, args []string, version string, stderr io.Writer) error {
	root.SetArgs(slices.Concat([]string{}, args)) // never nil, which would be the process's own
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return root.ExecuteContext(ctx)
	}
	if slices.Equal(args, []string{"man"}) {
		return fang.Execute(ctx, root, fang.WithVersion(version))
	}
	var err error
	outer := &cobra.Command{Use: root.Use, DisableFlagParsing: true, Args: cobra.ArbitraryArgs}
	outer.Run = func(*cobra.Command, []string) {
		root.Version = outer.Version
		root.SetHelpFunc(outer.HelpFunc())
		err = root.ExecuteContext(ctx)
	}
	outer.SetArgs(slices.Concat([]string{}, args))
	outer.SetIn(root.InOrStdin())
	outer.SetOut(root.OutOrStdout())
	outer.SetErr(stderr)
	if fault := fang.Execute(ctx, outer, fang.WithVersion(version), fang.WithoutManpage(), fang.WithoutCompletions()); fault != nil {
		return fault
	}
	return err
}
