package main

import (
	"bufio"
	"context"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/store/postgres"
	"veche/internal/study"
	"veche/internal/sums"
	"veche/internal/usage"
	"veche/internal/workbook"
)

func newImport(env *environment) *cobra.Command {
	var path, database string
	var as []string
	var force, means bool
	cmd := &cobra.Command{
		Use:   "import FILE.xlsx -o STUDY.xlsx",
		Short: env.say("Make a study of matrices, grids and lists, wherever they stand"),
		Long: env.say("Make a study of a workbook that was not made for it: matrices of comparisons, grids of experts and what they scored, lists of answers, wherever they stand, several on a sheet.") + "\n" +
			env.say("What the cells do not tell is asked on a terminal, or said by --as KIND@Sheet!B2:F6; kinds: matrix, experts-by-items, items-by-experts, items-by-criteria, expert-by-criteria, list, skip.") + "\n" +
			env.say("With --means it is a study that is one already: its experts' scores are joined into means while they are read, so that there may be any number of them."),
		Example: "veche import delphi.xlsx -o study.xlsx --as items-by-experts@Sheet1\nveche import answers -o study.xlsx --means",
		Args:    oneWorkbook,
		RunE: func(cmd *cobra.Command, args []string) error {
			env.reads(args[0])
			output, err := env.output(path, force, ".xlsx")
			if err != nil {
				return err
			}
			s, said, err := env.imported(cmd.Context(), args[0], as, means, database)
			if err != nil {
				return err
			}
			if env.told { // and later commands too shall speak it
				s.Settings.Language = env.lang.Code()
			}
			data, err := workbook.WriteStudyIn(s, env.lang)
			if err != nil {
				return fileError{err}
			}
			if err := output.Write(data); err != nil {
				return outputError(err)
			}
			for _, m := range append(said, language.M("wrote %s; look through its sheets, then: %s", path, usage.Suggested("veche", "rank", path))) {
				if !env.quiet {
					env.tell("%s", m)
				}
			}
			return nil
		},
	}
	cmd.Flags().StringVarP(&path, "output", "o", "", env.say("write the study to this file"))
	cmd.Flags().StringArrayVar(&as, "as", nil, env.say("what stands somewhere: KIND, KIND@Sheet or KIND@Sheet!B2:F6"))
	cmd.Flags().BoolVar(&means, "means", false, env.say("join the experts' scores of a study into their means while they are read, however many there are"))
	cmd.Flags().StringVar(&database, "db", "", env.say("add up the scores in this PostgreSQL and not in memory, as postgres://user@host/panels"))
	cmd.Flags().BoolVar(&force, "force", false, env.say("overwrite the file if it exists"))
	return cmd
}

// settle says what every block is taken for, and asks a person at a terminal about those in doubt.
func (env *environment) settle(blocks []*workbook.Block, path string) error {
	defer env.progress.Hold()()
	answers := bufio.NewScanner(env.stdin)
	ask := func() (string, bool) { ok := answers.Scan(); return answers.Text(), ok }
	if !env.terminal {
		ask = nil
	}
	return workbook.Settle(blocks, env.quiet, func(m language.Message) { env.tell("%s", m) }, ask, func(as string) string { return usage.Suggested("veche", "import", path, "--as", as) })
}

// imported is the study of a workbook that is none yet, or with means in place of scores the one of a study, and what is said of it.
func (env *environment) imported(ctx context.Context, path string, as []string, means bool, database string) (*study.Study, []language.Message, error) {
	if means || database != "" {
		if len(as) > 0 {
			return nil, nil, language.Errorf("--as says what stands in a workbook that is no study yet; with --means it is one")
		}
		if database != "" {
			if _, err := postgres.Parse(database); err != nil {
				return nil, nil, err
			}
		}
		s, err := sums.Read(ctx, path, database)
		if err != nil {
			return nil, nil, fileError{err}
		}
		return s.Study, s.Says(), nil
	}
	data, err := env.bytes(path)
	if err != nil {
		return nil, nil, fileError{err}
	}
	blocks, err := workbook.Recognise(filepath.Base(path), data)
	if err != nil {
		return nil, nil, fileError{err}
	}
	s, found, err := workbook.Made(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), blocks, as, func(b []*workbook.Block) error { return env.settle(b, path) })
	env.warn(found)
	return s, nil, err
}
